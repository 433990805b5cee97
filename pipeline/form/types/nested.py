"""What holds other fields: a group, and rows of a group; their own values are made of those of their fields."""

from __future__ import annotations

from pipeline.form.field import Field
from pipeline.form.types.field_type import FieldType, Holds, Schema
from pipeline.language.values import Group, Rows, Value


def _nothing(_typed: str, _field: Field, _path: str) -> Value:
    """Refuse to read a text: no text is ever read as a group or as rows."""
    raise TypeError("a group is read field by field")


def _none_of_its_own(_field: Field) -> list[Schema]:
    """Return no schema: `form.schema` makes one of the fields' own."""
    return []


GROUP = FieldType(name="group", called="一组", read=_nothing, schemas=_none_of_its_own, sample=lambda *_: Group(), holds=Holds.FIELDS)
ROWS = FieldType(
    name="rows",
    called="多行",
    read=_nothing,
    schemas=_none_of_its_own,
    sample=lambda *_: Rows(),
    holds=Holds.ROWS,
    comment="每行以“- ”开头，没有就留空",
)
