"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const compare = (one, other) => {
        const numbers = [Number(key(one)), Number(key(other))];
        const order = numbers.some(Number.isNaN) ? key(one).localeCompare(key(other), "zh-CN") : numbers[0] - numbers[1];
        return down ? -order : order;
      };
      body.append(...[...body.rows].sort(compare));
    });
  });
}
