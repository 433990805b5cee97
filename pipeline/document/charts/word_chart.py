"""Writes a chart's part of a Word body."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.columns import TEXT_WIDTH
from pipeline.language.expressions import own_name

# What the writer's source calls.
DRAW: Final = own_name("word_chart")


def drawn(data: ChartData) -> Markup:
    """Return a chart as a table of its figures."""
    rows = ["".join(map(cell, ("", *map(text_of, data.series))))]
    rows += ("".join(map(cell, (text_of(row.name), *map(shown, row.measures)))) for row in data.rows)
    width = TEXT_WIDTH // (len(data.series) + 1)
    grid = f'<w:gridCol w:w="{width}"/>' * (len(data.series) + 1)
    return Markup("").join(
        (
            Markup(f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'),  # noqa: S704 - of numbers
            *(Markup(f"<w:tr>{row}</w:tr>") for row in rows),  # noqa: S704 - its texts are escaped
            Markup("</w:tbl>"),
        )
    )


def cell(text: str) -> str:
    """Return a cell that says a text."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:tc><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{run}</w:p></w:tc>'
