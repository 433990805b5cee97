"""Reads a Word chart again: what its names and figures say, and where the workbook in it says something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
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
SERIES, NAMES, FIGURES, LABELS = f"{C}ser", (f"{C}tx", f"{C}cat"), f"{C}val", f"{C}dLbls"
TEXTS, NUMBERS, FORMULA, COUNT, POINT, VALUE = (f"{C}{name}" for name in ("strRef", "numRef", "f", "ptCount", "pt", "v"))
LABEL, INDEX, FORMAT, IS_DRAWN = (f"{C}{name}" for name in ("dLbl", "idx", "numFmt", "showVal"))
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


def targets_of(package: FinishedPackage, name: str) -> Mapping[str, str]:
    """Return where a part's relationships lead, as they say it, by their ids.

    Raises:
        lxml.etree.XMLSyntaxError: the list of them is not well-formed.
        zipfile.BadZipFile: the list is broken.
        KeyError: there is no such list.
    """
    return read_relations(package.read(relations_of(name)))


@lru_cache(100)  # most files of a form have the same
def read_relations(data: bytes) -> Mapping[str, str]:
    """Return where relationships lead, by their ids, given the list of them.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    return {relation.get("Id", ""): relation.get("Target", "") for relation in etree.fromstring(data)}


def read_chart(root: etree._Element) -> Iterator[tuple[Spot, Cell]]:
    """Yield each cell that a chart draws, with its place in the workbook.

    Raises:
        KeyError: a reference leads elsewhere than to such cells, or figures are not drawn.
    """
    for series in root.iter(SERIES):
        kinds = {kind: list(series.iterchildren(kind)) for kind in (*NAMES, FIGURES, LABELS)}
        for kind in NAMES:
            for name in kinds[kind]:
                yield from ((place, value) for place, _, value in points(name, TEXTS))
        formats = label_formats(kinds[LABELS]) or {"": GENERAL}
        for figures in kinds[FIGURES]:
            yield from ((place, Number(value, formats.get(index, formats[""]))) for place, index, value in points(figures, NUMBERS))


def points(part: etree._Element, kind: str) -> Iterator[tuple[Spot, str, str]]:
    """Yield each point of the references of a kind in a part of a series: the place of its cell, its index, and its value.

    Raises:
        KeyError: a reference is none to cells in a line, or to others than it has points.
    """
    for reference in part.iterchildren(kind):
        cells, counts, values = "", [], []
        for found in reference.iter(FORMULA, COUNT, POINT):
            if found.tag == POINT:
                values.append((found.get("idx", ""), next((value.text or "" for value in found.iterchildren(VALUE)), "")))
            elif found.tag == COUNT:
                counts.append(found.get("val"))
            elif not cells:
                cells = found.text or ""
        places = places_of(cells)
        if counts != [str(len(places))]:
            raise KeyError(BROKEN)
        for index, value in values:
            yield places[index], index, value


@lru_cache(1000)
def places_of(cells: str) -> Mapping[str, Spot]:
    """Return where the cells of a reference are, by the indexes of its points.

    Raises:
        KeyError: it is none to cells in a line.
    """
    sheet, _, ends = cells.partition("!")
    (left, top), (right, bottom) = (spot(name) for name in (ends.partition(":")[0], ends.rpartition(":")[2]))
    if sheet != SHEET_NAME:
        raise KeyError(BROKEN)
    places = ((across, down) for down in range(top, bottom + 1) for across in range(left, right + 1))
    return {str(index): place for index, place in enumerate(places)}


def label_formats(labels: Iterable[etree._Element]) -> dict[str, str]:
    """Return the formats in which a series' figures are drawn, by their index; by an empty one that of all others.

    There are none of figures that only keep a distance; `told` says them.

    Raises:
        KeyError: figures are not drawn.
    """
    formats = {}
    for label in [one for whole in labels for one in (whole, *whole.iterchildren(LABEL))]:
        told = {found.tag: found for found in label.iterchildren(INDEX, FORMAT, IS_DRAWN)}
        if FORMAT not in told or IS_DRAWN not in told or told[IS_DRAWN].get("val") != "1":
            raise KeyError(BROKEN)
        formats[told[INDEX].get("val", "") if INDEX in told else ""] = told[FORMAT].get("formatCode", "")
    return formats
