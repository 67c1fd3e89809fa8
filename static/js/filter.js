// The form that adds a filter shows just the values that the chosen test takes.

const test = document.querySelector("#test");

const show = () => {
  // Three dots stand where something is left to be said.
  const option = test.selectedOptions[0];
  const values = option?.text.endsWith("…") ? Number(option.dataset.values ?? 1) : 0;
  const isOfDays = option?.parentElement.matches("[data-days]");
  for (const [index, name] of ["value", "to"].entries()) {
    const field = document.querySelector(`#${name}`);
    field?.closest(".pair")?.toggleAttribute("hidden", index >= values);
    if (field) field.placeholder = isOfDays ? WORDS.day : "";
  }
};

// Another number of rows applies at once; without scripts it does with the next search.
for (const select of document.querySelectorAll("select[data-applies]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// A tool closes by Escape, which then leads back to it, and by a press beside it.
const opened = () => document.querySelector(".toolbar .tool[open]");
document.addEventListener("keydown", (event) => {
  const tool = event.key === "Escape" && opened();
  if (!tool) return;
  tool.open = false;
  tool.querySelector("summary").focus();
});
document.addEventListener("pointerdown", (event) => {
  const tool = opened();
  if (tool && !tool.contains(event.target)) tool.open = false;
});

if (test) {
  test.addEventListener("change", show);
  show();
}
