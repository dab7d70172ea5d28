// The drawer of conversations: search, open, rename, delete, export; and the one to show when the page is loaded.

import { copyOf, find, order, request, tell } from "./dom.js";
import { keepEvidence } from "./evidence.js";
import { leaveBy } from "./turns.js";

const STORED = "conversation"; // in this tab: the id of what it shows, or NEW after "New conversation"
const NEW = "new";
let searching = 0;

export function openDrawer() {
  find("#kept").showModal();
  find("#kept input").value = "";
  list();
}

export const closeDrawer = () => find("#kept").close();

async function list() {
  const search = find("#kept input").value;
  const response = await request(`/talk/conversations?search=${encodeURIComponent(search)}`);
  if (search !== find("#kept input").value) return; // typed on meanwhile
  if (!response.ok) {
    find("#kept .list").replaceChildren();
    return tellWhy(response);
  }
  find("#kept .list").innerHTML = await response.text(); // escaped by the server
  const shown = find("#conversation")?.dataset.id;
  for (const time of document.querySelectorAll("#kept time")) time.textContent = moment(time);
  for (const item of document.querySelectorAll("#kept li")) {
    if (item.dataset.id === shown) find(".open", item).setAttribute("aria-current", "true");
  }
  problem("");
}

// Of what was used today and yesterday the reader's own clock tells the hour; the server's date stands for the rest.
function moment(time) {
  const used = new Date(time.dateTime);
  const ago = new Date().setHours(0, 0, 0, 0) - new Date(used).setHours(0, 0, 0, 0);
  const day = ["Today", "Yesterday"][Math.round(ago / 86_400_000)];
  return day ? `${day}, ${used.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}` : time.textContent;
}

async function tellWhy(response) {
  const told = await response.json().catch(() => ({})); // a refusal at the door is no JSON, nor is what nobody foresaw
  const out = response.status === 401;
  problem(told.problem ?? (out ? "You are logged out: load the page anew." : "The server failed at this: try again."));
}

function problem(words) {
  const place = find("#kept .problem");
  place.textContent = words;
  place.hidden = words === "";
}

export function openKept(button) {
  const { id } = button.closest("li").dataset;
  if (id !== find("#conversation")?.dataset.id) keepEvidence();
  order("select", { conversation: id });
  closeDrawer();
  find("#composer textarea").focus();
}

export function rename(button) {
  const item = button.closest("li");
  if (find("form", item)) return;
  const form = copyOf("renaming");
  find("input", form).value = find(".title", item).textContent;
  item.append(form);
  const close = () => {
    form.remove();
    button.focus();
  };
  leaveBy(form, close);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ title: find("input", form).value });
    if (await change(item, { method: "PATCH", headers, body })) tell("Renamed.");
  });
  find("input", form).select();
}

// Asks once more, in the button itself, before anything is lost.
export async function remove(button) {
  if (!button.classList.contains("sure")) {
    button.classList.add("sure");
    button.textContent = "Delete for good?";
    button.addEventListener("blur", () => {
      button.classList.remove("sure");
      button.textContent = "Delete";
    });
    return;
  }
  const item = button.closest("li");
  const shown = item.dataset.id === find("#conversation")?.dataset.id;
  if (!(await change(item, { method: "DELETE" }))) return;
  find("#kept-title").focus();
  tell("Deleted.");
  if (shown) find("#fresh").click();
}

async function change(item, options) {
  const response = await request(`/talk/conversations/${item.dataset.id}`, options);
  if (response.ok) await list();
  else await tellWhy(response);
  return response.ok;
}

// Kept in step with what is shown, so that a reload of this tab shows it again.
export function noteShown() {
  const id = find("#conversation")?.dataset.id;
  if (id) sessionStorage.setItem(STORED, id);
}

export const noteNew = () => sessionStorage.setItem(STORED, NEW);

export function restore() {
  const stored = sessionStorage.getItem(STORED);
  if (stored !== NEW) order("change", { conversation: stored ?? "" });
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("#kept input[type=search]")) return;
  clearTimeout(searching);
  searching = setTimeout(list, 200);
});
