"use strict";

// What a click in a document is about: each place that a field decides names the field, also where nothing is printed.
function pathAt({ target, clientX, clientY }) {
  const own = target.closest("data[data-fact]");
  const place = target.closest("td, th, p, li");
  if (own && isField(own)) return own.dataset.fact;
  return nearest(namedIn(place), clientX, clientY)?.dataset.fact ?? (rowless(target) || (headed(target)?.dataset.fact ?? ""));
}

const isField = ({ dataset }) => Boolean(document.querySelector(`#fields [data-entry="${CSS.escape(dataset.fact.replace(/\[\d+\]$/, ""))}"], #fields [data-entry="${CSS.escape(dataset.fact)}"]`));
const namedIn = (place) => [...(place?.querySelectorAll("data[data-fact]") ?? [])].filter(isField);
const bare = (text) => text.replace(/[\s：:（）()【】、，。]/g, "");

// The path of rows of which there are none yet, if a heading stands in the row of headings of their columns.
function rowless(target) {
  const headings = [...(target.closest("th")?.parentElement.cells ?? [])].map((cell) => bare(cell.textContent));
  const share = ({ dataset }) => {
    const columns = dataset.columns.split("|").map(bare);
    return headings.filter((heading) => columns.includes(heading)).length / headings.length;
  };
  return [...document.querySelectorAll("#fields [data-columns]")].find((rows) => share(rows) > 0.5)?.dataset.rows ?? "";
}

// Of several in one paragraph the nearest: first in its lines, then along them.
function nearest(every, x, y) {
  const away = (from, to, at) => Math.max(from - at, 0, at - to);
  const distance = (each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return away(top, bottom, y) * 1000 + away(left, right, x);
  };
  return every.reduce((best, each) => (best && distance(best) <= distance(each) ? best : each), null);
}

// What a label stands for: what is behind it in its rows, or below it in its column; any other words: what comes next.
function headed(target) {
  const cell = target.closest("td, th");
  if (cell?.matches("td")) return null; // words that the form has printed there for good
  const behind = namedIn(cell?.closest("table") ?? target.ownerDocument.body).filter((each) => target.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!cell) return behind[0];
  const { left, right } = cell.getBoundingClientRect();
  const isBelow = (each) => {
    const box = each.closest("td, th").getBoundingClientRect();
    return box.left < right && left < box.right;
  };
  const last = cell.parentElement.rowIndex + cell.rowSpan - 1;
  const inRow = cell.scope === "row" ? behind.find((each) => each.closest("tr").rowIndex <= last) : null;
  return inRow ?? behind.find(isBelow) ?? behind[0];
}

// A document is shown whole in its pane: as small as it has to be, but not too small to be read.
function fit(frame) {
  const inside = frame.contentDocument;
  if (!inside?.querySelector("main") || !frame.clientWidth) return;
  inside.documentElement.style.zoom = "1";
  const needed = Math.max(...[...inside.querySelectorAll("table")].map((table) => table.scrollWidth + 56), 1);
  inside.documentElement.style.zoom = String(Math.max(0.65, Math.min(1, frame.clientWidth / needed)));
}
new ResizeObserver(() => document.querySelectorAll("iframe[data-document]").forEach(fit)).observe(document.getElementById("pages"));
