"""Sets values in a YAML text by their paths: where a name stands empty, over another value, or in groups and rows that are begun.

Every other character stays as it is, and what comes of it is read again: these paths have these values and no other path changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from pipeline.regex import regex
from pipeline.source.editing import BLOCK_STYLES, Edit, edited, is_flow, last_line
from pipeline.source.filled_values import Below, FillingError, Values, Wanted, are_rows, block, by_step, flow, said, with_wanted
from pipeline.source.nodes import EntriesNode, Entry, ItemsNode, Node, TextNode
from pipeline.source.reader import Source, parse
from pipeline.source.writer import INDENT, text_lines

HEADER: Final = regex(r"[|>][-+0-9]*")
COLON: Final = regex(r"\s*:")
BOM: Final = "\ufeff"


def with_values(text: str, values: Values) -> str:
    """Return a file's text with these values; line feeds at a value's end are dropped, an empty value leaves its name empty.

    Args:
        text: the text.
        values: the values by path, such as 经济性.三公经费.预算安排数 or 项目支出明细[2].支出数; several texts of one that holds several.

    Raises:
        FillingError: the text has faults, a value's group or rows hold something else, or what comes of it is not what was meant.
    """
    typed = text.removeprefix(BOM)
    return text[: len(text) - len(typed)] + filled(typed, parse(typed, ""), values)[0]


def filled(typed: str, before: Source, values: Values) -> tuple[str, Source]:
    """Return a text with values that were set in it, and what it says then.

    Args:
        typed: the text, without a mark of its encoding.
        before: what it says.
        values: the values by path.

    Raises:
        FillingError: as `with_values` says.
    """
    if before.problems:
        raise FillingError(f"第 {before.problems[0].place.line} 行有写法不对的地方，请先改好：{before.problems[0].message}")
    wanted = by_step({path: value.rstrip("\n") if isinstance(value, str) else value or "" for path, value in values.items()})
    ending = "\r\n" if "\r\n" in typed else "\n"
    edits = [replace(edit, text=edit.text.replace("\n", ending)) for edit in of_root(before.root, wanted)]
    new = edited(typed, edits)
    after = parse(new, before.file)
    if after.problems or said(after.root) != with_wanted(said(before.root), wanted):
        raise FillingError(f"放进去以后读出来不一样，没有改动：{'、'.join(values)}")
    return new, after


def of_root(root: EntriesNode, wanted: Below) -> Iterator[Edit]:
    """Yield the edits that set values at a file's top."""
    lines = root.origin.lines
    if root.entries:
        yield from in_entries(root, wanted)
    elif wanted:
        yield inserted(root, len(lines) - (not lines[-1]), block(wanted))


def in_entries(group: EntriesNode, wanted: Below) -> Iterator[Edit]:
    """Yield the edits that set values in a group's entries, and behind them those that it lacks."""
    for name, value in wanted.items():
        if name in group.entries:
            yield from in_entry(group.entries[str(name)], value, in_flow=is_flow(group))
    lacking = {name: value for name, value in wanted.items() if name not in group.entries}
    if not lacking:
        return
    if is_flow(group):
        yield behind_last(group, [entry.value for entry in group.entries.values()], flow(lacking)[1:-1])
        return
    depth = min(entry.key.start[1] for entry in group.entries.values()) - 1
    yield inserted(group, behind_comments(group, last_line(group), depth), block(lacking), depth)


def in_entry(entry: Entry, wanted: Wanted, *, in_flow: bool) -> Iterator[Edit]:
    """Yield the edits that set what stands behind a name.

    Args:
        entry: the name with its value.
        wanted: what is to stand there.
        in_flow: whether it stands between brackets.
    """
    line, column = entry.key.end
    colon = COLON.match(entry.key.origin.lines[line - 1], column - 1)
    if in_flow and colon is None and entry.value.start == entry.value.end:
        at = (line, column - 1)
        yield Edit(at, at, f": {flow(wanted)}")
        return
    if colon is None:
        raise FillingError(f"“{entry.key.typed}”的写法特别，请手工填写")
    yield from in_value(entry.value, wanted, (line, colon.end()), entry.key.start[1] - 1, in_flow=in_flow)


def in_value(node: Node, wanted: Wanted, head: tuple[int, int], depth: int, *, in_flow: bool) -> Iterator[Edit]:
    """Yield the edits that set a value, or values in a group or in rows.

    Args:
        node: what stands there.
        wanted: what is to stand there.
        head: where the sign before it ends, a colon or dash.
        depth: how deep that sign's line stands.
        in_flow: whether it stands between brackets.
    """
    is_blank = node.is_empty or (isinstance(node, ItemsNode | EntriesNode) and not said(node))
    if said(node) == with_wanted(said(node), wanted):
        return
    if isinstance(wanted, dict) and not is_blank:
        yield from inside(node, wanted)
    elif in_flow or (is_flow(node) and not is_blank and isinstance(wanted, tuple)):
        yield written_over(node, flow(wanted))
    elif isinstance(wanted, tuple) and isinstance(node, ItemsNode) and not is_blank:
        yield from in_texts(node, wanted)
    elif isinstance(wanted, dict):
        yield written_over(node, "")
        yield inserted(node, behind_comments(node, head[0], depth), block(wanted), depth + len(INDENT))
    else:
        yield from in_block(node, wanted, head, depth)


def inside(node: Node, wanted: Below) -> Iterator[Edit]:
    """Yield the edits that set values in a group or in rows that are there."""
    if isinstance(node, EntriesNode) and not are_rows(wanted):
        yield from in_entries(node, wanted)
    elif isinstance(node, ItemsNode) and are_rows(wanted):
        yield from in_rows(node, wanted)
    else:
        raise FillingError(f"第 {node.start[0]} 行已有别的内容，放不下“{'、'.join(map(str, wanted))}”")


def in_rows(rows: ItemsNode, wanted: Below) -> Iterator[Edit]:
    """Yield the edits that set values in rows, and behind them those of further rows."""
    depth = rows.start[1] - 1
    for number, value in wanted.items():
        if int(number) <= len(rows.items):
            item = rows.items[int(number) - 1]
            yield from in_value(item, value, (item.start[0], item.start[1] - 1), depth, in_flow=is_flow(rows))
    further = {number: value for number, value in wanted.items() if int(number) > len(rows.items)}
    if further and is_flow(rows):
        yield behind_last(rows, rows.items, flow(further)[1:-1])
    elif further:
        yield inserted(rows, behind_comments(rows, last_line(rows), depth), block(further), depth)


def in_texts(texts: ItemsNode, wanted: tuple[str, ...]) -> Iterator[Edit]:
    """Yield the edits that make a list's texts others, so that comments stay with the texts that they are about."""
    if not all(isinstance(item, TextNode) for item in texts.items):
        raise FillingError(f"第 {texts.start[0]} 行起不是若干段文字，请手工填写")
    depth = texts.start[1] - 1
    there = [item.text for item in texts.items if isinstance(item, TextNode)]
    for _, begin, end, first, last in SequenceMatcher(None, there, wanted, autojunk=False).get_opcodes():
        new = wanted[first:last]
        for item, text in zip(texts.items[begin:end], new, strict=False):
            yield from in_value(item, text, (item.start[0], item.start[1] - 1), depth, in_flow=False)
        for item in texts.items[begin + len(new) : end]:
            yield Edit((item.start[0], 0), (last_line(item) + 1, 0))
        if further := new[end - begin :]:
            yield inserted(texts, last_line(texts.items[end - 1]) if end else texts.start[0] - 1, block(further), depth)


def in_block(node: Node, wanted: str | tuple[str, ...], head: tuple[int, int], depth: int) -> Iterator[Edit]:
    """Yield the edits that write a value over another one, outside of brackets.

    Args:
        node: what stands there: a text, or several.
        wanted: what is to stand there.
        head: where the sign before it ends.
        depth: how deep that sign's line stands.
    """
    first, *below = text_lines(wanted) if isinstance(wanted, str) else ["", *block(wanted)]
    deeper = depth + len(INDENT)
    if isinstance(node, TextNode) and node.style in BLOCK_STYLES:
        line, column = node.start
        header = HEADER.match(node.origin.lines[line - 1], column - 1)
        yield written_over(replace(node, end=(line, header.end() + 1 if header else column)), first)
        yield Edit((line + 1, 0), (last_line(node) + 1, 0))
    elif isinstance(node, ItemsNode) and not is_flow(node):
        yield Edit(head, head, f" {first}" if first else "")
        yield from (Edit((item.start[0], 0), (last_line(item) + 1, 0)) for item in node.items)
    elif isinstance(node, EntriesNode) and node.entries:
        raise FillingError(f"第 {node.start[0]} 行起是一组内容，不能换成一项")
    else:
        yield written_over(node, first)
    if below:
        yield inserted(node, max(head[0], last_line(node)), below, deeper)


def written_over(node: Node, text: str) -> Edit:
    """Return the edit that writes a text over a node, or behind a sign where nothing stands; for no text with the blanks before it."""
    (line, column), (last, behind) = node.start, node.end
    before, after = node.origin.lines[line - 1][: column - 1], node.origin.lines[last - 1][behind - 1 :]
    if not text and not f"{before}{after}".strip():
        return Edit((line, 0), (last + 1, 0))
    if node.start == node.end:
        space = "" if not text or before.endswith(" ") else " "
        return Edit((line, column - 1), (line, column - 1), f"{space}{text}")
    return Edit((line, column - 1 if text else len(before.rstrip())), (last, behind - 1), text)


def behind_last(node: Node, parts: Sequence[Node], text: str) -> Edit:
    """Return the edit that puts something behind the last part between brackets.

    Args:
        node: the brackets with what they hold.
        parts: the nodes in them.
        text: what is put there.
    """
    line, column = parts[-1].end if parts[-1].start != parts[-1].end else (node.end[0], node.end[1] - 1)
    return Edit((line, column - 1), (line, column - 1), f", {text}")


def behind_comments(node: Node, line: int, depth: int) -> int:
    """Return the last of the comments behind a line that stand deeper, as what is shown of a row does; else the line.

    Args:
        node: a node of the text.
        line: the line.
        depth: how deep it stands.
    """
    lines = node.origin.lines
    while line < len(lines) and lines[line].lstrip().startswith("#") and len(lines[line]) - len(lines[line].lstrip()) > depth:
        line += 1
    return line


def inserted(node: Node, line: int, lines: list[str], depth: int = 0) -> Edit:
    """Return the edit that puts lines behind a line.

    Args:
        node: a node of the text.
        line: the line.
        lines: what is put there.
        depth: how deep they stand.
    """
    deep = [f"{' ' * depth}{each}".rstrip() for each in lines]
    has_end = line < len(node.origin.lines)
    return Edit((line + 1, 0), (line + 1, 0), "".join(f"{each}\n" if has_end else f"\n{each}" for each in deep))
