"use strict";

// Publishing: what would change is shown first, and done only when the clerk says so.
const here = document.querySelector("[data-public]");
const paragraph = (textContent, className) => Object.assign(document.createElement("p"), { textContent, className });
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
  const ask = async (where, content) => {
    close();
    told.textContent = "";
    plan.textContent = "正在准备……";
    const answer = await send(where, () => ({ site: site(), ...content })).catch(lost);
    if (!answer.ok) return void plan.replaceChildren(...answer.said.map((each) => paragraph(each, "told")));
    plan.innerHTML = answer.html;
    mark = answer.mark;
    decide.hidden = !mark;
    note.required = answer.wanting;
    document.getElementById("note-must").hidden = !answer.wanting;
  };
  const rollBack = (number) => ask("/public/roll-back", { number });
  here.addEventListener("click", (event) => {
    const { plan: what, cancel } = event.target.dataset;
    if (cancel !== undefined) {
      close();
      plan.replaceChildren();
    }
    if (what === "rollback") rollBack(0);
    else if (what) ask(`${here.dataset.public}/plan`, { what: what === "publish" && document.getElementById("pdf")?.checked ? "publish-pdf" : what });
  });
  here.addEventListener("change", ({ target }) => {
    if (target.id === "release") rollBack(Number(target.value));
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

// Verifying: what is damaged can be made anew, once that was seen.
const verified = document.getElementById("verified");
let damage = "";
const tell = (answer) => {
  if (!answer.ok) return void verified.replaceChildren(paragraph(answer.said.join("；"), "told"));
  damage = answer.mark;
  const list = Object.assign(document.createElement("ul"), { className: "notes" });
  list.append(...answer.problems.map((problem) => Object.assign(document.createElement("li"), { textContent: problem })));
  const offer = Object.assign(document.createElement("div"), { innerHTML: answer.html });
  verified.replaceChildren(paragraph(answer.counted, answer.problems.length ? "told" : "clean"), list, offer);
  if (answer.done) verified.prepend(paragraph(answer.done, "clean"));
};
document.getElementById("verify")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  verified.textContent = "正在核对……";
  tell(await send("/public/verify", () => ({ site: site() })).catch(lost));
});
verified?.addEventListener("click", async (event) => {
  if (event.target.dataset.repair === undefined) return;
  verified.textContent = "正在重做……";
  tell(await send("/public/repair", () => ({ mark: damage })).catch(lost));
});
