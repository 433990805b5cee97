"""Writes the YAML skeleton of a new unit or year: every field of the form with its label, unit and hint."""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml

from pipeline.field import Field
from pipeline.field_types import NUMERIC
from pipeline.form import YEAR, Form
from pipeline.schema import FILE
from pipeline.source import Source, entries, is_empty

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
    lines += group_lines(form.root, given, before, "", last)
    return "\n".join(lines) + "\n"


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


def group_lines(group: Field, given: dict[str, Entry], before: dict[str, Entry], indent: str, last: Source | None) -> Iterator[str]:
    """Yield the lines of a group's fields that the unit's file does not give."""
    for field in group.fields.values():
        if field.formula or (field.name == YEAR and not indent):
            continue
        own, old = given.get(field.name), before.get(field.name)
        if field.type == "group":
            below = list(group_lines(field, entries(own[1] if own else None), entries(old[1] if old else None), indent + INDENT, last))
            if below:
                yield from ([""] if not indent else [])
                yield f"{indent}{field.name}:{comment(field)}"
                yield from below
        elif own is not None:
            continue
        elif field.constant and old is not None and last is not None and not is_empty(old[1]):
            yield from carried(field, old[1], indent, last)
        else:
            yield f"{indent}{field.name}:{comment(field)}"
            yield from row_example(field, indent)


def carried(field: Field, node: yaml.Node, indent: str, last: Source) -> Iterator[str]:
    """Yield last year's lines of a constant, as they stand there."""
    if isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">"):
        text = str(node.value)
        plain = yaml_plain(text)
        yield f"{indent}{field.name}: {plain}   # {CARRIED}"
        return
    first, end = node.start_mark.line, node.end_mark.line
    yield f"{indent}{field.name}:   # {CARRIED}"
    lines = last.lines[first : end + (1 if node.end_mark.column else 0)]
    yield from (line for line in lines if line.strip())


def yaml_plain(text: str) -> str:
    """Return a text as it can stand after `名称: `: as it is where YAML reads it back unchanged, else quoted."""
    try:
        node = yaml.compose(f"a: {text}")
        if node is not None and node.value[0][1].value == text and isinstance(node.value[0][1], yaml.ScalarNode):
            return text
    except (yaml.YAMLError, IndexError, AttributeError, TypeError):
        pass
    return json.dumps(text, ensure_ascii=False)


def row_example(field: Field, indent: str) -> Iterator[str]:
    """Yield a commented row of a repeating group, to show how one is written."""
    if field.type != "rows":
        return
    prefix = "- "
    for child in field.fields.values():
        if not child.formula:
            yield f"{indent}{INDENT}# {prefix}{child.name}:{comment(child)}"
            prefix = "  "


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
