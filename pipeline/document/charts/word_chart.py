"""The charts of a Word document: each stands in its body as a drawing, and has a part and a workbook of its own in the package."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from pipeline.document.charts.cells import Grid, cells
from pipeline.document.charts.data import ChartData
from pipeline.document.charts.kinds import BARS, TREND
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.trend import has_room
from pipeline.document.charts.word_layout import WIDTH
from pipeline.document.charts.word_part import CHART_NAMES, DRAWING_NAMES, SCHEMAS, chart_part, pages_of
from pipeline.document.charts.workbook import workbook
from pipeline.document.word.package import DOCUMENT, OFFICE, RELATIONSHIPS, OwnPart
from pipeline.language.budget import spend
from pipeline.language.escaping import escaped, marked
from pipeline.language.expressions import own_name

# What the writer's source calls.
DRAW: Final = own_name("word_chart")
CHART_COST: Final = 20_000  # of a template's budget, besides that of its rows
POINT: Final = 12_700  # EMU
# As high as the chart, whatever the lines of the text are.
DRAWING: Final = (
    '<w:p><w:pPr><w:pStyle w:val="Centered"/>{keep}<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
    f'<w:r><w:drawing><wp:inline xmlns:wp="{SCHEMAS}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="图表 {number}" descr="{said}"/><wp:cNvGraphicFramePr/>'
    f'<a:graphic xmlns:a="{DRAWING_NAMES}"><a:graphicData uri="{CHART_NAMES}"><c:chart xmlns:c="{CHART_NAMES}" '
    f'xmlns:r="{RELATIONSHIPS}" r:id="{{mark}}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
)
FIRST_ID: Final = 1001  # above those of drawings that a form may have itself


class WordCharts:
    """The charts of one document being printed.

    Attributes:
        parts: what the package gets for them.
    """

    def __init__(self) -> None:
        self.parts: dict[OwnPart, bytes | str] = {}

    def drawn(self, data: ChartData) -> Markup:
        """Return the paragraphs in which a chart stands, one for each page that it takes, and keep its parts."""
        kind = kind_drawn(data)
        pages = pages_of(kind, cells(data))
        whole = [pages[0][0], *(row for page in pages for row in page[1:])]
        said = escaped(sentence(data))
        return marked("".join([self.drawing(kind, page, whole, said) for page in pages]))

    def drawing(self, kind: str, grid: Grid, whole: Grid, said: str) -> str:
        """Return a paragraph in which a chart stands, and keep its parts.

        Args:
            kind: one of `CHARTS`.
            grid: its cells.
            whole: the cells of all charts that this is one of, the last of which stays with the caption.
            said: what it shows, in words, as XML.
        """
        spend(CHART_COST)
        number = len(self.parts) // 2 + 1
        chart, book = own_parts(number)
        part = chart_part(kind, grid, book.mark, whole)
        self.parts |= {chart: part.xml, book: workbook(grid)}
        width, height = (round(points * POINT) for points in (WIDTH, part.height))
        keep = "<w:keepNext/>" if grid[-1] is whole[-1] else ""
        return DRAWING.format(keep=keep, width=width, height=height, id=FIRST_ID + number, number=number, said=said, mark=chart.mark)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return what the writer's source calls, by name."""
        return {DRAW: self.drawn}


def kind_drawn(data: ChartData) -> str:
    """Return what a chart is drawn as: more years than have room beside each other are bars, as on pages."""
    return BARS if data.kind == TREND and not has_room(data) else data.kind


@cache
def own_parts(number: int) -> tuple[OwnPart, OwnPart]:
    """Return what the package calls a document's chart, counted from 1, and the workbook in it."""
    chart = OwnPart(f"word/charts/chart{number}.xml", f"{OFFICE}.drawingml.chart+xml", f"{RELATIONSHIPS}/chart", DOCUMENT)
    return chart, OwnPart(f"word/embeddings/chart{number}.xlsx", f"{OFFICE}.spreadsheetml.sheet", f"{RELATIONSHIPS}/package", chart.name)
