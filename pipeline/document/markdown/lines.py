"""Tells what each line of a narrative is, and which lines a sentence goes on over, before Markdown is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.characters import FOLD, TAG_MARK
from pipeline.document.markdown.tags import Reading, line_mark, marked_lines, role_mark
from pipeline.document.tree import ROLES, Statement
from pipeline.regex import regex

# What a line is: nothing, a part of a paragraph, of an item, of a macro or of a table, statements that govern what is around
# them or a page break (alone), or a paragraph's role.
Kind = Literal["", "text", "bullet", "number", "macro", "heading", "row", "separator", "tags", "alone", "role"]
ITEMS: Final = ("bullet", "number")
SENTENCES: Final = ("text", "macro", *ITEMS)
TABLE: Final = ("row", "separator", "tags")
APART: Final = {"alone", "macro", "role"}

SEPARATOR = regex(r"\| *:?-+:? *(\| *:?-+:? *)*\|? *")
CELL = regex(r"((?:\\.|[^|])*?)(?:\||$)")
ITEM = regex(r"([-*+]|[0-9]+\.) ")
ROLE = regex(r"\{:\s*\.(\S+?)\s*\}")
# What begins something of its own, even where a sentence is not over.
BEGINNING = regex(rf"\s*\||#|---$|\s*{ROLE.pattern}\s*$|{ITEM.pattern}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or several that a tag spans.

    Attributes:
        number: the number of the first.
        kind: what it is.
        text: its words, with marks for the tags.
        marked: the same as it was written, indented, with a mark for each line break within a tag.
        goes_on: whether it belongs to the sentence above because a statement is still open in it.
        open: how many statements are open at its end in its sentence, or among the rows of its table.
    """

    number: int
    kind: Kind = ""
    text: str = ""
    marked: str = ""
    goes_on: bool = False
    open: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return CELL.findall(self.text[1:])[:-1] or [""]

    @property
    def role(self) -> str:
        """The role that the line gives to the paragraph above it; nothing if it gives none."""
        match = ROLE.fullmatch(self.text)
        return match[1] if match else ""


def lines_of(reading: Reading) -> Iterator[Line]:
    """Yield the narrative's lines."""
    line = Line(0)
    for number, marked in marked_lines(reading):
        line = following(line, number, marked, reading)
        yield line


def following(above: Line, number: int, marked: str, reading: Reading) -> Line:
    """Return what a line is after the one above it.

    Args:
        above: the line above.
        number: the line's number.
        marked: the line, with marks for its tags.
        reading: what the marks stand for.
    """
    text = marked.replace(FOLD, "").strip()
    is_blank = not reading.lines[number - 1].strip()  # which a line with a comment is not
    goes_on = above.open > 0 and above.kind in SENTENCES and not is_blank and not BEGINNING.match(marked)
    kind = above.kind if goes_on else kind_of(text, marked, above, reading)
    before = above.open if goes_on or (kind in TABLE and above.kind in TABLE) else 0
    statements = [tag for tag in reading.tags_in(marked) if isinstance(tag, Statement)]
    return Line(number, kind, text, marked, goes_on, still_open(kind, before, statements))


def still_open(kind: Kind, before: int, statements: Sequence[Statement]) -> int:
    """Return how many statements are open at a line's end in its sentence or table.

    Args:
        kind: what the line is.
        before: how many were open above it.
        statements: the line's own.
    """
    if kind == "macro":  # only its end ends it, so that a surplus endif within is found for what it is
        return int(all(statement.word != "endmacro" for statement in statements))
    return max(0, before + sum(statement.depth for statement in statements)) if kind in (*SENTENCES, "tags") else before


def kind_of(text: str, marked: str, above: Line, reading: Reading) -> Kind:
    """Return what a line is that begins something, or goes on with a paragraph or item in which no statement is open.

    Args:
        text: its words.
        marked: the same as it was written.
        above: the line above.
        reading: what its marks stand for.
    """
    statements = reading.statements(text)
    item = ITEM.match(marked)
    kinds: tuple[tuple[object, Kind], ...] = (
        (not text, ""),
        (ROLE.fullmatch(text), "role"),
        (SEPARATOR.fullmatch(text), "separator"),
        (text.startswith("|"), "row"),
        (text.startswith(TAG_MARK) and is_macro(reading.tags_in(text)[0]), "macro"),
        (statements and above.kind in TABLE and above.open + sum(tag.depth for tag in statements) >= 0, "tags"),
        (statements or text == "---", "alone"),
        (marked.startswith("#"), "heading"),
        (item, "number" if item and item[1][0].isdigit() else "bullet"),
        (above.kind in ITEMS, above.kind),
    )
    return next((kind for holds, kind in kinds if holds), "text")


def is_macro(tag: object) -> bool:
    """Return whether a tag opens a macro."""
    return isinstance(tag, Statement) and tag.word == "macro"


def as_markdown(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines as the `markdown` package reads them: flush left, what governs others set apart, marks for their numbers."""
    above = Line(0)
    for line in lines:
        if not line.goes_on and {line.kind, above.kind} & APART and line.kind != "role":
            yield ""
        if line.text or not line.goes_on:
            yield as_markdown_line(line)
        above = line


def as_markdown_line(line: Line) -> str:
    """Return one line as the `markdown` package reads it."""
    mark = line_mark(line.number)
    if line.kind == "row":
        return f"|{'|'.join(line.cells)}{mark}|"
    if line.kind == "tags":
        return f"| {line.text}{mark} |"
    if line.kind == "role":
        return role_mark(ROLES.index(line.role)) if line.role in ROLES else ""
    return line.text if line.kind in ("", "separator") or line.text == "---" else f"{line.text}{mark}"
