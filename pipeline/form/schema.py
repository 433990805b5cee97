"""The JSON Schema of a form's data files: completion and hover help for editors; the program's own check is stricter."""

from __future__ import annotations

import json
from typing import Any

from pipeline.form.field import Field
from pipeline.form.field_types import NOT_APPLICABLE, NUMERIC
from pipeline.form.form import EXCEPTIONS, YEAR, Form

FILE = "form.schema.json"
# What may stand in any field: nothing yet, or a word instead of a number or date.
EMPTY: dict[str, Any] = {"type": "null"}
WORD: dict[str, Any] = {"enum": list(NOT_APPLICABLE)}

PERMIT: dict[str, Any] = {
    "type": "object",
    "properties": {"内容": {"type": "string"}, "理由": {"type": "string"}},
    "required": ["内容", "理由"],
}


def schema_text(form: Form) -> str:
    """Return the schema as the text of a file."""
    content = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": form.title,
        "type": "object",
        "properties": {
            "form": {"const": form.name, "description": "所用的表"},
            EXCEPTIONS: {"type": "array", "items": PERMIT, "description": "看似隐私、但依法可以公开的文字"},
            **{name: field_schema(field) for name, field in form.root.fields.items() if name != YEAR},
        },
        "required": ["form"],
        "additionalProperties": False,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def field_schema(field: Field) -> dict[str, Any]:
    """Return the schema of one field; a required blank is left to the program, since unit.yaml may fill it."""
    described = {"description": description(field)} if description(field) else {}
    if field.type == "group":
        return {**described, "anyOf": [group_schema(field), EMPTY]}
    if field.type == "rows":
        return {**described, "anyOf": [{"type": "array", "items": group_schema(field)}, EMPTY]}
    return {**described, "anyOf": [*value_schemas(field), EMPTY]}


def group_schema(field: Field) -> dict[str, Any]:
    """Return the schema of a group's mapping."""
    properties = {name: field_schema(child) for name, child in field.fields.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def value_schemas(field: Field) -> list[dict[str, Any]]:
    """Return the schemas of what may be typed in a field."""
    if field.type in NUMERIC:
        limits = {"minimum": field.minimum, "maximum": field.maximum}
        number: dict[str, Any] = {"type": "integer" if field.type == "integer" else "number"}
        number |= {name: float(limit) for name, limit in limits.items() if limit is not None}
        return [number, WORD, *([{"type": "string", "pattern": r"^[0-9.]+%$"}] if field.type == "percent" else [])]
    if field.type == "date":
        return [{"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, WORD]
    if field.type == "url":
        return [{"type": "string", "pattern": "^https?://"}, WORD]
    if field.type in ("yes_no", "choice"):
        return [{"enum": list(field.choices or ("是", "否"))}]
    if field.type in ("paragraphs", "list"):
        return [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    return [{"type": "string"}]


def description(field: Field) -> str:
    """Return what an editor shows of a field: label, unit, hint, whether it must be filled."""
    parts = [
        field.label if field.label != field.name else "",
        f"单位：{field.unit}" if field.unit and field.type in NUMERIC else "",
        "必填" if field.required else "",
        "由程序计算，不用填" if field.formula else "",
        field.hint,
    ]
    return "；".join(part for part in parts if part)
