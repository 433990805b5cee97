"""Texts that YAML reads without complaint, but hardly as meant: broken lines, items without a dash, a rest that became a comment."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.form.field import Field
from pipeline.form.types.field_type import FieldType, Holds
from pipeline.form.types.registry import type_of
from pipeline.form.types.texts import LIST, PARAGRAPHS, TEXT
from pipeline.problems import Kind, Problem, Severity, error
from pipeline.regex import regex
from pipeline.source.nodes import ItemsNode, Node, TextNode
from pipeline.source.syntax import BULLET_HINT, BULLETS

# The types of texts that are written, and not chosen or counted.
WORDED = (TEXT, PARAGRAPHS, LIST)
BULLET = regex(rf"\s*([{BULLETS}])\s*\S")
# One blank before it: two or more are how the skeletons, and whoever means a comment, write one.
COMMENT = regex(r" (# ?.{0,10}.?)")
BEGINS_COMMENT = regex(r"\s+(#[^\s#].{0,10})")
ONE_LINE = "是一段的，接成一行；是几段的，每段前面加“- ”"


def doubts(kind: FieldType, path: str, node: Node) -> Iterator[Problem]:
    """Yield what is doubtful about a text or texts.

    Args:
        kind: the type of their field, one of `WORDED`.
        path: the value's path.
        node: what was typed.
    """
    for text in node.items if isinstance(node, ItemsNode) else [node]:
        if isinstance(text, TextNode) and text.style not in ("|", ">") and not is_plain(text):
            bullets = list(bulleted(text, path)) if text is node and kind.holds is Holds.SEVERAL else []
            yield from bullets or folded(text, path)
            yield from commented(text, path)
            if not text.style and text.typed.count('"') % 2:
                hint = "删去多余的引号；里面的引号用“ ”"
                yield Problem(Severity.WARNING, Kind.SIGN, "半角引号没有成对", text.place, path, hint)


def is_plain(text: TextNode) -> bool:
    """Return whether a text stands in one line without any sign that could be doubtful."""
    lines, (number, _) = text.origin.lines, text.start
    if number != text.end[0] or number > len(lines) or '"' in text.typed:
        return False
    return "#" not in lines[number - 1] and not BULLET.match(lines[number - 1])


def emptied(field: Field, path: str, node: Node) -> Iterator[Problem]:
    """Yield that a text seems to be missing only because it begins with the sign of a comment, as “#1 楼改造” does.

    Args:
        field: the field.
        path: the value's path.
        node: what was typed, as YAML reads it: nothing.
    """
    if type_of(field) in WORDED and isinstance(node, TextNode) and not node.style:
        line, column = node.end
        rest = BEGINS_COMMENT.match(node.origin.lines[line - 1], node.origin.column_as_typed(line, column) - 1)
        if rest:
            place, message = node.origin.place(line, rest.start(1) + 1), f"“{rest[1]}”起是注释，这一项等于没有填"
            severity = Severity.ERROR if field.required else Severity.WARNING
            yield Problem(severity, Kind.COMMENT, message, place, path, "是正文的，给整段加半角引号")


def bulleted(text: TextNode, path: str) -> Iterator[Problem]:
    """Yield the lines of an unquoted text that begin with a sign that Word, but not YAML, takes for an item's; `path` is its field's."""
    lines = text.origin.lines
    for number in range(text.start[0], min(text.end[0], len(lines)) + 1):
        match = BULLET.match(lines[number - 1])
        if match and not text.style:
            yield error(Kind.SIGN, f"“{match[1]}”不能代替“-”", text.origin.place(number, match.start(1) + 1), path, BULLET_HINT)


def folded(text: TextNode, path: str) -> Iterator[Problem]:
    """Yield that a text stands in several lines, which YAML joins by blanks; `path` is its field's."""
    count = text.end[0] - text.start[0] + 1
    if count > 1:
        yield Problem(Severity.WARNING, Kind.FOLDED, f"写成了 {count} 行，会接成一段，接处印出空格", text.place, path, ONE_LINE)


def commented(text: TextNode, path: str) -> Iterator[Problem]:
    """Yield that an unquoted text seems to go on behind a sign that begins a comment; `path` is its field's."""
    line, column = text.end
    origin = text.origin
    if text.style or line > len(origin.lines) or "#" not in origin.lines[line - 1]:
        return
    typed = origin.column_as_typed(line, column)
    rest = COMMENT.match(origin.lines[line - 1], typed - 1)
    if rest and rest[1].startswith("# "):
        message = f"“{rest[1]}”起是注释，不会印出来"
        place = origin.place(line, rest.start(1) + 1)
        yield Problem(Severity.WARNING, Kind.COMMENT, message, place, path, "是正文的，给整段加半角引号；是注释的，# 前面空两格")
