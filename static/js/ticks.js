// Ticking rows: all of the page at once, from one to another with shift, and how many there are.

const ticks = document.querySelector("form.ticks");

if (ticks) {
  const boxes = [...ticks.querySelectorAll("tbody [type=checkbox]")];
  const all = ticks.querySelector("[data-all]");
  let last = 0;

  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    ticks.querySelector("output").textContent = WORDS.selected(ticked);
  };

  all.hidden = boxes.length === 0;
  ticks.querySelector("[data-page]")?.setAttribute("hidden", "");
  ticks.addEventListener("click", ({ target, shiftKey }) => {
    const at = boxes.indexOf(target);
    const [from, to] = [at, last].sort((a, b) => a - b);
    if (target === all) for (const box of boxes) box.checked = all.checked;
    if (at >= 0 && shiftKey) for (const box of boxes.slice(from, to)) box.checked = target.checked;
    if (at >= 0) last = at;
    count();
  });
  // Coming back by the browser's button finds the boxes as they were left.
  window.addEventListener("pageshow", count);
}
