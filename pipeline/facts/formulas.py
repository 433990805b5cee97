"""Derived fields: compiles the formulas of a form once and computes them from the values that were typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation, localcontext
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

import jinja2

from pipeline.facts.scores import columns_needed, given_grade, given_score, given_total
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.last_year import below
from pipeline.form.names import NameWalk
from pipeline.form.rows import rows_around
from pipeline.form.scored import SCORE, WEIGHT
from pipeline.form.types.choices import word_result
from pipeline.form.types.field_type import shortened
from pipeline.form.types.numbers import PRECISE, number_result
from pipeline.form.types.registry import type_of
from pipeline.language.budget import renew
from pipeline.language.choosing import CHOICES, EXAMPLE, wrong_words
from pipeline.language.expressions import PLAIN, compiled, syntax_message
from pipeline.language.values import Blank, Figure, NoFigureError, NotApplicable, Words
from pipeline.paths import parent
from pipeline.problems import Kind, Problem, Stop, error
from pipeline.records import record

NO_FIGURE = "不适用"
ALLOWED = "公式用名称、数字、+ - * / 和半角括号写成，例如 实际支出数 / 预算安排数"


@record(eq=False)
class Formula:
    """How a derived field is computed.

    Attributes:
        field: the derived field.
        compute: from a dict of names to the bare result.
        result: makes the field's value of it.
        used: the fields that it names.
        is_default: whether it only stands in where nothing is typed, and gives nothing where it cannot be computed.
        is_of_form: whether it is computed from the form's own names alone, and not from what stands beside its field.
        around: the names of the rows that its field stands in, of which it may name the row at hand.
        choices: the words that it chooses from; none if it gives a number.
    """

    field: Field
    compute: Callable[[dict[str, Any]], Any]
    result: Callable[[Any, Field, str], Figure | Words]
    used: frozenset[Field]
    is_default: bool = False
    is_of_form: bool = False
    around: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()


def compile_formulas(form: Form) -> tuple[Formula, ...]:
    """Return the form's formulas, each after those that it needs.

    Raises:
        Stop: a formula has a syntax error, an unknown name, or needs itself.
    """
    problems: list[Problem] = []
    formulas: dict[Field, Formula] = {}
    for field in derived_fields(form.root):
        try:
            computing = compiled(field.formula)
            around, words = rows_around(form, parent(field.path)), words_of(field)
            tree = PLAIN.parse("{{ " + field.formula + "\n}}")
            walk = NameWalk(form, scope=scope_of(form, field), choices=words).walk(tree)
            result = type_of(field).result or number_result
            formulas[field] = Formula(field, computing, result, frozenset(walk.used), around=frozenset(around), choices=words)
        except jinja2.TemplateSyntaxError as fault:
            problems.append(error(Kind.FORMULA, f"公式“{field.formula}”{syntax_message(fault)}", field.place, field.path, ALLOWED))
            continue
        problems.extend(error(Kind.NAME, fault.message, field.place, field.path, fault.hint) for fault in walk.faults)
        wrong = wrong_words(tree, words) if words else ()
        problems.extend(error(Kind.FORMULA, f"公式“{field.formula}”里{message}", field.place, field.path, hint) for message, hint in wrong)
    formulas |= {formula.field: formula for formula in default_scores(form)}
    needs = {field: [used for used in formula.used if used in formulas] for field, formula in formulas.items()}
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as fault:
        circle = " → ".join(field.path for field in fault.args[1])
        problems.append(
            error(Kind.FORMULA, f"公式互相引用，算不出来：{circle}", fault.args[1][0].place, hint="其中一项要改成手填，或改用别的数来算")
        )
        order = []
    if problems:
        raise Stop(*problems)
    return tuple(formulas[field] for field in order)


def words_of(field: Field) -> tuple[str, ...]:
    """Return the words that a field's formula chooses from; none if it gives a number."""
    words = type_of(field).words
    return words(field) if words else ()


def default_scores(form: Form) -> Iterator[Formula]:
    """Yield how the rules of scoring give each score, the total and the grade, if they are left blank."""
    if form.scoring is None:
        return
    for indicators in form.scoring.indicators:
        field = indicators.columns[SCORE]
        if not field.formula:
            around = frozenset(rows_around(form, parent(field.path)))
            computing = partial(given_score, indicators, form.scoring.rounding)
            result = type_of(field).result or number_result
            yield Formula(field, computing, result, columns_needed(indicators), is_default=True, around=around)
    total = form.scoring.total
    if total and not total.formula:
        needed = frozenset(each.columns[role] for each in form.scoring.indicators for role in (SCORE, WEIGHT))
        adding, result = partial(given_total, form.scoring), type_of(total).result or number_result
        yield Formula(total, adding, result, needed, is_default=True, is_of_form=True)
    grade = form.scoring.grade
    if total and grade and form.scoring.grades and not grade.formula:
        words = tuple(name for name, _ in form.scoring.grades)
        grading = partial(given_grade, form.scoring.grades, total)
        yield Formula(grade, grading, word_result, frozenset({total}), is_default=True, is_of_form=True, choices=words)


def derived_fields(group: Field) -> Iterator[Field]:
    """Yield each field that has a formula."""
    return (leaf for leaf in group.leaves() if leaf.formula)


def scope_of(form: Form, field: Field) -> dict[str, Field]:
    """Return what a field's formula can name besides the form's names: the rows around it, and first of all what stands beside it."""
    group = parent(field.path)
    return {**rows_around(form, group), **below(form.root, group).fields}


def compute(formula: Formula, beside: Mapping[str, Any], names: dict[str, Any], path: str) -> Figure | Words | Blank:
    """Return the derived value: blank if a needed figure is, 不适用 if one is or the base is 0; else a figure, or one of the choices.

    A percent is the formula's ratio in percent points. Figures stay exact, and are shown rounded half up: to two decimals, whole
    numbers to none.

    Args:
        formula: the formula.
        beside: what stands in the same group as the derived field, and the rows that it stands in.
        names: what can be named alone.
        path: the derived value's path.

    Raises:
        Stop: the formula makes no sense with any figures, such as a text divided by a number.
    """
    renew()
    try:
        with localcontext(PRECISE):
            result = formula.compute({**names, **beside, CHOICES: formula.choices})
    except NoFigureError as absent:
        result = absent.value
    except (InvalidOperation, ZeroDivisionError):  # decimal's own division by zero is both
        return NotApplicable(NO_FIGURE, path)
    except (ArithmeticError, TypeError, ValueError, LookupError, jinja2.TemplateError) as fault:
        raise no_result(formula) from fault
    if isinstance(result, Blank):
        return Blank(path, result.shown, wrong=result.wrong)
    if isinstance(result, NotApplicable):
        return NotApplicable(NO_FIGURE, path)
    if formula.choices:
        if not isinstance(result, str) or result not in formula.choices:
            raise no_result(formula, result)
        return formula.result(result, formula.field, path)
    if not isinstance(result, Decimal | int) or isinstance(result, bool):
        raise no_result(formula)
    number = Decimal(result)
    if not number.is_finite() or number.adjusted() >= PRECISE.prec:  # written out it would fill pages
        raise no_result(formula)
    return formula.result(number, formula.field, path)


def no_result(formula: Formula, given: object = None) -> Stop:
    """Return the fault of a formula that does not give a number, or none of its choices; `given` is what it gives instead."""
    message, hint = f"公式“{formula.field.formula}”得不出数字", "公式里只能用数字类的字段"
    if formula.choices:
        message, hint = f"公式“{formula.field.formula}”得不出选项 {'、'.join(formula.choices)}", EXAMPLE
        message += f"，得出的是“{shortened(given)}”" if isinstance(given, str) and given else ""
    return Stop(error(Kind.FORMULA, message, formula.field.place, formula.field.path, hint))
