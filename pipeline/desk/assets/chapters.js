"use strict";

// Where one is in a long form: its chapters, and the next field that has to be filled.
const chapters = document.getElementById("chapters");
const nextButton = document.getElementById("next");
const wanted = () => [...document.querySelectorAll("#fields .wanted")];

const count = () => {
  const left = wanted().length;
  nextButton.disabled = !left;
  nextButton.textContent = left ? `下一处必填（还有 ${left} 处）` : "必填的都填了";
};
count();

document.addEventListener("told", ({ detail }) => {
  if (detail.chapters !== undefined && chapters.innerHTML !== detail.chapters) chapters.innerHTML = detail.chapters;
  if (detail.wanted) {
    const paths = new Set(detail.wanted);
    for (const entry of document.querySelectorAll("#fields [data-entry]")) entry.classList.toggle("wanted", paths.has(entry.dataset.entry));
  }
  count();
});

chapters.addEventListener("click", (event) => {
  const link = event.target.closest("[data-jump]");
  if (!link) return;
  event.preventDefault();
  const place = document.querySelector(`[data-chapter="${CSS.escape(link.dataset.jump)}"]`);
  document.getElementById("contents").open = false;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
});

nextButton.addEventListener("click", () => {
  const every = wanted();
  const at = document.querySelector("#fields [data-at]") ?? document.body;
  const behind = every.find((entry) => at !== entry && at.compareDocumentPosition(entry) & Node.DOCUMENT_POSITION_FOLLOWING) ?? every[0];
  const input = behind?.querySelector("[data-path]");
  input?.scrollIntoView({ block: "center" });
  input?.focus();
});
document.getElementById("fields").addEventListener("focusin", ({ target }) => {
  document.querySelectorAll("#fields [data-at]").forEach((each) => each.removeAttribute("data-at"));
  target.closest("[data-entry]")?.setAttribute("data-at", "");
});
