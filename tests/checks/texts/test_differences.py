"""What a text says of the difference between two figures that are filled in is told where they give another one."""

from __future__ import annotations

import pytest

from tests.checks.texts.test_texts import assert_told, told


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("公用经费比预算节约3.7万元。", "比预算节约3.7万元", "应为少 4.39 万元"),
        ("三公经费支出8.06万元，比预算减少0.49万元。", "比预算减少0.49万元", "三公经费.预算安排数 9 万元"),
        ("三公经费较年初预算增加0.94万元。", "较年初预算增加0.94万元", "应为少 0.94 万元"),
        ("公用经费比预算下降19.51%。", "比预算下降19.51%", "应为少 4.39 万元"),
        ("公用经费支出超出预算2万元。", "超出预算2万元", "应为少 4.39 万元"),
        ("整体绩效目标实现数比计划少2个。", "比计划少2个", "应为少 1 个"),
        ("年中追加预算35.2万元。", "追加预算35.2万元", "应为多 32.5 万元"),
        ("预算调减32.5万元。", "调减32.5万元", "应为多 32.5 万元"),
        ("应急资金调增45万元。", "调增45万元", "年初预算数 980 万元、调整后预算数 1012.5 万元"),
        ("公用经费预算执行严格，控制在预算以内，实际支出约51万元。", "51万元", "41.77 万元"),
        ("压减公用经费至14.77万元。", "14.77万元", "41.77 万元"),
        ("全年签约4991人次。", "4991人次", "4919"),
    ],
)
def test_a_difference_that_the_figures_do_not_give_is_told(text: str, words: str, message: str) -> None:
    assert_told(told(text), words, message)


LAST_YEAR = {
    "三公经费: {预算安排数: 9,": "三公经费: {上年支出数: 10, 预算安排数: 9,",
    "  决算支出数: 1001.36": "  决算支出数: 1001.36\n  上年决算支出数: 980",
}


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("“三公”经费比上年减少1.49万元。", "比上年减少1.49万元", "三公经费.上年支出数 10 万元"),
        ("三公经费支出同比增长19.4%。", "同比增长19.4%", "应为少 1.94 万元"),
        ("决算支出比上年增加23.16万元。", "比上年增加23.16万元", "应为多 21.36 万元"),
    ],
)
def test_a_change_since_last_year_that_the_figures_do_not_give_is_told(text: str, words: str, message: str) -> None:
    assert_told(told(text, changes=LAST_YEAR), words, message)


@pytest.mark.parametrize(
    "text",
    [
        "“三公”经费比上年减少1.94万元，决算支出同比增长2.18%。",
        "下属单位三公经费比上年减少1.49万元。",
        "三公经费预算比上年减少2万元，公用经费比上年减少3万元。",
        "2019年三公经费比上年减少0.5万元。",
    ],
)
def test_nothing_is_told_of_changes_that_agree_or_are_of_something_else(text: str) -> None:
    assert told(text, changes=LAST_YEAR) == []


@pytest.mark.parametrize(
    "text",
    [
        "公用经费比预算节约4.39万元，下降9.5%。",
        "公用经费比预算节约约4万元。",
        "三公经费支出8.06万元，低于预算0.94万元；公用经费低于预算46.16万元。",
        "上年公用经费比预算节约2万元。",
        "信访服务中心公用经费比预算节约2万元。",
        "办公耗材比预算节约2万元。",
        "力争公用经费比预算节约5万元。",
        "整体绩效目标实现数比计划少1个。",
        "年中追加预算32.5万元，其中上级资金20万元。",
        "年中追加预算12.5万元用于系统升级。年中追加项目资金20万元。",
        "年中先后追加20万元、12.5万元。",
        "年中追加预算42.5万元，收回10万元，收支相抵后预算调增32.5万元。",
        "压减公用经费支出2万元，节约三公经费0.9万元。",
    ],
)
def test_a_difference_that_agrees_or_is_of_something_else_is_let_pass(text: str) -> None:
    assert [str(problem) for problem in told(text)] == []


def test_a_difference_of_what_is_not_filled_in_is_let_pass() -> None:
    assert told("公用经费比预算节约3.7万元。", changes={"预算安排数: 46.16": "预算安排数: 不适用"}) == []
