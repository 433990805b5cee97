"""Writes a chart as the code of Typst: vector shapes at their places, together one figure whose alternative text is the sentence.

As in all of a Typst document's source, words stand escaped as for HTML between quotation marks until they are made strings of Typst.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from pipeline.document.charts.data import ChartData
from pipeline.document.charts.layout import drawings
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.shapes import FOOT, LINE, WIDTH, Area, Drawing, Label, Point, Role, Shape
from pipeline.language.expressions import own_name

# What the writer's source calls.
DRAW: Final = own_name("chart_typst")
# A drawing's letters have 14 points; printed, they have 12 (小四), as a table's.
SCALE: Final = 12 / 14
# Points of a page's text, which is 225 mm high (GB/T 9704-2012, 5.2.1), and what a drawing leaves of it at least: its caption stands below.
PAGE, CAPTION = 637, 57
FILLS: Final = {"outline": "white", "solid": "luma(27%)", "medium": "luma(60%)", "light": "luma(87%)"}
DASHES: Final = {
    "axis": "", "line-1": "", "line-2": ",dash:(7pt,4pt)", "line-3": ",dash:(1.5pt,4pt)", "line-4": ",dash:(9pt,4pt,1.5pt,4pt)",
}  # fmt: skip
# What is not seen, but tells those who read the file what a label is: by how many elements of its structure it stands in.
TAGS: Final[Mapping[Role, str]] = {"name": "strong({})", "measure": "emph(strong({}))", "series": "strong(emph(strong({})))"}
RULES: Final = "show strong:it=>it.body;show emph:it=>it.body;show figure:set std.block(breakable:true,sticky:true,above:8pt,below:5pt);"


def drawn(data: ChartData, height: int = PAGE) -> Markup:
    """Return a chart as an expression of Typst's code; the letters are those of what it stands in.

    Args:
        data: the chart.
        height: how high a page's text is, in points.
    """
    parts = "".join(map(block, drawings(data, (height - CAPTION) / SCALE)))
    code = f'{{{RULES}figure(alt:"{escape(sentence(data))}",{{{parts}}})}}'
    return Markup(code)  # noqa: S704 - its words are escaped


def block(drawing: Drawing) -> str:
    """Return a drawing, which no page divides."""
    shapes = "".join(map(shape_code, drawing.shapes))
    if drawing.head:  # which is read aloud once
        shapes = f"pdf.artifact({{{''.join(map(shape_code, drawing.head))}}});{shapes}"
    return f"std.block(breakable:false,spacing:0pt,width:{length(WIDTH)},height:{length(drawing.height)},{{{shapes}}});"


def shape_code(shape: Shape) -> str:
    """Return what places a shape."""
    if isinstance(shape, Label):
        lines = "".join(line_code(shape, number, line) for number, line in enumerate(shape.lines))
        return f"{TAGS[shape.role].format(f'{{{lines}}}')};"
    first, *others = map(point_code, shape.points)
    if isinstance(shape, Area):
        return f"place(polygon(fill:{FILLS[shape.fill]},stroke:.6pt+luma(20%),{','.join((first, *others))}));"
    thickness = ".6pt" if shape.stroke == "axis" else "1.4pt"
    steps = "".join(f",curve.line({point})" for point in others)
    return f"place(curve(stroke:(paint:luma(20%),thickness:{thickness}{DASHES[shape.stroke]}),curve.move({first}){steps}));"


def line_code(label: Label, number: int, line: str) -> str:
    """Return what places a line of a label, the foot of its letters at its place.

    Args:
        label: the label.
        number: which line.
        line: its words.
    """
    side, edge = {"start": ("left", 0.0), "middle": ("center", WIDTH / 2), "end": ("right", WIDTH)}[label.anchor]
    place = f"top+{side},dx:{length(label.x - edge)},dy:{length(label.y + FOOT + number * LINE)}"
    letters = f'size:{length(label.size)},top-edge:"baseline",bottom-edge:"baseline",cjk-latin-spacing:none'
    return f'place({place},text({letters},"{escape(line)}"));'


def point_code(point: Point) -> str:
    """Return a point."""
    return f"({length(point[0])},{length(point[1])})"


def length(points: float) -> str:
    """Return a length on paper."""
    return f"{points * SCALE:.2f}pt"
