// What stood in the composer, or was being answered, when the page went: it stands in the composer once it is back.

import { answering, find, request } from "./dom.js";

const STORED = "draft"; // in this tab
let resumed = false;
let left = false; // logged out: who comes next in this tab may be another
let late = null; // a question that was being answered and is not kept yet, as far as the server knows

function type(box, words) {
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

export function resume() {
  const box = find("#composer textarea");
  if (!box) return;
  if (!resumed) {
    resumed = true;
    const { typed, asked } = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
    sessionStorage.removeItem(STORED);
    if (typed) type(box, typed);
    else if (asked) askAgain(box, asked);
  }
  if (!late || !find(`#chat .edit[value="${late.turn}"]`)) return;
  if (box.value === late.question) type(box, "");
  late = null;
}

async function askAgain(box, asked) {
  const response = await request(`/talk/turns/${asked.turn}/kept`);
  if ((response.ok && (await response.json()).kept) || box.value) return;
  late = asked;
  type(box, asked.question);
}

function underWay() {
  const asking = [...document.querySelectorAll("#chat .asking")].pop();
  return { turn: find(".edit", asking).value, question: find(".asked", asking).textContent };
}

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/logout") return;
  left = true;
  sessionStorage.removeItem(STORED);
});

window.addEventListener("pagehide", () => {
  if (left) return;
  const typed = find("#composer textarea")?.value ?? "";
  sessionStorage.setItem(STORED, JSON.stringify({ typed, asked: answering() ? underWay() : null }));
});
