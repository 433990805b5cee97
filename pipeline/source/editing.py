"""Edits entries of a YAML file where they stand; every other character, comment and line break stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.source.additions import LINE
from pipeline.source.nodes import EntriesNode, Entry, ItemsNode, Node, TextNode
from pipeline.source.writer import INDENT

BLOCK_STYLES = ("|", ">")


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that is written over a part of a text.

    Attributes:
        start: the line, 1-based, and the column, 0-based, where it begins in the text as typed.
        end: where it ends; the beginning of a line is the end of the one before.
        text: what stands there afterwards.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    text: str = ""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a file's text after edits, none of which overlap; of two at the same place the first given comes first."""
    lines = LINE.findall(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(place: tuple[int, int]) -> int:
        return starts[min(place[0], len(starts)) - 1] + place[1]

    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: offset(edit.start)):
        pieces += [text[done : offset(edit.start)], edit.text]
        done = offset(edit.end)
    return "".join((*pieces, text[done:]))


def replaced(node: TextNode, text: str) -> Edit:
    """Return the edit that writes something else instead of a name or of a value in one line."""
    origin = node.origin
    start, end = ((line, origin.column_as_typed(line, column) - 1) for line, column in (node.start, node.end))
    return Edit(start, end, text)


def removed(entry: Entry) -> Edit | None:
    """Return the edit that takes out the lines of an entry; None if these are not its own."""
    lines = lines_of(entry)
    return Edit((lines.start, 0), (lines.stop, 0)) if lines else None


def moved(entry: Entry, group: Sequence[str], root: EntriesNode) -> list[Edit]:
    """Return the edits that move an entry to the end of another group; none if it cannot be cut out or put there.

    Args:
        entry: the entry.
        group: the names from the top to the group, which is begun if the file has it not.
        root: the file's top.
    """
    lines, cut = block_of(entry), cut_out(entry, root)
    node = node_of(group, root)
    if cut is None:
        return []
    if node is not None and is_flow(node):
        if len(lines) > 1 or "#" in lines[0] or not isinstance(node, EntriesNode):
            return []  # a comment would hide the bracket
        line, column = node.end
        at = (line, node.origin.column_as_typed(line, column) - 2)
        return [cut, Edit(at, at, f"{', ' if node.entries else ''}{lines[0]}")]
    place = end_of_group(group, root)
    if place is None:
        return []
    line, depth, lacking = place
    begun = [f"{INDENT * level}{each}:" for level, each in enumerate(lacking)]
    deeper = [f"{INDENT * len(lacking)}{each}" for each in lines]
    text = "".join(f"{' ' * depth}{each}".rstrip() + "\n" for each in (*begun, *deeper))
    at = (line + 1, 0)
    return [cut, Edit(at, at, text if line < len(root.origin.lines) else f"\n{text}")]


def block_of(entry: Entry) -> list[str]:
    """Return the lines of an entry, without the margin that they share."""
    lines = lines_of(entry)
    typed = entry.key.origin.lines
    if not lines:
        start, end = (node.origin.column_as_typed(*at) - 1 for node, at in ((entry.key, entry.key.start), (entry.value, entry.value.end)))
        return [typed[entry.key.start[0] - 1][start:end]]
    head = typed[lines.start - 1]
    return [line[len(head) - len(head.lstrip()) :] for line in typed[lines.start - 1 : lines.stop - 1]]


def cut_out(entry: Entry, root: EntriesNode) -> Edit | None:
    """Return the edit that takes out an entry: its lines, or its part of a line between brackets; None if neither can be."""
    if edit := removed(entry):
        return edit
    holder = next((node for node in below(root) if isinstance(node, EntriesNode) and entry in node.entries.values()), None)
    line = entry.key.start[0]
    if holder is None or not is_flow(holder) or not holder.start[0] == line == holder.end[0]:
        return None
    column = entry.key.origin.column_as_typed
    inside = list(holder.entries.values())
    number = inside.index(entry)
    if number + 1 < len(inside):
        return Edit((line, column(*entry.key.start) - 1), (line, column(*inside[number + 1].key.start) - 1))
    start = inside[number - 1].value.end if number else (line, holder.start[1] + 1)
    return Edit((line, column(*start) - 1), (line, column(*holder.end) - 2))


def below(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    yield node
    for each in values_in(node):
        yield from below(each)


def node_of(group: Sequence[str], root: EntriesNode) -> Node | None:
    """Return what a file has in a group, given by the names from the top; None if it has not the group."""
    node: Node = root
    for name in group:
        entry = node.entries.get(name) if isinstance(node, EntriesNode) else None
        if entry is None:
            return None
        node = entry.value
    return node


def end_of_group(group: Sequence[str], root: EntriesNode) -> tuple[int, int, Sequence[str]] | None:
    """Return the last line of a group, how deep its entries stand, and the names that the file lacks; None if it has no lines of its own.

    Args:
        group: the names from the top to the group.
        root: the file's top.
    """
    known = next(number for number in range(len(group), -1, -1) if node_of(group[:number], root) is not None)
    return end_below(node_of(group[:known], root), group[known:])


def end_below(node: Node | None, lacking: Sequence[str]) -> tuple[int, int, Sequence[str]] | None:
    """Return the last line of entries, how deep they stand, and the names that are lacking; None if these stand in one line."""
    if not isinstance(node, EntriesNode) or not node.entries or is_flow(node):
        return None
    return last_line(node), min(entry.key.start[1] for entry in node.entries.values()) - 1, lacking


def lines_of(entry: Entry) -> range:
    """Return the lines that an entry and all below it stand in, 1-based; none if something else stands there too."""
    line, column = entry.key.start
    has_margin = not entry.key.origin.lines[line - 1][: column - 1].strip()
    return range(line, last_line(entry.value) + 1) if has_margin else range(0)


def last_line(node: Node) -> int:
    """Return the last line of a node, 1-based; comments behind it are not its own."""
    below = list(values_in(node)) if not is_flow(node) else []
    if below:
        return max(map(last_line, below))
    line, column = node.end
    if isinstance(node, TextNode) and node.style in BLOCK_STYLES:
        line -= column == 1
        while line > node.start[0] and not node.origin.lines[line - 1].strip():
            line -= 1
    return line


def values_in(node: Node) -> Iterator[Node]:
    """Yield what items or entries hold."""
    if isinstance(node, ItemsNode):
        yield from node.items
    elif isinstance(node, EntriesNode):
        yield from (entry.value for entry in node.entries.values())


def is_flow(node: Node) -> bool:
    """Return whether items or entries stand between brackets."""
    line, column = node.start
    return isinstance(node, ItemsNode | EntriesNode) and node.origin.line_as_read(line)[column - 1 : column] in ("{", "[")
