"""Writes the YAML skeleton of a new unit or year: every field of the form with its label, unit and hint."""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml

from pipeline.form.field import Field
from pipeline.form.field_types import NUMERIC
from pipeline.form.form import YEAR, Form
from pipeline.form.schema import FILE
from pipeline.source.composer import compose
from pipeline.source.reader import Source, entries, is_empty

INDENT = "  "
CARRIED = "沿用上年，请核对"

Entry = tuple[yaml.ScalarNode, yaml.Node]


def year_text(form: Form, unit_name: str, year: str, unit: Source | None, last: Source | None) -> str:
    """Return the skeleton of a year's data file.

    Args:
        form: the form to fill.
        unit_name: the unit's name for the heading; may be empty.
        year: the year.
        unit: the unit's file, whose fields are left out here.
        last: last year's file, whose constants are carried over.
    """
    lines = [
        f"# yaml-language-server: $schema=../../templates/{form.name}/{FILE}",
        f"# {unit_name or '（单位名称）'} {year} 年度{form.title}数据。冒号后空一格再填；没有的数填 0，不涉及的填 不适用。",
        f"form: {form.name}",
    ]
    given = entries(unit.root) if unit else {}
    before = entries(last.root) if last else {}
    lines += group_lines(form.root, given, before, "")
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


def group_lines(group: Field, given: dict[str, Entry], before: dict[str, Entry], indent: str) -> Iterator[str]:
    """Yield the lines of a group's fields that the unit's file does not give."""
    for field in group.fields.values():
        if field.formula or (field.name == YEAR and not indent):
            continue
        own, old = given.get(field.name), before.get(field.name)
        if field.type == "group":
            below = list(group_lines(field, entries(own[1] if own else None), entries(old[1] if old else None), indent + INDENT))
            if below:
                yield from ([""] if not indent else [])
                yield f"{indent}{field.name}:{comment(field)}"
                yield from below
        elif own is not None:
            continue
        elif field.constant and old is not None and not is_empty(old[1]):
            yield from (f"{indent}{line}" for line in entry_lines(field.name, value_lines(old[1]), f"   # {CARRIED}"))
        else:
            yield f"{indent}{field.name}:{comment(field)}"
            yield from row_example(field, indent)


def value_lines(node: yaml.Node) -> list[str]:
    """Return a value as YAML: what stands behind its name's colon, then the lines below that."""
    if isinstance(node, yaml.SequenceNode):
        return ["", *(line for item in node.value for line in item_lines(value_lines(item)))]
    if isinstance(node, yaml.MappingNode):
        return ["", *(line for name, (_, value) in entries(node).items() for line in entry_lines(name, value_lines(value)))]
    lines = node.value.rstrip("\n").split("\n")
    if len(lines) > 1 and all(line == line.strip() for line in lines):
        return ["|", *lines]
    return [quoted(node.value) if getattr(node, "style", None) in ("'", '"') else yaml_plain("\n".join(lines))]


def entry_lines(name: str, value: list[str], remark: str = "") -> Iterator[str]:
    """Yield a name with its value, which stands deeper where it has lines of its own."""
    yield f"{name}:{' ' if value[0] else ''}{value[0]}{remark}"
    yield from (f"{INDENT}{line}" for line in value[1:])


def item_lines(value: list[str]) -> Iterator[str]:
    """Yield a value as an item of a list; a row begins behind the dash."""
    first, *below = value if value[0] or len(value) == 1 else value[1:]
    yield f"- {first}"
    yield from (f"{INDENT}{line}" for line in below)


def yaml_plain(text: str) -> str:
    """Return a text as it can stand after `名称: `: as it is where YAML reads it back unchanged, else quoted."""
    try:
        read = entries(compose(f"a: {text}").root)
    except yaml.YAMLError:
        return quoted(text)
    return text if "a" in read and len(read) == 1 and read["a"][1].value == text else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotes, as both JSON and YAML read it."""
    return json.dumps(text, ensure_ascii=False)


def row_example(field: Field, indent: str) -> Iterator[str]:
    """Yield a commented row of a repeating group, to show how one is written."""
    if field.type == "rows":
        yield from (f"{indent}{INDENT}# {line}" for line in item_lines(["", *blank_lines(field)]))


def blank_lines(group: Field) -> Iterator[str]:
    """Yield the lines of a row's fields, none of them filled in."""
    for child in group.fields.values():
        if not child.formula:
            below = list(blank_lines(child))
            yield from entry_lines(child.name, ["", *(item_lines(["", *below]) if child.type == "rows" else below)], comment(child))


def comment(field: Field) -> str:
    """Return what a clerk should know of a field, as a YAML comment."""
    parts = [
        field.label if field.label != field.name else "",
        f"单位：{field.unit}" if field.unit and field.type in NUMERIC else "",
        {"date": "日期，如 2021-06-01", "yes_no": "填 是 或 否", "url": "网址", "percent": "如 98.80%"}.get(field.type, ""),
        f"填其中之一：{'、'.join(field.choices)}" if field.choices else "",
        {"paragraphs": "可写多段，每段前加“- ”", "list": "每项一行，前加“- ”", "rows": "每行以“- ”开头，没有就留空"}.get(field.type, ""),
        "必填" if field.required and field.type not in ("group", "rows") else "",
        field.hint,
    ]
    words = "；".join(dict.fromkeys(part for part in parts if part))
    return f"   # {words}" if words else ""
