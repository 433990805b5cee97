"""Where values stand in data files: the same group, row or value in the year's file and in the unit's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.facts.preset_rows import FREE
from pipeline.facts.typed import is_blank
from pipeline.form.field import Field, PresetRow
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.intake.into_data.data_files import DataFile
from pipeline.language.values import Value
from pipeline.paths import child, numbered
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, entries_of, text_of


@dataclass(frozen=True, eq=False)
class Spot:
    """A group, a row or a value in a data file, be it there or not.

    Attributes:
        file: the file.
        path: its path there, with former names where the file has these.
        node: what stands there; None if not even its name does.
    """

    file: DataFile
    path: str
    node: Node | None

    def below(self, field: Field) -> Spot:
        """Return where a field of this group or row stands."""
        entries = entries_of(self.node)
        name = next((name for name in (field.name, *field.formers) if name in entries), field.name)
        return Spot(self.file, child(self.path, name), entries[name].value if name in entries else None)

    def row(self, position: int) -> Spot:
        """Return the row of a position from 1, which may be behind those that there are."""
        return Spot(self.file, numbered(self.path, position), self.rows[position - 1] if position <= len(self.rows) else None)

    @cached_property
    def rows(self) -> tuple[Node, ...]:
        """The rows that stand there."""
        return self.node.items if isinstance(self.node, ItemsNode) else ()

    @property
    def is_filled(self) -> bool:
        """Whether it says something."""
        return self.node is not None and says_something(self.node)

    def texts(self, field: Field) -> tuple[str, ...]:
        """Return what it says: of a field that holds several texts each of them."""
        if isinstance(self.node, ItemsNode):
            return tuple(text for item in self.node.items if (text := text_of(item).strip()))
        text = text_of(self.node).strip()
        return tuple(line.strip() for line in text.split("\n") if line.strip()) if type_of(field).holds is Holds.SEVERAL else (text,)

    def says(self, typed: str | tuple[str, ...], field: Field) -> bool:
        """Return whether it says the same as what is typed, as the field's type reads both."""
        texts = (typed,) if isinstance(typed, str) else typed
        own = self.texts(field)
        return own == texts or (len(own) == len(texts) and values_of(own, field) == values_of(texts, field))


@dataclass(frozen=True, slots=True, eq=False)
class Where:
    """The same group, row or value wherever it stands.

    Attributes:
        path: its path in what was received.
        spots: where it stands in the year's file, and in the unit's.
        last: where it stands in last year's file, if there is one and it has the rows that it stands in.
        row: the form's row that it stands in, if the form fixes one.
    """

    path: str
    spots: tuple[Spot, ...]
    last: Spot | None
    row: PresetRow = FREE

    @property
    def year(self) -> Spot:
        """Where it stands, or would, in the year's file."""
        return self.spots[0]

    @property
    def there(self) -> Spot | None:
        """Where it says something: in the year's file, or else in the unit's."""
        return next((spot for spot in self.spots if spot.is_filled), None)

    @property
    def home(self) -> Spot:
        """Where it belongs: where it says something, or has its name, or else in the year's file."""
        return self.there or next((spot for spot in self.spots if spot.node is not None), self.year)

    def below(self, field: Field) -> Where:
        """Return where a field of this group or row stands."""
        last = self.last.below(field) if self.last else None
        return Where(child(self.path, field.name), tuple(spot.below(field) for spot in self.spots), last, self.row)

    def in_row(self, number: int, position: int, last: Spot | None, row: PresetRow = FREE) -> Where:
        """Return where a row of these rows stands.

        Args:
            number: its number in what was received, from 1.
            position: its position in the data file, from 1.
            last: where it stands in last year's file, if it does.
            row: the form's row, if the form fixes it.
        """
        return Where(numbered(self.path, number), (self.home.row(position),), last, row)


def says_something(node: Node) -> bool:
    """Return whether there is any content in a node."""
    if isinstance(node, EntriesNode):
        return any(says_something(entry.value) for entry in node.entries.values())
    return any(map(says_something, node.items)) if isinstance(node, ItemsNode) else not is_blank(node)


def values_of(texts: tuple[str, ...], field: Field) -> list[Value] | tuple[str, ...]:
    """Return texts as a field's type reads them; as they are if it refuses one of them."""
    try:
        return [type_of(field).read(text, field, field.path) for text in texts]
    except MistakeError:
        return texts
