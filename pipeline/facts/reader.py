"""Reads the data files of one unit-year into facts, field by field, and says what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.calls import command
from pipeline.facts.derivation import derive
from pipeline.facts.doubts import WORDED, doubts, emptied
from pipeline.facts.fact import TO_FILL, Fact, Facts, single_names
from pipeline.facts.formulas import Formula
from pipeline.facts.last_year import Before, facts_before, take_over
from pipeline.facts.limits import beyond_others
from pipeline.facts.preset_rows import FREE, matched, not_as_fixed, of_missing_row, says_nothing
from pipeline.facts.swallowed import NOTHING, Swallowed, swallowed, taken_in
from pipeline.facts.typed import is_blank, refuse_glued_dash, single_text, typed_rows
from pipeline.facts.unknown_keys import by_known_names
from pipeline.form.field import Field, Preset, PresetRow
from pipeline.form.form import YEAR, Form
from pipeline.form.preset import fixed_value
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.language.values import Blank, Figure, Group, Lines, Rows, Value, Words, is_filled
from pipeline.paths import numbered, ways_to
from pipeline.problems import Kind, Place, Problem, Severity, error
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, ItemsNode, Node, entries_of
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


class _Reader:
    """Reads the nodes of the data files by the form's fields, collecting facts and problems."""

    def __init__(self, form: Form, *, draft: bool) -> None:
        self.form = form
        self.draft = draft
        self.facts: dict[str, Fact] = {}
        self.problems: list[Problem] = []
        self.missing: list[Problem] = []
        # Paths about which something is said already, so that a value missing there is no second mistake.
        self.excused: list[str] = []

    def group(self, group: Field, path: str, nodes: Sequence[Node], owner: Place, row: PresetRow = FREE) -> Group:
        """Return a group's values; the first of the nodes that has a key decides it.

        Args:
            group: the group, or the rows' field for one row.
            path: the group's path in the data.
            nodes: the mappings that hold its values, the more special first.
            owner: where a value that is missing is reported.
            row: what the form fixes in it.
        """
        found = []
        for node in (each for each in nodes if self.is_group(each, path)):
            entries: Mapping[str, Entry] = entries_of(node)
            if not entries.keys() <= group.fields.keys():
                entries, wrong, meant = by_known_names(self.form, group, path, entries)
                self.problems += wrong
                self.excused += meant
            found.append(entries)
        values = Group()
        above = f"{path}." if path else ""
        for name, field in group.fields.items():
            given = [entries[name] for entries in found if name in entries]
            own_path = above + name
            if field.type == "group":
                below = given[0].key.place if given else owner
                values[name] = self.group(field, own_path, [entry.value for entry in given], below)
            elif preset := row.presets.get(name, field.preset):
                values[name] = self.preset_rows(preset, field, own_path, given, owner)
            elif name in row.values:
                values[name] = self.fixed(row, field, own_path, given, owner)
            elif given:
                values[name] = self.value(field, own_path, given[0])
            else:
                values[name] = self.absent(field, own_path, owner, given=False)
        return values

    def is_group(self, node: Node, path: str) -> bool:
        """Return whether a node holds a group's entries or is empty; anything else is a problem."""
        if isinstance(node, EntriesNode) or node.is_empty:
            return True
        if not isinstance(node, BrokenNode):
            self.problems.extend(not_entries(node, path))
        self.excused.append(path)
        return False

    def value(self, field: Field, path: str, entry: Entry) -> Value:
        """Return a field's value as typed, or a blank after noting what is wrong with it.

        Args:
            field: the field.
            path: the value's path.
            entry: what the file has.
        """
        node = entry.value
        if is_blank(node):
            if lost := list(emptied(field, path, node)):
                self.problems.extend(lost)
                return self.keep(field, path, Blank(path, wrong=True), node.place, node)
            return self.absent(field, path, entry.key.place, given=True)
        if field.type == "rows":
            items, wrong = typed_rows(node, path)
            self.problems += wrong
            return Rows(self.group(field, numbered(path, number), [item], item.place) for number, item in enumerate(items, 1))
        before, kind = len(self.problems), type_of(field)
        if isinstance(node, BrokenNode) or (isinstance(node, EntriesNode) and self.swallows(taken_in(self.form, path, node))):
            return self.keep(field, path, Blank(path, wrong=True), node.place, node)
        value = self.several(field, path, node) if kind.holds is Holds.SEVERAL else self.scalar(field, path, node)
        if value is None or len(self.problems) > before:
            value = Blank(path, wrong=True)
        elif kind in WORDED:
            self.problems.extend(doubts(kind, path, node))
        return self.keep(field, path, value, node.place, node)

    def scalar(self, field: Field, path: str, node: Node) -> Value | None:
        """Return the value of one typed text, or nothing after noting what is wrong with it.

        Args:
            field: the field.
            path: the value's path.
            node: what was typed.
        """
        if self.swallows(swallowed(self.form, node)):
            return None
        try:
            return type_of(field).read(single_text(node), field, path)
        except MistakeError as mistake:
            self.note(mistake, node, path)
            return None

    def several(self, field: Field, path: str, node: Node) -> Lines:
        """Return paragraphs or items: one per line of a text, or one per entry of a list; notes what is wrong with them.

        Args:
            field: the field.
            path: the value's path.
            node: what was typed.
        """
        texts: list[Words] = []
        for item in node.items if isinstance(node, ItemsNode) else [node]:
            if is_blank(item) or self.swallows(swallowed(self.form, item)):
                continue
            try:
                lines = [line for line in single_text(item).split("\n") if line.strip()] if item is node else [single_text(item)]
                refuse_glued_dash(item, lines[0])
                read = (type_of(field).read(line, field, numbered(path, number)) for number, line in enumerate(lines, len(texts) + 1))
                texts += [value for value in read if isinstance(value, Words)]
            except MistakeError as mistake:
                self.note(mistake, item, path if item is node else numbered(path, len(texts) + 1))
        return Lines(texts)

    def note(self, mistake: MistakeError, node: Node, path: str) -> None:
        """Note a mistake in what was typed for the value of a path."""
        self.problems.append(error(Kind.VALUE, mistake.message, node.place, path, mistake.hint))

    def swallows(self, found: Swallowed) -> bool:
        """Note what a field's value has taken in of others'; return whether it has."""
        if found is NOTHING:
            return False
        self.problems += found.problems
        self.excused += [field.path for field in found.fields]
        return bool(found.problems)

    def preset_rows(self, preset: Preset, field: Field, path: str, given: Sequence[Entry], owner: Place) -> Rows:
        """Return the rows that the form fixes, with what was filled in; no rows if that is nothing, and may be.

        Args:
            preset: the form's rows.
            field: their field.
            path: their path.
            given: what the file has, if it has anything.
            owner: where something missing is reported.
        """
        found = matched(preset, path, given, owner)
        self.problems += found.problems
        is_untouched = field.preset is preset and says_nothing(field, found.nodes)
        if is_untouched:
            self.absent(field, path, found.place, given=bool(given))
            if not field.required:
                return Rows()
        told, doubted = len(self.missing), len(self.problems)
        rows = Rows(
            self.group(field, numbered(path, number), [node], node.place, row)
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

    def fixed(self, row: PresetRow, field: Field, path: str, given: Sequence[Entry], owner: Place) -> Value:
        """Return the value that the form fixes, after noting that the file says something else.

        Args:
            row: the form's row.
            field: the field.
            path: the value's path.
            given: what the file has, if it has anything.
            owner: where the row stands.
        """
        value = fixed_value(row, field, path)
        if given and not is_blank(given[0].value):
            typed = self.value(field, path, given[0])
            self.problems += not_as_fixed(row, value, typed, given[0], path) if is_filled(typed) else ()
        self.facts[path] = Fact(path, field, value, given[0].value.place if given else owner, fixed=True)
        return value

    def absent(self, field: Field, path: str, place: Place, *, given: bool) -> Blank | Rows:
        """Return the blank of a field that is missing, or there without content; an error if it is required.

        Args:
            field: the field.
            path: the value's path.
            place: where that is reported.
            given: whether the file has the field's name.
        """
        if field.required and not field.formula:
            message, hint = ("必填，现为空白", "请填写") if given else ("必填，文件里没有这一项", f"补上“{field.name}: 内容”")
            self.missing.append(error(Kind.REQUIRED, message, place, path, field.hint or hint))
        if field.type == "rows":
            return Rows()
        blank = Blank(path, TO_FILL if self.draft and (field.required or given) else "", given=given)
        self.keep(field, path, blank, place)
        return blank

    def keep(self, field: Field, path: str, value: Value, place: Place, node: Node | None = None) -> Value:
        """Return the value after filing it as a fact.

        Args:
            field: its field.
            path: its path.
            value: the value.
            place: where the file has it.
            node: what the file has, if it has anything.
        """
        self.facts[path] = Fact(path, field, value, place, node)
        return value

    def found(self) -> list[Problem]:
        """Return the problems in the order of the files."""
        excused = frozenset(self.excused)
        missing = [problem for problem in self.missing if excused.isdisjoint(ways_to(problem.path))]
        missing = [problem for problem in missing if problem.path not in self.facts or isinstance(self.facts[problem.path].value, Blank)]
        if self.draft and missing:
            place, hint = self.facts[YEAR].place, f"正式生成之前要补填；运行 {command('check')} 可以逐项列出"
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
