"""Texts: one in one line, several paragraphs, the items of a list."""

from __future__ import annotations

from pipeline.form.field import Field
from pipeline.form.types.field_type import FieldType, Holds, Schema, one_line
from pipeline.language.values import Lines, Words
from pipeline.paths import numbered

MARKS = "东南西北春夏秋冬金木水火土日月"
ANY_TEXT: Schema = {"type": "string"}


def _read(typed: str, _field: Field, path: str) -> Words:
    """Return one paragraph of text, verbatim."""
    return Words(one_line(typed), path)


def _sample_lines(_field: Field, path: str, _number: int) -> Lines:
    """Return two texts."""
    return Lines(Words(f"试填{mark(path)}{number}", numbered(path, number)) for number in (1, 2))


def mark(path: str) -> str:
    """Return a character that tells one made-up text from another: the same words twice would look like a mistake."""
    return MARKS[sum(map(ord, path)) % len(MARKS)]


def _sample(_field: Field, path: str, _number: int) -> Words:
    """Return a text."""
    return Words(f"试填{mark(path)}", path)


TEXT = FieldType(name="text", called="文字", read=_read, schemas=lambda _: [ANY_TEXT], sample=_sample)


def several(name: str, called: str, comment: str) -> FieldType:
    """Return a type of several texts, each read by itself.

    Args:
        name: as form.yaml calls it.
        called: as people call it.
        comment: how it is typed.
    """
    schemas: list[Schema] = [ANY_TEXT, {"type": "array", "items": ANY_TEXT}]
    return FieldType(
        name=name, called=called, read=_read, schemas=lambda _: schemas, sample=_sample_lines, holds=Holds.SEVERAL, comment=comment
    )


PARAGRAPHS = several("paragraphs", "多段文字", "可写多段，每段前加“- ”")
LIST = several("list", "多项", "每项一行，前加“- ”")
