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
from pipeline.paths import EVERY_ROW, steps
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
        place: where the data file has it, or would have it.
        node: what the data file has, if it has it.
        taken: whether last year's file gives the value, because this year's leaves it out.
        fixed: whether the form itself fixes the value, which no unit wrote.
    """

    path: str
    field: Field
    value: Value
    place: Place
    node: Node | None = dataclass_field(default=None, compare=False, repr=False)
    taken: bool = False
    fixed: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says: several paragraphs one by one."""
        return tuple(self.value) if isinstance(self.value, Lines) else (str(self.value),)

    def with_value(self, value: Value) -> Fact:
        """Return the same with another value."""
        return Fact(self.path, self.field, value, self.place, self.node, self.taken, self.fixed)

    def spot(self, number: int, offset: int) -> Place:
        """Return where a character of one of its texts was typed, both counted from 0."""
        return spot(self.node, self.texts, number, offset) if self.node else self.place


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
    names: dict[str, Any] = {LAST_YEAR: last}
    for name, way in single_paths(form).items():
        value: Any = root
        for step in way:
            value = value[step]
        names[name] = value
    return names | {name: all_rows(root, steps(fields[0].path)) for name, fields in rows_in_rows(form).items() if len(fields) == 1}


def all_rows(root: Group, way: Sequence[str]) -> Any:  # noqa: ANN401 - rows, or a blank for those that are told as wrong
    """Return all rows of a name that stand in others."""
    whole: Any = root
    for step in way:
        name = step.removesuffix(EVERY_ROW)
        whole = whole.column(name) if isinstance(whole, Rows | Column) else whole[name]
    return whole


@lru_cache(maxsize=16)
def single_paths(form: Form) -> dict[str, list[str]]:
    """Return each name that stands for one field or group of the form, with the steps to it."""
    return {name: steps(fields[0].path) for name, fields in form.names.items() if len(fields) == 1}
