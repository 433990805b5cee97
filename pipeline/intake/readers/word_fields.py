"""What fields of a Word file show of which it keeps no result: ticked boxes, chosen entries, characters set upon each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W, is_on
from pipeline.intake.readers.symbols import CROSSED, TICKED, UNKNOWN, UNTICKED, sign

VALUE: Final = f"{W}val"
# A date that is today's whenever the file is opened, saved or printed.
DATE: Final = re.compile(r"\s*(?:DATE|TIME|SAVEDATE|PRINTDATE)\b", re.IGNORECASE)
# A character in a ring, or the reading of one above it: characters set upon each other, such as EQ \o\ac(□,√).
UPON: Final = re.compile(r"\s*EQ\b.*?\\o(?:\s*\\a[a-z])*\s*\((.*)[,，;；](.*)\)\s*", re.IGNORECASE | re.DOTALL)
SYMBOL: Final = re.compile(r"\s*SYMBOL\s+(\d{1,5})\b.*?\\f\s*\"?([^\"\\]+)", re.IGNORECASE)
LONGEST: Final = 500  # letters of a code that are looked at
SHOWING: Final = re.compile(r"\s*(?:EQ|SYMBOL)\b", re.IGNORECASE)
BOXES, TICKS, CROSSES = frozenset("□☐○〇◯"), frozenset("√✓✔"), frozenset("×✕✗✘")


@dataclass(slots=True)
class WordField:
    """A field that goes on.

    Attributes:
        code: the pieces of its code.
        shows: whether its code has ended, and what follows is its result.
    """

    code: list[str] = field(default_factory=list)
    shows: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether it is a date that keeps itself up to date."""
        return DATE.match("".join(self.code[:LONGEST])) is not None

    @property
    def without_result(self) -> str:
        """What it shows although it has no result; a sign that nothing takes for words if that is not known."""
        code = "".join(self.code)[:LONGEST]
        if self.shows or not SHOWING.match(code):
            return ""
        if found := UPON.fullmatch(code):
            return upon(found[1].strip(), found[2].strip())
        found = SYMBOL.match(code)
        return sign(found[2].strip(), int(found[1])) if found else UNKNOWN


def upon(lower: str, upper: str) -> str:
    """Return what characters say that are set upon each other: a box with a tick in it is ticked, all else says the last one.

    Args:
        lower: the first one.
        upper: the last one.
    """
    if BOXES.isdisjoint(lower):
        return upper
    return TICKED if not TICKS.isdisjoint(upper) else CROSSED if not CROSSES.isdisjoint(upper) else upper or UNTICKED


def form_field(data: etree._Element) -> str:
    """Return what a field of a form shows: whether its box is ticked, or which entry of its list is chosen."""
    if (box := data.find(f"{W}checkBox")) is not None:
        state = box.find(f"{W}checked")
        return TICKED if is_on(box.find(f"{W}default") if state is None else state) else UNTICKED
    entries = [entry.get(VALUE, "") for entry in data.iterfind(f"{W}ddList/{W}listEntry")]
    chosen = data.find(f"{W}ddList/{W}result")
    number = "0" if chosen is None else chosen.get(VALUE, "0")
    return entries[int(number)] if number.isascii() and number.isdecimal() and int(number[:5]) < len(entries) else ""
