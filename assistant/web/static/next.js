// Questions to ask next, fetched once the last answer stands, so that no answer waits for them.

import { answering, find } from "./dom.js";

const fetched = new Map(); // by turn: what the server offered, "" while it is asked

export function offerNext() {
  const rooms = document.querySelectorAll("#chat .answer .next");
  for (const old of [...rooms].slice(0, -1)) old.replaceChildren();
  const room = rooms[rooms.length - 1];
  if (!room || answering() || room.closest(".message-row")?.nextElementSibling?.matches(".message-row")) return;
  const turn = room.closest(".answer").id.replace("turn-", "");
  if (!fetched.has(turn)) fetchNext(turn);
  else if (!room.firstChild && fetched.get(turn)) room.innerHTML = fetched.get(turn); // escaped by the server
}

async function fetchNext(turn) {
  fetched.set(turn, "");
  try {
    const response = await fetch(`/talk/turns/${turn}/next`);
    if (response.ok) fetched.set(turn, (await response.text()).trim());
  } catch {
    return; // an answer does without
  }
  if (find(`#turn-${CSS.escape(turn)}`)) offerNext();
}
