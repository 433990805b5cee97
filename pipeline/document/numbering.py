"""Numbers headings and list items while a narrative is rendered, so that a section left out leaves no gap."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.language.expressions import own_name
from pipeline.language.wording import heading_number

LEVELS = 4
# What the writers call in their sources.
NUMBER_HEADING, BEGIN_LIST, NUMBER_ITEM = map(own_name, ("number_heading", "begin_list", "number_item"))


class Numbering:
    """The counters of one document being rendered."""

    def __init__(self) -> None:
        self.headings = [0] * LEVELS
        self.items = 0

    def number_heading(self, level: int) -> str:
        """Return the next heading's number: 一、（一）1.（1）by level; lower levels begin anew."""
        self.headings[level - 1] += 1
        self.headings[level:] = [0] * (LEVELS - level)
        return heading_number(level, self.headings[level - 1])

    def begin_list(self) -> str:
        """Begin a numbered list; prints nothing."""
        self.items = 0
        return ""

    def number_item(self, text: object = "") -> str:
        """Return the next item's number; with a space behind it if the item's text begins with a number: 1. 4月, not 1.4月."""
        self.items += 1
        return f"{self.items}. " if str(text)[:1].isdigit() else f"{self.items}."

    def functions(self) -> dict[str, Callable[..., str]]:
        """Return what the writers' sources call, by name."""
        return {NUMBER_HEADING: self.number_heading, BEGIN_LIST: self.begin_list, NUMBER_ITEM: self.number_item}
