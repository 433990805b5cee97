"""Which styles of a Word file make a paragraph a heading, and of which level: as the navigation beside a document in Word has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.document.word.narrative import HEADINGS, ITEM, STYLES
from pipeline.document.word.xml import W
from pipeline.regex import regex

# The names that Word itself gives to its styles, in every language.
TITLE: Final = HEADINGS[0]
BUILT_IN: Final = regex(r"(?i:heading) ([1-9])")
# The lowest level that a page knows.
LOWEST: Final = len(HEADINGS) - 1
# What narratives are written in, whatever a shell's author makes of it.
PLAIN: Final = {*STYLES.values(), ITEM}


def heading_levels(styles: Mapping[str, etree._Element]) -> dict[str, int]:
    """Return the level of each style that makes a paragraph a heading, by its id; the title's is 0.

    Args:
        styles: a file's styles by their ids.
    """
    found = {name: level for level, name in enumerate(HEADINGS)} | {name: level_of(name, styles) for name in styles}
    return {name: level for name, level in found.items() if level is not None and level <= LOWEST and name not in PLAIN}


def level_of(name: str, known: Mapping[str, etree._Element]) -> int | None:
    """Return the level of a style, its own or that of the style that it is based on; None if it makes no heading.

    Args:
        name: the style's id.
        known: all styles by their ids.
    """
    if name == TITLE or value(known[name], "name") == TITLE:
        return 0
    passed: set[str] = set()
    while name in known and name not in passed:
        passed.add(name)
        style = known[name]
        if name in HEADINGS[1:]:
            return HEADINGS.index(name)
        if built_in := BUILT_IN.fullmatch(value(style, "name")):
            return int(built_in[1])
        if own := value(style, "pPr", "outlineLvl"):
            return int(own) + 1 if own.isdecimal() else None
        name = value(style, "basedOn")
    return None


def value(element: etree._Element, *path: str) -> str:
    """Return the value of an element below another; empty if it is not there."""
    found = element.find("/".join(f"{W}{name}" for name in path))
    return "" if found is None else found.get(f"{W}val", "")
