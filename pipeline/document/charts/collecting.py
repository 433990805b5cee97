"""A chart's rows gone through before it is drawn, so that all writers draw the same.

What goes through them is code: the template's own statements with calls of the program's among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from pipeline.document.charts.rows import BEGIN_CHART, END_CHART, NOTE_BAR
from pipeline.document.columns import set_conditions
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Cell, Chart, Expression, Inline, Paragraph, Row, Statement, Text
from pipeline.language.expressions import own_name

IGNORED: Final = own_name("ignored")


def collect(chart: Chart, source: JinjaSource) -> str:
    """Add what goes through a chart's rows, and return the name of what becomes of them: a `ChartData`; None if there is nothing to draw.

    Args:
        chart: the chart.
        source: a writer's.
    """
    set_conditions(chart.table, source)
    head, *rows = chart.table.rows
    series = (named(cell) for cell in (head.cells if isinstance(head, Row) else ())[1:] if isinstance(cell, Cell))
    source.program("{% with %}")
    add_call(source, BEGIN_CHART, str(chart.number), f"'{chart.kind}'", said(chart.table.caption), listed(series), of=chart.table.caption)
    for row in rows:
        if isinstance(row, Statement):
            source.tag(row)
        elif isinstance(row, Row):
            name, *measures = [content(cell) for cell in row.cells if isinstance(cell, Cell)]
            values = (f"({node.source})" for nodes in measures for node in nodes if isinstance(node, Expression))
            add_call(source, NOTE_BAR, str(chart.number), said(name), listed(values), of=(*measures[0], *name))
    source.program("{% endwith %}")
    result = own_name("chart", chart.number)
    source.program(f"{{% set {result} = {END_CHART}({chart.number}) %}}")
    return result


def add_call(source: JinjaSource, function: str, *arguments: str, of: Iterable[Inline]) -> None:
    """Add a call of the program's own.

    Args:
        source: a writer's.
        function: the function's name.
        arguments: its arguments as they are written.
        of: the nodes that they come from; messages name the place of the first expression.
    """
    code = f"set {IGNORED} = {function}({', '.join(arguments)})"
    place = next((node.place for node in of if isinstance(node, Expression)), None)
    if place:
        source.tag(Statement(code, place))
    else:
        source.program(f"{{% {code} %}}")


def content(cell: Cell) -> tuple[Inline, ...]:
    """Return what a cell of a narrative's table says."""
    return tuple(node for block in cell.blocks if isinstance(block, Paragraph) for node in block.content)


def named(cell: Cell) -> str:
    """Return the expression of what a series is called; none if its column is not printed."""
    name = said(content(cell))
    return f"({name} if {cell.column} else none)" if cell.column else name


def said(nodes: Iterable[Inline]) -> str:
    """Return the expression of a list of words and values."""
    return listed(
        literal(node.text) if isinstance(node, Text) else f"({node.source})" for node in nodes if isinstance(node, Text | Expression)
    )


def listed(expressions: Iterable[str]) -> str:
    """Return the expression of a list."""
    return f"[{', '.join(expressions)}]"


def literal(text: str) -> str:
    """Return the expression of a text."""
    return json.dumps(text, ensure_ascii=False)
