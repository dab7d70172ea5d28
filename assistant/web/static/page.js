// The chat page's actions, by what was clicked. Each part of the page has a script of its own.

import { answering, ask, find, tell } from "./dom.js";
import { closePanel, openPanel, panelIsOpen, showEvidence, showSection, step } from "./evidence.js";
import { followNewest } from "./follow.js";

const ACTIONS = {
  "a.ask, button.suggested": (link) => ask(link.textContent),
  "a.cite, a.source": (link) => showEvidence(link),
  "#evidence .previous": () => step(-1),
  "#evidence .next": () => step(1),
  "#panel .close": closePanel,
  "#panel .back": () => {
    showSection("sources");
    find("#sources h2").focus();
  },
  "#open-sources": (button) => {
    showSection("sources");
    openPanel(button);
    find("#sources h2").focus();
  },
  "#stop": () => find("#composer textarea").focus(),
  "#fresh": () => {
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
    act(target);
    return;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panelIsOpen()) closePanel();
});

let wasAnswering = false;

function watch() {
  followNewest();
  // Gradio's chat would read every growth of an answer out.
  for (const log of document.querySelectorAll("#chat [aria-live]")) log.removeAttribute("aria-live");
  const now = answering();
  if (now !== wasAnswering) tell(now ? "Answering…" : "The answer is complete.");
  wasAnswering = now;
}

new MutationObserver(watch).observe(document.body, { childList: true, subtree: true });
