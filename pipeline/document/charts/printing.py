"""What the writers' sources call to draw the charts of one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.document.charts import svg, typst
from pipeline.document.charts.rows import Charts
from pipeline.document.charts.word_chart import WordCharts


def chart_functions() -> dict[str, Callable[..., Any]]:
    """Return what the writers' sources call, by name, while one document is printed."""
    return {**Charts().functions(), **WordCharts().functions(), svg.FIGURE: svg.Figures().figure, typst.DRAW: typst.drawn}
