// Comfort for forms: a warning before unsaved work is lost, one sending at a time, shortcuts.
// Nothing here is needed: the server refuses what must not happen.

/** How long a form stays closed after it was sent, in case the sending is stopped. */
const SENDING_MS = 5000;

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
    setTimeout(() => (leaving = false), SENDING_MS);
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

/** Lets a form be sent once; the button keeps its name and value, which `disabled` would drop. */
function sendOnce(form) {
  let sending = false;
  const show = (state) => {
    sending = state;
    form.toggleAttribute("data-sending", state);
  };
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    show(true);
    setTimeout(show, SENDING_MS, false);
  });
  // Coming back by the browser's button finds the form as it was left.
  window.addEventListener("pageshow", () => show(false));
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

for (const form of document.querySelectorAll("form[method=post]")) sendOnce(form);
for (const form of document.querySelectorAll("form[data-guard]")) {
  guard(form);
  saveByKey(form);
}
