"""In what a form's amounts are, where their own labels say nothing of it."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.drafting.layout import grid_of
from pipeline.drafting.measures import fields, settle_measures
from pipeline.drafting.proposals import proposals
from tests.word_files import HEAD, W, cell, paragraph, row, table

MONEY = table(row("项目", "预算数", "决算数"), row("拨款", "", ""))


def units(body: str) -> dict[str, str]:
    root = etree.fromstring(f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>".encode())
    found = [(grid, list(proposals(grid))) for grid in map(grid_of, root.iter("{*}tbl"))]
    settle_measures(root, found)
    return {field.label: field.guess.unit for _, proposed in found for field in fields(proposed) if field.guess.type == "amount"}


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        (paragraph("单位：元") + MONEY, "元"),
        (paragraph("填报单位：　　　　（单 位：元）") + MONEY, "元"),
        (paragraph("单位：万元") + MONEY, "万元"),
        (paragraph("计量单位：个") + MONEY, ""),
        (MONEY, ""),
        (table(row("金额单位：元", "预算数", "决算数"), row("拨款", "", "")), "元"),
        (table(row("资金（元）", "预算数", "决算数"), row("资金（元）", "", "")), "元"),
        (table(row("项目", cell("支出（元）", span=2)), row("", "预算数", "决算数"), row("拨款", "", ""), widths=(1,) * 3), "元"),
    ],
)
def test_a_unit_that_is_said_once_is_that_of_all_amounts(body: str, unit: str) -> None:
    assert units(body) == {"预算数": unit, "决算数": unit}


def test_an_amounts_own_unit_counts_before_the_tables() -> None:
    assert units(paragraph("单位：元") + table(row("预算数（万元）", "", "决算数", ""), widths=(1,) * 4)) == {
        "预算数（万元）": "万元",
        "决算数": "元",
    }
    assert units(table(row("资金（元）", "预算数", "", "决算数", ""), widths=(1,) * 5)) == {"预算数": "元", "决算数": "元"}


def test_a_unit_holds_until_another_is_said() -> None:
    other = table(row("结余", ""), widths=(1, 1))
    assert units(paragraph("单位：元") + MONEY + other) == {"预算数": "元", "决算数": "元", "结余": "元"}
    assert units(paragraph("单位：元") + MONEY + paragraph("单位：万元") + other) == {"预算数": "元", "决算数": "元", "结余": "万元"}


def test_a_total_under_a_heading_is_an_amount_where_a_unit_is_said() -> None:
    body = table(row("项目", "合计", "说明"), row("拨款", "", ""))
    assert units(body) == {}
    assert units(paragraph("单位：元") + body) == {"合计": "元"}
