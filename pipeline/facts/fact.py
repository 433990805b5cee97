"""One unit-year's facts: what the data files say, checked field by field, and what the formulas make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from pipeline.facts.formulas import Formula, compute
from pipeline.form.field import Field
from pipeline.form.field_types import SCALARS, SEVERAL, MistakeError, one_line
from pipeline.form.form import RESERVED, YEAR, Form
from pipeline.form.keys import explain_key, fields_named
from pipeline.language.values import Blank, Figure, Group, Lines, NotApplicable, Rows, Words, is_filled
from pipeline.problems import Kind, Place, Problem, error
from pipeline.source.reader import Source, entries, is_broken, is_empty, not_a_mapping
from pipeline.source.syntax import in_lines

TO_FILL = "【待填】"
NO_SPACE_AFTER_DASH = re.compile(r"-[^\s\-0-9.]")


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
    return facts, reader.found()


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
        self.missing: list[Problem] = []
        # Paths about which something is said already, so that a value missing there is no second mistake.
        self.excused: list[str] = []

    def group(self, group: Field, path: str, nodes: Sequence[tuple[Source, yaml.Node]], owner: Place) -> Group:
        """Return a group's values; the first of the nodes that has a key decides it.

        Args:
            group: the group, or the rows' field for one row.
            path: the group's path in the data.
            nodes: the mappings that hold its values, the more special first.
            owner: where a value that is missing is reported.
        """
        found = [(source, entries(node)) for source, node in nodes if self.is_group(source, node, path)]
        for source, content in found:
            self.note_unknown_keys(group, path, source, content)
        values = Group()
        for name, child in group.fields.items():
            having = [(source, *content[name]) for source, content in found if name in content]
            child_path = joined(path, name)
            if child.type == "group":
                below = having[0][0].place(having[0][1]) if having else owner
                values[name] = self.group(child, child_path, [(source, node) for source, _, node in having], below)
            elif having:
                values[name] = self.value(child, child_path, *having[0])
            else:
                values[name] = self.absent(child, child_path, owner, given=False)
        return values

    def is_group(self, source: Source, node: yaml.Node, path: str) -> bool:
        """Return whether a node holds a group's entries or is empty; anything else is a problem."""
        if isinstance(node, yaml.MappingNode) or is_empty(node):
            return True
        if not is_broken(node):
            self.problems.extend(not_a_mapping(node, source, path))
        self.excused.append(path)
        return False

    def note_unknown_keys(self, group: Field, path: str, source: Source, content: dict[str, tuple[yaml.ScalarNode, yaml.Node]]) -> None:
        """Note each key that the form does not have, with the one that was probably meant."""
        for name, (key, _) in content.items():
            if name in group.fields or (not group.path and name in RESERVED):
                continue
            message, hint, meant = explain_key(self.form, group, name)
            self.problems.append(error(Kind.UNKNOWN_KEY, message, source.place(key), hint=hint))
            self.excused += [joined(path, field.name) if group.fields.get(field.name) is field else field.path for field in meant]

    def value(self, field: Field, path: str, source: Source, key: yaml.Node, node: yaml.Node) -> Any:  # noqa: ANN401
        """Return a field's value as typed, or a blank after noting what is wrong with it."""
        if is_blank(node):
            return self.absent(field, path, source.place(key), given=True)
        if field.type == "rows":
            return self.rows(field, path, source, node)
        before = len(self.problems)
        value = self.several(path, source, node) if field.type in SEVERAL else self.scalar(field, path, source, node)
        if is_broken(node) or len(self.problems) > before:
            value = Blank(path, wrong=True)
        return self.keep(field, path, value, source.place(node))

    def scalar(self, field: Field, path: str, source: Source, node: yaml.Node) -> Any:  # noqa: ANN401 - any type of value
        """Return the value of one typed text, or nothing after noting what is wrong with it."""
        if self.swallows(source, node):
            return None
        try:
            return SCALARS[field.type](text_of(node), field, path)
        except MistakeError as mistake:
            self.problems.append(error(Kind.VALUE, mistake.message, source.place(node), path, mistake.hint))
            return None

    def several(self, path: str, source: Source, node: yaml.Node) -> Lines:
        """Return paragraphs or items: one per line of a text, or one per entry of a list; notes what is wrong with them."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        texts: list[Words] = []
        for item in nodes:
            if is_blank(item) or self.swallows(source, item):
                continue
            own_path = f"{path}[{len(texts) + 1}]"
            try:
                lines = [line for line in text_of(item).split("\n") if line.strip()] if item is node else [text_of(item)]
                refuse_glued_dash(item, lines[0])
                texts += [Words(one_line(line), f"{path}[{number}]") for number, line in enumerate(lines, len(texts) + 1)]
            except MistakeError as mistake:
                self.problems.append(
                    error(Kind.VALUE, mistake.message, source.place(item), path if item is node else own_path, mistake.hint)
                )
        return Lines(texts)

    def swallows(self, source: Source, node: yaml.Node) -> bool:
        """Return whether an unquoted text of several lines has taken in another field's line; a full-width colon does that."""
        before = len(self.problems)
        if not isinstance(node, yaml.ScalarNode) or node.start_mark.line == node.end_mark.line:
            return False
        for finding in in_lines(source.lines, node, source.corrections):
            name = source.lines[finding.line - 1][: finding.column - 1].strip(" -")
            taken = list(fields_named(self.form.root, name))
            if taken and finding.line > node.start_mark.line + 1:
                self.problems.append(error(finding.kind, finding.message, source.place_at(finding.line, finding.column), hint=finding.hint))
                self.excused += [field.path for field in taken]
        return len(self.problems) > before

    def rows(self, field: Field, path: str, source: Source, node: yaml.Node) -> Rows:
        """Return the rows of a repeating group."""
        if not isinstance(node, yaml.SequenceNode):
            if not is_broken(node):
                self.problems.append(error(Kind.SHAPE, "这里应是若干行，每行以“- ”开头", source.place(node), path, "没有内容时留空"))
            return Rows()
        return Rows(
            self.group(field, f"{path}[{number}]", [(source, item)], source.place(item)) for number, item in enumerate(node.value, 1)
        )

    def absent(self, field: Field, path: str, place: Place, *, given: bool) -> Any:  # noqa: ANN401 - a blank of some type
        """Return the blank of a field that is missing, or there without content; an error if it is required."""
        if field.required and not self.draft and not field.formula:
            message, hint = ("必填，现为空白", "请填写") if given else ("必填，文件里没有这一项", f"补上“{field.name}: 内容”")
            self.missing.append(error(Kind.REQUIRED, message, place, path, field.hint or hint))
        if field.type == "rows":
            return Rows()
        shown = TO_FILL if self.draft and (field.required or given) else ""
        return self.keep(field, path, Blank(path, shown, given=given), place)

    def keep(self, field: Field, path: str, value: Any, place: Place) -> Any:  # noqa: ANN401 - any type of value
        """Return the value after filing it as a fact."""
        self.facts[path] = Fact(path, field, value, place)
        return value

    def found(self) -> list[Problem]:
        """Return the problems in the order of the files."""
        missing = [problem for problem in self.missing if not any(is_below(problem.path, path) for path in self.excused)]
        return sorted((*self.problems, *missing), key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))

    def set_year(self, root: Group, year: int, source: Source) -> None:
        """File the report's year, which the file's name says; a file that states another one is an error."""
        stated = root[YEAR]
        if is_filled(stated) and stated != year:
            message, hint = f"写的是 {stated}，文件名却是 {year}", "年度以文件名为准，这一项可以删去"
            self.problems.append(error(Kind.YEAR, message, self.facts[YEAR].place, YEAR, hint))
        root[YEAR] = Figure(Decimal(year), YEAR, str(year))
        self.facts[YEAR] = Fact(YEAR, self.form.root.fields[YEAR], root[YEAR], Place(source.file))

    def derive(self, formula: Formula, facts: Facts) -> None:
        """Compute a derived field wherever it stands, and compare it with what was typed, if anything was."""
        steps = formula.field.path.split(".")
        for group, path in places_of(facts.root, steps, ""):
            stated = group[steps[-1]]
            computed = compute(formula, group, facts.names, path)
            fact = self.facts[path]
            if is_filled(stated) and differs(stated, computed):
                self.problems.append(disagreement(stated, computed, fact))
            group[steps[-1]] = self.keep(formula.field, path, computed, fact.place)
            if formula.field.name in facts.names and facts.names[formula.field.name] is stated:
                facts.names[formula.field.name] = computed


def joined(path: str, name: str) -> str:
    """Return the path of a name in a group."""
    return f"{path}.{name}" if path else name


def is_below(path: str, other: str) -> bool:
    """Return whether a path is another one or lies in it."""
    return path == other or path.startswith((f"{other}.", f"{other}[")) or not other


def is_blank(node: yaml.Node) -> bool:
    """Return whether a key is there without any content: no value, a list of nothing but empty items, or a text of spaces."""
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(item, yaml.ScalarNode) and is_blank(item) for item in node.value)
    return is_empty(node) or (isinstance(node, yaml.ScalarNode) and not is_broken(node) and not node.value.strip())


def text_of(node: yaml.Node) -> str:
    """Return a node's text; a block of lines ends without a line break.

    Raises:
        MistakeError: the node is no text.
    """
    if not isinstance(node, yaml.ScalarNode):
        raise MistakeError("这里应只填一项内容，却有若干项", "文字里有冒号、括号时，请给整段加引号")
    return node.value.rstrip("\n") if node.style in ("|", ">") else str(node.value)


def differs(stated: object, computed: object) -> bool:
    """Return whether a typed value is not the computed one; words are compared as words."""
    if isinstance(computed, Blank):
        return not computed.wrong
    if isinstance(stated, NotApplicable) or isinstance(computed, NotApplicable):
        return str(stated) != str(computed)
    return stated != computed


def disagreement(stated: object, computed: object, fact: Fact) -> Problem:
    """Return the problem of a typed value that is not the computed one."""
    formula = fact.field.formula
    message = f"填的是 {stated}，按公式“{formula}”应为 {computed}"
    if isinstance(computed, Blank):
        message = f"填的是 {stated}，但公式“{formula}”所用的数没有填"
    return error(Kind.DERIVED, message, fact.place, fact.path, "这一项由程序计算：删去即可，或核对公式所用的数")


def refuse_glued_dash(node: yaml.Node, text: str) -> None:
    """Refuse an unquoted text that begins with a dash: an item of a list whose space was forgotten."""
    if not getattr(node, "style", None) and NO_SPACE_AFTER_DASH.match(text):
        raise MistakeError("“-”后面缺一个空格", "每项另起一行，以“- ”开头")


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
