"""The years that a bureau's form names: the year that it is for becomes a tag, those before and after are told from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W, paragraph_text
from pipeline.drafting.layout import Box, Grid
from pipeline.drafting.tags import replace
from pipeline.drafting.words import BLANKS

PART_OF_YEAR: Final = "初中末底内终"
NAMED: Final = re.compile(r"(?<!\d)(?P<year>20\d\d)(?=\s{0,5}年)")
SAID: Final = re.compile(r"20\d\d\s{0,5}年度?")
# An indent may stand before 年度资金总额 and 年收入, but 年决算数 behind a blank is of a year that is left open.
OPEN: Final = re.compile(
    rf"(?P<gap>{BLANKS}{{0,60}})(?:(?<=[_＿])年度?|年(?=预算|决算|实际|执行))(?![{PART_OF_YEAR}])(?P<words>\S.*)", re.DOTALL
)
# Not the form's own: a document's number or title, a plan over several years.
FOREIGN: Final = re.compile(r"[《〔]|规划|\d号")
DATED: Final = re.compile(r"年\s{0,5}\d{1,2}\s{0,5}月")
LONGEST_LINE: Final = 60
# How many years from the form's → what a label says of them.
RELATIVE: Final = {-2: "前年", -1: "上年", 0: "", 1: "下年"}


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


def settle_blank_years(grids: Iterable[Grid]) -> list[str]:
    """Put tags where labels leave a year open, and return what these say now.

    It is the form's year; where labels of a row say the same, the last is of that year and those before it of the years before.
    A label without a blank, such as 年预算数, is whole by itself unless there are such labels in its row.
    """
    told = []
    for grid in grids:
        found = [(box, match) for box in grid.boxes if box.is_label and (match := OPEN.match(box.text))]
        rows = {row for (row, _), number in Counter(map(read_as, found)).items() if number > 1}
        found = [(box, match) for box, match in found if match["gap"] or box.row in rows]
        for _, group in groupby(sorted(found, key=read_as), key=read_as):
            same = list(group)
            for distance, (box, match) in enumerate(same, 1 - len(same)):
                if distance in RELATIVE:
                    line = next(box.element.iter(f"{W}p"))
                    replace(line, *match.span("gap"), tag(distance))
                    box.text = RELATIVE[distance] + match["words"]
                    told.append(paragraph_text(line).strip())
    return told


def read_as(found: tuple[Box, re.Match[str]]) -> tuple[int, str]:
    """Return a label's row, and what it says besides the year."""
    return found[0].row, found[1]["words"]


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
        replace(paragraph, *found.span("year"), tag(int(found["year"]) - year))


def tag(distance: int) -> str:
    """Return the tag of a year some years from the form's."""
    sign = "+" if distance > 0 else "-"
    return f"{{{{ 年度 {sign} {abs(distance)} }}}}" if distance else "{{ 年度 }}"
