"""Writes the YAML skeleton of a new unit or year: every field of the form with its label, unit and hint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.form.earlier import LONGEST, Earlier
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.form import YEAR, Form
from pipeline.form.schema import FILE
from pipeline.form.types.field_type import shortened
from pipeline.form.types.registry import type_of
from pipeline.source.nodes import Entry, entries_of
from pipeline.source.reader import Source
from pipeline.source.writer import INDENT, entry_lines, item_lines, plain, value_lines

CARRIED = "沿用上年，请核对"


def year_text(form: Form, unit_name: str, year: str, unit: Source | None, last: Earlier | None) -> str:
    """Return the skeleton of a year's data file.

    Args:
        form: the form to fill.
        unit_name: the unit's name for the heading; may be empty.
        year: the year.
        unit: the unit's file, whose fields are left out here.
        last: last year's file, whose constants are carried over, and whose other values are shown.
    """
    lines = [
        f"# yaml-language-server: $schema=../../templates/{form.name}/{FILE}",
        f"# {unit_name or '（单位名称）'} {year} 年度{form.title}数据。冒号后空一格再填；没有的数填 0，不涉及的填 不适用。",
        f"form: {form.name}",
    ]
    given = unit.root.entries if unit else {}
    last = last or Earlier()
    lines += group_lines(form.root, (given, last.entries), last.said, "")
    return "".join(line.rstrip(" ") + "\n" for line in lines)


def unit_text(form: Form) -> str:
    """Return the skeleton of a new unit's file: what stays the same from year to year."""
    lines = ["# 各年度不变的内容。年度文件里写了同一项的，以年度文件为准。"]
    lines += constant_lines(form.root, "")
    return "\n".join(lines) + "\n"


def constant_lines(group: Field, indent: str) -> Iterator[str]:
    """Yield the lines of a group's constants."""
    for field in group.fields.values():
        below = list(constant_lines(field, indent + INDENT)) if field.type == "group" else []
        if below:
            yield f"{indent}{field.name}:{comment(field)}"
            yield from below
        elif field.constant:
            yield f"{indent}{field.name}:{comment(field)}"


def group_lines(
    group: Field, files: tuple[Mapping[str, Entry], Mapping[str, Entry]], said: Mapping[str, str], indent: str
) -> Iterator[str]:
    """Yield the lines of a group's fields that the unit's file does not give.

    Args:
        group: the group.
        files: what the unit's file gives in it, and what last year's file has in it.
        said: what is said of last year's values, by the fields' paths.
        indent: the spaces before its lines.
    """
    for field in group.fields.values():
        if field.formula or (field.name == YEAR and not indent):
            continue
        own, old = (field.among(entries) for entries in files)
        if field.type == "group":
            below = list(group_lines(field, (below_of(own), below_of(old)), said, indent + INDENT))
            if below:
                yield from ([""] if not indent else [])
                yield f"{indent}{field.name}:{comment(field)}"
                yield from below
        elif own is not None:
            continue
        elif field.constant and old is not None and not old.value.is_empty:
            yield from (f"{indent}{line}" for line in entry_lines(field.name, value_lines(old.value), f"   # {CARRIED}"))
        else:
            yield f"{indent}{field.name}:{comment(field, said.get(field.path, ''))}"
            yield from (
                (f"{indent}{INDENT}{line}" for line in preset_lines(field, field.preset)) if field.preset else row_example(field, indent)
            )


def below_of(entry: Entry | None) -> dict[str, Entry]:
    """Return the entries below one, if it has any."""
    return entries_of(entry.value) if entry else {}


def row_example(field: Field, indent: str) -> Iterator[str]:
    """Yield a commented row of a repeating group, to show how one is written."""
    if field.type == "rows":
        yield from (f"{indent}{INDENT}# {line}" for line in item_lines(["", *blank_lines(field)]))


def preset_lines(field: Field, preset: Preset) -> Iterator[str]:
    """Yield the rows that the form fixes, each with what says which it is, for the clerk to fill in the rest."""
    for row in preset.rows:
        key = [line for name, text in row.key.items() for line in entry_lines(name, [plain(text)])]
        fixed = "；".join(f"{name}：{shortened('；'.join(texts), LONGEST)}" for name, texts in row.values.items() if name not in row.key)
        first, *below = [*key, *blank_lines(field, row)]
        yield from item_lines(["", f"{first}   # {fixed}" if fixed else first, *below])


def blank_lines(group: Field, row: PresetRow | None = None) -> Iterator[str]:
    """Yield the lines of a row's fields, none of them filled in; `row` is what the form fixes in it."""
    for child in group.fields.values():
        preset = row.presets.get(child.name, child.preset) if row else child.preset
        if preset:
            yield from entry_lines(child.name, ["", *preset_lines(child, preset)], comment(child))
        elif not child.formula and not (row and child.name in row.values):
            below = list(blank_lines(child))
            yield from entry_lines(child.name, ["", *(item_lines(["", *below]) if child.type == "rows" else below)], comment(child))


def comment(field: Field, before: str = "") -> str:
    """Return what a clerk should know of a field, as a YAML comment; `before` says what it was last year."""
    parts = [
        field.label if field.label != field.name else "",
        f"单位：{field.unit}" if field.unit and type_of(field).is_number else "",
        f"填其中之一：{'、'.join(field.choices)}" if field.choices else type_of(field).comment,
        "必填" if field.required and field.type not in ("group", "rows") else "",
        f"不填的，取上年的文件里的“{field.taken_from}”" if field.taken_from else "",
        field.hint,
        before,
    ]
    words = "；".join(dict.fromkeys(part for part in parts if part))
    return f"   # {words}" if words else ""
