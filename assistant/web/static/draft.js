// What stood in the composer when the page went: it stands there again once the page is back.

import { find } from "./dom.js";

const STORED = "draft"; // in this tab
let resumed = false;
let left = false; // logged out: who comes next in this tab may be another

export function resume() {
  const box = find("#composer textarea");
  if (!box || resumed) return;
  resumed = true;
  const typed = sessionStorage.getItem(STORED);
  sessionStorage.removeItem(STORED);
  if (!typed) return;
  box.value = typed;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/logout") return;
  left = true;
  sessionStorage.removeItem(STORED);
});

window.addEventListener("pagehide", () => {
  const typed = find("#composer textarea")?.value;
  if (typed && !left) sessionStorage.setItem(STORED, typed);
});
