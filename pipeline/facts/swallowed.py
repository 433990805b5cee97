"""What a field's value has taken in of other fields: lines indented too far, or behind a colon or quotation mark gone wrong."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.keys import fields_named, place_of
from pipeline.problems import Kind, Problem, error
from pipeline.records import record
from pipeline.regex import regex
from pipeline.source.complaints import PAIR
from pipeline.source.nodes import EntriesNode, Node, TextNode
from pipeline.source.reader import problem_of
from pipeline.source.syntax import in_text

ENTRY_NAME = regex(r"\s*([^\s:]+):\s")


@record()
class Swallowed:
    """What a value has taken in.

    Attributes:
        problems: what is wrong with it.
        fields: the fields whose values it may hold, so that they are not missing as well.
    """

    problems: list[Problem] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)


NOTHING: Final = Swallowed()


def taken_in(form: Form, path: str, node: EntriesNode) -> Swallowed:
    """Return what a field that holds one value has taken in, indented too far; told at the first.

    Args:
        form: the form.
        path: the field's path.
        node: what was typed.
    """
    taken = {name: found for name in node.entries if (found := fields_named(form.root, name))}
    problems = []
    for name, found in list(taken.items())[:1]:
        hint = f"应写在{place_of(found[0])}：把它和下面几行前面的空格减少"
        problems.append(error(Kind.SHAPE, f"“{name}”缩进得太多，成了它的内容", node.entries[name].key.place, path, hint))
    return Swallowed(problems, [each for found in taken.values() for each in found])


def swallowed(form: Form, node: Node) -> Swallowed:
    """Return what an unquoted text of several lines has taken in; a full-width colon does that, or a quotation mark left open.

    Args:
        form: the form.
        node: what was typed.
    """
    if not isinstance(node, TextNode) or node.start[0] == node.end[0]:
        return NOTHING
    found = Swallowed()
    if node.style in ("'", '"'):
        note_quoted(form, node, found)
    for finding in in_text(node):
        name = node.origin.lines[finding.line - 1][: finding.column - 1].strip(" -")
        taken = fields_named(form.root, name)
        if taken and finding.line > node.start[0]:
            found.problems.append(problem_of(finding, node.origin))
            found.fields.extend(taken)
    return found


def note_quoted(form: Form, node: TextNode, found: Swallowed) -> None:
    """Note that a quotation mark that was not closed has taken in the lines of other fields.

    Args:
        form: the form.
        node: the text.
        found: takes up what is found.
    """
    for number in range(node.start[0] + 1, node.end[0] + 1):
        match = ENTRY_NAME.match(node.origin.lines[number - 1])
        taken = fields_named(form.root, match[1]) if match else ()
        if taken and not found.problems:
            message = f"引号没有成对，第 {number} 行的“{taken[0].name}”也包在里面"
            found.problems.append(error(Kind.YAML, message, node.place, hint=PAIR))
        found.fields.extend(taken)
