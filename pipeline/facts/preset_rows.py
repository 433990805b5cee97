"""The rows that a form fixes beside those that a clerk typed: which is which, and what one of them says otherwise than the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.facts.typed import is_blank, typed_rows
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.types.field_type import shortened
from pipeline.language.values import Value, spelt
from pipeline.problems import Kind, Place, Problem, Severity, error, nearest
from pipeline.records import record
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, ItemsNode, Node, entries_of, text_of
from pipeline.source.reader import not_entries

# What a row has in which the form fixes nothing.
FREE: Final = PresetRow({}, {}, {}, Place(""))


@record()
class Matched:
    """What a clerk typed for rows that the form fixes.

    Attributes:
        nodes: what was typed for each row in the form's order; None for nothing.
        problems: rows that are none of the form's, or stand there twice.
        place: where the rows stand.
    """

    nodes: Sequence[Node | None]
    problems: Sequence[Problem]
    place: Place


def matched(preset: Preset, path: str, given: Entry | None, owner: Place) -> Matched:
    """Return which row that a clerk typed is which of the form's.

    Args:
        preset: the form's rows.
        path: their path.
        given: what the file has, if it has anything.
        owner: where the rows would stand.
    """
    if not given:
        return Matched([None] * len(preset.rows), (), owner)
    node, place = given.value, given.key.place
    items, problems = typed_rows(node, path)
    found: dict[PresetRow, Node] = {}
    for item in items:
        row = row_of(preset, item)
        if isinstance(item, BrokenNode) or (is_blank(item) and not isinstance(item, EntriesNode)):
            continue
        if row is None or row in found:
            problems += why_none(preset, item, path) if row is None else [twice(row, item, found[row], path)]
        else:
            found[row] = item
    return Matched([found.get(row) for row in preset.rows], problems, place)


def row_of(preset: Preset, item: Node) -> PresetRow | None:
    """Return which of the form's rows a typed one is; None if it is none of them."""
    entries = entries_of(item)
    typed = {key: text_of(entries[key].value).strip() for key in preset.keys if key in entries}
    return next((row for row in preset.rows if row.key == typed), None)


def why_none(preset: Preset, item: Node, path: str) -> list[Problem]:
    """Return why a typed row is none of the form's.

    Args:
        preset: the form's rows.
        item: what was typed.
        path: the rows' path.
    """
    if not isinstance(item, EntriesNode):
        return not_entries(item, path)
    names = [row.name for row in preset.rows]
    lacking = [key for key in preset.keys if key not in item.entries or not text_of(item.entries[key].value).strip()]
    if lacking:
        return [
            error(
                Kind.PRESET,
                f"这一行没有写明是哪一行（{'、'.join(lacking)}）",
                item.place,
                path,
                f"照抄其中一行：{shortened('、'.join(names), 60)}",
            )
        ]
    typed = "、".join(text_of(item.entries[key].value).strip() for key in preset.keys)
    hint = nearest(typed, names) or f"照抄其中一行：{shortened('、'.join(names), 60)}"
    place = item.entries[preset.keys[-1]].value.place
    return [error(Kind.PRESET, f"表上没有“{shortened(typed, 40)}”这一行，各行由表规定", place, path, hint)]


def twice(row: PresetRow, item: Node, before: Node, path: str) -> Problem:
    """Return the problem of a row that stands there twice.

    Args:
        row: the form's row.
        item: what was typed.
        before: what was typed for it before.
        path: the rows' path.
    """
    return error(Kind.PRESET, f"“{row.name}”这一行重复，第 {before.place.line} 行已经写过", item.place, path, "请合成一行")


def says_nothing(field: Field, nodes: Sequence[Node | None]) -> bool:
    """Return whether rows as typed hold nothing but what the form fixes."""
    return not any(says(field, node) for node in nodes if node)


def says(field: Field, node: Node) -> bool:
    """Return whether a row, or a group in it, holds something that the form does not fix."""
    for name, entry in entries_of(node).items():
        below = field.fields.get(name)
        if below and below.fields:
            parts = entry.value.items if isinstance(entry.value, ItemsNode) else (entry.value,)
            if any(says(below, part) for part in parts):
                return True
        elif name not in field.fixed and not is_blank(entry.value):
            return True
    return False


def not_as_fixed(row: PresetRow, fixed: Value, typed: Value, entry: Entry, path: str) -> Iterator[Problem]:
    """Yield that a clerk typed something else than the form fixes.

    Args:
        row: the form's row.
        fixed: what the form fixes.
        typed: what was typed.
        entry: where it was.
        path: the value's path.
    """
    if typed != fixed:
        now, then = (shortened(spelt(value), 40) for value in (typed, fixed))
        message = f"填的是“{now}”，表上规定的是“{then}”（{row.place.file} 第 {row.place.line} 行）"
        yield error(Kind.PRESET, message, entry.value.place, path, "这一项由表规定：删去即可")


def of_missing_row(row: PresetRow, missing: Sequence[Problem], place: Place, path: str) -> tuple[list[Problem], list[Problem]]:
    """Return the required values that a row lacks because it is not there, told so, and else a warning that it is not.

    Args:
        row: the form's row.
        missing: what it lacks.
        place: where the rows stand.
        path: the row's path.
    """
    key = "，".join(f"{name}: {text}" for name, text in row.key.items())
    hint = f"补上“- {key}”这一行"
    told = [replace(each, message=f"必填，“{row.name}”这一行没有写", hint=hint) for each in missing]
    untold = f"没有写“{row.name}”这一行，印出来只有表上规定的内容"
    return told, [] if told else [Problem(Severity.WARNING, Kind.PRESET, untold, place, path, hint)]
