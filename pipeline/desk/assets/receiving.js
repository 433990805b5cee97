"use strict";

// A received form is dropped on the page or chosen; what would come of it is shown, and the clerk decides.
const receiving = document.getElementById("receive");

if (receiving) {
  const outcome = document.getElementById("outcome");
  const chosen = document.getElementById("received");
  const place = (id) => document.getElementById(id)?.value ?? "";
  const button = (what) => receiving.querySelector(`[data-take="${what}"]`);
  let file = null;
  let mark = "";

  const show = ({ html, said, mark: named }) => {
    mark = named ?? "";
    if (html) outcome.innerHTML = html;
    else outcome.textContent = said.join("；");
    const decided = outcome.querySelector("[data-fills]");
    button("fill").hidden = !decided?.dataset.fills;
    button("replace").hidden = !decided?.dataset.replaces;
    const back = outcome.querySelector("[data-texts]");
    button("texts").hidden = !back?.dataset.texts;
    const whose = document.getElementById("whose");
    if (whose) whose.open = !decided && !back;
  };
  const close = () => ["fill", "replace", "texts"].forEach((what) => (button(what).hidden = true));
  const read = async () => {
    if (!file) return;
    close();
    outcome.textContent = `正在读 ${file.name} ……`;
    const { unit = place("received-unit"), year = place("received-year"), further = "" } = receiving.dataset;
    const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
    for (const [name, value] of [["X-Unit", unit], ["X-Year", year], ["X-Further", further]]) if (value) headers[name] = encodeURIComponent(value);
    try {
      const answer = await fetch("/receive", { method: "POST", headers, body: file });
      show(await answer.json());
    } catch {
      show({ said: ["文件没有读成。它可能太大，或者填报程序已经关闭，或者文件已被移走，请再试一次"] });
    }
  };
  const begin = (given) => {
    [file] = given;
    outcome.textContent = given.length > 1 ? "一次读一份，先读第一份。" : "";
    if (!receiving.open) receiving.showModal();
    read();
  };

  chosen.addEventListener("change", () => begin(chosen.files));
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    begin(event.dataTransfer.files);
  });
  document.addEventListener("click", async (event) => {
    const { receive, again, take } = event.target.dataset;
    if (receive !== undefined) receiving.showModal();
    if (again !== undefined) read();
    if (take === "none" || event.target.closest("#outcome a")) receiving.close();
    else if (take) {
      const paths = [...outcome.querySelectorAll("[data-text]:checked")].map((each) => each.value);
      const asked = take === "texts" ? send("/receive/texts", () => ({ mark, paths })) : send("/receive/take", () => ({ mark, replace: take === "replace" }));
      const told = await asked.catch(lost);
      if (told.go) location.assign(told.go);
      else show(told);
    }
  });
  receiving.addEventListener("close", () => {
    file = null;
    chosen.value = "";
    outcome.textContent = "";
    close();
  });
}
