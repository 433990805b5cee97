"""What is known of one unit-year: each value with its field and its place, and all of them by name for templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field as dataclass_field
from functools import lru_cache
from typing import Any

from pipeline.form.field import Field
from pipeline.form.form import YEAR, Form
from pipeline.form.last_year import LAST_YEAR
from pipeline.form.rows import rows_in_rows
from pipeline.language.values import Column, Group, Lines, Rows, Value
from pipeline.paths import EVERY_ROW, parent, steps
from pipeline.problems import Place
from pipeline.records import record
from pipeline.source.nodes import Node
from pipeline.source.spots import spot

TO_FILL = "【待填】"


@record()
class Fact:
    """One value of one unit-year.

    Attributes:
        path: such as 经济性.三公经费.预算安排数 or 项目[2].金额.
        field: the form's field.
        value: what was typed or computed, a blank included.
        at: what the data file has, or the name or place where it would have it.
        node: what the data file has, if it has it.
        taken: whether last year's file gives the value, because this year's leaves it out.
        fixed: whether the form itself fixes the value, which no unit wrote.
    """

    path: str
    field: Field
    value: Value
    at: Node | Place
    node: Node | None = dataclass_field(default=None, compare=False, repr=False)
    taken: bool = False
    fixed: bool = False

    @property
    def place(self) -> Place:
        """Where the data file has it, or would have it; made only when it is asked for, which is seldom."""
        return placed(self.at)

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says: several paragraphs one by one."""
        return tuple(self.value) if isinstance(self.value, Lines) else (str(self.value),)

    def with_value(self, value: Value) -> Fact:
        """Return the same with another value."""
        return Fact(self.path, self.field, value, self.at, self.node, self.taken, self.fixed)

    def spot(self, number: int, offset: int) -> Place:
        """Return where a character of one of its texts was typed, both counted from 0."""
        return spot(self.node, self.texts, number, offset) if self.node else self.place


def placed(at: Node | Place) -> Place:
    """Return where a node begins, or a place itself."""
    return at if isinstance(at, Place) else at.place


@record()
class Facts:
    """All facts of one unit-year.

    Attributes:
        form: the form that they fill.
        root: the values as nested groups.
        by_path: every fact by its path, in the form's order.
        names: what a template sees: each name that stands for one thing in this form.
        before: last year's facts by the paths that the same things have this year; nothing private, and empty if nothing is known.
        answers: the answers to findings, as documents may print them.
        years: the values of the years before, the earliest first, by this year's names; nothing private.
    """

    form: Form
    root: Group
    by_path: Mapping[str, Fact]
    names: Mapping[str, Any]
    before: Mapping[str, Fact] = dataclass_field(default_factory=dict)
    answers: Rows = dataclass_field(default_factory=Rows)
    years: Rows = dataclass_field(default_factory=Rows)

    @property
    def year(self) -> int:
        """The report's fiscal year."""
        return int(str(self.root[YEAR]))


def single_names(form: Form, root: Group, last: Group) -> dict[str, Any]:
    """Return each name that stands for one field or group of the form, with its value, and that of last year's values.

    Args:
        form: the form.
        root: its values.
        last: last year's.
    """
    order, groups = single_paths(form)
    names: dict[str, Any] = {LAST_YEAR: last, **order}
    for way, own in groups:
        group: Any = root
        for step in way:
            group = group[step]
        for name, key in own:
            names[name] = group[key]
    return names | {name: all_rows(root, steps(fields[0].path)) for name, fields in rows_in_rows(form).items() if len(fields) == 1}


def all_rows(root: Group, way: Sequence[str]) -> Any:  # noqa: ANN401 - rows, or a blank for those that are told as wrong
    """Return all rows of a name that stand in others."""
    whole: Any = root
    for step in way:
        name = step.removesuffix(EVERY_ROW)
        whole = whole.column(name) if isinstance(whole, Rows | Column) else whole[name]
    return whole


@lru_cache(maxsize=16)
def single_paths(form: Form) -> tuple[dict[str, None], list[tuple[list[str], list[tuple[str, str]]]]]:
    """Return each name that stands for one field or group of the form, and by groups the steps to them and what stands in them by these."""
    single = {name: fields[0].path for name, fields in form.names.items() if len(fields) == 1}
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, path in single.items():
        groups.setdefault(parent(path), []).append((name, steps(path)[-1]))
    return dict.fromkeys(single), [(steps(path) if path else [], own) for path, own in groups.items()]
