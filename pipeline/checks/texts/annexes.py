"""Annexes that texts refer to by a number, and the list of a report's annexes."""

from __future__ import annotations

from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.sentences import Texts
from pipeline.language.values import Lines
from pipeline.regex import regex

LIST: Final = "附件清单"
OWN: Final = 1  # the form itself, which a report lists before the others
# 详见附件3; the annex of a named paper is that paper's.
NUMBERED: Final = regex(r"(?<![》号知件文案])(?:[详参]?见|[（(])(?P<annex>附件(?P<number>[0-9]{1,2}|[二三四五六七八九十]))(?![0-9]|十)")
NUMERALS: Final = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", 1)}


def missing(texts: Texts) -> list[Passage]:
    """Return the numbers of annexes that texts refer to and that the report has not, with 个数 (how many it has)."""
    listed = texts.facts.by_path.get(LIST)
    if listed is None:
        return []
    count = OWN + (len(listed.value) if isinstance(listed.value, Lines) else 0)
    return [
        paragraph.passage(*match.span("annex"), 个数=count)
        for paragraph in texts.paragraphs
        if "附件" in paragraph.words
        for match in NUMBERED.finditer(paragraph.read)
        if int(NUMERALS.get(match["number"], 0) or match["number"]) > count
    ]
