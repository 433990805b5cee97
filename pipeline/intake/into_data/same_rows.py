"""Which row of a received form is which of a data file's: by the text that it begins with, never by likeness."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from pipeline.facts.preset_rows import row_of
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.intake.filled import FilledValue
from pipeline.intake.into_data.spots import says_something
from pipeline.language.wording import half_width
from pipeline.source.nodes import Node, entries_of, text_of


def key_of(rows: Field) -> Field | None:
    """Return the field that tells rows apart: the first text that is required, or else the first text; None if they have no text."""
    texts = [field for field in rows.fields.values() if field.type == "text"]
    return next((field for field in texts if field.required), next(iter(texts), None))


def positions(rows: Field, received: Mapping[int, Mapping[Any, Any]], there: Sequence[Node]) -> dict[int, int]:
    """Return at which position each received row stands in a data file, both from 1; further ones fill empty rows, or stand behind.

    Args:
        rows: the rows' field.
        received: the values of each received row by its number.
        there: the rows that are there.
    """
    key = key_of(rows)
    named: defaultdict[str, deque[int]] = defaultdict(deque)
    empty = deque(position for position, node in enumerate(there, 1) if not says_something(node))
    for position, node in enumerate(there, 1):
        if position not in empty:
            named[called(node, key) if key else str(position)].append(position)
    behind = count(len(there) + 1)
    found: dict[int, int] = {}
    for number, row in sorted(received.items()):
        known = named[said(row.get(key.name)) if key else str(number)] or empty
        found[number] = known.popleft() if known else next(behind)
    return found


def called(node: Node, key: Field) -> str:
    """Return what a row of a data file is called, as names are compared."""
    entries = entries_of(node)
    return squeezed(next((text_of(entries[name].value) for name in (key.name, *key.formers) if name in entries), ""))


def said(value: Any) -> str:  # noqa: ANN401 - a value that was read, if there is one
    """Return what a received row says in a field, as names are compared."""
    typed = value.typed if isinstance(value, FilledValue) else ""
    return squeezed(typed if isinstance(typed, str) else "".join(typed))


def squeezed(text: str) -> str:
    """Return a text as names are compared: whatever its blanks and the width of its signs."""
    return "".join(half_width(text).split())


def preset_row(preset: Preset, number: int, told: Mapping[str, FilledValue]) -> PresetRow | None:
    """Return which of the form's rows a received one is: by what it says of that, or by its number; None if it is none of them.

    Args:
        preset: the form's rows.
        number: the number of the received row, from 1.
        told: what the received row says in the fields that the form fixes, by name.
    """
    keys = {key: said(told.get(key)) for key in preset.keys}
    if not all(keys.values()):
        return preset.rows[number - 1] if number <= len(preset.rows) else None
    return next((row for row in preset.rows if all(squeezed(row.key[key]) == text for key, text in keys.items())), None)


def position_of(row: PresetRow, preset: Preset, there: Sequence[Node]) -> int:
    """Return at which position one of the form's rows stands in a data file; 0 if it does not.

    Args:
        row: the row.
        preset: the form's rows.
        there: the rows that are there.
    """
    return next((position for position, node in enumerate(there, 1) if row_of(preset, node) is row), 0)
