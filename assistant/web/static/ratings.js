// Whether an answer helped: its thumbs, pressed as the server keeps them, and the comment that may follow.

import { copyOf, find, request, tell } from "./dom.js";
import { leaveBy, sayOn } from "./turns.js";

const given = new Map(); // by turn: true, false, or null after a withdrawal
let asked = null; // the conversation whose ratings were fetched last

export function showRatings() {
  const shown = find("#conversation")?.dataset.id;
  if (shown && shown !== asked) fetchRatings(shown);
  for (const button of document.querySelectorAll("#chat .rate")) {
    const good = given.get(button.value) ?? null;
    button.setAttribute("aria-pressed", String(good === button.classList.contains("good")));
  }
}

async function fetchRatings(conversation) {
  asked = conversation;
  const response = await request(`/talk/conversations/${conversation}/ratings`);
  if (!response.ok) return; // the thumbs do without
  for (const [turn, good] of Object.entries(await response.json())) if (!given.has(turn)) given.set(turn, good);
  showRatings();
}

export async function rate(button) {
  const actions = button.closest(".actions");
  const good = button.classList.contains("good");
  const withdrawn = button.getAttribute("aria-pressed") === "true";
  if (!(await send(button.value, withdrawn ? null : good, ""))) {
    sayOn(button, "Not kept");
    return tell("Your rating could not be kept.");
  }
  given.set(button.value, withdrawn ? null : good);
  showRatings();
  actions.parentElement.querySelector("form.comment")?.remove();
  if (!withdrawn) openComment(actions, button, good);
  return tell(withdrawn ? "Rating withdrawn." : "Thank you.");
}

function openComment(actions, button, good) {
  const form = copyOf("comment");
  find(".name", form).textContent = good ? "What helped? (optional)" : "What would have been right? (optional)";
  const close = () => {
    form.remove();
    button.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const kept = await send(button.value, good, find("textarea", form).value);
    tell(kept ? "Thank you, your comment is kept." : "Your comment could not be kept.");
    if (kept) close();
    else sayOn(find("button.main", form), "Not sent: try again");
  });
  leaveBy(form, close);
  actions.after(form);
  find("textarea", form).focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" }); // its buttons too
}

async function send(turn, good, comment) {
  const body = JSON.stringify({ good, comment });
  const headers = { "Content-Type": "application/json" };
  const response = await request(`/talk/turns/${turn}/rating`, { method: "PUT", headers, body });
  return response.ok;
}
