"use strict";

// Publishing: what would change is shown first, and done only when the clerk says so.
const here = document.querySelector("[data-public]");
const site = () => document.getElementById("site").value;

if (here) {
  const plan = document.getElementById("plan");
  const decide = document.getElementById("carry-out");
  const note = document.getElementById("note");
  const told = document.getElementById("public-told");
  let mark = "";

  const close = () => {
    mark = "";
    decide.hidden = true;
  };
  here.addEventListener("click", async (event) => {
    const { plan: what, cancel } = event.target.dataset;
    if (cancel !== undefined) {
      close();
      plan.replaceChildren();
    }
    if (!what) return;
    close();
    told.textContent = "";
    plan.textContent = "正在准备……";
    const answer = await send(`${here.dataset.public}/plan`, () => ({ site: site(), what })).catch(lost);
    if (!answer.ok) {
      plan.textContent = answer.said.join("；");
      return;
    }
    plan.innerHTML = answer.html;
    mark = answer.mark;
    decide.hidden = !mark;
    note.required = answer.wanting;
    document.getElementById("note-must").hidden = !answer.wanting;
  });
  decide.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "正在办……";
    const answer = await send("/public/carry-out", () => ({ mark, note: note.value })).catch(lost);
    if (!answer.ok) {
      told.textContent = answer.said.join("；");
      return;
    }
    close();
    plan.textContent = `${answer.done}。`;
    told.textContent = "";
    const link = Object.assign(document.createElement("a"), { textContent: "看新的公开记录", href: here.dataset.public });
    plan.append(link);
  });
}

document.getElementById("verify")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const place = document.getElementById("verified");
  place.textContent = "正在核对……";
  const told = await send("/public/verify", () => ({ site: site() })).catch(lost);
  if (!told.ok) {
    place.textContent = told.said.join("；");
    return;
  }
  const list = document.createElement("ul");
  list.className = "notes";
  list.append(...told.problems.map((problem) => Object.assign(document.createElement("li"), { textContent: problem })));
  place.replaceChildren(Object.assign(document.createElement("p"), { textContent: told.counted, className: told.problems.length ? "told" : "clean" }), list);
});
