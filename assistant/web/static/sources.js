// The sources view: a transcript opens in the reading pane, where it is searched; removing asks first.

const reader = {
  opener: null, // the link that opened it, where focus returns
  turn: 0, // counts openings, so that a slow answer to an earlier one is dropped
};
const at = (selector) => document.querySelector(selector);

async function openTranscript(address, opener) {
  const turn = ++reader.turn;
  const page = await fetchPage(address);
  if (turn !== reader.turn) return;
  const fresh = at("#reader").hidden;
  if (opener) reader.opener = opener;
  at("#reader").hidden = false;
  at("#reader .permalink").href = address;
  at("#reader .sheet").replaceChildren(page.querySelector("main").firstElementChild);
  const tools = page.querySelector(".tools");
  at("#reader .finder").replaceChildren(...(tools ? tools.children : []));
  at("#reader .sheet").scrollTop = 0;
  at("#reader #hit-1")?.scrollIntoView({ block: "center" });
  markOpen(address);
  if (opener || fresh) at("#reader h2").focus({ preventScroll: true });
  else at("#reader input[type=search]")?.focus({ preventScroll: true });
}

async function fetchPage(address) {
  const read = (text) => new DOMParser().parseFromString(text, "text/html");
  try {
    const page = read(await (await fetch(address)).text());
    if (page.querySelector("main")) return page;
  } catch {
    // what could not be fetched is told in its place
  }
  return read("<main><p>The transcript could not be fetched. Is the server still running?</p></main>");
}

function closeReader() {
  reader.turn += 1;
  at("#reader").hidden = true;
  markOpen(null);
  const again = reader.opener?.isConnected ? reader.opener : at("#listing a.open-transcript");
  again?.focus();
}

function markOpen(address) {
  const path = address?.split("?")[0];
  for (const link of document.querySelectorAll("#sources-view a.open-transcript")) {
    if (link.getAttribute("href") === path) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function askToRemove(button) {
  const dialog = at("#confirm");
  dialog.querySelector(".what").textContent = button.dataset.title;
  dialog.querySelector(".for-upload").hidden = button.dataset.uploaded !== "yes";
  dialog.querySelector(".for-corpus").hidden = button.dataset.uploaded === "yes";
  dialog.querySelector(".others").textContent = button.dataset.others;
  dialog.querySelector(".for-others").hidden = button.dataset.others === "0";
  dialog.querySelector(".confirmed").dataset.source = button.dataset.source;
  dialog.showModal();
}

const DEEDS = {
  "a.open-transcript": (link) => openTranscript(link.getAttribute("href"), link),
  "#reader .found a": (link) => {
    const hit = at(`#reader ${link.getAttribute("href")}`);
    hit?.scrollIntoView({ block: "center" });
    for (const each of document.querySelectorAll("#reader mark.hit")) each.classList.toggle("now", each.id === hit?.id);
  },
  "#reader .close-reader": closeReader,
  "#listing .removing": askToRemove,
  "#confirm .cancel, #confirm .confirmed": () => at("#confirm").close(),
};

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  for (const [selector, act] of Object.entries(DEEDS)) {
    const target = event.target.closest(selector);
    if (!target) continue;
    if (target.tagName.toLowerCase() === "a") event.preventDefault();
    act(target);
    return;
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#reader form.find");
  if (!form) return;
  event.preventDefault();
  openTranscript(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`, null);
});

// What becomes of an upload, a removal or an indexing may stand beyond a fold: shown as it begins, and as it ends.
const told = new Map();
function showNews() {
  for (const place of ["#received .working", "#received .received", "#shelf-status .told-status"]) {
    const news = at(place);
    const known = told.get(place);
    if (news && news !== known && !(known && place.endsWith(".working"))) news.scrollIntoView({ block: "nearest" });
    told.set(place, news);
  }
}

// Gradio says "Drop File Here - or - Click to Upload", and names the button otherwise than it reads.
const DROP = "Drop files here, or click to choose them";
function sayWhatToDrop() {
  const words = at("#drop [data-testid=upload-text]");
  if (!words || words.textContent.includes(DROP)) return;
  const [first, ...others] = [...words.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!first) return;
  first.data = DROP;
  for (const other of others) other.data = "";
  words.closest("button")?.setAttribute("aria-label", DROP);
}

new MutationObserver(() => {
  showNews();
  sayWhatToDrop();
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && at("#reader")?.hidden === false && !at("#confirm")?.open && !event.defaultPrevented) closeReader();
});
