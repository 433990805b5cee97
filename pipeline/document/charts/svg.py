"""Writes a chart as a figure of a page: the drawing, its caption, and the same figures as a table.

The page allows no styles but those of its sheet, so shapes have classes. What a label says is marked as in text, so that it can be
read back: `data-fact` and `data-value`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from pipeline.document.charts.data import ChartData, ChartRow, Measure, Said, shown, text_of
from pipeline.document.charts.layout import drawings
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.shapes import FOOT, LINE, SIZE, WIDTH, Drawing, Label, Shape, Stretch
from pipeline.language.escaping import escaped, marked
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
        drawn = "".join(svg(drawing, data, f"{prefix}chart-{self.count}") for drawing in drawings(data))
        code = f'<figure class="chart">{drawn}<figcaption>{html_of(data.caption)}</figcaption>{details(data)}</figure>'
        return marked(code)


def svg(drawing: Drawing, data: ChartData, name: str) -> str:
    """Return a drawing.

    Args:
        drawing: the drawing.
        data: what it shows.
        name: what its ids begin with.
    """
    size = f'viewBox="0 0 {number(WIDTH)} {number(drawing.height)}" font-size="{number(SIZE)}"'
    title = f'<title id="{name}-title">{escaped(text_of(data.caption))}</title><desc id="{name}-desc">{escaped(sentence(data))}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{name}-title {name}-desc">'
        f"{title}{''.join(map(element, drawing.shapes))}</svg>"
    )


def element(shape: Shape) -> str:
    """Return a shape."""
    if isinstance(shape, Label):
        return text_element(shape)
    kind, end = (shape.stroke, "") if isinstance(shape, Stretch) else (shape.fill, "z")
    points = " ".join([f"{number(x)},{number(y)}" for x, y in shape.points])
    return f'<path class="{kind}" d="M{points}{end}"/>'


def text_element(label: Label) -> str:
    """Return words; those of several lines, line by line."""
    x, y = number(label.x), label.y + FOOT
    looks = f' font-size="{number(label.size)}"' if label.size < SIZE else ""
    looks += f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    first, *others = map(escaped, label.lines)
    more = "".join(f'<tspan x="{x}" y="{number(y + row * LINE)}">{line}</tspan>' for row, line in enumerate(others, 1))
    return f'<text class="{label.role}" x="{x}" y="{number(y)}"{looks}{fact(label)}>{first}{more}</text>'


def fact(label: Label) -> str:
    """Return the attributes that say which fact a figure is, if it is one."""
    path = getattr(label.said[0], "path", "") if label.role == "measure" else ""
    if not path or not str(label.said[0]):
        return ""
    return f' data-fact="{escaped(path)}" data-value="{escaped(machine_value(label.said[0]))}"'


@lru_cache(maxsize=4096)
def number(length: float) -> str:
    """Return a length or place in points, to a hundredth; most of a drawing's occur again."""
    return f"{length + 0.0:.2f}".rstrip("0").rstrip(".")


def details(data: ChartData) -> str:
    """Return a chart's figures as a table that opens when somebody asks for it."""
    head = cells("th", ' scope="col"', map(html_of, data.series))
    table = f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{''.join(map(table_row, data.rows))}</tbody></table>"
    return f"<details><summary>图中的数字</summary>{table}</details>"


def table_row(row: ChartRow) -> str:
    """Return a row of that table."""
    name = cells("th", ' scope="row"', [html_of(row.name)])
    return f"<tr>{name}{cells('td', '', map(html_of_measure, row.measures))}</tr>"


def cells(tag: str, attributes: str, contents: Iterable[str]) -> str:
    """Return cells of a row.

    Args:
        tag: th or td.
        attributes: each cell's, with a space before them.
        contents: what each says, as HTML.
    """
    return "".join([f"<{tag}{attributes}><p>{content}</p></{tag}>" for content in contents])


def html_of(said: Said) -> str:
    """Return a name or a caption, its facts marked as such."""
    return "".join(map(in_html, said))


def html_of_measure(measure: Measure) -> str:
    """Return what a chart says at a bar, marked as the fact that it is."""
    return in_html(measure) or escaped(shown(measure))
