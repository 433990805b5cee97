"""What counts as nothing to say, and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.language.nothing import begins_with, has_content, says_nothing
from pipeline.language.values import Blank, Figure, Lines, NotApplicable, Words

NOTHING = """无|无。|没有|没有。|暂无|暂无。|不适用|不适用。|不涉及|/|／|—|——|－|-|--|N/A|n/a|none|空|〇|0|零|（无）|“无”| 无 |本年度无|本单位没有|我局暂无|
    目前没有|无相关情况|没有此类情况|本年度没有发生|未发生|无其他需要说明的情况|没有其他情况。|无此项|无相关资料|暂无有关文件|不存在问题|。|……|*"""
SOMETHING = """无锡市财政局|没有完成的两项正在整改|无偿献血服务站建设|无线电管理|暂无住房职工的补贴|不适用集中采购的货物由本单位采购|空调采购|零星维修|无人机巡查|
    没有按期完成，原因是流标|1|8.06|否|本年度没有新建项目，续建两个|A|无障碍改造|略"""


@pytest.mark.parametrize("text", [text.strip() for text in NOTHING.split("|") if text.strip()])
def test_every_way_to_say_nothing_is_known(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", [text.strip() for text in SOMETHING.split("|")])
def test_a_text_that_only_begins_so_says_something(text: str) -> None:
    assert not says_nothing(text)


def test_a_number_says_something_and_a_word_in_its_place_does_not() -> None:
    assert has_content(Figure(Decimal(0), "甲", "0"))
    assert not has_content(NotApplicable("不适用", "甲"))
    assert not has_content(Blank("甲"))
    assert has_content(Blank("甲", "【待填】"))  # a draft prints it


def test_paragraphs_say_something_if_one_of_them_does() -> None:
    assert not has_content(Lines([Words("无。", "甲[1]"), Words("/", "甲[2]")]))
    assert has_content(Lines([Words("无", "甲[1]"), Words("有一段", "甲[2]")]))


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("已建立财务制度", True),
        ("我局已建立财务制度", True),
        ("本单位建立了三项制度", True),
        ("财务制度已建立", False),
        ("财务制度、车辆管理制度", False),
    ],
)
def test_a_text_that_leads_in_to_itself_is_known(text: str, begins: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert begins_with(text, "已建立", "建立") is begins
