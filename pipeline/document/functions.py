"""What the writers' sources call while one document is printed."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.document.charts.printing import chart_functions
from pipeline.document.numbering import Numbering
from pipeline.document.runs import Neighbours
from pipeline.document.typst.fitting import FITTED, fitted
from pipeline.document.typst.heights import CELL_SETTINGS, settings_of


def printing_functions() -> dict[str, Callable[..., object]]:
    """Return what they call, by name: numbers begin anew with each document."""
    of_cells: dict[str, Callable[..., object]] = {CELL_SETTINGS: settings_of, FITTED: fitted}
    return {**Numbering().functions(), **Neighbours().functions(), **chart_functions(), **of_cells}
