"""Units beside each other: which figures, in which order, drawn how; what is no figure is said in words."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from pipeline.form.form import read_form
from pipeline.publish.article import Article
from pipeline.publish.comparison import Comparison, compared_anew, comparisons
from pipeline.publish.rates import compared
from pipeline.workspace import UnitYear, Workspace
from tests.publish.memory import Desk, desk

__all__ = ["desk"]
TIME = "2021-06-10T09:30:00+08:00"


def article(unit: str, *texts: str, form: str = "biao", labels: str = "甲率 乙率 得分") -> Article:
    rates = tuple(zip(labels.split(), texts, strict=False))
    return Article(UnitYear(unit, "2020"), f"{unit}局", unit, TIME, TIME, 1, "", form=form, form_title=f"{form}表", rates=rates)


def compare(*articles: Article) -> list[Comparison]:
    return list(comparisons(articles))


def test_forms_say_which_figures_are_compared(shipped: Workspace) -> None:
    folder = shipped.root / "templates/zhanjiang-2020"
    assert list(compared(read_form(folder, "form.yaml")).values()) == [
        "部门整体支出情况·支出率", "部门整体支出情况·资金到位率", "资产管理·固定资产利用率", "“三公”经费控制率", "公用经费控制率",
        "整体绩效目标·完成率", "重要项目绩效目标·完成率", "项目完成及时性·比率", "公平性·按期答复率", "自评结论·自评得分",
    ]  # fmt: skip
    hunan = compared(read_form(shipped.root / "templates/hunan-2018", "form.yaml"))
    assert len(set(hunan.values())) == len(hunan) > 5


def test_units_stand_in_every_order_and_what_is_no_figure_is_last_and_said() -> None:
    (one,) = compare(
        article("a", "90%"), article("b", "不适用"), article("c", "-3.5%"), article("d", ""), article("e"), article("f", "104%")
    )
    assert one.spread == "3 份有数字，最低 -3.5%，中位数 90%，最高 104%；没有数字的 2 份"
    texts = {order: [bar.text for bar in one.ordered(order)] for order in ("", "-high", "-low")}
    assert texts[""] == ["90%", "不适用", "-3.5%", "没有填", "104%"]
    assert texts["-high"] == ["104%", "90%", "-3.5%", "不适用", "没有填"]
    assert texts["-low"] == ["-3.5%", "90%", "104%", "不适用", "没有填"]


def test_bars_lie_on_one_scale_from_nought_to_the_left_if_negative() -> None:
    (one,) = compare(article("a", "50%"), article("b", "-100%"), article("c", "0%"), article("d", "400%"))
    half, left, nothing, far = one.bars
    assert (one.zero, one.whole) == (Decimal("33.33"), Decimal("66.67"))
    assert (half.start, half.length) == (Decimal("33.33"), Decimal("16.67"))
    assert (left.start, left.length) == (Decimal(0), Decimal("33.33"))
    assert (nothing.length, nothing.is_broken) == (Decimal(0), False)
    assert (far.start + far.length, far.is_broken, one.is_broken) == (Decimal(100), True, True)


def test_forms_are_kept_apart_and_lacking_figures_said_and_empty_comparisons_left_out() -> None:
    found = compare(article("a", "1%", "2%", "", form="x"), article("b", "3%", form="x"), article("c", "90分", form="y", labels="总分"))
    assert [(one.form, one.label, one.unit) for one in found] == [("x", "甲率", "%"), ("x", "乙率", "%"), ("y", "总分", "分")]
    assert [bar.text for bar in found[1].bars] == ["2%", "表里没有这一项"]
    assert found[2].path("-low") == "rates/2020/y-1-low.html"
    assert found[2].whole is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, ("1%", "2%"), None),
        (("1%", "2%"), ("1%", "2%"), frozenset()),
        (("1%", "2%"), ("1%", "3%"), frozenset({"乙率"})),
        (("1%", "2%"), ("1%", ""), None),
        (("1%",), ("1%", "2%"), None),
    ],
)
def test_only_pages_of_figures_that_changed_are_made_anew(
    before: tuple[str, ...] | None, after: tuple[str, ...], expected: frozenset[str] | None
) -> None:
    assert compared_anew(article("a", *after), article("a", *before) if before else None) == expected


def test_a_corrected_rate_is_on_its_pages_and_a_withdrawn_one_on_none(desk: Desk) -> None:
    desk.publish()
    desk.edit("实际支出数: 8.06", "实际支出数: 7.77")
    desk.publish("更正三公经费")
    pages = [path for path in desk.target.pages() if path.startswith("rates/2020/zhanjiang-2020-4")]
    assert len(pages) == 3
    for path in pages:
        assert '<td>86.33%</td><td><svg aria-hidden="true"><rect x="0.00%" width="84.64%"' in desk.page(path)
    assert re.search(r'<a href="../rates/2020/zhanjiang-2020-4.html">“三公”经费控制率</a>：86.33%', desk.page("2020/index.html"))
    desk.withdraw("有误")
    assert not [path for path in desk.target.pages() if path.startswith("rates/")]
