"use strict";

// What a click in a document is about: the figure itself, or, on a tick or a blank, the field that is called as its cell is.
function pathAt(target) {
  const own = target.closest("data[data-fact]") ?? target.closest("td, p, li")?.querySelector("data[data-fact]");
  if (own) return own.dataset.fact;
  const near = nearestFact(target);
  for (const heading of headingsOf(target)) {
    const called = [...document.querySelectorAll("#fields [data-entry]")].filter((entry) => isCalled(entry, heading)).map((entry) => entry.dataset.entry);
    if (called.length) return called.reduce((best, path) => (shared(path, near) > shared(best, near) ? path : best));
  }
  return near;
}

const bare = (text) => text.replace(/[\s：:（）()【】、，。]/g, "");

function isCalled(entry, heading) {
  const label = bare((entry.querySelector("label")?.firstChild ?? entry.querySelector(".name"))?.textContent ?? "");
  return label !== "" && (label === heading || (label.length > 2 && heading.startsWith(label)));
}

// The headings of a cell in its row, the nearest first; or the words before a blank in a text.
function headingsOf(target) {
  const cell = target.closest("td, th");
  if (!cell) return [bare(target.textContent).slice(0, 20)];
  const before = [...cell.parentElement.querySelectorAll("th")].filter((each) => each === cell || each.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
  return [cell, ...before.reverse()].map((each) => bare(each.textContent)).filter(Boolean);
}

function nearestFact(target) {
  const row = target.closest("tr");
  const around = [...(row?.querySelectorAll("data[data-fact]") ?? [])];
  const every = around.length ? around : [...target.ownerDocument.querySelectorAll("data[data-fact]")];
  const behind = every.find((each) => target.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  return (behind ?? every.at(-1))?.dataset.fact ?? "";
}

// How much of their paths two fields share.
function shared(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
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
