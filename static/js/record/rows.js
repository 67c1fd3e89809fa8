// More and fewer records among those of a form, without leaving the page.

/** What is typed into first in a row. */
const FIELD = ".field :is(input, select, textarea, button)";

/** Another row comes from the server, as it does without scripts, but into the page as it stands. */
function addRows(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=more]");
    if (!button) return;
    event.preventDefault();
    const asking = new XMLHttpRequest();
    asking.responseType = "document";
    asking.onloadend = () => addRow(asking.response, button) || form.requestSubmit(button);
    asking.open("POST", button.formAction);
    asking.send(new URLSearchParams(new FormData(form, button)));
  });
}

/** Takes the row that the button asked for out of the page that has it; tells whether it is there. */
function addRow(page, button) {
  const isNew = (row) => !document.getElementById(row.querySelector(FIELD).id);
  const row = [...(page?.querySelectorAll("fieldset.row") ?? [])].find(isNew);
  const next = page?.querySelector(`button[name=more][value="${button.value}"]`);
  if (!row || !next) return false;
  button.closest("p").before(document.adoptNode(row));
  button.setAttribute("formaction", next.getAttribute("formaction"));
  document.dispatchEvent(new CustomEvent("row", { detail: row }));
  offerRemoval(row);
  number(button.form);
  row.querySelector(FIELD).focus();
  return true;
}

/** Numbers rows that are called the same as they stand: one may have gone before the last. */
function number(form) {
  const counts = new Map();
  for (const row of form.querySelectorAll("fieldset.row")) {
    const name = row.querySelector("legend").textContent.replace(/\d+$/, "");
    counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const said of row.querySelectorAll("legend, .removal .hidden")) {
      said.textContent = name + counts.get(name);
    }
  }
}

/** What is not saved yet goes by a button at once, rather than by a box when the form is sent. */
function offerRemoval(row) {
  const label = row.querySelector(".removal label");
  if (!label || row.querySelector("[type=hidden][name$='.id']")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet icon-trash";
  button.append(label.lastElementChild);
  button.addEventListener("click", () => removeRow(row));
  label.replaceWith(button);
}

/** Takes a row away; the focus goes to the one that takes its place, or to what adds another. */
function removeRow(row) {
  const { form } = row;
  const isRow = (other) => other?.matches("fieldset.row");
  const beside = [row.nextElementSibling, row.previousElementSibling].find(isRow);
  row.remove();
  number(form);
  (beside?.querySelector(FIELD) ?? form.querySelector("button[name=more]")).focus();
}

for (const form of document.querySelectorAll("form.record")) {
  addRows(form);
  form.querySelectorAll("fieldset.row").forEach(offerRemoval);
}
