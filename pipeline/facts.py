"""One unit-year's facts: what the data files say, checked field by field, and what the formulas make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from pipeline.field_types import SCALARS, SEVERAL, MistakeError, one_line
from pipeline.form import YEAR, Field, Form
from pipeline.formulas import Formula, compute
from pipeline.problems import Place, Problem, error, nearest
from pipeline.source import Source, entries, is_empty, not_a_mapping
from pipeline.values import Blank, Figure, Group, Lines, NotApplicable, Rows, Words, is_filled

TO_FILL = "【待填】"
# Keys of a data file that are no fields of the form.
RESERVED = ("form",)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one unit-year.

    Attributes:
        path: such as 经济性.三公经费.预算安排数 or 项目[2].金额.
        field: the form's field.
        value: what was typed or computed, a blank included.
        place: where the data file has it, or would have it.
    """

    path: str
    field: Field
    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one unit-year.

    Attributes:
        form: the form that they fill.
        root: the values as nested groups.
        by_path: every fact by its path, in the form's order.
        names: what a template sees: each name that stands for one thing in this form.
    """

    form: Form
    root: Group
    by_path: dict[str, Fact] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)


def read_facts(
    form: Form, formulas: Sequence[Formula], year: int, sources: Sequence[Source], *, draft: bool = False
) -> tuple[Facts, list[Problem]]:
    """Return the facts and every problem that the data have.

    Args:
        form: the form to fill.
        formulas: its formulas in order of need.
        year: the report's fiscal year.
        sources: the data files, the more special first: what the year's file says wins over the unit's.
        draft: whether a blank that is required is shown as 【待填】 instead of being an error.
    """
    reader = _Reader(form, draft=draft)
    root = reader.group(form.root, "", [(source, source.root) for source in sources], Place(sources[0].file))
    reader.set_year(root, year, sources[0])
    facts = Facts(form, root, reader.facts, single_names(form, root))
    for formula in formulas:
        reader.derive(formula, facts)
    reader.problems.sort(key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))
    return facts, reader.problems


def single_names(form: Form, root: Group) -> dict[str, Any]:
    """Return each name that stands for one field or group of the form, with its value."""
    names = {}
    for name, fields in form.names.items():
        if len(fields) == 1:
            value: Any = root
            for step in fields[0].path.split("."):
                value = value[step]
            names[name] = value
    return names


class _Reader:
    """Reads the nodes of the data files by the form's fields, collecting facts and problems."""

    def __init__(self, form: Form, *, draft: bool) -> None:
        self.form = form
        self.draft = draft
        self.facts: dict[str, Fact] = {}
        self.problems: list[Problem] = []

    def group(self, group: Field, path: str, nodes: Sequence[tuple[Source, yaml.Node]], owner: Place) -> Group:
        """Return a group's values; the first of the nodes that has a key decides it.

        Args:
            group: the group, or the rows' field for one row.
            path: the group's path in the data.
            nodes: the mappings that hold its values, the more special first.
            owner: where a value that is missing is reported.
        """
        found = [(source, self.mapping(source, node)) for source, node in nodes]
        for source, content in found:
            self.note_unknown_keys(group, source, content)
        values = Group()
        for name, child in group.fields.items():
            having = [(source, *content[name]) for source, content in found if name in content]
            child_path = f"{path}.{name}" if path else name
            if child.type == "group":
                below = having[0][0].place(having[0][1]) if having else owner
                values[name] = self.group(child, child_path, [(source, node) for source, _, node in having], below)
            elif having:
                values[name] = self.value(child, child_path, *having[0])
            else:
                values[name] = self.absent(child, child_path, owner, given=False)
        return values

    def mapping(self, source: Source, node: yaml.Node) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
        """Return a group's entries; anything but a mapping or an empty value is a problem."""
        if not isinstance(node, yaml.MappingNode) and not is_empty(node):
            self.problems.append(not_a_mapping(node, source))
        return entries(node)

    def note_unknown_keys(self, group: Field, source: Source, content: dict[str, tuple[yaml.ScalarNode, yaml.Node]]) -> None:
        """Note each key that the form does not have, with the nearest one that it has."""
        for name, (key, _) in content.items():
            if name in group.fields or (not group.path and name in RESERVED):
                continue
            where = f"“{group.name}”下面" if group.name else "表中"
            known = self.form.names.get(name, ())
            hint = nearest(name, group.fields) or (f"“{name}”应写在“{known[0].path}”" if known else "")
            self.problems.append(error(f"{where}没有“{name}”这一项", source.place(key), hint=hint))

    def value(self, field: Field, path: str, source: Source, key: yaml.Node, node: yaml.Node) -> Any:  # noqa: ANN401
        """Return a field's value as typed, or a blank after noting what is wrong with it."""
        if field.type == "rows":
            return self.rows(field, path, source, node)
        if is_empty(node):
            return self.absent(field, path, source.place(key), given=True)
        try:
            value = self.several(field, path, node) if field.type in SEVERAL else self.scalar(field, path, node)
        except MistakeError as mistake:
            self.problems.append(error(mistake.message, source.place(node), path, mistake.hint))
            return self.keep(field, path, Blank(path), source.place(node))
        if isinstance(value, Words) and not value:
            return self.absent(field, path, source.place(key), given=True)
        return self.keep(field, path, value, source.place(node))

    def scalar(self, field: Field, path: str, node: yaml.Node) -> Any:  # noqa: ANN401 - any type of value
        """Return the value of one typed text."""
        if not isinstance(node, yaml.ScalarNode):
            raise MistakeError("应只填一项内容，这里却是若干项", "文字里有冒号、括号时请加引号")
        text = node.value.rstrip("\n") if node.style in ("|", ">") else node.value
        return SCALARS[field.type](text, field, path)

    def several(self, field: Field, path: str, node: yaml.Node) -> Lines:
        """Return paragraphs or items: one per line of a text, or one per entry of a list."""
        if isinstance(node, yaml.ScalarNode):
            texts = [line for line in node.value.split("\n") if line.strip()]
        elif isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            texts = [item.value for item in node.value]
        else:
            raise MistakeError("应是一段或几段文字，每段前加“- ”", "文字里有冒号、括号时请加引号")
        lines = Lines(Words(one_line(text), f"{path}[{number}]") for number, text in enumerate(texts, 1))
        if field.required and not lines:
            raise MistakeError("必填，现为空白", field.hint)
        return lines

    def rows(self, field: Field, path: str, source: Source, node: yaml.Node) -> Rows:
        """Return the rows of a repeating group."""
        if is_empty(node):
            return Rows()
        if not isinstance(node, yaml.SequenceNode):
            self.problems.append(error("应是若干行，每行以“- ”开头", source.place(node), path))
            return Rows()
        return Rows(
            self.group(field, f"{path}[{number}]", [(source, item)], source.place(item)) for number, item in enumerate(node.value, 1)
        )

    def absent(self, field: Field, path: str, place: Place, *, given: bool) -> Any:  # noqa: ANN401 - a blank of some type
        """Return the blank of a field that is missing, or there without content; an error if it is required."""
        if field.type == "rows":
            return Rows()
        if field.required and not self.draft and not field.formula:
            message = "必填，现为空白" if given else "必填，文件里没有这一项"
            self.problems.append(error(message, place, path, field.hint))
        shown = TO_FILL if self.draft and (field.required or given) else ""
        return self.keep(field, path, Blank(path, shown, given=given), place)

    def keep(self, field: Field, path: str, value: Any, place: Place) -> Any:  # noqa: ANN401 - any type of value
        """Return the value after filing it as a fact."""
        self.facts[path] = Fact(path, field, value, place)
        return value

    def set_year(self, root: Group, year: int, source: Source) -> None:
        """File the report's year, which the file's name says; a file that states another one is an error."""
        stated = root[YEAR]
        if is_filled(stated) and stated != year:
            self.problems.append(error(f"写的是 {stated}，文件名却是 {year}", self.facts[YEAR].place, YEAR, "年度以文件名为准，这一项可以删去"))
        root[YEAR] = Figure(Decimal(year), YEAR, str(year))
        self.facts[YEAR] = Fact(YEAR, self.form.root.fields[YEAR], root[YEAR], Place(source.file))

    def derive(self, formula: Formula, facts: Facts) -> None:
        """Compute a derived field wherever it stands, and compare it with what was typed, if anything was."""
        steps = formula.field.path.split(".")
        for group, path in places_of(facts.root, steps, ""):
            stated = group[steps[-1]]
            computed = compute(formula, group, facts.names, path)
            if isinstance(computed, Blank) and self.draft:
                computed.shown = TO_FILL
            fact = self.facts[path]
            if is_filled(stated) and differs(stated, computed):
                message = f"填的是 {stated}，按公式 {formula.field.formula} 应为 {computed if is_filled(computed) else '空白'}"
                self.problems.append(error(message, fact.place, path, "由程序计算，删去这一项即可，或核对所用的数"))
            group[steps[-1]] = self.keep(formula.field, path, computed, fact.place)
            if formula.field.name in facts.names and facts.names[formula.field.name] is stated:
                facts.names[formula.field.name] = computed


def differs(stated: object, computed: object) -> bool:
    """Return whether a typed value is not the computed one; words are compared as words."""
    if isinstance(stated, NotApplicable) or isinstance(computed, NotApplicable | Blank):
        return str(stated) != str(computed)
    return stated != computed


def places_of(group: Group, steps: Sequence[str], path: str) -> list[tuple[Group, str]]:
    """Return each group that holds a field, once per row, with the field's path there.

    Args:
        group: where to begin.
        steps: the rest of the field's path; a step `名称[]` stands for each of the rows.
        path: the path so far, ending in a dot if not empty.
    """
    step, rest = steps[0], steps[1:]
    if not rest:
        return [(group, f"{path}{step}")]
    if not step.endswith("[]"):
        return places_of(group[step], rest, f"{path}{step}.")
    name = step[:-2]
    return [found for number, row in enumerate(group[name], 1) for found in places_of(row, rest, f"{path}{name}[{number}].")]


