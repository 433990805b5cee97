"""Reads the data files of one unit-year into facts, field by field, and says what is wrong with what was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.calls import command
from pipeline.facts.derivation import derive, told_once
from pipeline.facts.doubts import doubts, emptied
from pipeline.facts.fact import TO_FILL, Fact, Facts, single_names
from pipeline.facts.formulas import Formula
from pipeline.facts.last_year import Before, facts_before, take_over
from pipeline.facts.typed import colon_was_put_right, is_blank, refuse_glued_dash, single_text
from pipeline.form.field import Field
from pipeline.form.form import RESERVED, YEAR, Form
from pipeline.form.keys import explain_key, fields_named, place_of
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.language.values import Blank, Figure, Group, Lines, Rows, Value, Words, is_filled
from pipeline.paths import child, is_below, numbered
from pipeline.problems import Kind, Place, Problem, Severity, error
from pipeline.source.complaints import NEXT_LINE, PAIR
from pipeline.source.nodes import BrokenNode, EntriesNode, Entry, ItemsNode, Node, TextNode, entries_of
from pipeline.source.reader import Source, not_entries, problem_of
from pipeline.source.syntax import in_text

ENTRY_NAME = re.compile(r"\s*([^\s:]+):\s")


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
    reader.problems += told_once([problem for formula in formulas for problem in derive(formula, root, names, reader.facts)])
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

    def group(self, group: Field, path: str, nodes: Sequence[Node], owner: Place) -> Group:
        """Return a group's values; the first of the nodes that has a key decides it.

        Args:
            group: the group, or the rows' field for one row.
            path: the group's path in the data.
            nodes: the mappings that hold its values, the more special first.
            owner: where a value that is missing is reported.
        """
        found = [entries_of(node) for node in nodes if self.is_group(node, path)]
        for entries in found:
            self.note_unknown_keys(group, path, entries)
        values = Group()
        for name, field in group.fields.items():
            given = [entries[name] for entries in found if name in entries]
            own_path = child(path, name)
            if field.type == "group":
                below = given[0].key.place if given else owner
                values[name] = self.group(field, own_path, [entry.value for entry in given], below)
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

    def note_unknown_keys(self, group: Field, path: str, entries: Mapping[str, Entry]) -> None:
        """Note each key that the form does not have, with the one that was probably meant.

        Args:
            group: the group.
            path: its path in the data.
            entries: what the file has in it.
        """
        for name, entry in entries.items():
            if name in group.fields or (not group.path and name in RESERVED):
                continue
            message, hint, meant = explain_key(self.form, group, name)
            if not meant and colon_was_put_right(entry.key):
                self.problems.append(error(Kind.FOLDED, NEXT_LINE[0], entry.key.place, hint=NEXT_LINE[1]))
                continue
            self.problems.append(error(Kind.UNKNOWN_KEY, message, entry.key.place, hint=hint))
            self.excused += [child(path, field.name) if group.fields.get(field.name) is field else field.path for field in meant]

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
            return self.rows(field, path, node)
        before = len(self.problems)
        if isinstance(node, BrokenNode) or (isinstance(node, EntriesNode) and self.takes_in(path, node)):
            return self.keep(field, path, Blank(path, wrong=True), node.place, node)
        several = type_of(field).holds is Holds.SEVERAL
        value = self.several(field, path, node) if several else self.scalar(field, path, node)
        if value is None or len(self.problems) > before:
            value = Blank(path, wrong=True)
        else:
            self.problems.extend(doubts(field, path, node))
        return self.keep(field, path, value, node.place, node)

    def takes_in(self, path: str, node: EntriesNode) -> bool:
        """Return whether a field that holds one value has taken in others of the form, indented too far; notes it at the first.

        Args:
            path: its path.
            node: what was typed.
        """
        taken = {name: found for name in node.entries if (found := list(fields_named(self.form.root, name)))}
        for name, found in taken.items():
            if name == next(iter(taken)):
                hint = f"应写在{place_of(found[0])}：把它和下面几行前面的空格减少"
                self.problems.append(error(Kind.SHAPE, f"“{name}”缩进得太多，成了它的内容", node.entries[name].key.place, path, hint))
            self.excused += [field.path for field in found]
        return bool(taken)

    def scalar(self, field: Field, path: str, node: Node) -> Value | None:
        """Return the value of one typed text, or nothing after noting what is wrong with it.

        Args:
            field: the field.
            path: the value's path.
            node: what was typed.
        """
        if self.swallows(node):
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
            if is_blank(item) or self.swallows(item):
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
        """Note that what was typed cannot be a field's value.

        Args:
            mistake: why not.
            node: what was typed.
            path: the value's path.
        """
        self.problems.append(error(Kind.VALUE, mistake.message, node.place, path, mistake.hint))

    def swallows(self, node: Node) -> bool:
        """Return whether an unquoted text of several lines has taken in another field's line; a full-width colon does that."""
        before = len(self.problems)
        if not isinstance(node, TextNode) or node.start[0] == node.end[0]:
            return False
        if node.style in ("'", '"'):
            self.note_quoted(node)
        for finding in in_text(node):
            name = node.origin.lines[finding.line - 1][: finding.column - 1].strip(" -")
            taken = list(fields_named(self.form.root, name))
            if taken and finding.line > node.start[0]:
                self.problems.append(problem_of(finding, node.origin))
                self.excused += [field.path for field in taken]
        return len(self.problems) > before

    def note_quoted(self, node: TextNode) -> None:
        """Note that a quotation mark that was not closed has taken in the lines of other fields."""
        is_told = False
        for number in range(node.start[0] + 1, node.end[0] + 1):
            match = ENTRY_NAME.match(node.origin.lines[number - 1])
            taken = list(fields_named(self.form.root, match[1])) if match else []
            if taken and not is_told:
                message = f"引号没有成对，第 {number} 行的“{taken[0].name}”也包在里面"
                self.problems.append(error(Kind.YAML, message, node.place, hint=PAIR))
                is_told = True
            self.excused += [field.path for field in taken]

    def rows(self, field: Field, path: str, node: Node) -> Rows:
        """Return the rows of a repeating group.

        Args:
            field: the rows' field.
            path: their path.
            node: what was typed.
        """
        if not isinstance(node, ItemsNode):
            if not isinstance(node, BrokenNode):
                self.problems.append(error(Kind.SHAPE, "这里应是若干行，每行以“- ”开头", node.place, path, "没有内容时留空"))
            return Rows()
        return Rows(self.group(field, numbered(path, number), [item], item.place) for number, item in enumerate(node.items, 1))

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
        missing = [problem for problem in self.missing if not any(is_below(problem.path, path) for path in self.excused)]
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
