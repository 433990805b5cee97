"""Takes the Jinja tags out of a narrative and keeps them with their places, so that Markdown and Jinja do not disturb each other.

In the lines that go on to be read, private-use characters stand for tags, line numbers and roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.characters import FOLD, FORBIDDEN_IN_MARKDOWN, LINE_MARK, MARK_END, ROLE_MARK, TAG_MARK
from pipeline.document.neighbours import expression
from pipeline.document.tree import Expression, Statement
from pipeline.problems import Kind, Place, Problem, error
from pipeline.regex import regex

MARK = regex(f"([{TAG_MARK}{LINE_MARK}{ROLE_MARK}])([0-9]+){MARK_END}")
ONLY_TAGS = regex(f"\\s*(?:{TAG_MARK}[0-9]+{MARK_END}\\s*)+")
# On one line anything may stand in a tag. Over several neither another tag nor a blank line may, or one that is left open would
# swallow what follows; a comment may hold both.
WHOLE = (
    *(r"\{\{.*?\}\}", r"\{%.*?%\}", r"\{#.*?#\}"),
    *(rf"\{{{mark}(?:(?!\{{[{{%#]|\n[ \t]*\n)[\s\S])*?{end}" for mark, end in ((r"\{", r"\}\}"), ("%", r"%\}"))),
    r"\{#(?:(?!\{#)[\s\S])*?#\}",
)
TAG = regex("|".join((*WHOLE, r"(?P<loose>\{\{|\{%|\{#|\}\}|%\}|#\})")))
PARTNERS = {"{{": "}}", "{%": "%}", "{#": "#}", "}}": "{{", "%}": "{%", "#}": "{#"}
FORBIDDEN = regex(f"[{FORBIDDEN_IN_MARKDOWN}]")


@dataclass(slots=True)
class Reading:
    """What is noted while one narrative is read.

    Attributes:
        file: how messages name the narrative.
        lines: its text.
        tags: the Jinja tags by number.
        problems: what is wrong.
        tables: how many tables have been read.
    """

    file: str
    lines: list[str]
    tags: list[Expression | Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: int = 0

    def place(self, line: int, column: int = 0) -> Place:
        """Return a place in the narrative."""
        return Place(self.file, line, column, self.lines[line - 1] if 0 < line <= len(self.lines) else "")

    def note(self, message: str, place: Place, hint: str = "") -> None:
        """Note a fault.

        Args:
            message: the Chinese sentence.
            place: where it is.
            hint: what to do.
        """
        self.problems.append(error(Kind.TEMPLATE, message, place, hint=hint))

    def complain(self, message: str, line: int, hint: str = "", column: int = 0) -> None:
        """Note a fault, unless one is noted on that line: what follows from another need not be said.

        Args:
            message: the Chinese sentence.
            line: 1-based number of the line.
            hint: what to do.
            column: 1-based column, if it is known.
        """
        if all(problem.place.line != line for problem in self.problems):
            self.note(message, self.place(line, column), hint)

    def tags_in(self, marked: str) -> list[Expression | Statement]:
        """Return the tags of a marked text."""
        return [self.tags[int(match[2])] for match in MARK.finditer(marked) if match[1] == TAG_MARK]

    def statements(self, marked: str) -> list[Statement]:
        """Return the statements of a marked line that holds nothing else; none if it does."""
        tags = self.tags_in(marked) if ONLY_TAGS.fullmatch(marked) else []
        found = [tag for tag in tags if isinstance(tag, Statement)]
        return found if len(found) == len(tags) else []


def marked_lines(reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield each line with its number and with marks for tags; lines that a tag spans are one."""
    for number, line in enumerate(reading.lines, 1):
        if forbidden := FORBIDDEN.search(line):
            place = reading.place(number, forbidden.start() + 1)
            reading.note(f"含有不能用的字符（U+{ord(forbidden[0]):04X}）", place, "请删去")
    text = FORBIDDEN.sub("\ufffd", "\n".join(reading.lines))
    number = 1
    for line in TAG.sub(lambda match: mark_of(match, reading), text).split("\n"):
        yield number, line
        number += 1 + line.count(FOLD)


def mark_of(match: re.Match[str], reading: Reading) -> str:
    """Return what stands for a tag, which is kept; one without its other half is noted."""
    text, start = match.string, match.start()
    place = reading.place(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    if loose := match["loose"]:
        reading.complain(f"标记“{loose}”没有成对", place.line, f"缺少成对的“{PARTNERS[loose]}”；一个标记中间不能空行", place.column)
        return ""
    folds = FOLD * match[0].count("\n")
    if match[0].startswith("{#"):
        return folds
    reading.tags.append(tag_of(match[0], place, reading))
    return f"{TAG_MARK}{len(reading.tags) - 1}{MARK_END}{folds}"


def tag_of(text: str, place: Place, reading: Reading) -> Expression | Statement:
    """Return a tag as a node of the tree; an empty one and a foreign statement are noted.

    Args:
        text: the tag, with its braces.
        place: where it begins.
        reading: what is wrong is noted there.
    """
    source = re.sub(r"\s*\n\s*", " ", text[2:-2].strip("-").strip())
    if not source:
        reading.note("标记里没有内容", place)
    if text.startswith("{{"):
        return expression(source, place)
    statement = Statement(source or "if", place)
    if foreign := statement.foreign_word():
        reading.note(f"不支持语句“{foreign}”", place, "只用 for、if、elif、else、set、with、macro")
    return statement


def line_mark(number: int) -> str:
    """Return the mark that carries a line's number through the parser."""
    return f"{LINE_MARK}{number}{MARK_END}"


def role_mark(number: int) -> str:
    """Return the mark that carries the number of a paragraph's role through the parser."""
    return f"{ROLE_MARK}{number}{MARK_END}"
