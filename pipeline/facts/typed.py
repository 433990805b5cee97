"""What a node of a data file holds as a clerk typed it: nothing, one text, or something that is no single text."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.form.types.field_type import MistakeError
from pipeline.problems import Kind, Problem, error
from pipeline.regex import regex
from pipeline.source.nodes import BrokenNode, ItemsNode, Node, TextNode

NO_SPACE_AFTER_DASH = regex(r"-[^\s\-0-9.]")


def colon_was_put_right(key: TextNode) -> bool:
    """Return whether the colon behind a name was a full-width one: with a name that nobody knows it is no name but a text."""
    known = key.origin.corrections.get(key.start[0], ())
    return any(finding.right == ": " and finding.column >= key.end[1] - len(finding.right) for finding in known)


def is_blank(node: Node) -> bool:
    """Return whether a key is there without any content: no value, a list of nothing but empty items, or a text of spaces."""
    if isinstance(node, TextNode):
        return node.is_empty or not node.typed.strip()
    return isinstance(node, ItemsNode) and all(isinstance(item, TextNode) and is_blank(item) for item in node.items)


def typed_rows(node: Node, path: str) -> tuple[Sequence[Node], list[Problem]]:
    """Return the rows that were typed, and what is wrong where something else was.

    Args:
        node: what was typed.
        path: the rows' path.
    """
    if isinstance(node, ItemsNode):
        return node.items, []
    if isinstance(node, BrokenNode) or is_blank(node):
        return (), []
    return (), [error(Kind.SHAPE, "这里应是若干行，每行以“- ”开头", node.place, path, "没有内容时留空")]


def single_text(node: Node) -> str:
    """Return a node's text.

    Raises:
        MistakeError: the node is no text.
    """
    if isinstance(node, TextNode):
        return node.text
    if isinstance(node, BrokenNode):
        return ""
    raise MistakeError("这里应只填一项内容，却有若干项", "文字里有冒号、括号时，请给整段加引号")


def refuse_glued_dash(node: Node, text: str) -> None:
    """Refuse an unquoted text that begins with a dash: an item of a list whose space was forgotten."""
    if isinstance(node, TextNode) and not node.style and NO_SPACE_AFTER_DASH.match(text):
        raise MistakeError("“-”后面缺一个空格", "每项另起一行，以“- ”开头")
