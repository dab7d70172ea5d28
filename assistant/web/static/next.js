// Questions to ask next, fetched once the last answer stands, so that no answer waits for them.

import { answering, request } from "./dom.js";

const fetched = new Map(); // by turn and filters: what the server offered, "" while it is asked

// The filters of the next question, as their chips show them.
function filters() {
  const chips = document.querySelectorAll("#narrowed .chip");
  return new URLSearchParams([...chips].map((chip) => [chip.dataset.kind, chip.dataset.value])).toString();
}

export function offerNext() {
  const rooms = document.querySelectorAll("#chat .answer .next");
  const last = rooms[rooms.length - 1];
  const room = last?.closest(".message-row")?.nextElementSibling?.matches(".message-row") ? null : last;
  if (answering()) return;
  clear([...rooms].filter((old) => old !== room && old.firstChild));
  if (!room) return;
  const turn = room.closest(".answer").id.replace("turn-", "");
  const key = `${turn}/next?${filters()}`;
  if (!fetched.has(key)) fetchNext(key);
  if (room.dataset.holds === key && (room.firstChild || !fetched.get(key))) return;
  room.dataset.holds = key;
  const view = room.closest(".bubble-wrap");
  const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 24;
  room.innerHTML = fetched.get(key); // escaped by the server
  if (atEnd) showAsMuch(room, view);
}

// What stood above the newest question goes, and the question stays where it is seen.
function clear(old) {
  if (!old.length) return;
  const view = old[0].closest(".bubble-wrap");
  const newest = [...view.querySelectorAll(".asking")].pop();
  const before = newest.getBoundingClientRect().top;
  for (const room of old) room.replaceChildren();
  view.scrollTop += newest.getBoundingClientRect().top - before;
}

// Scrolls to the end of the chat, as far as the question stays in sight.
function showAsMuch(room, view) {
  const asked = room.closest(".message-row").previousElementSibling?.querySelector(".asking");
  const above = asked ? asked.getBoundingClientRect().top - view.getBoundingClientRect().top - 20 : Infinity;
  view.scrollTop += Math.max(0, Math.min(view.scrollHeight - view.scrollTop - view.clientHeight, above));
}

async function fetchNext(key) {
  fetched.set(key, "");
  const response = await request(`/talk/turns/${key}`);
  if (!response.ok) return; // an answer does without
  fetched.set(key, (await response.text()).trim());
  offerNext();
}
