"""Values that are to be set in a YAML text, by the steps of their paths: what the text should say then, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.paths import steps
from pipeline.regex import regex
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, TextNode, value_of
from pipeline.source.reader import parse
from pipeline.source.writer import entry_lines, item_lines, plain, quoted, text_lines

Values = Mapping[str, str | tuple[str, ...]]
# Values by name, or by the number of their row or of one of several texts; below a name or number again such values.
Below = dict[str | int, Any]
Wanted = str | tuple[str, ...] | Below

STEP: Final = regex(r"([^\[\]]+)((?:\[[0-9]+\])*)")


class FillingError(Exception):
    """A value cannot be set where it belongs; says why in a sentence for the clerk."""


def by_step(values: Mapping[str, Any]) -> Below:
    """Return values, whatever they are, by the steps of their paths."""
    top: Below = {}
    for path, value in values.items():
        names = [name for step in steps(path) for name in names_in(step)]
        group = top
        for name in names[:-1]:
            group = group.setdefault(name, {})
            if not isinstance(group, dict):
                raise FillingError(f"“{path}”上面的一级已经有内容")
        if names[-1] in group:
            raise FillingError(f"“{path}”有两个内容")
        group[names[-1]] = value
    return in_order(top)


def node_at(root: Node, path: str) -> Node | None:
    """Return what stands at a path; None if nothing does."""
    node: Node | None = root
    for name in (name for step in steps(path) for name in names_in(step)):
        if isinstance(name, int):
            node = node.items[name - 1] if isinstance(node, ItemsNode) and name <= len(node.items) else None
        else:
            node = value_of(node, name)
    return node


def in_order(wanted: Below) -> Below:
    """Return values with rows in the order of their numbers."""
    if len({type(name) for name in wanted}) > 1:
        raise FillingError(f"“{next(iter(wanted))}”是一行还是一组？")
    below = {name: in_order(value) if isinstance(value, dict) else value for name, value in wanted.items()}
    return dict(sorted(below.items())) if are_rows(below) else below


def names_in(step: str) -> Iterator[str | int]:
    """Yield a step's name and the number of its row, from 1."""
    found = STEP.fullmatch(step)
    if not found:
        raise FillingError(f"“{step}”不是一项的名称")
    yield found[1]
    yield from (int(number) for number in found[2].strip("[]").split("][") if number)


def said(node: Node) -> Any:  # noqa: ANN401 - texts, lists and dictionaries of them, as deep as they go
    """Return what a node says; a block's text without the line feed at its end, which another line behind it brings."""
    if isinstance(node, EntriesNode):
        return {name: said(entry.value) for name, entry in node.entries.items()}
    return [said(item) for item in node.items] if isinstance(node, ItemsNode) else node.text if isinstance(node, TextNode) else None


def with_wanted(old: Any, wanted: Wanted) -> Any:  # noqa: ANN401 - texts, lists and dictionaries of them, as deep as they go
    """Return what should be said after values are set in what was said before."""
    if not isinstance(wanted, dict):
        return list(wanted) if isinstance(wanted, tuple) else wanted
    if are_rows(wanted):
        rows = list(old) if isinstance(old, list) else []
        for number, value in wanted.items():
            if number not in range(1, len(rows) + 2):
                raise FillingError(f"还没有第 {len(rows) + 1} 行，不能放第 {number} 行")
            rows[int(number) - 1 : int(number)] = [with_wanted((*rows, None)[int(number) - 1], value)]
        return rows
    group = dict(old) if isinstance(old, dict) else {}
    return group | {name: with_wanted(group.get(name), value) for name, value in wanted.items()}


def are_rows(wanted: Mapping[str | int, Any]) -> bool:
    """Return whether values are those of numbered rows or texts, and not of a group."""
    return bool(wanted) and all(isinstance(name, int) for name in wanted)


def block(wanted: tuple[str, ...] | Below) -> list[str]:
    """Return values as lines: names, rows or texts."""
    if isinstance(wanted, tuple):
        return [line for text in wanted for line in item_lines(text_lines(text))]
    lines: list[str] = []
    for name, value in wanted.items():
        own = text_lines(value) if isinstance(value, str) else ["", *block(value)]
        lines += item_lines(own) if isinstance(name, int) else entry_lines(name, own)
    return lines


def flow(wanted: Wanted) -> str:
    """Return values as they stand between brackets."""
    if isinstance(wanted, str):
        is_plain = plain(wanted) == wanted and said(parse(f"a: [{wanted}, b]", "").root) == {"a": [wanted, "b"]}
        return wanted if is_plain else quoted(wanted)
    if isinstance(wanted, tuple) or are_rows(wanted):
        return f"[{', '.join(map(flow, wanted if isinstance(wanted, tuple) else wanted.values()))}]"
    return f"{{{', '.join(f'{name}: {flow(value)}' for name, value in wanted.items())}}}"
