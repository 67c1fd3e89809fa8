// Forms are sent once at a time. The server refuses what must not happen; this saves the trouble.

/** How long a form stays closed after it was sent, in case the sending is stopped. */
const SENDING_MS = 5000;

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

for (const form of document.querySelectorAll("form[method=post]")) sendOnce(form);
