"""Writes a chart as a figure of a page: the drawing, its caption, and the same figures as a table.

The page allows no styles but those of its sheet, so shapes have classes. What a label says is marked as in text, so that it can be
read back: `data-fact` and `data-value`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from pipeline.document.charts.data import ChartData, ChartRow, Measure, Said, shown, text_of
from pipeline.document.charts.layout import drawings
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.shapes import FOOT, LINE, SIZE, WIDTH, Drawing, Label, Point, Shape, Stretch
from pipeline.language.expressions import in_html, machine_value, own_name

# What the writer's source calls.
FIGURE: Final = own_name("chart_figure")


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
        drawn = Markup("").join(svg(drawing, data, f"{prefix}chart-{self.count}") for drawing in drawings(data))
        caption = html_of(data.caption)
        return Markup('<figure class="chart">{}<figcaption>{}</figcaption>{}</figure>').format(drawn, caption, details(data))


def svg(drawing: Drawing, data: ChartData, name: str) -> Markup:
    """Return a drawing.

    Args:
        drawing: the drawing.
        data: what it shows.
        name: what its ids begin with.
    """
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-size="{}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{}</title><desc id="{name}-desc">{}</desc>{}</svg>'
    ).format(
        number(WIDTH),
        number(drawing.height),
        number(SIZE),
        text_of(data.caption),
        sentence(data),
        Markup("").join(map(element, drawing.shapes)),
        name=name,
    )


def element(shape: Shape) -> Markup:
    """Return a shape."""
    if isinstance(shape, Label):
        return text_element(shape)
    kind, end = (shape.stroke, "") if isinstance(shape, Stretch) else (shape.fill, "z")
    return Markup('<path class="{}" d="M{}{}"/>').format(kind, " ".join(map(place, shape.points)), end)


def text_element(label: Label) -> Markup:
    """Return words; those of several lines, line by line."""
    size = Markup(' font-size="{}"').format(number(label.size)) if label.size < SIZE else ""
    anchor = Markup(' text-anchor="{}"').format(label.anchor) if label.anchor != "start" else ""
    x, y = label.x, label.y + FOOT
    first, *others = label.lines
    more = Markup("").join(
        Markup('<tspan x="{}" y="{}">{}</tspan>').format(number(x), number(y + row * LINE), line) for row, line in enumerate(others, 1)
    )
    return Markup('<text class="{}" x="{}" y="{}"{}{}{}>{}{}</text>').format(
        label.role, number(x), number(y), anchor, size, fact(label), first, more
    )


def fact(label: Label) -> Markup:
    """Return the attributes that say which fact a figure is, if it is one."""
    path = getattr(label.said[0], "path", "") if label.role == "measure" else ""
    if not path or not str(label.said[0]):
        return Markup("")
    return Markup(' data-fact="{}" data-value="{}"').format(path, machine_value(label.said[0]))


def place(point: Point) -> str:
    """Return a point of a path."""
    return f"{number(point[0])},{number(point[1])}"


def number(length: float) -> str:
    """Return a length or place in points, to a hundredth."""
    return f"{length:.2f}".rstrip("0").rstrip(".")


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
