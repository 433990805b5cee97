"""Derived fields: compiles the formulas of a form once and computes them from the values that were typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from graphlib import CycleError, TopologicalSorter
from typing import Any

import jinja2

from pipeline import wording
from pipeline.expressions import PLAIN, compiled
from pipeline.form import Field, Form
from pipeline.names import NameWalk
from pipeline.problems import Problem, Stop, error
from pipeline.values import Blank, Figure, Group, NoFigureError, NotApplicable

NO_FIGURE = "不适用"


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """How a derived field is computed.

    Attributes:
        field: the derived field.
        compute: from a dict of names to the bare result.
    """

    field: Field
    compute: Callable[[dict[str, Any]], Any]


def compile_formulas(form: Form) -> tuple[Formula, ...]:
    """Return the form's formulas, each after those that it needs.

    Raises:
        Stop: a formula has a syntax error, an unknown name, or needs itself.
    """
    problems: list[Problem] = []
    needs: dict[Field, set[Field]] = {}
    for field, siblings in derived_fields(form.root):
        try:
            walk = NameWalk(form, scope=dict(siblings)).walk(PLAIN.parse("{{ " + field.formula + "\n}}"))
        except jinja2.TemplateSyntaxError as fault:
            problems.append(error(f"公式“{field.formula}”写法有误：{fault.message}", field.place, field.path))
            continue
        problems.extend(error(fault.message, field.place, field.path, fault.hint) for fault in walk.faults)
        needs[field] = {used for used in walk.used if used.formula}
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as fault:
        circle = " → ".join(field.path for field in fault.args[1])
        problems.append(error(f"公式互相引用，无法计算：{circle}", fault.args[1][0].place))
        order = []
    if problems:
        raise Stop(*problems)
    return tuple(Formula(field, compiled(field.formula)) for field in order)


def derived_fields(group: Field) -> Iterator[tuple[Field, dict[str, Field]]]:
    """Yield each field that has a formula, with the fields that stand beside it."""
    for child in group.fields.values():
        if child.fields:
            yield from derived_fields(child)
        elif child.formula:
            yield child, group.fields


def compute(formula: Formula, beside: Group, names: dict[str, Any], path: str) -> Figure | Blank | NotApplicable:
    """Return the derived value: blank if a needed figure is, 不适用 if one is or the base is 0.

    A percent is the formula's ratio in percent points; percents and amounts are rounded half up to two decimals.
    """
    try:
        result = formula.compute({**names, **beside})
    except NoFigureError as absent:
        return Blank(path) if isinstance(absent.value, Blank) else NotApplicable(NO_FIGURE, path)
    except (DivisionByZero, InvalidOperation, ZeroDivisionError):
        return NotApplicable(NO_FIGURE, path)
    if not isinstance(result, Decimal | int):
        return result if isinstance(result, Blank) else NotApplicable(NO_FIGURE, path)
    number = Decimal(result)
    if formula.field.type == "percent":
        number = wording.round_half_up(number * 100)
        return Figure(number, path, wording.percent(number))
    if formula.field.type == "amount":
        number = wording.round_half_up(number)
    return Figure(number, path, wording.plain_number(number))
