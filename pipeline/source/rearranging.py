"""Puts the rows of a YAML text into another order, or leaves some out; each goes with the comments above it and within it.

Every other character stays as it is, and what comes of it is read again: the rows are these, and nothing else changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pipeline.source.additions import LINE
from pipeline.source.editing import is_flow, last_line
from pipeline.source.filled_values import FillingError, by_step, node_at, said
from pipeline.source.filling import BOM, behind_comments
from pipeline.source.nodes import ItemsNode
from pipeline.source.reader import parse


def rearranged(text: str, path: str, order: Sequence[int]) -> str:
    """Return a file's text with rows in another order.

    Args:
        text: the text.
        path: where the rows stand, such as 项目支出明细.
        order: the numbers, from 1, that the rows have now, in the order in which they are to stand; those left out go.

    Raises:
        FillingError: there are no such rows, or what comes of it is not what was meant.
    """
    typed = text.removeprefix(BOM)
    before = parse(typed, "")
    if before.problems:
        raise FillingError(f"第 {before.problems[0].place.line} 行有写法不对的地方，请先改好：{before.problems[0].message}")
    rows = node_at(before.root, path)
    if not isinstance(rows, ItemsNode) or len(set(order)) < len(order) or not set(order) <= set(range(1, len(rows.items) + 1)):
        raise FillingError(f"“{path}”没有这些行，请重新打开这一页再改")
    if list(order) == list(range(1, len(rows.items) + 1)):
        return text
    new = (in_brackets if is_flow(rows) else in_lines)(LINE.findall(typed), rows, order)
    after = parse(new, "")
    wanted = [said(rows.items[number - 1]) for number in order]
    if after.problems or said(after.root) != put(said(before.root), by_step({path: wanted or said_of_none(rows)})):
        raise FillingError(f"“{path}”的各行写法特别，没有改动，请在数据文件里改")
    return text[: len(text) - len(typed)] + new


def said_of_none(rows: ItemsNode) -> Any:  # noqa: ANN401 - as `said` has it
    """Return what is said where no row is left."""
    return [] if is_flow(rows) else ""


def put(old: Any, wanted: Any) -> Any:  # noqa: ANN401 - texts, lists and dictionaries of them, as deep as they go
    """Return what was said with something else in one place."""
    if not isinstance(wanted, dict):
        return wanted
    ((name, below),) = wanted.items()
    if isinstance(name, int):
        return [*old[: name - 1], put(old[name - 1], below), *old[name:]]
    return {**old, name: put(old[name], below)}


def in_lines(lines: list[str], rows: ItemsNode, order: Sequence[int]) -> str:
    """Return a text with rows that begin with dashes in another order.

    Args:
        lines: its lines, each with its end.
        rows: the rows.
        order: the numbers of those that stay.
    """
    depth = rows.start[1] - 1
    if lines[rows.start[0] - 1][:depth].strip():
        raise FillingError(f"第 {rows.start[0]} 行的写法特别，请在数据文件里改")
    ends = [rows.start[0] - 1, *(behind_comments(item, last_line(item), depth) for item in rows.items)]
    parts = [lines[begin:end] for begin, end in pairwise(ends)]
    new = [*lines[: ends[0]], *(line for number in order for line in parts[number - 1]), *lines[ends[-1] :]]
    if order and not ends_line(lines[-1]):  # the line that ended without a line feed may stand elsewhere now, and another one last
        ending = lines[0][len(lines[0].rstrip("\r\n")) :]
        new = [line if ends_line(line) else line + ending for line in new]
        new[-1] = new[-1].rstrip("\r\n")
    return "".join(new)


def ends_line(line: str) -> bool:
    """Return whether a line has its end."""
    return line.endswith(("\r", "\n"))


def in_brackets(lines: list[str], rows: ItemsNode, order: Sequence[int]) -> str:
    """Return a text with rows between brackets in another order; what divides them stays where it is.

    Args:
        lines: its lines, each with its end.
        rows: the rows.
        order: the numbers of those that stay.
    """
    text, starts = "".join(lines), [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    begin, end = ((starts[line - 1] + column - 1) for line, column in (rows.start, rows.end))
    spans = [[starts[line - 1] + column - 1 for line, column in (item.start, item.end)] for item in rows.items]
    between = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    if any("#" in each for each in (text[begin : spans[0][0]], *between, text[spans[-1][1] : end])):
        raise FillingError(f"第 {rows.start[0]} 行起的括号里有注释，看不出说的是哪一行，请在数据文件里改")
    if not order:
        return f"{text[:begin]}[]{text[end:]}"
    kept = [text[slice(*spans[number - 1])] for number in order]
    inside = "".join(f"{each}{sign}" for each, sign in zip(kept, [*between[: len(kept) - 1], ""], strict=True))
    return text[: spans[0][0]] + inside + text[spans[-1][1] :]
