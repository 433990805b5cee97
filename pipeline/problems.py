"""What is wrong, where, and what to do about it: the one shape in which every stage reports."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# From how many characters on a source line is cut, and how many are then shown before and after the caret.
MAX_LINE, MAX_BEFORE, MAX_AFTER = 100, 30, 50
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Severity(StrEnum):
    """How bad a problem is: an error stops the build, a warning and a note let it go on."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file that a person can go to.

    Attributes:
        file: the file's path as the user would type it.
        line: 1-based line number; 0 where the file has no lines (a Word form).
        column: 1-based column in characters; 0 when only the line is known.
        text: the whole source line, shown below the message.
        spot: the place in words where a line number says nothing, such as 第2个表格第3行第1格.
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    spot: str = ""

    def __str__(self) -> str:
        numbers = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.file}{numbers}" + (f" {self.spot}" if self.spot else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, in one sentence.

    Attributes:
        severity: whether it stops the build.
        message: the Chinese sentence that the clerk reads.
        place: where it stands.
        path: the field's path in the data, if it is about a field.
        hint: what to do, in a few words; may be empty.
    """

    severity: Severity
    message: str
    place: Place
    path: str = ""
    hint: str = ""

    def __str__(self) -> str:
        subject = f"{self.path}：" if self.path else ""
        lines = [f"{self.place}: {self.severity.value} {subject}{self.message}"]
        before, after = excerpt(self.place.text, self.place.column)
        if before or after:
            lines.append(f"    {before}{after}")
        if (before or after) and self.place.column:
            lines.append(f"    {' ' * display_width(before)}^ {self.hint}".rstrip())
        elif self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(map(printable, lines))


class Stop(Exception):  # noqa: N818 - it is no fault of the program but a message to the user
    """Raised where nothing sensible can follow; carries the problems that the user reads."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def error(message: str, place: Place, path: str = "", hint: str = "") -> Problem:
    """Return a problem that stops the build."""
    return Problem(Severity.ERROR, message, place, path, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def excerpt(text: str, column: int) -> tuple[str, str]:
    """Return a source line without its indentation, as what stands before a column and the rest; a long line is cut.

    A paragraph of 300 characters on one line would wrap, and the caret below it would point nowhere.
    """
    text = text.rstrip()
    cut = max(column - 1, 0)
    before, after = text[:cut].lstrip(), text[cut:]
    if not before:
        after = after.lstrip()
    if len(before) + len(after) <= MAX_LINE:
        return before, after
    if len(before) > MAX_BEFORE:
        before = "…" + before[-MAX_BEFORE:]
    if len(after) > MAX_AFTER:
        after = after[:MAX_AFTER] + "…"
    return before, after


def printable(text: str) -> str:
    """Return a text with tabs and line breaks as spaces and other control characters as �, which no terminal obeys."""
    return CONTROL.sub(lambda found: " " if found[0].isspace() else "\ufffd", text)


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes: two for a Chinese character or full-width sign, none for a mark on one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else unicodedata.category(char) not in ("Mn", "Me", "Cf") for char in text)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the known name most like the given one, or an empty text."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"是否想写“{matches[0]}”？" if matches else ""
