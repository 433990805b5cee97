// Finds words and whole numbers in titles, units and articles without a server. The page itself names the segments of the index and has
// the signatures of the last changed articles; of each segment only the shards are fetched that what is sought falls into; then the texts
// of those articles that are shown. pipeline/publish/terms.py and segments.py write what is read here. As a module it runs as soon as it
// is there, without waiting for the style sheet.
const PIECE = /[0-9]+(?:\.[0-9]+)*|[^\x00-@\[-`{-\x7f\u00a0-\u00bf\u2000-\u206f\u2500-\u25ff\u3000-\u303f]+/gu;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
// Browsers ask an old server for six files at a time.
const SIGNATURE_BITS = 4096, WEIGHTS = 4, AT_ONCE = 6, MOST_TRIED = 30, AROUND = 40, TOGETHER = 10;
const OFTEN = 0.05; // what a word says that is in too many articles
const status = document.getElementById("status");
const results = document.getElementById("results");
const more = document.getElementById("more");
const recent = JSON.parse(document.getElementById("recent").textContent);

const foldedCharacter = (character) => character.normalize("NFKC").toLowerCase();
const folded = (text) => Array.from(text, foldedCharacter).join("").replace(/[^\S\n]+/gu, "");

function terms(text) {
  const found = new Set();
  for (const piece of folded(text).match(PIECE) ?? []) {
    const characters = Array.from(piece);
    if (/^[0-9]/.test(piece)) found.add(piece);
    else if (characters.length === 1) found.add(piece);
    else characters.slice(1).forEach((character, place) => found.add(characters[place] + character));
  }
  return [...found];
}

function hashed(term) {
  let code = 0x811c9dc5;
  for (const character of term) code = Math.imul(code ^ character.codePointAt(0), 0x01000193);
  return (code ^ (code >>> 15)) >>> 0;
}

// Yields the articles of a list, with how much the term says of each.
function articlesIn(list) {
  const found = new Map();
  let number = 0, value = 0, shift = 0;
  for (const character of list) {
    const part = ALPHABET.indexOf(character);
    value += (part % 32) << shift;
    shift += 5;
    if (part >= 32) continue;
    number += value >>> 2;
    found.set(number, value % WEIGHTS);
    value = shift = 0;
  }
  return found;
}

// Returns for each hash a segment's articles; null where they are too many to be listed.
async function lists(segment, hashes) {
  const shards = new Map(hashes.map((hash) => [hash % segment.shards, null]));
  await Promise.all([...shards.keys()].map(async (shard) => {
    const answer = await fetch(`${segment.folder}/${shard}.json`);
    if (!answer.ok) throw new Error(answer.url);
    shards.set(shard, await answer.json());
  }));
  return new Map(hashes.map((hash) => {
    const list = shards.get(hash % segment.shards)[hash.toString(36)];
    return [hash, list === "" ? null : articlesIn(list ?? "")];
  }));
}

// What is sought: each word as it is compared, and the hashes of its terms.
function wordsOf(typed) {
  const words = typed.split(/\s+/u).map((word) => ({ text: folded(word), hashes: terms(word).map(hashed) }));
  return words.filter((word) => word.hashes.length);
}

// Whether a number is not only the beginning or end of a longer one.
function isWhole(text, start, end) {
  const before = /[0-9]/.test(text[start]) && /[0-9]\.?$/.test(text.slice(Math.max(0, start - 2), start));
  return !before && !(/[0-9]/.test(text[end - 1]) && /^\.?[0-9]/.test(text.slice(end, end + 2)));
}

function placesOf(text, word) {
  const found = [];
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
    if (isWhole(text, start, start + word.length)) found.push([start, start + word.length]);
  }
  return found;
}

const has = (text, word) => placesOf(text, word.text).length > 0;

// The articles that may hold words: for each the words that it may hold, and how much these say of it.
class Candidates {
  constructor(words) {
    this.words = words;
    this.found = new Map();
    this.isEverywhere = words.map(() => false);
  }

  add(number, word, score) {
    const known = this.found.get(number) ?? { number, words: new Set(), score: 0 };
    known.words.add(word);
    known.score += score;
    this.found.set(number, known);
  }

  addSegment(found, hidden, rarity) {
    this.words.forEach((word, place) => {
      const some = word.hashes.filter((hash) => found.get(hash));
      this.isEverywhere[place] ||= !some.length;
      const [first, ...others] = some.sort((one, other) => found.get(one).size - found.get(other).size);
      for (const number of first === undefined ? [] : found.get(first).keys()) {
        if (hidden.has(number) || !others.every((hash) => found.get(hash).has(number))) continue;
        this.add(number, word, some.reduce((sum, hash) => sum + rarity(hash) * (1 + found.get(hash).get(number)), 0) / word.hashes.length);
      }
    });
  }

  addRecent([number, signature, title], rarity) {
    const bytes = atob(signature);
    const compared = folded(title);
    for (const word of this.words) {
      const bits = word.hashes.map((hash) => hash % SIGNATURE_BITS);
      if (!bits.every((bit) => (bytes.charCodeAt(bit >> 3) >> (bit & 7)) & 1)) continue;
      const weight = has(compared, word) ? WEIGHTS : 1;
      this.add(number, word, word.hashes.reduce((sum, hash) => sum + rarity(hash) * weight, 0) / word.hashes.length);
    }
  }

  // Those that may hold every word, the best first; or those that may hold some of them, the most first.
  ordered(isPartly) {
    const best = (one, other) => other.words.size - one.words.size || other.score - one.score || other.number - one.number;
    const wanted = this.words.filter((_, place) => !this.isEverywhere[place]);
    const every = [...this.found.values()].filter((one) => isPartly || wanted.every((word) => one.words.has(word)));
    return every.sort(best).map((one) => one.number);
  }
}

async function candidates(words) {
  const hashes = [...new Set(words.flatMap((word) => word.hashes))];
  const segments = await Promise.all(recent.segments.map((segment) => lists(segment, hashes)));
  const documents = recent.segments.reduce((sum, segment) => sum + segment.documents, 0);
  const rarity = (hash) => {
    if (segments.some((found) => found.get(hash) === null)) return OFTEN;
    return Math.log(2 + documents / (1 + segments.reduce((sum, found) => sum + found.get(hash).size, 0)));
  };
  const some = new Candidates(words);
  const hidden = new Set([...recent.recent.map(([number]) => number), ...recent.gone]);
  segments.toReversed().forEach((found, place) => {
    some.addSegment(found, hidden, rarity);
    recent.segments.toReversed()[place].own.forEach((number) => hidden.add(number));
  });
  recent.recent.forEach((one) => some.addRecent(one, rarity));
  some.newest = recent.latest;
  return some;
}

async function textOf(number) {
  const answer = await fetch(`../texts/${Math.floor(number / TOGETHER)}/${number % TOGETHER}.bin`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.url);
  return new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).json();
}

// A line as it is compared, and where each of its characters stands in it.
function compared(line) {
  const places = [];
  let text = "";
  Array.from(line).forEach((character, place) => {
    const same = folded(character);
    text += same;
    for (let count = 0; count < same.length; count += 1) places.push(place);
  });
  return { text, places };
}

// Whether a line may be cut before a character: behind a mark, or among Chinese characters far from any figure or foreign word.
function mayCut(characters, place) {
  if (place <= 0 || place >= characters.length || /[，。；：！？]/u.test(characters[place - 1])) return true;
  const near = characters.slice(Math.max(0, place - 6), place + 1).join("");
  return /^\p{Script=Han}+$/u.test(near) && place % 4 === 0;
}

// The part of a line around what is sought, in which no figure, date, unit or foreign word is cut.
function excerpt(line, words) {
  const characters = Array.from(line);
  const { text, places } = compared(line);
  const marked = words.flatMap((word) => placesOf(text, word.text)).map(([start, end]) => [places[start], places[end - 1] + 1]);
  marked.sort((one, other) => one[0] - other[0]);
  let [start, end] = [Math.max(0, marked[0][0] - AROUND), Math.min(characters.length, marked[0][1] + AROUND)];
  while (start < marked[0][0] && !mayCut(characters, start)) start += 1;
  while (start > 0 && !mayCut(characters, start)) start -= 1;
  while (!mayCut(characters, end)) end += 1;
  return { characters, marked, start, end };
}

function shown(text, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `../${encodeURI(text.folder)}/index.html`;
  link.textContent = text.title;
  const said = document.createElement("p");
  const count = (line) => words.filter((word) => has(folded(line), word)).length;
  const [title, ...lines] = text.text.split("\n");
  const line = [...lines, title].reduce((best, other) => (count(other) > count(best) ? other : best), "");
  if (line) {
    const { characters, marked, start, end } = excerpt(line, words);
    let place = start;
    said.append(start ? "…" : "");
    for (const [from, to] of marked) {
      if (from < place || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = characters.slice(from, to).join("");
      said.append(characters.slice(place, from).join(""), mark);
      place = to;
    }
    said.append(characters.slice(place, end).join(""), end < characters.length ? "…" : "");
  } else {
    said.textContent = `${text.name}　${text.time}`;
  }
  item.append(link, said);
  return item;
}

const isHit = (text, words, wanted) => {
  const every = `${folded(text.title)}\n${folded(text.name)}\n${folded(text.text)}`;
  return words.filter((word) => has(every, word)).length >= wanted;
};

// Shows the next of some articles that hold enough of the words; returns how many it showed, and those that were not looked at.
async function show(numbers, words, wanted) {
  let [waiting, count, tried] = [numbers, 0, 0];
  while (waiting.length && count < AT_ONCE && tried < MOST_TRIED) {
    const texts = waiting.slice(0, AT_ONCE - count).map(textOf);
    [waiting, tried] = [waiting.slice(texts.length), tried + texts.length];
    for (const coming of texts) {
      const text = await coming;
      if (!text || !isHit(text, words, wanted)) continue;
      results.append(shown(text, words));
      count += 1;
    }
  }
  return [count, waiting];
}

function goOn(waiting, words, wanted) {
  more.hidden = !waiting.length;
  more.onclick = async () => {
    const last = results.lastElementChild;
    const [, rest] = await show(waiting, words, wanted);
    goOn(rest, words, wanted);
    last?.nextElementSibling?.querySelector("a").focus();
  };
}

async function search(typed) {
  const words = wordsOf(typed);
  if (!words.length) return "没有找到：要找的里面没有汉字、字母或数字";
  const some = await candidates(words);
  const isEverywhere = some.isEverywhere.every(Boolean);
  const numbers = isEverywhere ? some.newest : some.ordered(false);
  const [count, waiting] = await show(numbers, words, words.length);
  goOn(waiting, words, words.length);
  if (count && isEverywhere) return `找到很多：几乎每一篇都含有“${typed}”，先列最近发布的`;
  if (count) return waiting.length ? `找到约 ${count + waiting.length} 篇含有“${typed}”的内容，最相近的在前` : `找到 ${count} 篇含有“${typed}”的内容`;
  if (words.length === 1 && (isEverywhere || waiting.length)) return `没有找到：最可能的 ${numbers.length - waiting.length} 篇里没有“${typed}”`;
  if (words.length === 1) return `没有找到含有“${typed}”的内容`;
  const [partly, rest] = await show(some.ordered(true), words, 1);
  goOn(rest, words, 1);
  return `没有找到同时含有“${typed}”的内容${partly ? "，下面的含有其中一部分" : ""}`;
}

const typed = (new URLSearchParams(location.search).get("q") || "").trim();
document.getElementById("seek").value = typed;
if (typed) {
  status.textContent = "正在搜索……";
  const excuse = location.protocol === "file:" ? "直接打开的文件不能搜索，放到网站上就可以。" : "搜索没有完成，请检查网络后再试。";
  search(typed).then((said) => { status.textContent = said; }, () => { status.textContent = excuse; });
}
