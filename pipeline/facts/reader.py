"""Reads the data files of one unit-year into facts, field by field, and says what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.calls import command, either
from pipeline.facts.derivation import derive
from pipeline.facts.fact import Fact, Facts, placed, single_names
from pipeline.facts.formulas import Formula
from pipeline.facts.last_year import Before, facts_before, take_over
from pipeline.facts.limits import beyond_others
from pipeline.facts.preset_rows import FREE, matched, not_as_fixed, of_missing_row, says_nothing
from pipeline.facts.typed import is_blank, typed_rows
from pipeline.facts.unknown_keys import by_known_names
from pipeline.facts.value_reader import ValueReader
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.form import YEAR, Form
from pipeline.form.preset import fixed_value
from pipeline.language.values import Blank, Figure, Group, Rows, Value, is_filled
from pipeline.paths import numbered, ways_to
from pipeline.problems import Kind, Place, Problem, Severity, error
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, Node, entries_of
from pipeline.source.reader import Source, not_entries


def read_facts(  # noqa: PLR0913 - all that a year's facts are made of
    form: Form, formulas: Sequence[Formula], year: int, sources: Sequence[Source], *, draft: bool = False, last: Facts | None = None
) -> tuple[Facts, list[Problem]]:
    """Return the facts and every problem that the data have.

    Args:
        form: the form to fill.
        formulas: its formulas in order of need.
        year: the report's fiscal year.
        sources: the data files, the more special first: what the year's file says wins over the unit's.
        draft: whether a blank that is required is shown as 【待填】 instead of being an error.
        last: last year's facts, if there are any.
    """
    reader = _Reader(form, draft=draft)
    root = reader.group(form.root, "", [source.root for source in sources], Place(sources[0].file))
    reader.set_year(root, year, sources[0])
    before = facts_before(form, root, reader.facts, last) if last else {}
    reader.problems += take_over(form, root, reader.facts, before)
    names = single_names(form, root, Before(form, last))
    reader.problems += derive(formulas, root, names, reader.facts, form.scoring)
    reader.problems += beyond_others(form, root, reader.facts)
    return Facts(form, root, reader.facts, names, before), reader.found()


class _Reader(ValueReader):
    """Reads the nodes of the data files by the form's fields, collecting facts and problems."""

    def group(self, group: Field, path: str, nodes: Sequence[Node], owner: Node | Place, row: PresetRow = FREE) -> Group:
        """Return a group's values; the first of the nodes that has a key decides it.

        Args:
            group: the group, or the rows' field for one row.
            path: the group's path in the data.
            nodes: the mappings that hold its values, the more special first.
            owner: where a value that is missing is reported.
            row: what the form fixes in it.
        """
        found = [self.entries(group, path, node) for node in nodes if self.is_group(node, path)]
        first = found[0] if len(found) == 1 else {name: entry for entries in reversed(found) for name, entry in entries.items()}
        values = Group()
        above = f"{path}." if path else ""
        for name, field in group.fields.items():
            entry, own_path = first.get(name), above + name
            if field.type == "group":
                below = [entries[name].value for entries in found if name in entries] if entry else ()
                values[name] = self.group(field, own_path, below, entry.key if entry else owner)
            elif field.fields and (preset := row.presets.get(name, field.preset)):
                values[name] = self.preset_rows(preset, field, own_path, entry, placed(owner))
            elif name in row.values:
                values[name] = self.fixed(row, field, own_path, entry, owner)
            elif entry is None:
                values[name] = self.absent(field, own_path, owner, given=False)
            elif field.fields:
                values[name] = self.rows(field, own_path, entry)
            else:
                values[name] = self.value(field, own_path, entry)
        return values

    def entries(self, group: Field, path: str, node: Node) -> Mapping[str, Entry]:
        """Return what a file has in a group by the names of its fields, after noting what is wrong with its names.

        Args:
            group: the group.
            path: its path in the data.
            node: what the file has.
        """
        entries = entries_of(node)
        if entries.keys() <= group.fields.keys():
            return entries
        known, wrong, meant = by_known_names(self.form, group, path, entries)
        self.problems += wrong
        self.excused += meant
        return known

    def is_group(self, node: Node, path: str) -> bool:
        """Return whether a node holds a group's entries or is empty; anything else is a problem."""
        if isinstance(node, EntriesNode) or node.is_empty:
            return True
        if not isinstance(node, BrokenNode):
            self.problems.extend(not_entries(node, path))
        self.excused.append(path)
        return False

    def rows(self, field: Field, path: str, entry: Entry) -> Rows:
        """Return rows as typed.

        Args:
            field: their field.
            path: their path.
            entry: what the file has.
        """
        if is_blank(entry.value):
            self.absent(field, path, entry.key, given=True)
            return Rows()
        items, wrong = typed_rows(entry.value, path)
        self.problems += wrong
        return Rows(self.group(field, numbered(path, number), [item], item) for number, item in enumerate(items, 1))

    def preset_rows(self, preset: Preset, field: Field, path: str, entry: Entry | None, owner: Place) -> Rows:
        """Return the rows that the form fixes, with what was filled in; no rows if that is nothing, and may be.

        Args:
            preset: the form's rows.
            field: their field.
            path: their path.
            entry: what the file has, if it has anything.
            owner: where something missing is reported.
        """
        found = matched(preset, path, entry, owner)
        self.problems += found.problems
        is_untouched = field.preset is preset and says_nothing(field, found.nodes)
        if is_untouched:
            self.absent(field, path, found.place, given=entry is not None)
            if not field.required:
                return Rows()
        told, doubted = len(self.missing), len(self.problems)
        rows = Rows(
            self.group(field, numbered(path, number), [node], node, row)
            if node
            else self.missing_row(row, field, numbered(path, number), found.place)
            for number, (row, node) in enumerate(zip(preset.rows, found.nodes, strict=True), 1)
        )
        if is_untouched:  # which is said already
            del self.missing[told:], self.problems[doubted:]
        return rows

    def missing_row(self, row: PresetRow, field: Field, path: str, place: Place) -> Group:
        """Return a row that the form fixes and the file has not.

        Args:
            row: the form's row.
            field: the rows' field.
            path: the row's path.
            place: where the rows stand.
        """
        before, doubted = len(self.missing), len(self.problems)
        values = self.group(field, path, (), place, row)
        told, doubts = of_missing_row(row, self.missing[before:], place, path)
        self.missing[before:] = told
        self.problems[doubted:] = doubts  # rows that are missing in it are no further ones
        return values

    def fixed(self, row: PresetRow, field: Field, path: str, entry: Entry | None, owner: Node | Place) -> Value:
        """Return the value that the form fixes, after noting that the file says something else.

        Args:
            row: the form's row.
            field: the field.
            path: the value's path.
            entry: what the file has, if it has anything.
            owner: where the row stands.
        """
        value = fixed_value(row, field, path)
        if entry and not is_blank(entry.value):
            typed = self.value(field, path, entry)
            self.problems += not_as_fixed(row, value, typed, entry, path) if is_filled(typed) else ()
        self.facts[path] = Fact(path, field, value, entry.value if entry else owner, fixed=True)
        return value

    def found(self) -> list[Problem]:
        """Return the problems in the order of the files."""
        excused = frozenset(self.excused)
        missing = [problem for problem in self.missing if excused.isdisjoint(ways_to(problem.path))]
        missing = [problem for problem in missing if problem.path not in self.facts or isinstance(self.facts[problem.path].value, Blank)]
        if self.draft and missing:
            place, to_do = self.facts[YEAR].place, "正式生成之前要补填"
            hint = either(to_do, f"{to_do}；运行 {command('check')} 可以逐项列出")
            missing = [Problem(Severity.NOTE, Kind.REQUIRED, f"还有 {len(missing)} 项必填的没有填，草稿里印【待填】", place, hint=hint)]
        return sorted((*self.problems, *missing), key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))

    def set_year(self, root: Group, year: int, source: Source) -> None:
        """File the report's year, which the file's name says; a file that states another one is an error."""
        stated = root[YEAR]
        if is_filled(stated) and stated != year:
            message, hint = f"写的是 {stated}，文件名却是 {year}", "年度以文件名为准，这一项可以删去"
            self.problems.append(error(Kind.YEAR, message, self.facts[YEAR].place, YEAR, hint))
        root[YEAR] = Figure(Decimal(year), YEAR, str(year))
        self.facts[YEAR] = Fact(YEAR, self.form.root.fields[YEAR], root[YEAR], Place(source.file))
