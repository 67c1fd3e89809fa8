// What shows over a time goes away by Escape, until something else is pointed at or focused
// (WCAG 1.4.13).

const root = document.documentElement;

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") root.dataset.escaped = "";
});
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, () => delete root.dataset.escaped);
}
