"""Tags as marks: while Word XML is read and mended, each tag is a private-use character and a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from pipeline.characters import MARK_END, PROGRAM_MARK, TAG_MARK
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.neighbours import expression
from pipeline.document.tree import Expression, Statement
from pipeline.document.word.xml import DECLARATION
from pipeline.problems import Place
from pipeline.regex import regex

# Another tag cannot begin within one; so none that is left open makes the search look through all the rest again and again.
WITHIN = r"(?:(?!\{[{%#]).)*?"
COMMENT = r"\{#(?:(?!\{#).)*?#\}"
TAG = regex(rf"\{{\{{{WITHIN}\}}\}}|\{{%{WITHIN}%\}}|{COMMENT}", re.DOTALL)
# Code of the program's own, with statements of the template among it.
Steps = tuple[str | Statement, ...]
MARK = regex(f"([{TAG_MARK}{PROGRAM_MARK}])([0-9]+){MARK_END}")


@dataclass(slots=True)
class Tags:
    """The tags of one Word form.

    Attributes:
        form: the form's own, by number.
        program: those that the program adds, by number.
        before: what the program puts before one of the form's tags, by the tag's number.
    """

    form: list[Expression | Statement] = field(default_factory=list)
    program: list[Steps] = field(default_factory=list)
    before: dict[int, Steps] = field(default_factory=dict)

    def mark(self, *code: str | Statement) -> str:
        """Return the mark of a new tag of the program's own."""
        self.program.append(code)
        return f"{PROGRAM_MARK}{len(self.program) - 1}{MARK_END}"

    def put_before(self, statement: Statement, *code: str | Statement) -> None:
        """Put the program's own code before one of the form's statements."""
        index = next(number for number, tag in enumerate(self.form) if tag is statement)
        self.before[index] = (*self.before.get(index, ()), *code)

    def statements(self, text: str | None) -> list[Statement]:
        """Return the form's statements whose marks a text holds."""
        found = [self.form[int(match[2])] for match in MARK.finditer(text or "") if match[1] == TAG_MARK]
        return [tag for tag in found if isinstance(tag, Statement)]


def marked(xml: str, places: Iterable[Place], tags: Tags) -> str:
    """Return XML with each of the form's tags as a mark; comments vanish.

    Args:
        xml: Word XML in which docxtpl has made every tag whole.
        places: where the tags stand, in the order of the document.
        tags: takes up the tags.
    """
    waiting = iter(places)

    def mark(match: re.Match[str]) -> str:
        place = next(waiting)
        if match[0].startswith("{#"):
            return ""
        source = unescape(match[0][2:-2]).strip()
        tags.form.append(expression(source, place) if match[0].startswith("{{") else Statement(source, place))
        return f"{TAG_MARK}{len(tags.form) - 1}{MARK_END}"

    return TAG.sub(mark, xml)


def jinja_source(xml: str, tags: Tags) -> JinjaSource:
    """Return marked XML as Jinja source."""
    source = JinjaSource()
    source.fixed(DECLARATION)
    position = 0
    for match in MARK.finditer(xml):
        source.fixed(xml[position : match.start()])
        number = int(match[2])
        if match[1] == PROGRAM_MARK:
            source.steps(tags.program[number])
        else:
            source.steps(tags.before.get(number, ()))
            source.tag(tags.form[number])
        position = match.end()
    source.fixed(xml[position:])
    return source
