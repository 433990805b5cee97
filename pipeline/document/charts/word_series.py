"""The series of a chart's part in Word: where in the workbook its names and figures stand, and what stood there when it was made."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

from pipeline.document.charts.cells import GENERAL, Cell, Grid, Number
from pipeline.document.charts.workbook import SHEET_NAME, Spot, column

BLACK: Final = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
HIDDEN: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
# LibreOffice would break figures into lines.
WHOLE: Final = '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
SHOWN: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
    '<c:showBubbleSize val="0"/>'
)


class Span(NamedTuple):
    """Cells of a workbook below each other: where the first of them is, and what stands there."""

    first: Spot
    cells: Sequence[Cell]

    @property
    def reference(self) -> str:
        """Where they stand, as a formula says it."""
        (across, down), further = self.first, len(self.cells) - 1
        return f"{SHEET_NAME}!{':'.join(dict.fromkeys(f'${column(across)}${down + 1 + more}' for more in (0, further)))}"


class Series(NamedTuple):
    """One series: its name, what its figures are of, and they themselves."""

    name: Span
    names: Span
    figures: Span


def series_of(grid: Grid) -> list[Series]:
    """Return the series of a chart: a column each."""
    head, *rows = grid
    names = Span((0, 1), [row[0] for row in rows])
    return [Series(Span((at, 0), [head[at]]), names, Span((at, 1), [row[at] for row in rows])) for at in range(1, len(head))]


def texts(span: Span) -> str:
    """Return the XML of texts with where they stand."""
    points = "".join(
        [f'<c:pt idx="{index}"><c:v>{escape(cell)}</c:v></c:pt>' for index, cell in enumerate(span.cells) if isinstance(cell, str)]
    )
    return f'<c:strRef><c:f>{span.reference}</c:f><c:strCache><c:ptCount val="{len(span.cells)}"/>{points}</c:strCache></c:strRef>'


def figures(span: Span) -> str:
    """Return the XML of figures with where they stand; of an empty cell there is no point."""
    usual = usual_format(span)
    points = "".join(
        f'<c:pt idx="{index}"{other_format(cell, usual)}><c:v>{cell.value}</c:v></c:pt>'
        for index, cell in enumerate(span.cells)
        if isinstance(cell, Number)
    )
    return (
        f"<c:numRef><c:f>{span.reference}</c:f><c:numCache><c:formatCode>{escape(usual)}</c:formatCode>"
        f'<c:ptCount val="{len(span.cells)}"/>{points}</c:numCache></c:numRef>'
    )


def usual_format(span: Span) -> str:
    """Return the format that most figures have."""
    formats = [cell.format for cell in span.cells if isinstance(cell, Number)]
    return max(dict.fromkeys(formats), key=formats.count, default=GENERAL)


def other_format(cell: Number, usual: str) -> str:
    """Return the attribute of a figure's format if it is not the usual one."""
    return "" if cell.format == usual else f' formatCode="{escape(cell.format)}"'


def labels(span: Span, place: str) -> str:
    """Return the XML of the figures beside their bars, each in its own format: LibreOffice does not look for it in the cells.

    Args:
        span: the figures.
        place: where they stand, as the schema calls it; nothing if they are not shown.
    """
    if not place:
        return ""
    usual = usual_format(span)
    others = "".join(
        f'<c:dLbl><c:idx val="{index}"/>{label(cell.format, place)}</c:dLbl>'
        for index, cell in enumerate(span.cells)
        if isinstance(cell, Number) and cell.format != usual
    )
    return f"<c:dLbls>{others}{label(usual, place)}</c:dLbls>"


def label(code: str, place: str) -> str:
    """Return the XML of what is the same in the figure of one bar and of all.

    Args:
        code: the figure's format.
        place: where it stands.
    """
    return f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>{HIDDEN}{WHOLE}<c:dLblPos val="{place}"/>{SHOWN}'
