"""The JSON Schema of a form's data files: completion and hover help for editors; the program's own check is stricter."""

from __future__ import annotations

import json

from pipeline.form.field import Field, Preset
from pipeline.form.form import ANSWERS, EXCEPTIONS, YEAR, Form
from pipeline.form.types.field_type import Holds, Schema
from pipeline.form.types.registry import type_of

FILE = "form.schema.json"
# What may stand in any field: nothing yet.
EMPTY: Schema = {"type": "null"}

PERMIT: Schema = {
    "type": "object",
    "properties": {"内容": {"type": "string"}, "理由": {"type": "string"}},
    "required": ["内容", "理由"],
}
ANSWER: Schema = {
    "type": "object",
    "properties": {
        "事项": {"type": "string", "description": "检查时指出的问题叫什么"},
        "位置": {"type": "string", "description": "问题在哪一项"},
        "数据": {"type": "object", "description": "写说明时各项所填的数；有一个变了，就要重新核实"},
        "说明": {"anyOf": [{"type": "string"}, EMPTY], "description": "实际情况和依据"},
    },
    "required": ["事项", "数据", "说明"],
    "additionalProperties": False,
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
            ANSWERS: {"anyOf": [{"type": "array", "items": ANSWER}, EMPTY], "description": "检查时指出、经核实属实的情况，逐条写明原因"},
            **{name: field_schema(field) for name, field in form.root.fields.items() if name != YEAR},
        },
        "required": ["form"],
        "additionalProperties": False,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def field_schema(field: Field) -> Schema:
    """Return the schema of one field; a required blank is left to the program, since unit.yaml may fill it."""
    described = {"description": description(field)} if description(field) else {}
    return {**described, "anyOf": [*content_schemas(field), EMPTY]}


def content_schemas(field: Field) -> list[Schema]:
    """Return the schemas of what a field may hold."""
    holds = type_of(field).holds
    if holds is Holds.FIELDS:
        return [group_schema(field)]
    if holds is not Holds.ROWS:
        return type_of(field).schemas(field)
    items = group_schema(field)
    if field.preset:
        items["properties"] |= {key: {"enum": keys_typed(field.preset, key)} for key in field.preset.keys}
        items["required"] = list(field.preset.keys)
    return [{"type": "array", "items": items}]


def keys_typed(preset: Preset, key: str) -> list[str]:
    """Return what may be typed to say which of a form's rows is meant, in one of the fields that say it."""
    return list(dict.fromkeys(row.key[key] for row in preset.rows))


def group_schema(field: Field) -> Schema:
    """Return the schema of a group's mapping."""
    properties = {name: field_schema(child) for name, child in field.fields.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def description(field: Field) -> str:
    """Return what an editor shows of a field: label, unit, hint, whether it must be filled."""
    parts = [
        field.label if field.label != field.name else "",
        f"单位：{field.unit}" if field.unit and type_of(field).is_number else "",
        "必填" if field.required else "",
        f"{'、'.join(field.fixed)} 由表规定，不用填" if field.fixed else "",
        "由程序计算，不用填" if field.formula else "",
        f"不填的，取上年的文件里的“{field.taken_from}”" if field.taken_from else "",
        field.hint,
    ]
    return "；".join(part for part in parts if part)
