"""Lays a chart out: what is drawn where, the same for pages and for print.

Its labels are in the order in which a table would say them: the series' names, then row by row the name and the figures.
"""

from __future__ import annotations

from math import inf

from pipeline.document.charts.bars import bar_strips
from pipeline.document.charts.data import ChartData
from pipeline.document.charts.kinds import TREND
from pipeline.document.charts.shapes import Drawing, on_pages, stacked
from pipeline.document.charts.trend import has_room, trend_strips


def drawings(data: ChartData, tallest: float = inf) -> list[Drawing]:
    """Return a chart as a drawing, or as several where one would be too high; more years than have room beside each other are bars.

    Args:
        data: the chart.
        tallest: how many points high a drawing may be.
    """
    if data.kind == TREND and has_room(data):
        return [stacked(trend_strips(data))]
    head, rows = bar_strips(data)
    return list(on_pages(head, rows, tallest))
