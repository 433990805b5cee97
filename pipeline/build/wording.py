"""What no document may say: 不适用万元, 《无》, an empty heading or column, a lead-in twice; looked for in a printed page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement

from pipeline.language.nothing import says_nothing
from pipeline.regex import regex

NUMBERED: Final = regex(r"\[\d+\]$")
LEAD: Final = regex(r"[^，。；、《（：]{2,12}[：]?$")
UNIT: Final = regex(r"\s*(?:万元|亿元|元|个|名|人次|人|件|份|分|项|%)(?![\u4e00-\u9fff])")
DOUBLED_MARKS: Final = regex(r"[，。；：、！？]{2}|[（《“][）》”]|[（《，、：；]$|^[，。；：、）》]")
DOUBLED_WORDS: Final = regex(r"([\u4e00-\u9fff]{2,12})：?\1")
NUMBER: Final = regex(r"[0-9.]+%?")
SENTENCE_ENDS: Final = ("。", "！", "？", "…", "”", "）", "：", "】")
# Paragraphs that are no sentences.
UNENDED: Final = frozenset(("caption", "attachment", "signature", "sign-date", "salutation"))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that no document may say.

    Attributes:
        what: what is wrong, in a few words.
        text: where it stands: the paragraph, cell or heading.
    """

    what: str
    text: str


def leads_in(body: HtmlElement) -> dict[str, str]:
    """Return the words that stand before each fact of a printed page, back to the last mark, by the fact's path."""
    leads = {}
    for data in body.iter("data"):
        previous = data.getprevious()
        before = (data.getparent().text if previous is None else previous.tail) or ""
        if lead := LEAD.search(before):
            leads[NUMBERED.sub("", data.get("data-fact", ""))] = lead[0]
    return leads


def faults_in(body: HtmlElement, *, is_narrative: bool) -> Iterator[Fault]:
    """Yield what no document may say, of a printed page.

    Args:
        body: the page's main part.
        is_narrative: whether what stands outside its tables are sentences.
    """
    for table in body.iter("table") if is_narrative else ():
        yield from table_faults(table)
    for chart in body.iter("figure"):
        if not all(str(head.text_content()).strip() for head in chart.iter("th")):
            yield Fault("图里有一项没有名称", str(chart.find("figcaption").text_content()))
    blocks = list(body.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th"))
    in_section = False
    for element, following in pairwise([*blocks, None]):
        text = str(element.text_content()).strip()
        yield from (Fault(what, text) for what in absent_words(element, is_narrative=is_narrative))
        if element.tag in ("p", "li") and is_narrative and element.getparent().tag not in ("td", "th"):
            yield from (Fault(what, text) for what in sentence_faults(element, text))
        if is_heading(element) and element.tag != "h1" and (following is None or is_heading_above(element, following)):
            yield Fault("标题下面没有内容", text)
        if text.endswith("：") and element.get("class") not in UNENDED and in_section and (following is None or is_heading(following)):
            yield Fault("冒号后面没有内容", text)
        in_section = in_section or (is_heading(element) and element.tag != "h1")


def table_faults(table: HtmlElement) -> Iterator[Fault]:
    """Yield what is wrong with a narrative's table: no rows, a column of which no row says anything."""
    rows = [[str(cell.text_content()).strip() for cell in row] for row in table.iter("tr")]
    if len(rows) == 1:
        yield Fault("表格没有一行", "、".join(rows[0]))
        return
    for head, *cells in zip(*rows, strict=False):
        if not any(cells):
            yield Fault("表格的一栏没有内容", head)
    if not all(map(any, rows)):
        yield Fault("表格的一行没有内容", "、".join(rows[0]))


def sentence_faults(element: HtmlElement, text: str) -> Iterator[str]:
    """Yield what is wrong with the sentences of a paragraph.

    Args:
        element: the paragraph.
        text: its text.
    """
    if not text:
        yield "印了一个空段"
    if DOUBLED_MARKS.search(text.removesuffix("：")):
        yield "标点重复、括号里空着，或标点不在该在的地方"
    if DOUBLED_WORDS.search(text):
        yield "同样的话连着说了两遍"
    if text and element.get("class") not in UNENDED and not text.endswith(SENTENCE_ENDS):
        yield "句子末尾没有标点"


def absent_words(element: HtmlElement, *, is_narrative: bool) -> Iterator[str]:
    """Yield where a word that says nothing, such as 无, stands in a sentence, or with a unit behind it in a cell.

    Args:
        element: the paragraph, heading or cell.
        is_narrative: whether what stands outside tables are sentences.
    """
    if element.tag in ("td", "th") and len(element.findall("p")):
        return  # each of its paragraphs is looked at
    in_sentence = is_narrative and element.tag not in ("td", "th") and element.getparent().tag not in ("td", "th")
    for data in element.iter("data"):
        text = str(data.text_content())
        if NUMBER.fullmatch(text) or not says_nothing(text):
            continue
        if in_sentence:
            yield "把没有内容的填写印进了句子"
        elif UNIT.match(data.tail or ""):
            yield "没有数字，却印了单位"


def is_heading(element: HtmlElement) -> bool:
    """Return whether an element is a heading."""
    return str(element.tag).startswith("h")


def is_heading_above(element: HtmlElement, following: HtmlElement) -> bool:
    """Return whether what follows a heading is one of the same or of a higher level."""
    return is_heading(following) and str(following.tag) <= str(element.tag)
