// More and fewer records among those of a form, without leaving the page.

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
  const first = page?.getElementById(new URL(button.formAction).hash.slice(1));
  const row = first?.closest("fieldset.row");
  const next = page?.querySelector(`button[name=more][value="${button.value}"]`);
  if (!row || !next) return false;
  button.closest("p").before(document.adoptNode(row));
  button.setAttribute("formaction", next.getAttribute("formaction"));
  document.dispatchEvent(new CustomEvent("row", { detail: row }));
  offerRemoval(row);
  first.focus();
  return true;
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
  const form = row.form ?? row.closest("form");
  const beside = [row.nextElementSibling, row.previousElementSibling].find((other) => other?.matches("fieldset.row"));
  row.remove();
  form.querySelectorAll("fieldset.row").forEach((other, place) => {
    const legend = other.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+$/, place + 1);
  });
  (beside ?? form).querySelector(beside ? ".field :is(input, select, textarea, button)" : "button[name=more]").focus();
}

for (const form of document.querySelectorAll("form.record")) {
  addRows(form);
  form.querySelectorAll("fieldset.row").forEach(offerRemoval);
}
