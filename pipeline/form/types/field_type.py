"""What the program has to know of a type of fields, and what several types share when they read a typed text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from pipeline.characters import BREAKS, FORBIDDEN_IN_TEXT
from pipeline.form.field import Field
from pipeline.language.values import Figure, NotApplicable, Value, Words
from pipeline.regex import regex

# The words that stand for a number, date or address where there is none, and what an editor's schema says of them.
NOT_APPLICABLE: Final = ("无", "不适用")
Schema = dict[str, Any]
WORD: Final[Schema] = {"enum": list(NOT_APPLICABLE)}

CONTROL: Final = regex(f"[{FORBIDDEN_IN_TEXT}]")
EITHER: Final = regex(f"[{FORBIDDEN_IN_TEXT}{BREAKS}]")


class MistakeError(Exception):
    """What a clerk typed cannot be a value of the field's type."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Holds(Enum):
    """What a field of a type holds."""

    ONE = auto()  # one text, read as a value
    SEVERAL = auto()  # several texts: typed as a list, or as a text of several lines
    FIELDS = auto()  # other fields
    ROWS = auto()  # rows of other fields


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FieldType:
    """A type of fields.

    Attributes:
        name: as form.yaml calls it.
        called: as people call it.
        read: makes a value of a typed text, given the field and the value's path; raises `MistakeError`.
        schemas: what an editor lets one type, as JSON Schemas of which one must hold.
        sample: a value to try a template with, given the field, the value's path, and the number to use where it is one.
        holds: what a field of the type holds.
        comment: how it is typed, as a skeleton says; may be empty.
        unit: the unit where form.yaml gives none; may be empty.
        result: makes a value of a number or word that a formula gives, given the field and the value's path; None if no formula can.
        words: which words a field of the type can hold, if it is one of a few.
        takes_words: whether 无 or 不适用 can stand there instead.
    """

    name: str
    called: str
    read: Callable[[str, Field, str], Value]
    schemas: Callable[[Field], list[Schema]]
    sample: Callable[[Field, str, int], Value]
    holds: Holds = Holds.ONE
    comment: str = ""
    unit: str = ""
    result: Callable[[Any, Field, str], Figure | Words] | None = None
    words: Callable[[Field], tuple[str, ...]] | None = None
    takes_words: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.result is not None and self.words is None


def one_line(typed: str) -> str:
    """Return the text as typed; refuse line breaks, tabs and what no cell can carry verbatim or nobody can see."""
    if not EITHER.search(typed):
        return typed
    if control := CONTROL.search(typed):
        raise MistakeError(f"第 {control.start() + 1} 个字是看不见的控制字符", "请删去后重新输入这一处")
    raise MistakeError("应是一段文字，不能换行，也不能有制表符（Tab）", "请合成一段")


def word_in(typed: str, path: str) -> NotApplicable | None:
    """Return 无 or 不适用 as a value, if that is what was typed."""
    return NotApplicable(typed, path) if typed in NOT_APPLICABLE else None


def shortened(text: str, limit: int = 20) -> str:
    """Return a text short enough to be quoted in a message."""
    return text if len(text) <= limit else text[:limit] + "…"


def matching(pattern: str) -> Schema:
    """Return the schema of a text of a certain pattern."""
    return {"type": "string", "pattern": pattern}
