// What shows over a time goes away by Escape, until something else is pointed at or focused
// (WCAG 1.4.13).

const root = document.documentElement;
// Which clock it is of, behind how far that is from UTC.
root.style.setProperty("--zone", `" (${root.dataset.zone})"`);

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") root.dataset.escaped = "";
});
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, () => delete root.dataset.escaped);
}
