"use strict";

const body = document.body;
const work = body.dataset.work;
const pause = 250; // ms without a key before what is typed is tried
const byId = (id) => document.getElementById(id);

// Requests go one after another, so that each knows what the one before has saved.
let last = Promise.resolve();
function send(where, content) {
  last = last.catch(() => {}).then(async () => {
    const told = { ...content() };
    const headers = { "Content-Type": "application/json", ...(body.dataset.forms && { "X-Forms": body.dataset.forms }) };
    const answer = await fetch(where, { method: "POST", headers, body: JSON.stringify(told) });
    const said = await answer.json();
    if (said.reload) setTimeout(() => location.reload(), 1500); // what was being typed is kept as a draft
    return { ok: answer.ok, status: said.reload ? 0 : answer.status, ...said };
  });
  return last;
}
const lost = () => ({ said: ["填报程序已经关闭，或者没有应答。填的内容还在这一页上，请重新运行填报程序"] });

for (const form of document.querySelectorAll("form[data-send]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(["unit", "year", "form"].map((name) => [name, form.elements[name]?.value ?? ""]));
    const told = await send(form.dataset.send, () => fields).catch(lost);
    if (told.go) location.assign(told.go);
    else form.querySelector(".told").textContent = told.said.join("；");
  });
}

if (work) {
  const fields = byId("fields");
  const frames = [...document.querySelectorAll("iframe[data-document]")];
  const saved = byId("saved");
  const field = (path) => byId(`f:${path}`);
  const entryOf = (element) => element.closest("[data-entry]");
  let timer = 0;
  let asked = 0;

  const state = (words, wrong = false) => {
    saved.textContent = words;
    saved.classList.toggle("told", wrong);
  };

  // What shows what is only being typed goes back when something else is typed.
  const tried = [];
  const put = (element, what, content, saved) => {
    if (!element || element[what] === content) return;
    const former = element[what];
    if (!saved) tried.push(() => (element[what] = former));
    element[what] = content;
  };

  // What the program tells after a change is put on the page; what is being typed stays.
  const show = (told) => {
    if (told.read) body.dataset.read = told.read;
    while (tried.length) tried.pop()();
    if (told.fields) {
      const { dataset, value, defaultValue } = document.activeElement;
      const isBegun = value !== (dataset.saved ?? defaultValue) && !dataset.path?.includes("[");
      fields.innerHTML = told.fields;
      const again = dataset.path && field(dataset.path);
      again?.focus();
      if (again && isBegun && value !== undefined) again.value = value;
    }
    for (const [path, { typed, shown }] of Object.entries(told.entries ?? {})) {
      const input = field(path);
      if (input && input !== document.activeElement) input.value = typed;
      if (input) mark(input);
      put(fields.querySelector(`[data-entry="${CSS.escape(path)}"] output`), "textContent", shown, told.saved);
    }
    for (const [path, html] of Object.entries(told.found ?? {})) put(byId(`p:${path}`), "innerHTML", html, told.saved);
    for (const [path, { notes }] of Object.entries(told.texts ?? {})) put(byId(`n:${path}`), "innerHTML", notes, told.saved);
    for (const [path, { behind }] of Object.entries(told.texts ?? {})) put(field(path)?.previousElementSibling, "innerHTML", behind, told.saved);
    document.dispatchEvent(new CustomEvent("told", { detail: told }));
    if (told.filled) byId("filled").textContent = told.filled;
    if (told.findings !== undefined) list(told.findings);
    if (told.count !== undefined) document.querySelectorAll("[data-count]").forEach((each) => (each.textContent = told.count));
    if (told.undo !== null && told.undo !== undefined) byId("undo").disabled = !told.undo;
    const seen = painted("findings");
    if (told.state) draw(told.state, seen);
  };
  // What is put off in a frame comes when that has been painted; how long it took can be measured by the mark.
  const painted = (what) => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.mark(what)))));

  // The documents come when the findings are on the screen; the newest count.
  let drawing = "";
  const draw = async (state, seen) => {
    drawing = state;
    const answer = await fetch(`${work}/drawn/${state}`).catch(() => null);
    const pages = answer?.ok ? await answer.json() : {};
    await seen;
    if (state !== drawing) return;
    for (const frame of frames) {
      const main = frame.contentDocument?.querySelector("main");
      const page = pages[frame.dataset.document];
      if (main && page !== undefined && main.told !== page) main.innerHTML = main.told = page;
    }
    highlight(document.activeElement?.dataset?.path);
    painted("pages");
  };

  // A reason that is being written stays while the list around it changes.
  const list = (html) => {
    const place = byId("list");
    const at = document.activeElement?.dataset?.reason;
    const begun = [...place.querySelectorAll("[data-reason]")].filter((each) => each.value).map((each) => [each.id, each.value]);
    place.innerHTML = html;
    for (const [id, text] of begun) {
      const reason = byId(id);
      if (!reason) continue;
      reason.value = text;
      reason.closest("details").open = true;
      if (reason.dataset.reason === at) reason.focus();
    }
  };

  const mark = (input) => {
    for (const button of entryOf(input).querySelectorAll("[data-fill]")) button.setAttribute("aria-pressed", String(button.dataset.fill === input.value));
  };

  // What was made of what is typed, and what can be put there instead.
  const say = (path, words, offers = []) => {
    const place = byId(`s:${path}`);
    place?.replaceChildren(
      words,
      ...offers.map(({ label, typed, exact }) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
        button.addEventListener("click", () => {
          field(path).focus();
          save(path, typed, exact);
        });
        return button;
      }),
    );
  };

  // While somebody types, what would come of it is shown; the newest counts.
  const trying = (input) => {
    clearTimeout(timer);
    state("正在输入……");
    timer = setTimeout(async () => {
      const number = (asked += 1);
      const told = await send(`${work}/try`, () => ({ read: body.dataset.read, path: input.dataset.path, typed: input.value })).catch(lost);
      if (number !== asked) return;
      if (told.ok) {
        show(told);
        say(input.dataset.path, told.understood);
        if (told.same) state("已保存");
      } else if (told.status === 409) state("文件在别处改过，离开这一格时请选用哪一边的", true);
      else {
        say(input.dataset.path, told.said.join("；"));
        state(told.reload ? told.said[0] : "没有保存", true);
      }
    }, pause);
  };

  const save = async (path, typed, exact = false) => {
    const before = field(path)?.value;
    clearTimeout(timer);
    asked += 1;
    state("正在保存……");
    const told = await send(`${work}/set`, () => ({ read: body.dataset.read, path, typed, exact })).catch(lost);
    if (told.status === 409) return void conflict(path, typed, told);
    if (!told.ok) {
      say(path, told.said.join("；"));
      return void state(told.reload ? told.said[0] : "没有保存", true);
    }
    show(told);
    const input = field(path);
    if (input && told.typed !== undefined) {
      if (input.value === before || input !== document.activeElement) input.value = told.typed; // what is typed since then stays
      input.dataset.saved = told.typed;
      mark(input);
    }
    say(path, told.understood, told.offers);
    state("已保存");
    return true;
  };

  const act = async (where, content, done = () => {}) => {
    state("正在保存……");
    const told = await send(`${work}/${where}`, () => ({ read: body.dataset.read, ...content })).catch(lost);
    if (told.status === 409) conflict("", "", told);
    else if (told.ok) {
      done();
      show(told);
      state("已保存");
    } else state(told.said.join("；"), true);
    return told;
  };

  // Somebody else has changed the files: both sides, field by field.
  const conflict = (path, typed, told) => {
    const box = byId("conflict");
    const rows = told.conflict.filter((each) => each.path !== path);
    if (path) rows.unshift({ label: told.label, mine: typed, theirs: told.theirs });
    box.querySelector("tbody").replaceChildren(
      ...rows.map((each) => {
        const row = document.createElement("tr");
        for (const text of [each.label, each.mine || "（空）", each.theirs || "（空）"]) row.append(Object.assign(document.createElement("td"), { textContent: text }));
        return row;
      }),
    );
    box.querySelector("[data-lost]").hidden = !path || Boolean(told.at);
    box.querySelectorAll("[data-choose]").forEach((button) => {
      const isMine = button.dataset.choose === "mine";
      button.hidden = isMine && !told.at; // nothing is lost by taking what the file says, or nobody knows which row it was
      button.onclick = async () => {
        box.close();
        body.dataset.read = told.read;
        if (path && (!isMine || told.at !== path)) await send(`${work}/drop`, () => ({ path })).catch(lost);
        if (isMine && !(await save(told.at, typed))) return;
        location.reload();
      };
    });
    state("文件在别处改过", true);
    if (!box.open) box.showModal();
  };

  fields.addEventListener("input", (event) => {
    if (event.target.dataset.path && event.target.tagName !== "SELECT") trying(event.target);
  });
  fields.addEventListener("change", (event) => {
    if (event.target.dataset.path) save(event.target.dataset.path, event.target.value);
  });
  // A field of one line would lose where lines and cells end: they are sent as they are pasted.
  fields.addEventListener("paste", (event) => {
    const input = event.target;
    const pasted = event.clipboardData.getData("text/plain").trim();
    if (input.tagName !== "INPUT" || !input.dataset.path || !/[\t\r\n]/.test(pasted)) return;
    event.preventDefault();
    const typed = input.value.slice(0, input.selectionStart) + pasted + input.value.slice(input.selectionEnd);
    input.value = typed.replace(/\s*[\t\r\n]\s*/g, " ");
    save(input.dataset.path, typed);
  });
  fields.addEventListener("click", (event) => {
    const { fill, do: what, order } = event.target.dataset;
    if (fill !== undefined) {
      const input = entryOf(event.target).querySelector("[data-path]");
      input.value = fill;
      mark(input);
      save(input.dataset.path, fill);
    }
    if (what) rows(event.target.closest("[data-rows]"), what, Number(order));
  });

  const rows = (box, what, number) => {
    const count = box.querySelectorAll(":scope > .row").length;
    const order = Array.from({ length: count }, (_, index) => index + 1);
    if (what === "up") [order[number - 2], order[number - 1]] = [order[number - 1], order[number - 2]];
    if (what === "down") [order[number], order[number - 1]] = [order[number - 1], order[number]];
    if (what === "remove") order.splice(number - 1, 1);
    if (what === "add") act("row", { path: box.dataset.rows });
    else act("rows", { path: box.dataset.rows, order });
  };

  // A click in a document leads to its field; the field at hand is marked in the document.
  const go = (path) => {
    const input = field(path) ?? field(path.replace(/\[\d+\]$/, "")); // a paragraph is one of its field's
    const place = input ?? fields.querySelector(`[data-entry="${CSS.escape(path)}"], [data-rows="${CSS.escape(path.replace(/\[\d+\]$/, ""))}"]`);
    if (!place) return;
    tab("fields");
    if (!input) place.tabIndex = -1;
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  };
  const highlight = (path) => {
    for (const frame of frames) {
      const inside = frame.contentDocument;
      inside?.querySelectorAll("[data-here]").forEach((each) => each.removeAttribute("data-here"));
      if (!path) continue;
      const own = [...(inside?.querySelectorAll("data[data-fact]") ?? [])].filter((each) => each.dataset.fact === path || each.dataset.fact.startsWith(`${path}[`));
      own.forEach((each) => (each.dataset.here = ""));
      if (!frame.hidden && own.length && !isSeen(own[0], inside)) own[0].scrollIntoView({ block: "center" });
    }
  };
  const isSeen = (element, inside) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= inside.documentElement.clientHeight;
  };
  const prepare = (frame) => {
    const inside = frame.contentDocument;
    if (!inside?.querySelector("main") || inside.adoptedStyleSheets.length) return;
    const style = new frame.contentWindow.CSSStyleSheet();
    style.replaceSync("body{padding:.6rem 1rem;background:#fff}main{box-shadow:none;margin:0 auto;padding:0;border:0}.table{margin-inline:0;padding-inline:0}td,data[data-fact]{cursor:pointer}td:hover,data[data-fact]:hover{background:#e3ecf5}data[data-here]{background:#cfe2f5;outline:2px solid #0b57a4}data[data-here]:empty::before{content:'\\3000'}body>.draft{display:none}");
    inside.adoptedStyleSheets = [style];
    inside.addEventListener("click", (event) => {
      event.preventDefault(); // an address in a document leads to its field, too
      const path = pathAt(event);
      if (path) go(path);
    });
    fit(frame);
  };
  for (const frame of frames) {
    frame.addEventListener("load", () => prepare(frame));
    prepare(frame);
  }
  fields.addEventListener("focusin", (event) => highlight(event.target.dataset.path));

  document.addEventListener("click", (event) => {
    const { go: path, page, tab: pane, build, restore, typed, drop, answer, unanswer } = event.target.dataset;
    if (answer) {
      const reason = byId(`r:${answer}`);
      if (reason.value.trim()) act("answer", { mark: answer, reason: reason.value }, () => (reason.value = ""));
      else reason.focus();
    }
    if (unanswer) act("unanswer", { number: Number(unanswer) });
    if (path) {
      event.preventDefault();
      go(path);
    }
    if (page) {
      frames.forEach((frame) => (frame.hidden = frame.dataset.document !== page));
      frames.forEach(fit);
      document.querySelectorAll("[data-page]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.page === page)));
    }
    if (pane) tab(pane);
    if (build) make(build === "draft");
    if (restore) save(restore, typed).then(() => settled(restore));
    if (drop) send(`${work}/drop`, () => ({ path: drop })).then(() => settled(drop));
  });
  const settled = (path) => {
    document.querySelector(`[data-draft="${CSS.escape(path)}"]`)?.remove();
    if (!document.querySelector("[data-draft]")) document.querySelector(".draft")?.remove();
  };

  const tab = (name) => {
    document.querySelectorAll(".pane").forEach((pane) => pane.classList.toggle("seen", pane.dataset.pane === name));
    document.querySelectorAll("[data-tab]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.tab === name)));
  };
  tab("fields");

  byId("undo").addEventListener("click", () => act("undo", {}));
  const make = async (draft) => {
    state("正在生成……");
    const told = await send(`${work}/build`, () => ({ draft })).catch(lost);
    const place = byId("built");
    place.replaceChildren();
    if (!told.ok || told.wrong) {
      place.textContent = told.wrong ? "还有错误，没有生成。请先改好下面列出的错误；要先看样子，可以生成草稿。" : told.said.join("；");
      state("没有生成", true);
    } else {
      place.append(`已生成到 ${told.folder}：`);
      for (const name of told.files) {
        const link = Object.assign(document.createElement("a"), { textContent: name, href: `${work}/file/${told.draft ? "draft" : "final"}/${name}` });
        place.append(link, " ");
      }
      state("已生成");
    }
    tab("findings");
    place.scrollIntoView({ block: "nearest" });
  };
}
