"""The years that a bureau's form names: the year that it is for becomes a tag, those before and after are told from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W, paragraph_text
from pipeline.drafting.layout import Box, Grid
from pipeline.drafting.tags import replace

NAMED: Final = re.compile(r"(?<!\d)(?P<year>20\d\d)(?=\s{0,5}年)")
SAID: Final = re.compile(r"20\d\d\s{0,5}年度?")
# Not the form's own: a document's number or title, a plan over several years.
FOREIGN: Final = re.compile(r"[《〔]|规划|\d号")
DATED: Final = re.compile(r"年\s{0,5}\d{1,2}\s{0,5}月")
LONGEST_LINE: Final = 60
# How many years from the form's → what a label says of them.
RELATIVE: Final = {-2: "前年", -1: "上年", 0: "", 1: "下年"}
PART_OF_YEAR: Final = "初中末底内终"


def settle_years(lines: Iterable[etree._Element], grids: Iterable[Grid]) -> int:
    """Put tags in place of the years in a form's lines and labels, and let the labels say 上年 instead; 0 if it names no year.

    Args:
        lines: the paragraphs outside of tables.
        grids: the tables.
    """
    texts = ((line, paragraph_text(line)) for line in lines)
    short = [line for line, text in texts if len(text) <= LONGEST_LINE and not DATED.search(text)]
    labels = [box for grid in grids for box in grid.boxes if box.is_label]
    said = [year for line in short if (year := only_year(paragraph_text(line)))]
    year = said[0] if said else max((only_year(label.text) for label in labels), default=0)
    for line in short:
        if year and only_year(paragraph_text(line)) == year:
            put_tag(line, year)
    for label in labels:
        if (named := only_year(label.text)) and named - year in RELATIVE:
            settle_label(label, year)
    return year


def only_year(text: str) -> int:
    """Return the year that a text names; 0 if it names none, several, or another document's."""
    found = NAMED.findall(text)
    return int(found[0]) if len(found) == 1 and len(re.findall(r"20\d\d", text)) == 1 and not FOREIGN.search(text) else 0


def settle_label(label: Box, year: int) -> None:
    """Let a label name a year by its distance from the form's, and its cell by a tag."""
    for paragraph in label.element.iter(f"{W}p"):
        put_tag(paragraph, year)
    begin, end = next(SAID.finditer(label.text)).span()
    words = RELATIVE[only_year(label.text) - year]
    if not words and label.text[end : end + 1] in tuple(PART_OF_YEAR):
        words = "年"
    left = label.text[:begin] + words + label.text[end:]
    label.text = left if left.strip() not in ("", words) else f"{words or '本年'}数"


def put_tag(paragraph: etree._Element, year: int) -> None:
    """Put a tag in place of the year that a paragraph names."""
    if found := NAMED.search(paragraph_text(paragraph)):
        distance = int(found["year"]) - year
        sign = f" {'+' if distance > 0 else '-'} {abs(distance)}" if distance else ""
        replace(paragraph, *found.span("year"), f"{{{{ 年度{sign} }}}}")
