// Runs in a piece of HTML of the page: a button in it with data- values clicks the piece, and hands them over.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act], button[data-kind]");
  if (button) trigger("click", { ...button.dataset });
});
