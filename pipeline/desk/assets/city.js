"use strict";

// The first page: how each unit stands is asked for after the list is there, some units at a time; filter and order are the browser's.
const city = document.querySelector("[data-city]");

if (city) {
  const table = document.getElementById("units");
  const rows = [...table.tBodies[0].rows];
  const known = new Map(); // what is known of each row
  const column = { name: (row) => row.dataset.name };
  for (const key of ["errors", "warnings", "open", "documents"]) column[key] = (row) => known.get(row)?.[key];
  column.filled = (row) => (known.has(row) && known.get(row).asked > 0 ? known.get(row).filled / known.get(row).asked : undefined);
  const order = { by: "name", up: true };

  const sort = () => {
    const value = column[order.by];
    const compare = (one, other) => {
      const [mine, its] = [value(one), value(other)];
      if (mine === undefined || its === undefined) return (mine === undefined) - (its === undefined); // what nobody knows comes last
      const difference = typeof mine === "number" ? mine - its : String(mine).localeCompare(String(its), "zh");
      return order.up ? difference : -difference;
    };
    table.tBodies[0].append(...[...rows].sort(compare));
    for (const button of table.querySelectorAll("[data-sort]")) {
      const cell = button.closest("th");
      if (button.dataset.sort === order.by) cell.setAttribute("aria-sort", order.up ? "ascending" : "descending");
      else cell.removeAttribute("aria-sort");
    }
  };
  table.tHead.addEventListener("click", (event) => {
    const by = event.target.dataset.sort;
    if (!by) return;
    order.up = order.by === by ? !order.up : by === "name" || by === "filled" || by === "documents";
    order.by = by;
    sort();
  });

  const filter = document.getElementById("filter");
  const matching = () => {
    const words = filter.value.trim().toLowerCase().split(/\s+/);
    let count = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.name.toLowerCase().includes(word));
      count += !row.hidden;
    }
    document.getElementById("matching").textContent = words[0] ? `${count} 份` : "";
  };
  filter.addEventListener("input", matching);
  matching();

  const words = { filled: ({ filled, asked }) => (asked < 0 ? "打不开，请点进去看" : `${filled} / ${asked}`), open: ({ open }) => (open < 0 ? "—" : open) };
  const show = (told) => {
    const row = table.querySelector(`tr[data-where="${CSS.escape(told.where)}"]`);
    if (!row) return;
    known.set(row, told);
    row.classList.toggle("faulty", told.is_faulty);
    for (const cell of row.querySelectorAll("[data-of]")) {
      const key = cell.dataset.of;
      cell.textContent = words[key] ? words[key](told) : told[key];
    }
  };
  const totals = () => {
    const every = [...known.values()];
    const sum = (what) => every.reduce((total, each) => total + what(each), 0);
    const full = sum((each) => each.asked > 0 && each.filled === each.asked);
    const begun = rows.filter((row) => row.dataset.where).length;
    const counted = every.length < begun ? `，正在核对 ${every.length} / ${begun}` : "";
    document.getElementById("totals").textContent =
      `共 ${rows.length} 份：填满 ${full}，在填 ${every.length - full}，还没有开始 ${rows.length - begun}；` +
      `有错误的 ${sum((each) => each.is_faulty)}，错误 ${sum((each) => each.errors)} 个，警告 ${sum((each) => each.warnings)} 个，待说明 ${sum((each) => Math.max(each.open, 0))} 个；` +
      `文件是新的 ${sum((each) => each.documents === "已生成")}${counted}`;
  };
  const ask = async () => {
    for (let next = 0; next !== null; ) {
      const answer = await fetch(`${city.dataset.city}/standing/${next}`);
      if (!answer.ok) throw new Error("refused");
      const told = await answer.json();
      told.told.forEach(show);
      next = told.next;
      totals();
    }
    sort();
  };
  const say = (sentence) => (document.getElementById("city-told").textContent = sentence);
  ask().catch(() => say("填报程序没有应答，各单位的情况没有列全。请重新运行填报程序"));

  table.addEventListener("click", async (event) => {
    const { begin, year } = event.target.dataset;
    if (!begin) return;
    const told = await send("/new", () => ({ unit: begin, year, form: "" })).catch(lost);
    if (told.go) location.assign(told.go);
    else say(told.said.join("；"));
  });

  // All units are built beside the desk; how far that is, is asked for every second.
  const button = (what) => document.querySelector(`[data-all="${what}"]`);
  const year = city.dataset.city.split("/").pop();
  let runs = false;
  const follow = (told) => {
    const was = runs;
    runs = told.runs;
    button("build").disabled = runs;
    button("stop").hidden = !runs;
    if (told.year) document.getElementById("all-told").textContent = told.year === year ? told.last : `${told.year} 年度：${told.last}`;
    if (told.summary && told.year === year) document.getElementById("summary").hidden = false;
    document.getElementById("all-lines").hidden = !told.lines.length;
    document.querySelector("#all-lines pre").textContent = told.lines.join("\n");
    if (runs) setTimeout(look, 1000);
    else if (was) ask().catch(() => {});
  };
  const look = () =>
    fetch("/all/progress")
      .then((answer) => answer.json())
      .then(follow)
      .catch(() => say("填报程序没有应答"));
  look();
  document.getElementById("all").addEventListener("click", async (event) => {
    const what = event.target.dataset.all;
    if (!what) return;
    document.getElementById("all-told").textContent = what === "build" ? "正在开始……" : "正在停下……";
    const told = await send(`/all/${what}`, () => (what === "build" ? { year } : {})).catch(lost);
    if (told.ok) follow(told);
    else say(told.said.join("；"));
  });
}
