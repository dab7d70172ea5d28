// What stood in the composer, or was being answered, when the page went: it stands in the composer once it is back.

import { answering, find } from "./dom.js";

const STORED = "draft"; // in this tab
let resumed = false;
let unanswered = ""; // what was being answered, until it is seen that the server kept it

const newest = () => [...document.querySelectorAll("#chat .asked")].pop()?.textContent ?? "";

function type(box, words) {
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

export function resume() {
  const box = find("#composer textarea");
  if (!box) return;
  if (!resumed) {
    resumed = true;
    const { typed = "", asked = "" } = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
    sessionStorage.removeItem(STORED);
    if (!typed) unanswered = asked;
    if (typed || asked) type(box, typed || asked);
  }
  if (!unanswered || newest() !== unanswered) return;
  if (box.value === unanswered) type(box, "");
  unanswered = "";
}

window.addEventListener("pagehide", () => {
  const typed = find("#composer textarea")?.value ?? "";
  sessionStorage.setItem(STORED, JSON.stringify({ typed, asked: answering() ? newest() : "" }));
});
