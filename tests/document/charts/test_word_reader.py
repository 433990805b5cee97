"""A Word chart read again: it says what was to be drawn, whatever the words; and every way in which it could say something else is found."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.characters import FORBIDDEN
from pipeline.document.charts.data import ChartData
from pipeline.document.charts.workbook import SHEET, workbook
from tests.document.charts.charts import chart, charts
from tests.document.charts.in_word import ALL, LONG_NAMES, ONE_BAR, ORDINARY, PARTS, in_word, table, told, told_chart

CHART, BOOK = "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"
SPECIAL = st.sampled_from(["<&>", "]]>", "&amp;", "\"'", "\n", "（无）", "（末：无）", "{{ 7*7 }}", "=1", "  "])
TEXTS = st.lists(SPECIAL | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).map(
    lambda pieces: re.sub(f"[{FORBIDDEN}\r]", "甲", "".join(pieces))
)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package of which one part is changed; the part must be there and be another afterwards."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(copy, "w") as written:
        for part in package.namelist():
            before = package.read(part)
            after = change(before) if part == name else before
            assert (after == before) == (part != name)
            written.writestr(part, after)
    return copy.getvalue()


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    return changed(data, name, lambda part: part.replace(old.encode(), new.encode()))


def in_sheet(data: bytes, old: str, new: str) -> bytes:
    return changed(data, BOOK, lambda book: replaced(book, SHEET, old, new))


@pytest.mark.parametrize("data", ALL, ids=lambda data: data.kind)
def test_a_chart_says_what_was_to_be_drawn(data: ChartData) -> None:
    assert told(in_word(ORDINARY, data), 2) == table(data)


@settings(max_examples=60)
@given(charts(), st.lists(TEXTS, min_size=12, max_size=12))
def test_whatever_a_chart_says_arrives_verbatim(data: ChartData, names: list[str]) -> None:
    series = tuple((name,) for name, _ in zip(names, data.series, strict=False))
    rows = (replace(row, name=(name,)) for row, name in zip(data.rows, names[len(series) :], strict=False))
    renamed = replace(data, series=series, rows=tuple(rows))
    assert told(in_word(renamed)) == table(renamed)


FIGURES = ["9", "9.00", "0", "-0.5", "100%", "100.00%", "0.10", "1234567.89", "123456789012345678", "12345678901.50", "1234567890123456.7%"]


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_keeps_the_decimals_that_the_document_shows(text: str) -> None:
    data = chart("横条", "数", ("甲", text), ("乙", "1"))
    assert told(in_word(data)) == table(data)


def contradictions(data: bytes) -> list[str]:
    """Return what the workbook of a Word file's first chart says otherwise than the chart."""
    return [sentence.removeprefix(f"{CHART} 的") for sentence in told_chart(data).contradictions]


def says(cell: str, drawn: str, typed: str) -> str:
    return f"{cell}：图上是“{drawn}”，数据表里是“{typed}”"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<v>8.06</v>", "<v>8.60</v>", [says("C2", "8.06", "8.60")]),
        ("<v>9.00</v>", "<v>9.004</v>", [says("B2", "9.00", "9.00")]),
        ("<v>9.00</v>", "", [says("B2", "9.00", "")]),
        (">三公经费</t>", ">三公</t>", [says("A2", "三公经费", "三公")]),
        (">决算数</t>", ">预算数</t>", [says("C1", "决算数", "预算数")]),
        ('r="C4"', 'r="D4"', [says("C4", "0.5", ""), says("D4", "", "0.5")]),
    ],
)
def test_a_workbook_that_says_something_else_is_told(old: str, new: str, expected: list[str]) -> None:
    broken = in_sheet(in_word(ORDINARY), old, new)
    assert contradictions(broken) == expected
    assert told(broken) == table(ORDINARY)


def test_a_workbook_of_another_chart_is_told() -> None:
    other = changed(in_word(ONE_BAR), BOOK, lambda _: workbook([["", "丁"]]))
    assert contradictions(other) == [says("B1", "完成率", "丁"), says("A2", "预算执行率", ""), says("B2", "89.56%", "")]


def test_a_figure_shown_in_another_format_than_its_own_is_told() -> None:
    data = replaced(in_word(ORDINARY), CHART, '<c:numFmt formatCode="0.00"', '<c:numFmt formatCode="0"')
    assert (told(data)[1][1], contradictions(data)) == ("9", [says("B2", "9", "9.00")])
    long = replaced(in_word(LONG_NAMES), CHART, '\\7\\8"', '\\7\\9"')
    assert told(long)[2][1] == "123456789012345679（123456789012345678）"


def test_a_figure_that_is_drawn_though_there_is_none_is_told() -> None:
    point = '<c:pt idx="2"><c:v>0.5</c:v></c:pt>'
    data = replaced(in_word(ORDINARY), CHART, point, point.replace("2", "1", 1))
    assert contradictions(data) == [says("C3", "0.5", ""), says("C4", "", "0.5")]
    assert told(data)[2:] == [["公用经费\n（决算数：无）", "120.5", "0.5"], ["会议费", "0", ""]]


def test_a_chart_as_it_was_made_contradicts_itself_nowhere() -> None:
    for data in ALL:
        assert contradictions(in_word(data)) == []


def test_bars_that_start_elsewhere_than_they_should_are_told() -> None:
    data = in_word(PARTS)
    both = in_sheet(replaced(data, CHART, "1500.75", "1400"), "1500.75", "1400")
    assert told(both)[0] == ["", "决算数", " "]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (CHART, "Sheet1!$B$2:$B$4", "Sheet2!$B$2:$B$4"),
        (CHART, "Sheet1!$B$2:$B$4", "Sheet1!$B$2:$B$5"),
        (CHART, "Sheet1!$B$2:$B$4", "1"),
        (CHART, 'idx="2"><c:v>', 'idx="7"><c:v>'),
        (CHART, '<c:showVal val="1"/>', '<c:showVal val="0"/>'),
        (CHART, "c:externalData", "c:userShapes"),
        (CHART, "rIdZiping-chart1", "rId1"),
        ("word/_rels/document.xml.rels", "rIdZiping-chart1", "rId2"),
        ("word/_rels/document.xml.rels", "chart1.xml", "chart2.xml"),
        ("word/charts/_rels/chart1.xml.rels", "chart1.xlsx", "chart2.xlsx"),
    ],
)
def test_a_chart_that_leads_elsewhere_or_hides_figures_cannot_be_read(name: str, old: str, new: str) -> None:
    with pytest.raises(KeyError):
        told(replaced(in_word(ORDINARY), name, old, new))


def test_a_name_that_only_one_series_has_otherwise_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        told(changed(in_word(ORDINARY), CHART, lambda part: part.replace("会议费".encode(), "培训费".encode(), 1)))


def test_a_part_that_is_not_well_formed_cannot_be_read() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        told(replaced(in_word(ORDINARY), CHART, "</c:chartSpace>", ""))
    with pytest.raises(zipfile.BadZipFile):
        told(changed(in_word(ORDINARY), BOOK, lambda _: b"PK"))
