// Citations and sources open in the panel; without this script, or with a modifier key, they open as pages.

const PHONE = window.matchMedia("(max-width: 860px)");
let opener = null; // the link that opened the evidence, where focus returns
let shown = 0; // counts openings, so that a slow answer to an earlier one is dropped

const find = (selector) => document.querySelector(selector);

function openPanel() {
  find("#panel").classList.add("open");
  settleFocus();
}

function closePanel() {
  find("#panel").classList.remove("open");
  settleFocus();
  opener?.focus();
}

// On a phone the panel covers the chat: what is covered must not take focus.
function settleFocus() {
  const panel = find("#panel");
  if (!panel) return;
  const covered = PHONE.matches && panel.classList.contains("open");
  for (const part of [find("#talk"), find("#header")]) part.inert = covered;
}

function showSources() {
  shown += 1;
  find("#evidence").hidden = true;
  find("#sources").hidden = false;
  mark(null);
}

function mark(active) {
  const href = active?.getAttribute("href");
  for (const link of document.querySelectorAll("a.cite, a.source")) {
    const same = link.getAttribute("href") === href && link.closest(".answer") === active?.closest(".answer");
    if (same) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

async function showEvidence(link) {
  opener = link;
  const turn = ++shown;
  const article = await fetchArticle(link.getAttribute("href"));
  if (turn !== shown) return;
  find("#sources").hidden = true;
  find("#evidence").hidden = false;
  find("#evidence .permalink").href = link.getAttribute("href");
  const sheet = find("#evidence .sheet");
  sheet.replaceChildren(article);
  mark(link);
  showPosition(link);
  openPanel();
  find("#evidence h2").focus({ preventScroll: true });
  const cited = sheet.querySelector("#cited");
  sheet.scrollTop = cited ? cited.getBoundingClientRect().top - article.getBoundingClientRect().top - sheet.clientHeight / 3 : 0;
}

async function fetchArticle(address) {
  const failed = document.createElement("p");
  failed.className = "missing";
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("main").firstElementChild;
  } catch {
    failed.textContent = "The transcript could not be fetched. Is the server still running?";
    return failed;
  }
}

// The citations of one answer, one link each, in order.
function siblings(link) {
  const list = link.closest(".answer")?.querySelectorAll("a.cite.row");
  return list ? [...list] : [];
}

function place(link) {
  return siblings(link).findIndex((row) => row.getAttribute("href") === link.getAttribute("href"));
}

function showPosition(link) {
  const all = siblings(link);
  const at = place(link);
  find("#evidence .stepper").hidden = all.length < 2;
  find("#evidence .position").textContent = `${at + 1} of ${all.length}`;
  find("#evidence .previous").disabled = at <= 0;
  find("#evidence .next").disabled = at === all.length - 1;
}

function step(by) {
  const next = opener && siblings(opener)[place(opener) + by];
  if (next) showEvidence(next);
}

// A suggested question is put into the composer and sent, as if it had been typed.
function ask(question) {
  const box = find("#composer textarea");
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => find("#composer button")?.click(), 50);
}

const ACTIONS = {
  "a.ask": (link) => ask(link.textContent),
  "a.cite, a.source": (link) => showEvidence(link),
  "#evidence .previous": () => step(-1),
  "#evidence .next": () => step(1),
  "#panel .close": closePanel,
  "#panel .back": () => {
    showSources();
    find("#sources h2").focus();
  },
  "#open-sources": (button) => {
    showSources();
    openPanel();
    opener = button;
    find("#sources h2").focus();
  },
  "#fresh": () => {
    showSources();
    closePanel();
    find("#composer textarea").focus();
  },
};

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  for (const [selector, act] of Object.entries(ACTIONS)) {
    const target = event.target.closest(selector);
    if (!target) continue;
    if (target.tagName === "A") event.preventDefault();
    act(target);
    return;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && find("#panel")?.classList.contains("open")) closePanel();
});

PHONE.addEventListener("change", settleFocus);

// While an answer grows, its question stays at the top, unless the reader scrolls for themselves.
let newest = null;
let following = false;

function followNewest() {
  const questions = document.querySelectorAll("#chat .asked");
  const last = questions[questions.length - 1] ?? null;
  if (last !== newest) following = last !== null;
  newest = last;
  if (following) newest.scrollIntoView({ block: "start" });
  following &&= find("#chat .under-way") !== null;
}

for (const kind of ["wheel", "touchmove"]) {
  document.addEventListener(kind, () => (following = false), { passive: true });
}
document.addEventListener("click", () => (following = false));
new MutationObserver(followNewest).observe(document.body, { childList: true, subtree: true });
