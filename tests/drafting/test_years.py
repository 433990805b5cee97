"""The years in a bureau's form become tags, and labels say how far from the form's year they are."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.document.word.xml import paragraph_text
from pipeline.drafting.layout import grid_of
from pipeline.drafting.years import settle_blank_years, settle_years
from tests.word_files import HEAD, W, paragraph, row, table


def settled(line: str, *labels: str) -> tuple[int, list[str], list[str]]:
    """Return the form's year, what its labels are read as, and what its paragraphs say."""
    body = paragraph(line) + table(row(*labels), widths=(1,) * len(labels))
    root = etree.fromstring(f"{HEAD}<w:document {W}>{body}</w:document>".encode())
    grid = grid_of(root[1])
    year = settle_years([root[0]], [grid])
    return year, [box.text for box in grid.boxes], [paragraph_text(found) for found in root.iter(f"{{{root.nsmap['w']}}}p")]


@pytest.mark.parametrize(
    ("label", "read", "tagged"),
    [
        ("2018年预算数", "预算数", "{{ 年度 }}年预算数"),
        ("2017年度决算数", "上年决算数", "{{ 年度 - 1 }}年度决算数"),
        ("2019年计划", "下年计划", "{{ 年度 + 1 }}年计划"),
        ("2018年初预算数", "年初预算数", "{{ 年度 }}年初预算数"),
        ("2017年末人数", "上年末人数", "{{ 年度 - 1 }}年末人数"),
        ("2017年", "上年数", "{{ 年度 - 1 }}年"),
        ("2018年度", "本年数", "{{ 年度 }}年度"),
        ("控制情况（2018年完工项目）", "控制情况（完工项目）", "控制情况（{{ 年度 }}年完工项目）"),
        ("2010年基数", "2010年基数", "2010年基数"),
        ("2016年至2020年投资", "2016年至2020年投资", "2016年至2020年投资"),
        ("《2018年工作要点》落实", "《2018年工作要点》落实", "《2018年工作要点》落实"),
        ("人数", "人数", "人数"),
    ],
)
def test_a_label_tells_a_year_from_the_forms(label: str, read: str, tagged: str) -> None:
    assert settled("（2018年度）", label) == (2018, [read], ["（{{ 年度 }}年度）", tagged])


def test_without_a_year_in_its_title_a_form_is_for_the_last_that_it_names() -> None:
    assert settled("自评表", "2017年决算数", "2018年决算数")[:2] == (2018, ["上年决算数", "决算数"])


def test_a_form_that_names_no_year_stays_as_it_is() -> None:
    assert settled("自评表", "年初预算数") == (0, ["年初预算数"], ["自评表", "年初预算数"])


def test_a_day_is_no_forms_year() -> None:
    assert settled("2019年3月1日", "2018年决算数") == (2018, ["决算数"], ["2019年3月1日", "{{ 年度 }}年决算数"])


def blanks_settled(*labels: str) -> tuple[list[str], list[str]]:
    """Return what labels in a row that leave years open are read as, and what the author is told of them."""
    root = etree.fromstring(f"{HEAD}<w:document {W}>{table(row(*labels), widths=(1,) * len(labels))}</w:document>".encode())
    grid = grid_of(root[0])
    told = settle_blank_years([grid])
    return [box.text for box in grid.boxes], told


def test_the_same_label_twice_with_an_open_year_is_of_the_year_before_first() -> None:
    read, told = blanks_settled("　　年决算数", "____年预算数", "　　年决算数")
    assert read == ["上年决算数", "预算数", "决算数"]
    assert sorted(told) == ["{{ 年度 - 1 }}年决算数", "{{ 年度 }}年决算数", "{{ 年度 }}年预算数"]


def test_without_a_blank_only_labels_that_need_a_year_get_one() -> None:
    assert blanks_settled("年决算数", "年预算数", "年决算数")[0] == ["上年决算数", "预算数", "决算数"]


@pytest.mark.parametrize(
    "label",
    ["年收入", "年预算数", "年度预算数", "　　年度资金总额", "　　年收入", "年初预算数", "年度总体目标", "年龄", "　　年末人数", "人数"],
)
def test_what_is_no_open_year_stays(label: str) -> None:
    assert blanks_settled(label) == ([label], [])
