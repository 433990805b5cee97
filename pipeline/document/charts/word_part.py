"""A chart as Word's own kind of part, which can be edited there.

The order of elements is the schema's (ECMA-376, dml-chart.xsd): Word calls a file damaged where one is out of place, or where
figures stand where their kind of bars cannot have them.

Black on white, so that print and a photocopy say the same: series differ by their filling or stroke, every bar has its figure beside
it. Bars begin at 0, whatever a program would choose; their axis is not drawn, since the figures stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.document.charts.cells import Grid, Number, has_starts
from pipeline.document.charts.kinds import SCORES, TREND
from pipeline.document.charts.word_layout import BAR, Layout, bars_layout, lines_layout, on_pages
from pipeline.document.charts.word_series import BLACK, Series, figures, labels, series_of, texts
from pipeline.document.word.package import RELATIONSHIPS
from pipeline.document.word.xml import DECLARATION

SCHEMAS: Final = "http://schemas.openxmlformats.org/drawingml/2006"
CHART_NAMES, DRAWING_NAMES = f"{SCHEMAS}/chart", f"{SCHEMAS}/main"
STROKE: Final = 9525  # EMU: three quarters of a point
MIN_GAP, MAX_GAP = 20, 500  # between rows, in percent of a bar's width
NO_LINE: Final = "<a:ln><a:noFill/></a:ln>"
# What fills bars, as in drawings of pages; figures can be read on the third.
FILLS: Final = tuple(f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' for colour in ("FFFFFF", "444444", "999999", "DDDDDD"))
OUTLINE, SOLID, MEDIUM, _ = FILLS
# LibreOffice breaks only names into lines of which this is said.
UPRIGHT: Final = (
    '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
SHARP: Final = '<c:smooth val="0"/>'
AXES: Final = '<c:axId val="1"/><c:axId val="2"/>'
NO_TICKS: Final = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
FONT: Final = '<a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/><a:cs typeface="Times New Roman"/>'


class Plan(NamedTuple):
    """How bars are drawn.

    Attributes:
        series: their series, one drawn over the other.
        fills: what fills those of each; nothing if they only keep a distance.
        places: where the figures of each stand.
        grouping: clustered, or stacked: then no figure can stand behind the end of its bar.
        overlap: how much bars of a row cover each other, in percent.
    """

    series: Sequence[Series]
    fills: Sequence[str]
    places: Sequence[str]
    grouping: str = "clustered"
    overlap: int = 100

    @property
    def beside(self) -> int:
        """How many bars of a row stand below each other."""
        return 1 if self.overlap else len(self.series)


# Of each line its stroke, its points' shape and filling, and where its figures stand.
LINES: Final = (
    ("solid", "circle", SOLID, "t"),
    ("dash", "square", OUTLINE, "b"),
    ("sysDot", "triangle", SOLID, "r"),
    ("dashDot", "diamond", OUTLINE, "l"),
)


class Part(NamedTuple):
    """A chart's part.

    Attributes:
        xml: what it says.
        height: how high the chart is, in points.
    """

    xml: str
    height: float


def pages_of(kind: str, grid: Grid) -> list[Grid]:
    """Return the cells of a chart of some kind, or of several where it takes more than a page; then no part starts where another ends."""
    pages = [grid] if kind == TREND else on_pages(grid, plan_of(kind, grid).beside)
    return [[row[:-1] for row in page] for page in pages] if len(pages) > 1 and has_starts(grid) else pages


def chart_part(kind: str, grid: Grid, workbook: str, whole: Grid) -> Part:
    """Return a chart's part.

    Args:
        kind: one of `CHARTS`.
        grid: its cells.
        workbook: the id of the part's relationship to the workbook of these cells.
        whole: the cells of all charts that this is one of.
    """
    if kind == TREND:
        layout, drawn = lines_layout(grid), lines(grid) + figures_axis("l", grid)
    else:
        plan = plan_of(kind, grid)
        layout = bars_layout(grid, plan.beside, whole)
        drawn = bars(plan, len(grid) - 1, layout) + figures_axis("t", whole, is_part=len(grid) < len(whole))
    return Part(
        f'{DECLARATION}<c:chartSpace xmlns:c="{CHART_NAMES}" xmlns:a="{DRAWING_NAMES}" xmlns:r="{RELATIONSHIPS}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{placed(layout)}{drawn}<c:spPr><a:noFill/>{NO_LINE}</c:spPr></c:plotArea>"
        '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{OUTLINE}{NO_LINE}</c:spPr>{text_look(layout.size)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>',
        layout.height,
    )


def plan_of(kind: str, grid: Grid) -> Plan:
    """Return how the bars of a chart of some kind are drawn."""
    series = series_of(grid)
    if has_starts(grid):
        return Plan(series[::-1], ("", MEDIUM), ("", "inBase"), "stacked")
    if kind == SCORES and len(series) > 1:
        return Plan(series, (OUTLINE, MEDIUM), ("outEnd", "inBase"))
    return Plan(series, FILLS if len(series) > 1 else (SOLID,), ["outEnd"] * len(series), overlap=0)


def text_look(size: float) -> str:
    """Return the XML of how all texts look, in a size in points."""
    look = f'<a:defRPr lang="zh-CN" sz="{size * 100:.0f}" b="0">{BLACK}{FONT}</a:defRPr>'
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def placed(layout: Layout) -> str:
    """Return the XML of where the bars or lines stand."""
    measures = "".join(f'<c:{name} val="{part:.4f}"/>' for name, part in zip("xywh", layout.parts, strict=True))
    edges = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{edges}{measures}</c:manualLayout></c:layout>"


def bars(plan: Plan, rows: int, layout: Layout) -> str:
    """Return the XML of horizontal bars, the first row above.

    Args:
        plan: how they are drawn.
        rows: how many there are.
        layout: the chart's measures.
    """
    series = "".join(
        f'{begun(index, one)}<c:spPr>{look(fill)}</c:spPr><c:invertIfNegative val="0"/>{labels(one.figures, place)}{ended(one)}'
        for index, (one, fill, place) in enumerate(zip(plan.series, plan.fills, plan.places, strict=False))
    )
    gap = max(MIN_GAP, min(MAX_GAP, round(100 * ((layout.bottom - layout.top) / rows / BAR - plan.beside))))
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{plan.grouping}"/><c:varyColors val="0"/>{series}<c:gapWidth val="{gap}"/>'
        f'<c:overlap val="{plan.overlap}"/>{AXES}</c:barChart>{names_axis("maxMin", "l")}'
    )


def look(fill: str) -> str:
    """Return the XML of a filling and its outline; without a filling there is none either."""
    return f'{fill}<a:ln w="{STROKE}">{BLACK}</a:ln>' if fill else f"<a:noFill/>{NO_LINE}"


def lines(grid: Grid) -> str:
    """Return the XML of lines from left to right.

    Args:
        grid: the chart's cells.
    """
    series = ""
    for index, (one, (stroke, shape, filling, place)) in enumerate(zip(series_of(grid), LINES, strict=False)):
        series += (
            f'{begun(index, one)}<c:spPr><a:ln w="{2 * STROKE}">{BLACK}<a:prstDash val="{stroke}"/></a:ln></c:spPr>'
            f'<c:marker><c:symbol val="{shape}"/><c:size val="6"/><c:spPr>{look(filling)}</c:spPr></c:marker>'
            f"{labels(one.figures, place)}{ended(one, SHARP)}"
        )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{AXES}</c:lineChart>'
        f"{names_axis('minMax', 'b')}"
    )


def begun(index: int, series: Series) -> str:
    """Return the XML with which a series begins."""
    return f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx>{texts(series.name)}</c:tx>'


def ended(series: Series, more: str = "") -> str:
    """Return the XML with which a series ends, and more of its kind behind the figures."""
    return f"<c:cat>{texts(series.names)}</c:cat><c:val>{figures(series.figures)}</c:val>{more}</c:ser>"


def names_axis(order: str, side: str) -> str:
    """Return the XML of the axis of names.

    Args:
        order: maxMin to have the first name above.
        side: where the axis stands: l or b.
    """
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/><c:axPos val="{side}"/>'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{NO_TICKS}<c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="{STROKE}">{BLACK}</a:ln></c:spPr>{UPRIGHT}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def figures_axis(side: str, grid: Grid, *, is_part: bool = False) -> str:
    """Return the XML of the axis of figures, which begins at 0 if none is below.

    Args:
        side: where the axis would stand: t or l.
        grid: the chart's cells, or of several charts all cells.
        is_part: whether it is one of several, which must have the same axis.
    """
    values = [Decimal(cell.value) for row in grid for cell in row if isinstance(cell, Number)]
    least, most = min(*values, Decimal(0)), max(*values, Decimal(0))
    ends = f'<c:max val="{most or 1}"/><c:min val="{least}"/>' if is_part else "" if least else '<c:min val="0"/>'
    return (
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{ends}</c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>{NO_TICKS}<c:tickLblPos val="none"/>'
        '<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )
