"""Places what was read from a received form in the data files, value by value: blanks are filled in, what differs is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from pipeline.facts.fact import Facts
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.form import Form
from pipeline.form.last_year import sources_of
from pipeline.form.types.field_type import shortened
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.into_data.data_files import DataFile
from pipeline.intake.into_data.same_rows import called, key_of, position_of, positions, preset_row, said
from pipeline.intake.into_data.spots import Spot, Where
from pipeline.paths import child, numbered, parent, steps
from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.source.filled_values import Below, by_step, node_at

LONGEST: Final = 40  # characters of a value in a sentence


class Placing:
    """Goes through what was read, value by value.

    Attributes:
        form: the form.
        facts: makes facts of data files.
        last: last year's file, if there is one.
        replace: whether values that differ are written over others.
    """

    def __init__(self, form: Form, facts: Callable[[Sequence[DataFile]], Facts], last: DataFile | None, *, replace: bool) -> None:
        self.form = form
        self.facts = facts
        self.left_blank = form.scoring.left_blank if form.scoring else ()
        self.scores: dict[tuple[Path, str], tuple[Field, FilledValue]] = {}
        self.last = Spot(last, "", last.root) if last else None
        self.replace = replace
        self.filled: list[FilledValue] = []
        self.replaced: list[FilledValue] = []
        self.differing: list[FilledValue] = []
        self.same: list[FilledValue] = []
        self.problems: list[Problem] = []
        self.own: set[tuple[Path, str]] = set()  # values written, and rows compared, which a further document does not do again
        self.told: Mapping[str, FilledValue] = {}
        self.values: dict[Path, dict[str, str | tuple[str, ...]]] = {}

    def document(self, files: Sequence[DataFile], document: Filled) -> list[DataFile]:
        """Return the data files with what was read from one document."""
        self.told = document.told
        self.values = {file.path: {} for file in files}
        spots = tuple(Spot(file, "", file.root) for file in files)
        self.group(self.form.root, Where("", spots, self.last), by_step(document.values))
        return self.without_computed(files, [file.with_values(self.values[file.path]) for file in files])

    def without_computed(self, files: Sequence[DataFile], placed: list[DataFile]) -> list[DataFile]:
        """Return the data files without those scores that the program gives by itself where they are left blank.

        Args:
            files: the files as they were.
            placed: the files with all values.
        """
        if not self.scores:
            return placed
        typed = self.facts(placed).by_path
        own = {fact.node: path for path, fact in typed.items() if fact.node}
        roots = {file.path: file.root for file in placed}
        for file, path in self.scores:
            self.values[file].pop(path)
        for fields in self.left_blank:
            placed = [file.with_values(self.values[file.path]) for file in files]
            computed = self.facts(placed).by_path
            for (file, path), (field, value) in self.scores.items():
                node = node_at(roots[file], path)
                at = own.get(node, "") if node else ""
                if field in fields and at in computed and computed[at].value == typed[at].value:
                    self.filled.remove(value)
                    self.same.append(value)
                elif field in fields:
                    self.values[file][path] = value.typed
        self.scores.clear()
        return [file.with_values(self.values[file.path]) for file in files]

    def group(self, group: Field, where: Where, received: Below) -> None:
        """Take the values of a group or row.

        Args:
            group: the group, or the rows' field.
            where: where it stands.
            received: its values.
        """
        for name, value in received.items():
            field = group.fields[str(name)]
            if field.type == "group":
                self.group(field, where.below(field), value)
            elif field.type == "rows":
                self.rows(field, where.below(field), {int(number): row for number, row in value.items()})
            else:
                self.value(field, value, where)

    def value(self, field: Field, value: FilledValue, group: Where) -> None:
        """Take one value.

        Args:
            field: its field.
            value: the value.
            group: where its group or row stands.
        """
        where = group.below(field)
        there = where.there
        if there is None and not self.is_last_years(field, value, group.last):
            self.put(value, where.home)
            self.filled.append(value)
            if any(field in fields for fields in self.left_blank):
                self.scores[where.home.file.path, where.home.path] = field, value
        elif there is None or there.says(value.typed, field):
            self.same.append(value)
        else:
            self.differs(field, value, there, where.year)

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

    def rows(self, rows: Field, where: Where, received: Mapping[int, Below]) -> None:
        """Take the values of rows, where they stand already or in the year's file.

        Args:
            rows: the rows' field.
            where: where they stand.
            received: the values of each row by its number.
        """
        if preset := where.row.presets.get(rows.name, rows.preset):
            self.fixed_rows(rows, where, received, preset)
            return
        found = positions(rows, received, where.home.rows)
        self.tell_others(rows, where.home, found.values())
        for number, row in received.items():
            self.group(rows, where.in_row(number, found[number], row_before(rows, row, where.last)), row)

    def fixed_rows(self, rows: Field, where: Where, received: Mapping[int, Below], preset: Preset) -> None:
        """Take the values of rows that the form lists; one that the data file has not begins with what says which it is.

        Args:
            rows: the rows' field.
            where: where they stand.
            received: the values of each row by its number.
            preset: the form's rows.
        """
        home, placed, behind = where.home, set[PresetRow](), count(len(where.home.rows) + 1)
        for number, row in received.items():
            told = {name: self.told[at] for name in preset.keys if (at := child(numbered(where.path, number), name)) in self.told}
            fixed = preset_row(preset, number, told)
            if fixed is None or fixed in placed:
                self.tell_not_taken(row, f"“{fixed.name}”这一行在收到的表里有两次" if fixed else "表上没有它所在的这一行")
                continue
            placed.add(fixed)
            position = position_of(fixed, preset, home.rows)
            if not position:
                position = next(behind)
                own = numbered(home.path, position)
                self.values[home.file.path].update({child(own, name): text for name, text in fixed.key.items()})
            before = position_of(fixed, preset, where.last.rows) if where.last else 0
            last = where.last.row(before) if where.last and before else None
            self.group(rows, where.in_row(number, position, last, fixed), row)

    def tell_others(self, rows: Field, home: Spot, found: Iterable[int]) -> None:
        """Tell rows of the data file that the received form has not; its first document has them all, or none.

        Args:
            rows: the rows' field.
            home: where they stand.
            found: the positions of those that it has.
        """
        key, known = key_of(rows), set(found)
        if (home.file.path, home.path) in self.own:
            return
        self.own.add((home.file.path, home.path))
        for position, node in enumerate(home.rows, 1):
            if position not in known and home.row(position).is_filled:
                name = f"“{shortened(called(node, key))}”" if key else ""
                message = f"数据文件里有第 {position} 行{name}，收到的表里没有"
                path = numbered(home.path, position)
                self.problems.append(Problem(Severity.WARNING, Kind.CONFLICT, message, node.place, path, "请核对：不要的，删去这一行"))

    def tell_not_taken(self, row: Below, why: str) -> None:
        """Tell that the values of a row are not taken, and why."""
        for value in leaves(row):
            message = f"“{shortened(value.received, LONGEST)}”没有放进数据文件：{why}"
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
