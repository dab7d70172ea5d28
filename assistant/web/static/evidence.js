// Citations and sources open in the panel; without this script, or with a modifier key, they open as pages.

import { PHONE, copyOf, find } from "./dom.js";

let opener = null; // the link that opened the evidence, where focus returns
let shown = 0; // counts openings, so that a slow answer to an earlier one is dropped
let newest = ""; // the last turn when the evidence was chosen, or changed for its answer
let left = null; // the last turn of the conversation that another is being opened in place of

function openPanel() {
  find("#panel").classList.add("open");
  settleFocus();
}

export function closePanel() {
  find("#panel").classList.remove("open");
  settleFocus();
  opener?.focus();
}

export const panelIsOpen = () => find("#panel")?.classList.contains("open") ?? false;

// On a phone the panel covers the chat: what is covered must not take focus.
export function settleFocus() {
  const panel = find("#panel");
  if (!panel) return;
  const covered = PHONE.matches && panel.classList.contains("open");
  for (const part of [find("#talk"), find("#header"), find("#views > .tab-wrapper")]) if (part) part.inert = covered;
}

// Shows one section of the panel: sources, evidence or kept.
export function showSection(id) {
  shown += 1;
  for (const section of document.querySelectorAll("#panel > section")) section.hidden = section.id !== id;
  find("#evidence").removeAttribute("aria-busy");
  if (id !== "evidence") mark(null);
}

// Two citations of one answer may rest on the same words: their number tells them apart.
const same = (one, other) =>
  one.getAttribute("href") === other.getAttribute("href") && numberOf(one) === numberOf(other);

const numberOf = (link) => /\d+/.exec(find(".number", link)?.textContent ?? (link.matches(".mark") ? link.textContent : ""))?.[0];

function mark(active) {
  for (const link of document.querySelectorAll("a.cite, a.source")) {
    if (active && same(link, active) && link.closest(".answer") === active.closest(".answer")) {
      link.setAttribute("aria-current", "true");
    } else link.removeAttribute("aria-current");
  }
}

export async function showEvidence(link) {
  newest = lastTurn();
  if (!(await fill(link))) return;
  openPanel();
  find("#evidence h2").focus({ preventScroll: true });
  showCited();
}

const lastTurn = () => [...document.querySelectorAll("#chat .do.edit")].pop()?.value ?? "";

// Whether the words of a link stand in the section now; not when another was opened meanwhile.
async function fill(link) {
  opener = link;
  const turn = ++shown;
  const article = await fetchArticle(link.getAttribute("href"));
  if (turn !== shown) return false;
  showSection("evidence");
  find("#evidence .permalink").href = link.getAttribute("href");
  put(article);
  mark(link);
  showWhere(link);
  showPosition(link);
  return true;
}

function put(content, cited = true) {
  const evidence = find("#evidence");
  find(".sheet", evidence).replaceChildren(content);
  find(".steps", evidence).hidden = !cited;
}

function showCited() {
  const sheet = find("#evidence .sheet");
  const cited = find("#cited", sheet);
  const top = sheet.firstElementChild.getBoundingClientRect().top;
  sheet.scrollTop = cited ? cited.getBoundingClientRect().top - top - sheet.clientHeight / 3 : 0;
}

// What is open stays so when another conversation is opened: nobody has asked anything.
export const keepEvidence = () => (left = lastTurn());

const isSeen = (evidence) => !evidence.hidden && (!PHONE.matches || panelIsOpen());

// What an earlier answer rests on goes once another question is asked; the first words that its answer cites follow.
export async function followAnswer() {
  const evidence = find("#evidence");
  const last = lastTurn();
  if (!evidence) return;
  if (!isSeen(evidence) || left !== null) {
    newest = last;
    evidence.removeAttribute("aria-busy");
  }
  if (last && last !== left) left = null;
  if (!last || last === newest) return;
  const answer = document.getElementById(`turn-${last}`);
  if (!answer) {
    evidence.setAttribute("aria-busy", "true");
    return;
  }
  newest = last;
  const first = find("ol.citations a.row", answer);
  if (first) {
    if (await fill(first)) showCited();
    return;
  }
  showSection("evidence");
  mark(null);
  find(".spoken", evidence).hidden = true;
  put(copyOf("uncited"), false);
}

async function fetchArticle(address) {
  const failed = document.createElement("p");
  failed.className = "missing";
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("main").firstElementChild;
  } catch {
    failed.textContent = "The transcript could not be fetched. Is the server still running?";
    return failed;
  }
}

// The citations of one answer, one link each, in order.
function siblings(link) {
  const list = link.closest(".answer")?.querySelectorAll("a.cite.row");
  return list ? [...list] : [];
}

export function rowOf(link) {
  return siblings(link).find((row) => same(row, link)) ?? null;
}

const place = (link) => siblings(link).indexOf(rowOf(link));

// What is quoted, who says it and when: above the transcript, where it stays while the sheet is scrolled.
function showWhere(link) {
  const row = rowOf(link);
  const where = find("#evidence .spoken");
  where.hidden = row === null;
  if (!row) return;
  const facts = [...find(".facts", row).childNodes].map((part) => part.textContent.trim());
  where.textContent = [find(".title", row).textContent, ...facts].filter(Boolean).join(" · ");
}

function showPosition(link) {
  const all = siblings(link);
  const at = place(link);
  find("#evidence .stepper").hidden = all.length < 2;
  find("#evidence .position").textContent = `${at + 1} of ${all.length}`;
  find("#evidence .previous").disabled = at <= 0;
  find("#evidence .next").disabled = at === all.length - 1;
}

export function step(by) {
  const next = opener && siblings(opener)[place(opener) + by];
  if (next) showEvidence(next);
}

// In the panel, [ and ] step through the citations.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest?.("#evidence")) return;
  if (event.key === "[" || event.key === "]") step(event.key === "[" ? -1 : 1);
});

PHONE.addEventListener("change", settleFocus);
