// Ticking rows: all of the page at once, from one to another with shift, and how many there are.

const rows = document.querySelector("form.ticks");

if (rows) {
  const boxes = [...rows.querySelectorAll("tbody [type=checkbox]")];
  const all = rows.querySelector("[data-all]");
  const count = rows.querySelector("[data-count]");
  let last = null;

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    count.textContent = ticked > 0 ? `${ticked} selected` : "";
  };

  all.hidden = false;
  rows.querySelector("[data-page]").hidden = true;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  rows.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      for (const box of boxes.slice(Math.min(at, last), Math.max(at, last))) box.checked = event.target.checked;
    }
    last = at;
    show();
  });
  // Coming back by the browser's button finds the boxes as they were left.
  window.addEventListener("pageshow", show);
  show();
}
