"""Writes words and figures for a page, no figure parted from its unit at a line's end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Expression, Text
from pipeline.language.filters import WHOLE_FILTER
from pipeline.language.whole import UNIT_BEHIND, whole_figures
from pipeline.regex import regex

# What is printed as a fact stands in an element of its own, which no line parts.
FACT: Final = regex(r"\s*[\u4e00-\u9fff][\w.]*\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a figure that an expression prints."""

    words: Text


def with_units(content: tuple[object, ...]) -> Iterator[object]:
    """Yield nodes, and as a node of its own each unit behind an expression, unless both fill a paragraph: then they may need two lines."""
    for before, node in pairwise((None, *content)):
        unit = UNIT_BEHIND.match(node.text) if isinstance(node, Text) and isinstance(before, Expression) else None
        if unit is None or len(content) <= len((before, node)):
            yield node
        elif isinstance(node, Text):
            yield Unit(replace(node, text=unit[0]))
            if rest := node.text[unit.end() :]:
                yield replace(node, text=rest)


def write_unit(unit: Unit, source: JinjaSource) -> None:
    """Add a unit, which the style sheet keeps on the line of the figure before it."""
    source.fixed('<span class="unit">')
    write_words(unit.words, source)
    source.fixed("</span>")


def write_words(node: Text | Expression, source: JinjaSource) -> None:
    """Add words or an expression."""
    source.fixed("<strong>" if node.bold else "")
    if isinstance(node, Text):
        source.fixed(str(whole_figures(node.text)))
    elif FACT.fullmatch(node.source):
        source.tag(node, "{}")
    else:
        source.tag(node, f"({{}}) | {WHOLE_FILTER}")
    source.fixed("</strong>" if node.bold else "")
