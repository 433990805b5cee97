"use strict";

// What a click in a document is about: each place that a field decides names the field, also where nothing is printed.
function pathAt({ target, clientX, clientY }) {
  const own = target.closest("data[data-fact]");
  const place = target.closest("td, th, p, li");
  const found = own ?? nearest(place?.querySelectorAll("data[data-fact]") ?? [], clientX, clientY) ?? headed(target);
  return found?.dataset.fact ?? "";
}

// Of several in one paragraph the nearest: first in its lines, then along them.
function nearest(every, x, y) {
  const away = (from, to, at) => Math.max(from - at, 0, at - to);
  const distance = (each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return away(top, bottom, y) * 1000 + away(left, right, x);
  };
  return [...every].reduce((best, each) => (best && distance(best) <= distance(each) ? best : each), null);
}

// What a label stands for: what is behind it in its row, or below it in its column; any other words: what comes next.
function headed(target) {
  const cell = target.closest("td, th");
  if (cell?.matches("td")) return null; // words that the form has printed there for good
  const every = [...(cell?.closest("table") ?? target.ownerDocument).querySelectorAll("data[data-fact]")];
  const behind = every.filter((each) => target.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!cell) return behind[0];
  const { left, right } = cell.getBoundingClientRect();
  const isBelow = (each) => {
    const box = each.closest("td, th").getBoundingClientRect();
    return box.left < right && left < box.right;
  };
  return cell.scope === "row" ? behind[0] : (behind.find(isBelow) ?? behind[0]);
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
