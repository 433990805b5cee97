"""Puts the rows of a YAML text into another order, or leaves some out; each goes with the comments above it and within it.

Every other character stays as it is, and what comes of it is read again: the rows are these, and nothing else changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pipeline.source.editing import Edit, edited, is_flow, last_line
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
    rows = node_at(before.root, path)
    if before.problems or not isinstance(rows, ItemsNode) or not set(order) <= set(range(1, len(rows.items) + 1)):
        raise FillingError(f"“{path}”的各行写法特别，请在数据文件里改")
    edit = in_brackets(rows, order) if is_flow(rows) else in_lines(rows, order)
    ending = "\r\n" if "\r\n" in typed else "\n"
    new = edited(typed, [replace(edit, text=edit.text.replace("\n", ending))])
    after = parse(new, "")
    wanted = [said(rows.items[number - 1]) for number in order]
    if after.problems or said(after.root) != put(said(before.root), by_step({path: wanted or said_of_none(rows)})):
        raise FillingError(f"改了“{path}”的各行以后读出来不一样，没有改动")
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


def in_lines(rows: ItemsNode, order: Sequence[int]) -> Edit:
    """Return the edit that puts rows that begin with dashes into another order."""
    lines, depth = rows.origin.lines, rows.start[1] - 1
    if lines[rows.start[0] - 1][:depth].strip():
        raise FillingError(f"第 {rows.start[0]} 行的写法特别，请在数据文件里改")
    ends = [rows.start[0] - 1, *(behind_comments(item, last_line(item), depth) for item in rows.items)]
    parts = [lines[begin:end] for begin, end in pairwise(ends)]
    has_end = ends[-1] < len(lines)
    kept = [line for number in order for line in parts[number - 1]]
    text = "\n".join(kept) + ("\n" if has_end and kept else "")
    return Edit((rows.start[0], 0), (ends[-1] + 1, 0) if has_end else (ends[-1], len(lines[ends[-1] - 1])), text)


def in_brackets(rows: ItemsNode, order: Sequence[int]) -> Edit:
    """Return the edit that puts rows between brackets into another order."""
    texts = list(written(rows))
    (first, begin), (last, end) = rows.items[0].start, rows.items[-1].end
    return Edit((first, begin - 1), (last, end - 1), ", ".join(texts[number - 1] for number in order))


def written(rows: ItemsNode) -> Iterator[str]:
    """Yield rows between brackets as they are written."""
    for item in rows.items:
        if item.start[0] != item.end[0]:
            raise FillingError(f"第 {item.start[0]} 行的写法特别，请在数据文件里改")
        yield item.origin.lines[item.start[0] - 1][item.start[1] - 1 : item.end[1] - 1]
