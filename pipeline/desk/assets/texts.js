"use strict";

// Behind each text lies the same text with its figures marked; the text is as high as what lies behind it.
const texts = document.getElementById("fields");
const behind = (area) => area.closest(".paper")?.firstElementChild;

// What is marked is what was tried last; until the next answer nothing is.
const follow = (area) => {
  const place = behind(area);
  if (place && place.textContent !== area.value) place.textContent = area.value;
};
const followAll = () => texts.querySelectorAll(".paper textarea").forEach(follow);
followAll();
document.addEventListener("told", followAll);

texts.addEventListener(
  "input",
  ({ target }) => {
    // As in a field of one line: what is pasted with several lines becomes one.
    if (target.matches("[data-one-line]") && target.value.includes("\n")) target.value = target.value.replace(/[ \t]*\n[ \t]*/g, "");
    if (target.matches(".paper textarea")) follow(target);
  },
  true,
);
texts.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-one-line]")) return;
  event.preventDefault();
  event.target.blur(); // saves what has changed
  event.target.focus();
});

// One press puts the right figure in.
texts.addEventListener("click", ({ target }) => {
  const { put, was, start } = target.dataset;
  if (put === undefined) return;
  const area = target.closest("[data-entry]").querySelector("textarea");
  const characters = [...area.value];
  const from = Number(start);
  if (characters.slice(from, from + [...was].length).join("") !== was) return;
  characters.splice(from, [...was].length, ...put);
  area.value = characters.join("");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
});

// Which figure of the list below it is, is shown in the text; what a figure in the text is, is said when the mouse is over it.
const point = (event, on) => {
  const item = event.target.closest(".figures [data-mark]");
  const mark = item && behind(item.closest("[data-entry]").querySelector("textarea")).querySelectorAll("mark")[item.dataset.mark];
  mark?.classList.toggle("at", on);
};
for (const kind of ["focusin", "mouseover"]) texts.addEventListener(kind, (event) => point(event, true));
for (const kind of ["focusout", "mouseout"]) texts.addEventListener(kind, (event) => point(event, false));
texts.addEventListener("mousemove", ({ target, clientX, clientY }) => {
  if (!target.matches(".paper textarea")) return;
  target.title = document.elementsFromPoint(clientX, clientY).find((each) => each.matches(".behind mark"))?.dataset.says ?? "";
});
