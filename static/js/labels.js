// On a phone a row is a card: each of its values says which column it is of. Without scripts the
// heads of the columns stay in sight and say so.

for (const table of document.querySelectorAll(".brief > table")) {
  const heads = table.tHead.rows[0].cells;
  for (const cell of table.querySelectorAll("tbody td")) {
    cell.dataset.label = heads[cell.cellIndex].textContent.trim();
  }
}
