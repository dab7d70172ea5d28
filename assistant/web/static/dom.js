// What every script of the page needs: finding parts of it, and ordering things from the server.

export const PHONE = window.matchMedia("(max-width: 860px)");

export const find = (selector, within = document) => within.querySelector(selector);

// A copy of what stands in the template of this id.
export function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function order(kind, what) {
  document.dispatchEvent(new CustomEvent("assistant-order", { detail: { kind, order: what } }));
}

// A question to ask: anew, or in place of the turn `turn` and all that follow it; `exact` is not read in their light.
export function ask(question, turn = "", exact = false) {
  if (question.trim() && !answering()) order("submit", { question, turn, exact });
}

export const answering = () => find("#chat .under-way") !== null;

// A response, also where there is no server: it fails then as the server's own refusals do, with a line that says why.
export async function request(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    const problem = "The server cannot be reached: see whether it is still running, and try again.";
    return Response.json({ problem }, { status: 503 });
  }
}

// What a screen reader is told, once.
export function tell(words) {
  const live = find("#live");
  if (live) live.textContent = words;
}
