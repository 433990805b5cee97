"""The bookmarks that an empty form has at its blanks: they say which blank is which, as long as the form stays what it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.intake.blueprints.blueprint import Blueprint, Hole, Label, Line, Loop
from pipeline.paths import every_row

# `zp_1a2b3c4d_17`; in the second row of some rows `zp_1a2b3c4d_17_2`. Word takes at most 40 letters, digits and underscores.
MARK: Final = re.compile(r"zp_(?P<digest>[0-9a-f]{8})_(?P<number>[0-9]{1,6})(?:_(?P<row>[0-9]{1,6}))?")

# Whose comments explain the blanks: no person's.
EXPLAINER: Final = "填表说明"


def mark_names(blueprint: Blueprint) -> Mapping[Hole, str]:
    """Return the name of the bookmark at each hole, that of the first row of those that repeat."""
    digest = digest_of(blueprint)
    return {hole: f"zp_{digest}_{number}" for number, hole in enumerate(holes_of(blueprint.lines), 1)}


def in_row(name: str, row: int) -> str:
    """Return the name of the bookmark at a hole in another row of its rows, by the row's 1-based number."""
    return name if row == 1 else f"{name}_{row}"


def marked_hole(name: str, holes: Mapping[str, Hole]) -> Hole | None:
    """Return which hole a bookmark stands at; None if it is no mark of this form as it is now.

    Args:
        name: the bookmark's name.
        holes: the holes by the names of their bookmarks.
    """
    found = MARK.fullmatch(name)
    return holes.get(name.rpartition("_")[0] if found and found["row"] else name) if found else None


def digest_of(blueprint: Blueprint) -> str:
    """Return 8 hexadecimal digits that stay the same as long as the blueprint does."""
    return hashlib.sha256("\n".join((blueprint.form, blueprint.document, *spelt(blueprint.lines))).encode()).hexdigest()[:8]


def holes_of(lines: tuple[Line | Loop, ...]) -> Iterator[Hole]:
    """Yield the holes of lines, from top to bottom."""
    for line in lines:
        if isinstance(line, Loop):
            yield from holes_of(line.body)
        else:
            for slot in line.slots:
                yield from slot.holes


def spelt(lines: tuple[Line | Loop, ...]) -> Iterator[str]:
    """Yield what lines say, so that no two that differ in labels or holes say the same."""
    for line in lines:
        if isinstance(line, Loop):
            yield f"{every_row(line.path)}("
            yield from spelt(line.body)
            yield ")"
        else:
            yield repr([[part.text if isinstance(part, Label) else (part.path,) for part in slot.parts] for slot in line.slots])
