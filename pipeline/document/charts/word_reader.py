"""Reads a Word chart again: what its names and figures say, and where the workbook in it says something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree

from pipeline.document.charts.cells import GENERAL, Cell, Number, displayed, told
from pipeline.document.charts.word_part import CHART_NAMES
from pipeline.document.charts.workbook import SHEET_NAME, Spot, column, read_workbook, spot
from pipeline.document.word.contents import part_name
from pipeline.document.word.finished import FinishedPackage
from pipeline.document.word.package import RELATIONSHIPS, relations_of

C: Final = f"{{{CHART_NAMES}}}"
MARK: Final = f"{{{RELATIONSHIPS}}}id"
NAMES, FIGURES = ("tx/{0}strRef", "cat/{0}strRef"), "val/{0}numRef"
BROKEN: Final = "图表"


class ToldChart(NamedTuple):
    """What a chart says.

    Attributes:
        rows: what is drawn, row by row as a table would say it.
        contradictions: a sentence for each cell of which the workbook says something else.
    """

    rows: Sequence[Sequence[str]]
    contradictions: Sequence[str]


def tell_chart(package: FinishedPackage, name: str) -> ToldChart:
    """Return what a chart says.

    Args:
        package: the Word file.
        name: the chart's part.

    Raises:
        lxml.etree.XMLSyntaxError: a part is not well-formed.
        zipfile.BadZipFile: a part is broken, or the workbook is no package.
        KeyError: something is missing, or a reference leads elsewhere.
    """
    chart = etree.fromstring(package.read(name))
    drawn: dict[Spot, Cell] = {}
    for place, cell in read_chart(chart):
        if drawn.setdefault(place, cell) != cell:  # a name that each series has for itself
            raise KeyError(BROKEN)
    data = chart.find(f"{C}externalData")
    book = targets_of(package, name)["" if data is None else data.get(MARK, "")]
    typed = read_workbook(package.read(part_name(book, name)))
    differing = [place for place in {**drawn, **typed} if drawn.get(place, "") != typed.get(place, "")]
    across, down = (range(1 + max(place[axis] for place in drawn)) for axis in (0, 1))
    return ToldChart(
        told([[drawn.get((x, y), "") for x in across] for y in down]),
        [f"{name} 的{column(x)}{y + 1}：图上是“{said(drawn, (x, y))}”，数据表里是“{said(typed, (x, y))}”" for x, y in differing],
    )


def said(cells: Mapping[Spot, Cell], place: Spot) -> str:
    """Return what a cell shows."""
    return displayed(cells.get(place, ""))


def targets_of(package: FinishedPackage, name: str) -> dict[str, str]:
    """Return where a part's relationships lead, as they say it, by their ids.

    Raises:
        lxml.etree.XMLSyntaxError: the list of them is not well-formed.
        zipfile.BadZipFile: the list is broken.
        KeyError: there is no such list.
    """
    relations = etree.fromstring(package.read(relations_of(name)))
    return {relation.get("Id", ""): relation.get("Target", "") for relation in relations}


def read_chart(root: etree._Element) -> Iterator[tuple[Spot, Cell]]:
    """Yield each cell that a chart draws, with its place in the workbook.

    Raises:
        KeyError: a reference leads elsewhere than to such cells, or figures are not drawn.
    """
    for series in root.iter(f"{C}ser"):
        for path in NAMES:
            for reference in series.iterfind(f"{C}{path.format(C)}"):
                yield from ((place, value) for place, _, value in points(reference))
        formats = label_formats(series) or {"": GENERAL}
        for reference in series.iterfind(f"{C}{FIGURES.format(C)}"):
            yield from ((place, Number(value, formats.get(index, formats[""]))) for place, index, value in points(reference))


def points(reference: etree._Element) -> Iterator[tuple[Spot, str, str]]:
    """Yield each point of a reference: the place of its cell, its index, and its value.

    Raises:
        KeyError: the reference is none to cells in a line, or to others than it has points.
    """
    sheet, _, cells = (reference.findtext(f"{C}f") or "").partition("!")
    (left, top), (right, bottom) = (spot(name) for name in (cells.partition(":")[0], cells.rpartition(":")[2]))
    places = [(across, down) for down in range(top, bottom + 1) for across in range(left, right + 1)]
    counts = [count.get("val") for count in reference.iter(f"{C}ptCount")]
    if sheet != SHEET_NAME or counts != [str(len(places))]:
        raise KeyError(BROKEN)
    by_index = {str(index): place for index, place in enumerate(places)}
    for point in reference.iter(f"{C}pt"):
        index = point.get("idx", "")
        yield by_index[index], index, point.findtext(f"{C}v") or ""


def label_formats(series: etree._Element) -> dict[str, str]:
    """Return the formats in which a series' figures are drawn, by their index; by an empty one that of all others.

    There are none of figures that only keep a distance; `told` says them.

    Raises:
        KeyError: figures are not drawn.
    """
    formats = {}
    for labels in (*series.iterfind(f"{C}dLbls"), *series.iterfind(f"{C}dLbls/{C}dLbl")):
        index, code, is_drawn = (labels.find(f"{C}{name}") for name in ("idx", "numFmt", "showVal"))
        if code is None or is_drawn is None or is_drawn.get("val") != "1":
            raise KeyError(BROKEN)
        formats["" if index is None else index.get("val", "")] = code.get("formatCode", "")
    return formats
