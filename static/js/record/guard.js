// Comfort for whoever fills in a record: a warning before unsaved work is lost, and a key that saves.

/** For how long leaving the page is no loss after the form was sent, in case the sending is stopped. */
const LEAVING_MS = 5000;

function content(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

/** Warns before leaving a form that holds what is not saved. */
function guard(form) {
  const opened = form.dataset.guard === "unsaved" ? null : content(form);
  let leaving = false;
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && content(form) !== opened) event.preventDefault();
  });
  const leave = () => {
    leaving = true;
    setTimeout(() => (leaving = false), LEAVING_MS);
  };
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) leave();
  });
  for (const link of document.querySelectorAll("a[data-drops]")) {
    link.addEventListener("click", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.shiftKey)) leave();
    });
  }
}

/** Puts the cursor behind what the first field holds, where typing adds to it. */
function beginAtEnd(form) {
  const field = form.querySelector("[autofocus]");
  // A field of numbers or addresses has no place for it.
  if (typeof field?.selectionStart !== "number") return;
  field.setSelectionRange(field.value.length, field.value.length);
}

/** Ctrl+S, or Cmd+S on a Mac, saves. */
function saveByKey(form) {
  const save = form.querySelector("button.primary");
  if (!save) return;
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  save.title = mac ? "⌘S" : "Ctrl+S";
  save.setAttribute("aria-keyshortcuts", mac ? "Meta+S" : "Control+S");
  document.addEventListener("keydown", (event) => {
    const wanted = mac ? event.metaKey : event.ctrlKey;
    if (!wanted || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(save);
  });
}

for (const form of document.querySelectorAll("form[data-guard]")) {
  guard(form);
  saveByKey(form);
  beginAtEnd(form);
}
