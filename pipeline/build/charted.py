"""Finds in a form's templates what no chart can draw: values that are no figures, and figures of different units beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from pipeline.document.charts.rows import NOTE_BAR
from pipeline.form.field import Field
from pipeline.form.form import ANSWER_ROWS, ANSWERS, Form
from pipeline.form.last_year import YEARS
from pipeline.form.names import Meaning, NameWalk
from pipeline.form.types.registry import type_of
from pipeline.language.aggregates import called
from pipeline.language.expressions import PLAIN
from pipeline.printing.templates import Template, place_of
from pipeline.problems import Kind, Place, Problem, error

# What gives rows as they are but for their looks, and what gives the sum of a column of rows.
ALIGNED, SUM_OF_COLUMN = "齐位", "列合计"
HINT: Final = "图里只能画数字；单位不同的，分成几张图"
Scope = Mapping[str, Meaning]


class ChartWalk(NameWalk):
    """Walks one Jinja tree and notes the fields that its charts draw.

    Attributes:
        drawn: for each chart, by its number, the lines in the Jinja source, each with a field; the fields of other values are not known.
    """

    def __init__(self, *of: Any, **named: Any) -> None:  # noqa: ANN401 - as any walk
        """Begin a walk."""
        super().__init__(*of, **named)
        self.drawn: dict[int, list[tuple[int, Field]]] = {}

    def meaning(self, node: nodes.Node, scope: Scope) -> Meaning:
        """Return what an expression stands for, rows that are only aligned included, after noting what is drawn."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == NOTE_BAR:
            number, _, values = node.args
            fields = [self.measured(value, scope) for value in values.iter_child_nodes()]
            self.drawn.setdefault(number.as_const(), []).extend((node.lineno, field) for field in fields if field)
        if isinstance(node, nodes.Filter) and node.name == ALIGNED and node.node:
            return self.meaning(node.node, scope)
        return super().meaning(node, scope)

    def measured(self, node: nodes.Node, scope: Scope) -> Meaning:
        """Return the field whose value or sum a bar shows; `scope` is what names stand for in this place."""
        if isinstance(node, nodes.Call) and called(node) and len(node.args) == 1:
            return self.column(node.args[0], scope)[0]
        if isinstance(node, nodes.Filter) and node.name == SUM_OF_COLUMN and node.node and node.args:
            rows = self.meaning(node.node, scope)
            return rows.fields.get(node.args[0].as_const()) if rows else None
        return self.meaning(node, scope)


def chart_faults(form: Form, template: Template) -> Iterator[Problem]:
    """Yield what is wrong with the charts of a template.

    Args:
        form: the form.
        template: the template.
    """
    if NOTE_BAR not in template.source:
        return
    for drawn in ChartWalk(form, [YEARS], {ANSWERS: ANSWER_ROWS}).walk(PLAIN.parse(template.source)).drawn.values():
        places = [(place_of(line, template.places), field) for line, field in drawn]
        yield from (fault(f"图里要写数，“{field.name}”不是数", place) for place, field in places if not type_of(field).is_number)
        units = {field.unit: place for place, field in places if field.unit and type_of(field).is_number}
        if len(units) > 1:
            yield fault(f"一张图里的数，单位要相同，这里有{'、'.join(units)}", next(reversed(units.values())))


def fault(message: str, place: Place) -> Problem:
    """Return a fault of a chart."""
    return error(Kind.TEMPLATE, message, place, hint=HINT)
