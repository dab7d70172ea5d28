// A wrong answer beside its evidence: quotes open in the sheet of the same row; with a modifier key they open as pages.

async function openWords(link) {
  const sheet = link.closest(".wrong").querySelector(".sheet");
  for (const other of link.closest(".wrong").querySelectorAll("a.words")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const shown = await fetchWords(link.getAttribute("href"));
  if (!link.hasAttribute("aria-current")) return;
  // Its title stands below the headings beside it.
  for (const title of shown.querySelectorAll("h1")) title.setAttribute("aria-level", "5");
  sheet.replaceChildren(shown);
  const cited = sheet.querySelector("mark");
  sheet.scrollTop = cited ? cited.getBoundingClientRect().top - shown.getBoundingClientRect().top - sheet.clientHeight / 3 : 0;
  // The page has one such name already for each sheet: it is the address's own only on the transcript's page.
  for (const named of sheet.querySelectorAll("[id]")) named.removeAttribute("id");
}

async function fetchWords(address) {
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("main").firstElementChild;
  } catch {
    const failed = document.createElement("p");
    failed.textContent = "The transcript could not be fetched. Is the server still running?";
    return failed;
  }
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("#results a.words");
  if (!link) return;
  event.preventDefault();
  openWords(link);
});

// Opening a wrong answer opens its first words too. The event does not bubble.
document.addEventListener(
  "toggle",
  (event) => {
    const row = event.target;
    if (!row.matches?.("#results details.wrong") || !row.open || row.querySelector("a.words[aria-current]")) return;
    const first = row.querySelector("a.words");
    if (first) openWords(first).then(() => row.scrollIntoView({ block: "nearest" }));
  },
  true,
);
