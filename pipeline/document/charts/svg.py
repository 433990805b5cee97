"""Writes a chart as a figure of a page: the drawing, its caption, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from pipeline.document.charts.data import ChartData, ChartRow, Measure, Said, shown
from pipeline.language.expressions import in_html, own_name

# What the writer's source calls.
FIGURE: Final = own_name("chart_figure")
CSS_CLASS: Final = "chart"


class Figures:
    """The figures of one page being printed."""

    def __init__(self) -> None:
        self.count = 0

    def figure(self, data: ChartData, prefix: str) -> Markup:
        """Return a chart's figure.

        Args:
            data: the chart.
            prefix: what the ids of its document begin with.
        """
        self.count += 1
        caption = html_of(data.caption)
        return Markup('<figure class="{}" id="{}chart-{}"><figcaption>{}</figcaption>{}</figure>').format(
            CSS_CLASS, prefix, self.count, caption, details(data)
        )


def details(data: ChartData) -> Markup:
    """Return a chart's figures as a table that opens when somebody asks for it."""
    head = Markup("<tr><td></td>{}</tr>").format(cells("th", ' scope="col"', map(html_of, data.series)))
    rows = Markup("").join(map(table_row, data.rows))
    table = Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(head, rows)
    return Markup("<details><summary>图中的数字</summary>{}</details>").format(table)


def table_row(row: ChartRow) -> Markup:
    """Return a row of that table."""
    name = cells("th", ' scope="row"', [html_of(row.name)])
    return Markup("<tr>{}{}</tr>").format(name, cells("td", "", map(html_of_measure, row.measures)))


def cells(tag: str, attributes: str, contents: Iterable[Markup]) -> Markup:
    """Return cells of a row.

    Args:
        tag: th or td.
        attributes: each cell's, with a space before them.
        contents: what each says.
    """
    return Markup("").join(Markup(f"<{tag}{attributes}><p>{{}}</p></{tag}>").format(content) for content in contents)  # noqa: S704 - of the program's


def html_of(said: Said) -> Markup:
    """Return a name or a caption, its facts marked as such."""
    return Markup("").join(escape(in_html(part)) for part in said)


def html_of_measure(measure: Measure) -> Markup:
    """Return what a chart says at a bar, marked as the fact that it is."""
    return escape(in_html(measure)) or escape(shown(measure))
