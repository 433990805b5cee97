"""Places what was read from a received form in the data files, value by value: blanks are filled in, what differs is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.facts.preset_rows import FREE
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.form import Form
from pipeline.form.last_year import sources_of
from pipeline.form.types.field_type import shortened
from pipeline.intake.data_files import DataFile
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.same_rows import called, key_of, position_of, positions, preset_row, said
from pipeline.intake.spots import Spot
from pipeline.paths import child, numbered, parent, steps
from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.source.filled_values import Below, by_step

LONGEST: Final = 40  # characters of a value in a sentence


class Placing:
    """Goes through what was read, value by value.

    Attributes:
        form: the form.
        last: last year's file, if there is one.
        replace: whether values that differ are written over others.
    """

    def __init__(self, form: Form, last: DataFile | None, *, replace: bool) -> None:
        self.form = form
        self.last = Spot(last, "", last.root) if last else None
        self.replace = replace
        self.filled: list[FilledValue] = []
        self.replaced: list[FilledValue] = []
        self.differing: list[FilledValue] = []
        self.same: list[FilledValue] = []
        self.problems: list[Problem] = []
        self.own: set[tuple[Path, str]] = set()  # what was written, which a further document does not write over
        self.told: Mapping[str, FilledValue] = {}
        self.values: dict[Path, dict[str, str | tuple[str, ...]]] = {}

    def document(self, files: Sequence[DataFile], document: Filled) -> list[DataFile]:
        """Return the data files with what was read from one document."""
        self.told = document.told
        self.values = {file.path: {} for file in files}
        received = by_step(document.values)
        self.group(self.form.root, "", received, [Spot(file, "", file.root) for file in files], self.last)
        return [file.with_values(self.values[file.path]) for file in files]

    def group(  # noqa: PLR0913,PLR0917 - the same group in all places
        self, group: Field, path: str, received: Below, spots: Sequence[Spot], last: Spot | None, row: PresetRow = FREE
    ) -> None:
        """Take the values of a group or row.

        Args:
            group: the group, or the rows' field.
            path: its path in what was received.
            received: its values.
            spots: where it stands in the year's file, and in the unit's.
            last: where it stands in last year's, if it does.
            row: what the form fixes in it.
        """
        for name, value in received.items():
            field = group.fields[str(name)]
            below, own = [spot.below(field) for spot in spots], child(path, field.name)
            before = last.below(field) if last else None
            if field.type == "group":
                self.group(field, own, value, below, before)
            elif field.type == "rows":
                self.rows(field, own, value, below, before, row)
            else:
                self.value(field, value, below, last)

    def value(self, field: Field, value: FilledValue, spots: Sequence[Spot], last: Spot | None) -> None:
        """Take one value.

        Args:
            field: its field.
            value: the value.
            spots: where it stands in the year's file, and in the unit's.
            last: where its group stands in last year's file, if it does.
        """
        there = next((spot for spot in spots if spot.is_filled), None)
        if there is None and not self.is_last_years(field, value, last):
            self.put(value, next((spot for spot in spots if spot.node is not None), spots[0]))
            self.filled.append(value)
        elif there is None or there.says(value.typed, field):
            self.same.append(value)
        else:
            self.differs(field, value, there, spots[0])

    def is_last_years(self, field: Field, value: FilledValue, last: Spot | None) -> bool:
        """Return whether a value need not be written because a blank takes it from last year's file.

        Args:
            field: its field.
            value: the value.
            last: where its group stands in last year's file.
        """
        if not field.taken_from or last is None or self.last is None:
            return False
        source = sources_of(self.form.root, self.form.names, field)[0]
        if parent(source.path) == parent(field.path):
            return last.below(source).says(value.typed, field)
        spot, group = self.last, self.form.root
        for name in steps(source.path):
            group = group.fields[name]
            spot = spot.below(group)
        return spot.says(value.typed, field)

    def differs(self, field: Field, value: FilledValue, there: Spot, year: Spot) -> None:
        """Show a value that differs; write it over the other if that is asked for, or if the other was only carried over.

        Args:
            field: its field.
            value: the value.
            there: where the other stands.
            year: where it stands in the year's file.
        """
        old, new = (shortened("；".join(texts), LONGEST) for texts in (there.texts(field), several(value.typed)))
        is_over = (self.replace or there.file.is_new) and (there.file.path, there.path) not in self.own
        if is_over:
            self.put(value, year)
        (self.replaced if is_over else self.differing).append(value)
        message = f"这里是“{old}”，收到的表里是“{new}”（{value.place}）"
        hint = "已按收到的表改" if is_over else "请核对：以收到的表为准的，照它改这里"
        place = there.node.place if there.node else Place(there.file.shown)
        self.problems.append(Problem(Severity.NOTE if is_over else Severity.WARNING, Kind.CONFLICT, message, place, there.path, hint))

    def put(self, value: FilledValue, spot: Spot) -> None:
        """Write a value where it belongs."""
        self.values[spot.file.path][spot.path] = value.typed
        self.own.add((spot.file.path, spot.path))

    def rows(  # noqa: PLR0913,PLR0917 - the same rows in all places
        self, rows: Field, path: str, received: Below, spots: Sequence[Spot], last: Spot | None, around: PresetRow
    ) -> None:
        """Take the values of rows, where they stand already or in the year's file.

        Args:
            rows: the rows' field.
            path: their path in what was received.
            received: the values of each row by its number.
            spots: where they stand in the year's file, and in the unit's.
            last: where they stand in last year's, if they do.
            around: the form's row that they stand in.
        """
        named = [spot for spot in spots if spot.node is not None]
        home = next((spot for spot in named if spot.is_filled), next(iter(named), spots[0]))
        preset = around.presets.get(rows.name, rows.preset)
        numbers = {int(number): row for number, row in received.items()}
        if preset:
            self.fixed_rows(rows, path, numbers, home, last, preset)
        else:
            self.free_rows(rows, path, numbers, home, last)

    def free_rows(self, rows: Field, path: str, received: Mapping[int, Below], home: Spot, last: Spot | None) -> None:
        """Take the values of rows that the unit lists.

        Args:
            rows: the rows' field.
            path: their path in what was received.
            received: the values of each row by its number.
            home: where they stand, or will.
            last: where they stand in last year's file, if they do.
        """
        found = positions(rows, received, home.rows)
        self.tell_others(rows, home, found.values())
        for number, row in received.items():
            self.group(rows, numbered(path, number), row, [home.row(found[number])], row_before(rows, row, last))

    def fixed_rows(  # noqa: PLR0913,PLR0917 - the same rows in all places
        self, rows: Field, path: str, received: Mapping[int, Below], home: Spot, last: Spot | None, preset: Preset
    ) -> None:
        """Take the values of rows that the form lists; one that the data file has not begins with what says which it is.

        Args:
            rows: the rows' field.
            path: their path in what was received.
            received: the values of each row by its number.
            home: where they stand, or will.
            last: where they stand in last year's file, if they do.
            preset: the form's rows.
        """
        behind = len(home.rows)
        for number, row in received.items():
            own = numbered(path, number)
            fixed = preset_row(preset, number, {name: self.told[at] for name in preset.keys if (at := child(own, name)) in self.told})
            if fixed is None:
                self.tell_not_taken(row)
                continue
            position = position_of(fixed, preset, home.rows)
            if not position:
                position = behind = behind + 1
                self.values[home.file.path].update({child(numbered(home.path, position), name): text for name, text in fixed.key.items()})
            before = position_of(fixed, preset, last.rows) if last else 0
            self.group(rows, own, row, [home.row(position)], last.row(before) if last and before else None, fixed)

    def tell_others(self, rows: Field, home: Spot, found: Iterable[int]) -> None:
        """Tell rows of the data file that the received form has not.

        Args:
            rows: the rows' field.
            home: where they stand.
            found: the positions of those that it has.
        """
        key, known = key_of(rows), set(found)
        for position, node in enumerate(home.rows, 1):
            if position not in known and home.row(position).is_filled:
                name = f"“{shortened(called(node, key))}”" if key else ""
                message = f"数据文件里有第 {position} 行{name}，收到的表里没有"
                path = numbered(home.path, position)
                self.problems.append(Problem(Severity.WARNING, Kind.CONFLICT, message, node.place, path, "请核对：不要的，删去这一行"))

    def tell_not_taken(self, row: Below) -> None:
        """Tell the values of a row that is none of the form's."""
        for value in leaves(row):
            message = f"“{shortened(value.received, LONGEST)}”所在的一行不是表上规定的，没有放进数据文件"
            self.problems.append(Problem(Severity.WARNING, Kind.NOT_TAKEN, message, value.place, value.path, "请核对是哪一行，手工填写"))


def row_before(rows: Field, row: Mapping[Any, Any], last: Spot | None) -> Spot | None:
    """Return last year's row that begins with the same text as a received one; None if there is none, or several.

    Args:
        rows: the rows' field.
        row: the received row.
        last: where the rows stand in last year's file.
    """
    key = key_of(rows)
    if key is None or last is None:
        return None
    found = [position for position, node in enumerate(last.rows, 1) if called(node, key) == said(row.get(key.name))]
    return last.row(found[0]) if len(found) == 1 else None


def several(typed: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return what is typed as texts."""
    return (typed,) if isinstance(typed, str) else typed


def leaves(received: Mapping[Any, Any]) -> Iterable[FilledValue]:
    """Yield all values below a group or row."""
    for value in received.values():
        if isinstance(value, FilledValue):
            yield value
        else:
            yield from leaves(value)
