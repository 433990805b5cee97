"""What a page says in its main part, and how each fact appears on it, told from its finished bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, count
from typing import Final

from pipeline.characters import (
    AFTER,
    CELL,
    CHART,
    CODE,
    CODE_END,
    END,
    FACT,
    FACT_END,
    FACT_WORDS,
    FIELD,
    FIELD_END,
    LINK,
    LINK_END,
    LISTED,
    PARAGRAPH,
    ROW,
    TABLE,
    VALUE,
)
from pipeline.printing.markup import (
    APART,
    Tellings,
    attributes_of,
    between,
    between_tags,
    cut,
    name_of,
    parse,
    texts_of,
    told_by_tags,
    unescaped,
)
from pipeline.printing.telling import EMPTY, Shown, Telling, heading, item, link, spans
from pipeline.printing.web_chart import NAMES as XHTML_NAMES
from pipeline.printing.web_chart import tell_web_chart
from pipeline.regex import regex

MAIN, MAIN_END, DRAWN, DRAWN_END = b"<main", b"</main>", b"<figure", b"</figure>"
# What stands where a chart was, while the rest is told.
PLACE: Final = b"<figure></figure>"
NAMES, XHTML = b"xmlns", f'xmlns="{XHTML_NAMES}"'.encode()
# Tags that are told alike whatever their attributes are. Of others, but those below, nothing is told.
MARKS: Final = {
    "table": TABLE,
    "/table": AFTER,
    "tr": ROW,
    "br": "\n",
    "/data": FACT_END,
    "/a": LINK_END,
    "/caption": CODE_END,
    "ol": FIELD,
    "/ol": FIELD_END,
    "li": LISTED,
    "figure": CHART,
} | {f"h{level + 1}": PARAGRAPH + heading(level) for level in range(5)}
CELLS: Final = ("th", "td")
# Where a row has no cell, since it begins later or ends sooner than others.
GAP: Final = "gap"
# Those that are told by their attributes.
OTHERS: Final[dict[str, Callable[[Mapping[str, str]], str]]] = {
    "p": lambda told: PARAGRAPH + (heading(int(told[LEVEL]) - 1) if LEVEL in told else ""),
    "data": lambda told: f"{FACT}{told.get('data-fact', '')}{VALUE}{told.get('value', '')}{FACT_WORDS}" if told else FACT,
    "caption": lambda told: CODE if told.get("class") == "hidden" else FIELD,
    "a": lambda told: f"{LINK}{told.get('href', '')}{END}",
}
# As the program writes it, which is cut out with the texts; of others is told by their attributes.
DATA: Final = regex(rb'<data value="([^"<]*)" data-fact="([^"<]*)">')
WITHOUT: Final = b"<data>"
NAMED: Final = regex(f"(?<={FACT})[^{FACT_WORDS}{FACT_END}]*{FACT_WORDS}")
LINKED: Final = regex(f"{LINK}([^{END}]*){END}([^{LINK_END}]*){LINK_END}")
# A table's caption is said before it, unless it is hidden.
CAPTION: Final = regex(f"{TABLE}(?:{FIELD}([^{CODE_END}]*)|{CODE}[^{CODE_END}]*){CODE_END}")
LIST: Final = regex(f"{FIELD}[^{FIELD_END}]*{FIELD_END}")
ITEM: Final = regex(LISTED)
LEFT: Final = regex(f"[{FIELD}{FIELD_END}{CODE}{CODE_END}]")
LEVEL: Final = "aria-level"
DECLARED: Final = regex("<!.*?>", re.DOTALL)
# How many characters of tags and bytes of runs of them are kept in mind, twice.
TAGS, RUNS = 50_000, 200_000


def tell_web_page(data: bytes) -> Telling:
    """Return what a page says in its main part, and how each fact appears on it; a visible caption is said before its table.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
        KeyError: there is no main part in it, or something that the program never writes.
    """
    parse(data)
    before, inside, behind = between(data, MAIN, MAIN_END)
    begun, _, main = inside.partition(b">")
    around = (before, begun, behind)
    is_usual = before.count(b"<!--") == before.count(b"-->") and not any(b"<![" in part for part in around)
    if MAIN in main or not is_usual or XHTML not in before or any(part.count(NAMES) != part.count(XHTML) for part in around):
        raise KeyError(MAIN.decode())
    *outside, last = sections(main, DRAWN, DRAWN_END)
    told_charts = [tell_web_chart(chart.decode()) for _, chart in outside]
    parts = DATA.split(PLACE.join([part for part, _ in (*outside, last)]))
    runs, texts = cut(WITHOUT.join(parts[::3]) + MAIN_END)
    said = between_tags(tellings().of(runs), texts_of(texts))
    named = facts_in(said, texts_of(parts[2::3]), texts_of(parts[1::3]))
    text = between_tags(said_together(said).split(CHART), [chart.text for chart in told_charts])
    facts = chain(facts_around(before), named, *(chart.facts for chart in told_charts), facts_around(behind))
    drawn = chain(*(chart.drawn for chart in told_charts))
    contradictions = (f"第{number}张图{chart.contradiction}" for number, chart in enumerate(told_charts, 1) if chart.contradiction)
    return Telling(EMPTY.sub("", text), (*facts, *drawn), tuple(contradictions))


@cache
def tellings() -> Tellings[bytes, str]:
    """Return what was told of runs of tags."""
    tags: Tellings[str, str] = Tellings(told_tags, TAGS)
    return Tellings(lambda codes: told_runs(codes, tags), RUNS)


def told_runs(codes: Sequence[bytes], tags: Tellings[str, str]) -> list[str]:
    """Return what the tags between two texts of pages' main parts tell, for each of some runs of them.

    Args:
        codes: the runs.
        tags: what was told of tags.

    Raises:
        KeyError: there is something in them that the program never writes.
    """
    for code in codes:
        if code.count(NAMES) != code.count(XHTML):
            raise KeyError(NAMES.decode())
    return unescaped(told_by_tags(APART.join([f"{code.decode()}>" for code in codes]), tags)).split(APART)


def said_together(said: str) -> str:
    """Return what is told of a page's tags and texts with what several of them tell together, and without the names of facts."""
    text = NAMED.sub("", said) if FACT_WORDS in said else said
    text = text.replace(FACT, "").replace(FACT_END, "")
    if LINK in text:
        text = LINKED.sub(lambda found: link(found[1], found[2]) + found[2], text)
    if CODE_END in text:
        text = CAPTION.sub(lambda found: TABLE if found[1] is None else f"{PARAGRAPH}{found[1]}{TABLE}", text)
    if LISTED in text:
        text = ITEM.sub(PARAGRAPH + item(0), LIST.sub(numbered, text))
    return LEFT.sub("", text)


def facts_in(said: str, paths: Sequence[str], values: Sequence[str]) -> list[tuple[str, Shown]]:
    """Return each fact that is named in what is told of tags and texts, with how it appears there.

    Args:
        said: what is told.
        paths: the paths of those that were cut out.
        values: their values.

    Raises:
        KeyError: there are more of them, or fewer.
    """
    words = [part.partition(FACT_END)[0] for part in said.split(FACT)[1:]]
    others = [named.partition(FACT_WORDS)[0].split(VALUE) for named in words if FACT_WORDS in named] if FACT_WORDS in said else []
    if len(words) != len(paths) + len(others):
        raise KeyError(FACT)
    if not others:
        return list(zip(paths, zip(values, words, strict=True), strict=True))
    names = iter(zip(paths, values, strict=True))
    named = (tuple(others.pop(0)) if FACT_WORDS in said else next(names) for said in words)
    return [(path, (value, said.rpartition(FACT_WORDS)[2])) for (path, value), said in zip(named, words, strict=True)]


def facts_around(part: bytes) -> list[tuple[str, Shown]]:
    """Return each fact that is named before or behind the main part."""
    return facts_in(unescaped(told_by_tags(DECLARED.sub("", part.decode()), Tellings(told_tags, TAGS))), (), ()) if b"<data" in part else []


def told_tags(tags: Sequence[str]) -> Iterator[str]:
    """Yield what is told of each of some tags."""
    return map(told_tag, tags)


def told_tag(tag: str) -> str:
    """Return what is told of a tag, given without its brackets."""
    name = name_of(tag)
    if name in CELLS:
        return told_cell(attributes_of(tag))
    return OTHERS[name](attributes_of(tag)) if name in OTHERS else MARKS.get(name, "")


def told_cell(attributes: Mapping[str, str]) -> str:
    """Return what is told of a cell, given its attributes."""
    if attributes.get("class") == GAP:
        return ""
    return CELL + spans(int(attributes.get("colspan", "1")), int(attributes.get("rowspan", "1")))


def numbered(found: re.Match[str]) -> str:
    """Return a list whose items are numbered, as the browser does it."""
    numbers = count(1)
    return ITEM.sub(lambda _: PARAGRAPH + item(next(numbers)), found[0])


def sections(text: bytes, begin: bytes, end: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each part of a text up to what lies between two signs, and that, both signs included; it is empty at the end.

    Args:
        text: the text.
        begin: the first sign.
        end: the second.
    """
    place = 0
    while (start := text.find(begin, place)) >= 0 and (stop := text.find(end, start)) >= 0:
        yield text[place:start], text[start : stop + len(end)]
        place = stop + len(end)
    yield text[place:], b""
