// While an answer grows, its question stays at the top, unless the reader scrolls for themselves.

let newest = null;
let following = false;

export function followNewest() {
  const questions = document.querySelectorAll("#chat .asking");
  const last = questions[questions.length - 1] ?? null;
  if (last !== newest) following = last !== null;
  newest = last;
  if (following) newest.scrollIntoView({ block: "start" });
  following &&= document.querySelector("#chat .under-way") !== null;
}

const leave = () => (following = false);
for (const kind of ["wheel", "touchmove"]) document.addEventListener(kind, leave, { passive: true });
// What the Stop button leaves, and that it is stopped, is to be seen as well.
document.addEventListener("click", (event) => event.target.closest("#stop") || leave());
