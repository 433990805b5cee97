"""Texts of the data that a unit rewrote in its narrative: the new text is cut out exactly, or it is said why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

import pytest

from pipeline.facts.revisions import state_of
from pipeline.intake.readers.word import read_word
from pipeline.intake.returned import fields
from pipeline.intake.returned.comparing import ALSO, LATER
from pipeline.intake.returned.matching import matched
from pipeline.intake.returned.passages import received_passages, units_of
from pipeline.intake.returned.prints import Before
from pipeline.language.values import Lines, Words
from tests.intake.returned.narratives import FILE, SHILI, Body, edited, narrative, returned

DUTIES = "单位基本情况.部门职能"
FIRST = "贯彻执行国家和省、市关于政务服务、便民热线的方针政策，拟订本市的实施办法。"
SECOND = "组织、协调市级政务服务大厅和综合受理平台的建设、运行，指导县（市、区）便民服务工作。"
THIRD = "受理、转办、督办市民热线诉求。"
CAUSE = "大厅改造的合同尾款在质保期满后支付，热线有两个月减少了外包坐席"
STEPS = (
    "4月中旬至5月上旬，各科室、下属单位填报数据，整理依据",
    "5月中下旬，财务科逐项核对，抽查4个项目的凭证和验收资料",
    "6月上旬，局长办公会审定自评结果",
)


@pytest.mark.parametrize(
    ("edit", "path", "new"),
    [
        (lambda body: body.insert(THIRD, "承办其他事项。"), DUTIES, (FIRST, SECOND, THIRD, "承办其他事项。")),
        (lambda body: body.replace(THIRD, "管理12345热线"), DUTIES, (FIRST, SECOND, "管理12345热线")),
        (lambda body: body.remove(SECOND), DUTIES, (FIRST, THIRD)),
        (lambda body: body.move(FIRST, THIRD), DUTIES, (SECOND, THIRD, FIRST)),
        (lambda body: body.replace("4月上旬，财务科制定", "3月下旬，财务科起草"), "自评工作.自评步骤", ("3月下旬，财务科起草自评方案，分解指标", *STEPS)),
        (lambda body: body.replace(CAUSE, "尾款未付。坐席也少了"), "部门整体支出情况.支出率偏差原因", ("尾款未付。坐席也少了",)),
        (lambda body: body.replace(STEPS[2], " 6月审定 "), "自评工作.自评步骤", ("4月上旬，财务科制定自评方案，分解指标", *STEPS[:2], "6月审定")),
        (lambda body: body.replace(CAUSE, f"{CAUSE}等"), "部门整体支出情况.支出率偏差原因", (f"{CAUSE}等",)),
        (lambda body: body.replace("比较法、公众评判法，", ""), "自评工作.自评方法", ("定量分析和定性分析相结合",)),
        (lambda body: body.replace("追加便民服务大厅改造经费", "追加经费"), "部门整体支出情况.收入情况[1].增减原因", ("追加经费",)),
        (lambda body: body.replace("存在的问题：因材料供应延迟，比计划晚一个月完工。", "存在的问题：晚完工一个月。"), "部门整体支出情况.项目支出明细[1].存在问题", ("晚完工一个月",)),
    ],
    ids=["a paragraph more", "one rewritten", "one less", "other order", "an item", "a cause", "spaces around it", "a cause longer", "one of several", "a cell", "in an item"],
)  # fmt: skip
def test_a_rewritten_text_is_cut_out_of_its_surroundings(edit: Callable[[Body], object], path: str, new: tuple[str, ...]) -> None:
    assert [(text.fact.path, text.new, text.refused) for text in returned(SHILI, edit).texts] == [(path, new, "")]


@pytest.mark.parametrize(
    ("edit", "refused"),
    [
        (lambda body: body.replace(f"少支出30.00万元，原因是：{CAUSE}", "少支出31万元，是因为尾款没有付"), fields.MIXED),
        (lambda body: (body.replace(CAUSE, "尾款未付。坐席也少了"), body.split("尾款未付。")), fields.SPREAD),
        (lambda body: [body.remove(each) for each in (FIRST, SECOND, THIRD)], fields.GONE),
        (lambda body: (body.replace(THIRD, "其他。"), body.replace("（二）机构设置及人员情况", "另一个标题，谁也认不出来")), fields.MIXED),
        (lambda body: body.replace(CAUSE, "经办人陈**休假"), fields.MASKED),
        (lambda body: body.replace(CAUSE, "尾款\u200b未付"), "第 3 个字是看不见的控制字符"),
    ],
    ids=["words around it too", "several paragraphs", "gone", "a neighbour gone", "masked", "what the type refuses"],
)
def test_it_is_said_why_a_text_cannot_be_taken(edit: Callable[[Body], object], refused: str) -> None:
    assert [text.refused for text in returned(SHILI, edit).texts] == [refused]


def test_a_text_that_was_printed_before_the_data_changed_is_not_offered() -> None:
    now, _ = narrative(SHILI)
    known = Before(now.passages, ({**state_of(now.facts), DUTIES: f"{FIRST}\n{THIRD}"},))
    assert [text.refused for text in returned(SHILI, lambda body: body.remove(SECOND), before=known).texts] == [LATER]


def test_a_text_that_the_data_say_otherwise_since_is_offered_with_a_remark() -> None:
    now, _ = narrative(SHILI)
    edit = partial(Body.remove, words=SECOND)
    same, other = (Before(now.passages, ({**state_of(now.facts), **changed},)) for changed in ({}, {DUTIES: FIRST}))
    assert [(text.refused, text.remark) for text in returned(SHILI, edit, before=same).texts] == [("", "")]
    assert [(text.refused, text.remark) for text in returned(SHILI, edit, before=other).texts] == [("", ALSO)]


def test_a_text_that_is_still_there_is_not_told_because_of_its_neighbours() -> None:
    found = returned(SHILI, lambda body: body.replace("比调整后预算少支出30.00万元", "比预算少支出30.00万元"))
    assert found.edits
    assert not found.texts


def test_what_the_year_s_file_does_not_say_cannot_be_rewritten_in_it() -> None:
    fact = narrative(SHILI)[0].facts.by_path[DUTIES]
    cases = {fields.FIXED: replace(fact, fixed=True), fields.FROM_BEFORE: replace(fact, taken=True)}
    for refused, unwritten in cases.items():
        assert fields.checked(fields.Rewritten(unwritten, fact.texts, (THIRD,), "第8段")).refused == refused


def test_a_field_that_is_printed_in_part_cannot_be_exchanged_whole() -> None:
    now, _ = narrative(SHILI)
    fact = now.facts.by_path[DUTIES]
    more = replace(fact, value=Lines((*cast("Lines", fact.value), Words("不涉及", f"{DUTIES}[4]"))))
    facts = replace(now.facts, by_path={**now.facts.by_path, DUTIES: more})
    edit = partial(Body.replace, old=THIRD, new="管理12345热线")
    received = received_passages(read_word(edited(narrative(SHILI)[1], edit), FILE))
    matches = matched(units_of(now.passages), units_of(received))
    assert [text.refused for text in fields.rewritten(fields.beside(facts, now.passages, received, matches))] == [fields.PARTLY]
