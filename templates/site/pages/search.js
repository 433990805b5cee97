// Finds any text in titles, units and articles without a server. Each year's search.json tells by a signature which articles
// cannot hold the text; only the others are fetched and looked through. signature() in site.py computes the same bits.
"use strict";
const BITS = 4093, FACTOR = 31337, AT_ONCE = 6, AROUND = 30;
const status = document.getElementById("status");
const results = document.getElementById("results");

const normalized = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "").normalize("NFKC");

function bitsOf(text) {
  const codes = Array.from({ length: text.length }, (_, place) => text.charCodeAt(place));
  const pairs = codes.slice(1).map((code, place) => (codes[place] * FACTOR + code) % BITS);
  return codes.map((code) => (code * FACTOR) % BITS).concat(pairs);
}

function mayHold(record, bits) {
  const bytes = atob(record.signature);
  return bits.every((bit) => (bytes.charCodeAt(bit >> 3) >> (bit & 7)) & 1);
}

async function fetched(address, kind) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address);
  return answer[kind]();
}

function show(record, excerpt, sought) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `../${encodeURI(record.folder)}/index.html`;
  link.textContent = record.title;
  item.append(link);
  const line = document.createElement("p");
  const place = excerpt.toLowerCase().indexOf(sought.toLowerCase());
  if (place < 0) {
    line.textContent = `${record.name}　${record.time}`;
  } else {
    const mark = document.createElement("mark");
    mark.textContent = excerpt.slice(place, place + sought.length);
    line.append(excerpt.slice(0, place), mark, excerpt.slice(place + sought.length));
  }
  item.append(line);
  results.append(item);
}

async function look(record, sought, bits) {
  if (normalized(record.name + record.title).includes(sought)) return { record, excerpt: "" };
  if (!mayHold(record, bits)) return null;
  const raw = await fetched(`../${encodeURI(record.folder)}/search.txt`, "text");
  const compared = normalized(raw);
  const place = compared.indexOf(sought);
  if (place < 0) return null;
  const bare = raw.replace(/\s+/gu, "");
  const text = bare.length === compared.length ? bare : compared;
  const start = Math.max(0, place - AROUND);
  return { record, excerpt: `${start ? "…" : ""}${text.slice(start, place + sought.length + AROUND)}…` };
}

async function search(typed) {
  const sought = normalized(typed);
  const bits = bitsOf(sought);
  let found = 0;
  for (const year of status.dataset.years.split(" ").filter(Boolean)) {
    const records = await fetched(`../${year}/search.json`, "json");
    for (let start = 0; start < records.length; start += AT_ONCE) {
      const looked = await Promise.all(records.slice(start, start + AT_ONCE).map((record) => look(record, sought, bits)));
      for (const hit of looked.filter(Boolean)) {
        show(hit.record, hit.excerpt, sought);
        found += 1;
      }
      status.textContent = `正在搜索……已找到 ${found} 篇`;
    }
  }
  status.textContent = found ? `找到 ${found} 篇含有“${typed}”的内容` : `没有找到含有“${typed}”的内容`;
}

const typed = (new URLSearchParams(location.search).get("q") || "").trim();
document.getElementById("seek").value = typed;
if (typed) {
  status.textContent = "正在搜索……";
  const excuse = location.protocol === "file:" ? "直接打开的文件不能搜索，放到网站上就可以。" : "搜索没有完成，请检查网络后再试。";
  search(typed).catch(() => { status.textContent = excuse; });
}
