// What can be done with a question and its answer: edit, correct how it was read, ask again, copy.

import { ask, copyOf, find, request, tell } from "./dom.js";

// The question of a turn, as it stands in the chat.
function asking(turn) {
  return find(`#chat .do.edit[value="${CSS.escape(turn)}"]`)?.closest(".asking") ?? null;
}

const isLast = (turn) => {
  const all = document.querySelectorAll("#chat .asking");
  return all[all.length - 1] === asking(turn);
};

export function retry(button) {
  const question = asking(button.value);
  ask(find(".asked", question).textContent, button.value, question.classList.contains("exact"));
}

export function edit(button) {
  const question = button.closest(".asking");
  openEditor(question, button, find(".asked", question).textContent, false);
}

export function correct(button) {
  const restated = button.closest(".restated");
  openEditor(restated, button, find(".standalone", restated).textContent, true);
}

// The editor stands in the place of what it edits until it is left.
function openEditor(place, button, words, exact) {
  if (place.hidden) return;
  const form = copyOf("editor");
  const box = find("textarea", form);
  if (exact) find(".name", form).textContent = "Correct how the question is read";
  find(".cuts", form).hidden = isLast(button.value);
  box.value = words;
  place.hidden = true;
  place.after(form);
  const close = () => {
    form.remove();
    place.hidden = false;
    button.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return;
    close();
    ask(box.value, button.value, exact);
    find("#composer textarea").focus();
  });
  leaveBy(form, close);
  box.focus();
  box.select();
}

// Escape and Cancel leave a form, Enter sends it; shift and Enter begin a line.
export function leaveBy(form, close) {
  find(".cancel", form).addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

const named = new Map(); // what stands on the buttons that say something else for a while

// What became of it, on the button itself for two seconds.
export function sayOn(button, words) {
  const label = button.firstChild;
  if (!named.has(button)) named.set(button, label.textContent);
  label.textContent = words;
  setTimeout(() => {
    label.textContent = named.get(button) ?? label.textContent;
    named.delete(button);
  }, 2000);
}

export async function copy(button) {
  const response = await request(`/talk/turns/${button.value}/references`);
  if (!response.ok) {
    sayOn(button, "Not copied");
    return tell("The answer could not be copied.");
  }
  const text = await response.text();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text); // a page that is not served over a secure connection has no clipboard
  }
  sayOn(button, "Copied");
  return tell("Answer and references are copied.");
}

function copyByHand(text) {
  const box = document.createElement("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}
