// Sorts and searches the table of rows. Without this script the table is all there, in its own order.
(() => {
  "use strict";
  const table = document.getElementById("rows");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const collator = new Intl.Collator("en", { numeric: true });
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));

  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const search = () => {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => texts.get(row).includes(word));
      if (!row.hidden) count += 1;
    }
    const total = rows.length === 1 ? "1 row" : rows.length + " rows";
    found.textContent = words.length === 0 ? total : count + " of " + total;
  };
  find.addEventListener("input", search);
  document.getElementById("tools").hidden = false;
  search();

  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort || cell.textContent.trim();
  };
  const headers = Array.from(table.tHead.rows[0].cells);
  const sort = (column) => {
    const up = headers[column].getAttribute("aria-sort") !== "ascending";
    const sign = up ? 1 : -1;
    rows.sort((a, b) => sign * collator.compare(key(a, column), key(b, column)));
    body.append(...rows);
    headers.forEach((header) => header.removeAttribute("aria-sort"));
    headers[column].setAttribute("aria-sort", up ? "ascending" : "descending");
  };
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(column));
    header.append(button);
  });
})();
