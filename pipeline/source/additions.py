"""Adds entries to a list at the top of a YAML file; every other character, comment and line break stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from pipeline.regex import regex
from pipeline.source.nodes import EntriesNode, ItemsNode, content_of
from pipeline.source.reader import parse
from pipeline.source.writer import INDENT

LINE = regex(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def with_items(text: str, name: str, items: Sequence[Sequence[str]]) -> str:
    """Return a file's text with further items in the list of a name, which is begun at the end if there is none.

    Args:
        text: the text.
        name: the list's name.
        items: each item's lines, comments included, the first of which may be one.

    Raises:
        ValueError: the text has faults, or the list is not written with an item on each line.
    """
    before = parse(text, "")
    if before.problems:
        raise ValueError(name)
    lines = LINE.findall(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    position, indent, head = place_of_items(before.root, name, lines)
    if position and not lines[position - 1].endswith(("\r", "\n")):
        lines[position - 1] += ending
    added = [*head, *(f"{indent}{line}" for item in items for line in item)]
    new = "".join((*lines[:position], *(f"{line}{ending}" for line in added), *lines[position:]))
    after = parse(new, "")
    if after.problems or not is_extended(content_of(before.root), content_of(after.root), name, len(items)):
        raise ValueError(name)
    return new


def place_of_items(root: EntriesNode, name: str, lines: Sequence[str]) -> tuple[int, str, list[str]]:
    """Return before which line items are added, how deep they stand, and the lines that come before them.

    Args:
        root: the file's top.
        name: the list's name.
        lines: the file's lines.

    Raises:
        ValueError: there is something else of that name.
    """
    entry = root.entries.get(name)
    if entry is None:
        return len(lines), INDENT, ["", f"{name}:"]
    start = entry.key.start[0]
    following = (other.key.start[0] for other in root.entries.values() if other.key.start[0] > start)
    end = min(following, default=len(lines) + 1) - 1
    end -= sum(1 for _ in takewhile(lambda line: not line.strip() or line.startswith("#"), reversed(lines[start:end])))
    node = entry.value
    if node.is_empty:
        return end, INDENT, []
    line, column = node.start
    if not isinstance(node, ItemsNode) or lines[line - 1][column - 1] != "-":
        raise ValueError(name)
    return end, lines[line - 1][: column - 1], []


def is_extended(before: dict[str, Any], after: dict[str, Any], name: str, count: int) -> bool:
    """Return whether two contents of a file differ only by further items of a list.

    Args:
        before: the content before.
        after: the content now.
        name: the list's name.
        count: how many items were added.
    """
    old, new = before.get(name) or [], after.get(name)
    is_list = isinstance(new, list) and new[: len(old)] == old and len(new) == len(old) + count
    return is_list and {**before, name: None} == {**after, name: None}
