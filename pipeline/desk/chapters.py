"""The chapters of a form as the desk lists them: what is filled of each, and what still has to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.desk.entries import Entry, Section, Table, progress


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """A group of the form, or what stands between two of them.

    Attributes:
        title: what it is called.
        path: the path of the group, or of the first field.
        has_heading: whether it needs a heading of its own.
        parts: what is in it.
    """

    title: str
    path: str
    has_heading: bool
    parts: tuple[Entry | Table | Section, ...]

    @property
    def entries(self) -> list[Entry]:
        """Every field in it."""
        return list(Section(self.title, self.path, self.parts).entries())

    @property
    def filled(self) -> tuple[int, int]:
        """How many of its fields are filled, and how many there are to fill in."""
        return progress(self.entries)

    @property
    def missing(self) -> list[str]:
        """The paths of its fields that have to be filled and are not."""
        return [entry.path for entry in self.entries if is_missing(entry)]


def is_missing(entry: Entry) -> bool:
    """Return whether a field has to be filled and is not."""
    return entry.field.required and entry.is_open and not entry.is_filled


def chapters_of(section: Section) -> list[Chapter]:
    """Return the chapters of a form: its groups, rows and long texts, and the short fields between them together."""
    return [chapter(parts) for parts in together(section.parts)]


def together(parts: Sequence[Entry | Table | Section]) -> Iterator[tuple[Entry | Table | Section, ...]]:
    """Yield what is one chapter."""
    short: tuple[Entry, ...] = ()
    for part in parts:
        if isinstance(part, Entry) and not part.is_long:
            short = (*short, part)
            continue
        if short:
            yield short
        short = ()
        yield (part,)
    if short:
        yield short


def chapter(parts: tuple[Entry | Table | Section, ...]) -> Chapter:
    """Return what stands together as a chapter."""
    first = parts[0]
    if isinstance(first, Section):
        return Chapter(first.title, first.path, has_heading=True, parts=first.parts)
    more = f"等 {len(parts)} 项" if len(parts) > 1 else ""
    return Chapter(f"{first.field.label}{more}", first.path, has_heading=False, parts=parts)
