"""What a chart says: its rows as they turned out, with the paths of their facts; everything that draws a chart draws this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.language.values import Blank, Figure, NotApplicable
from pipeline.records import record

# Words of the template and values of the data, one after another: what a name or a caption is made of.
Said = tuple[object, ...]
# A figure, or what stands instead of one.
Measure = Figure | Blank | NotApplicable

# What stands where a figure was not filled in, unless a draft says 【待填】.
MISSING: Final = "无数据"


@record()
class ChartRow:
    """One row: its name, and a figure for each series."""

    name: Said
    measures: tuple[Measure, ...]

    @property
    def figures(self) -> list[Figure]:
        """Those of its measures that are figures."""
        return [measure for measure in self.measures if isinstance(measure, Figure)]


@record()
class ChartData:
    """A chart, ready to be drawn. At least one of its measures is a figure.

    Attributes:
        kind: one of `CHARTS` of the tree.
        caption: what it is called.
        series: what the figures of each column are called.
        rows: its rows.
    """

    kind: str
    caption: Said
    series: tuple[Said, ...]
    rows: tuple[ChartRow, ...]

    @property
    def figures(self) -> list[Figure]:
        """All its figures."""
        return [figure for row in self.rows for figure in row.figures]


def text_of(said: Iterable[object]) -> str:
    """Return a name or a caption as one text."""
    return "".join(map(str, said))


def shown(measure: Measure) -> str:
    """Return what a chart says at a bar: the figure as the documents print it, or why there is none."""
    return str(measure) or MISSING
