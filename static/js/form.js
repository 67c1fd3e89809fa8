// Comfort for forms: a warning before unsaved work is lost, one sending at a time, shortcuts.
// Nothing here is needed: the server refuses what must not happen.

/** How long a form stays closed after it was sent, in case the sending is stopped. */
const SENDING_MS = 5000;
/** Where it is remembered that somebody does without the shortcut that a voice or a slip sets off. */
const SLASH_OFF = "backlot-slash-off";

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

/** The slash goes to the search of the page, or else of the panel, unless it was switched off. */
function searchByKey() {
  const search = document.querySelector("main [type=search]") ?? document.querySelector(".frame [type=search]");
  const touched = window.matchMedia("(pointer: coarse)").matches;
  if (!search || touched) return;
  let on = localStorage.getItem(SLASH_OFF) === null;
  const tell = () => {
    if (on) search.setAttribute("aria-keyshortcuts", "/");
    else search.removeAttribute("aria-keyshortcuts");
  };
  tell();
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (!on || typing || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  document.querySelector(".menu")?.append(slashSwitch(on, (state) => {
    on = state;
    if (on) localStorage.removeItem(SLASH_OFF);
    else localStorage.setItem(SLASH_OFF, "1");
    tell();
  }));
}

/** The switch that WCAG 2.1.4 asks for where one key alone does something. */
function slashSwitch(on, change) {
  const line = document.createElement("p");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const key = document.createElement("kbd");
  box.type = "checkbox";
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  key.textContent = "/";
  const words = document.createElement("span");
  words.append(key, " goes to the search");
  label.append(box, words);
  line.className = "shortcut";
  line.append(label);
  return line;
}

for (const form of document.querySelectorAll("form[method=post]")) sendOnce(form);
for (const form of document.querySelectorAll("form[data-guard]")) {
  guard(form);
  saveByKey(form);
}
searchByKey();
