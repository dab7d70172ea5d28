// The words behind a mark, shown while the pointer or the focus is on it; Escape closes them.

import { find } from "./dom.js";
import { rowOf } from "./evidence.js";

const DELAY_MS = 120; // long enough to cross to the words, too short to be a wait
let anchor = null;
let leaving = 0;

export function hideQuote() {
  clearTimeout(leaving);
  anchor?.removeAttribute("aria-describedby");
  anchor = null;
  const box = find("#quote");
  if (box?.matches(":popover-open")) box.hidePopover();
}

// A growing answer replaces its marks.
export function dropQuote() {
  if (anchor && !anchor.isConnected) hideQuote();
}

function showQuote(mark) {
  clearTimeout(leaving);
  const row = rowOf(mark);
  if (mark === anchor || !row) return;
  hideQuote();
  anchor = mark;
  const box = find("#quote");
  find("q", box).textContent = find("q", row).textContent;
  find(".title", box).textContent = find(".title", row).textContent;
  find(".facts", box).textContent = find(".facts", row).textContent.replace(/\s+/g, " ").trim();
  mark.setAttribute("aria-describedby", "quote");
  box.showPopover();
  settle(box, mark);
}

// Below the mark, or above it where there is no room; inside the window.
function settle(box, mark) {
  const at = mark.getBoundingClientRect();
  const below = at.bottom + 8 + box.offsetHeight < window.innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left - 16, window.innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - 8 - box.offsetHeight)}px`;
}

const leave = () => {
  clearTimeout(leaving);
  leaving = setTimeout(hideQuote, DELAY_MS);
};

document.addEventListener("mouseover", (event) => {
  const mark = event.target.closest("#chat a.mark");
  if (mark) showQuote(mark);
  else if (event.target.closest("#quote")) clearTimeout(leaving);
  else if (anchor && anchor !== document.activeElement) leave();
});
document.addEventListener("focusin", (event) => {
  const mark = event.target.closest("#chat a.mark");
  if (mark && mark.matches(":focus-visible")) showQuote(mark);
  else if (anchor) hideQuote();
});
document.addEventListener("scroll", () => anchor && hideQuote(), { capture: true, passive: true });
document.addEventListener("click", hideQuote, true);
// First of all, so that the same key closes nothing else.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !anchor) return;
    hideQuote();
    event.stopImmediatePropagation();
  },
  true,
);
