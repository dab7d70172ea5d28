// The chat page's actions, by what was clicked. Each part of the page has a script of its own.

import { PHONE, answering, ask, find, tell } from "./dom.js";
import { resume } from "./draft.js";
import { closePanel, followAnswer, panelIsOpen, showEvidence, showSection, step } from "./evidence.js";
import { followNewest } from "./follow.js";
import { closeDrawer, noteNew, noteShown, openDrawer, openKept, remove, rename, restore } from "./kept.js";
import { offerNext } from "./next.js";
import { dropQuote } from "./popover.js";
import { rate, showRatings } from "./ratings.js";
import { copy, correct, edit, retry } from "./turns.js";

const ACTIONS = {
  "a.ask, button.suggested": (link) => ask(link.textContent),
  "a.cite, a.source": (link) => showEvidence(link),
  "#chat .copy": copy,
  "#chat .retry": retry,
  "#chat .edit": edit,
  "#chat .correct": correct,
  "#chat .rate": rate,
  "#evidence .previous": () => step(-1),
  "#evidence .next": () => step(1),
  "#panel .close": closePanel,
  "#panel .back": () => {
    showSection("sources");
    find("#sources h2").focus();
  },
  "#open-kept": openDrawer,
  "#kept .shut": closeDrawer,
  "#kept .open": openKept,
  "#kept .rename": rename,
  "#kept .delete": remove,
  "#kept": (drawer, event) => event.target === drawer && closeDrawer(), // the backdrop beside it
  "#stop": () => find("#composer textarea").focus(),
  "#fresh": () => {
    noteNew();
    showSection("sources");
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
    act(target, event);
    return;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !find("#kept")?.open && panelIsOpen()) closePanel();
});

let begun = PHONE.matches; // where a keyboard would come up over the page, nobody is made to type

function beginTyping() {
  const box = find("#composer textarea");
  if (begun || !box) return;
  begun = true;
  if (document.activeElement === document.body) box.focus();
}

let wasAnswering = false;

function watch() {
  resume();
  beginTyping();
  followNewest();
  followAnswer();
  dropQuote();
  noteShown();
  offerNext();
  showRatings();
  // Gradio's chat would read every growth of an answer out; #live tells when it begins and when it is whole.
  for (const log of document.querySelectorAll("#chat [aria-live]")) log.removeAttribute("aria-live");
  // Gradio names each message by its own HTML, tags and all.
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
  // A long question scrolls in its bubble, with the keys too.
  for (const asked of document.querySelectorAll("#chat .asked:not([tabindex])")) {
    if (asked.scrollHeight > asked.clientHeight) asked.tabIndex = 0;
  }
  // A list may hold no buttons, and Gradio's examples are buttons.
  find('#chat .examples[role="list"]')?.setAttribute("role", "group");
  const now = answering();
  if (now !== wasAnswering) tell(now ? "Answering…" : "The answer is complete.");
  wasAnswering = now;
}

new MutationObserver(watch).observe(document.body, { childList: true, subtree: true });
if (document.body.dataset.takesOrders) restore();
else document.addEventListener("assistant-takes-orders", restore, { once: true });

// The last of the page's scripts to run. Until then links open as pages.
document.body.dataset.ready = "yes";
