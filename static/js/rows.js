// Another record among those of a form, without leaving the page.

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
  first.focus();
  return true;
}

for (const form of document.querySelectorAll("form.record")) addRows(form);
