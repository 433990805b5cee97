"""Every rule of the form's checks.yaml: what it finds, what it lets pass, and what is told of the published figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from pipeline.problems import has_errors
from tests.forms.hunan_2018.unit_years import PUBLISHED, REASONED, changed, form, read

SOME = "业务工作专项: {上年决算数: 938.8, 预算数: 320, 决算数: 689.16, 差异原因: 年中追加设施改造资金"
OFFICE = "办公经费: {上年决算数: 14.44, 预算数: 10, 决算数: 0.68, 差异原因: 办公用品由县里集中采购}"
TRAVEL = "水电差旅费: {上年决算数: 17.92, 预算数: 7.5, 决算数: 25.36, 差异原因: 巡查任务增加}"
RUNNING = "        决算数: 9.84\n        差异原因: 更新车辆后维修费减少"
GUESTS = "      决算数: 4.99\n      差异原因: 严格执行公务接待标准，接待批次减少"
ROWS = (
    "明细: [{项目名称: 设施改造, 上年决算数: 938.8, 预算数: 0, 决算数: 369.16}, {项目名称: 巡查, 上年决算数: 0, 预算数: 320, 决算数: 320}]"
)
ABROAD = "出国经费: {上年决算数: 0, 预算数: 0, 决算数: 0}"
ADDED = "    决算数: 2690.62\n    追加原因: 追加设施改造资金和人员经费\n"
BUILDING = "楼堂馆所: {批复规模: 1200, 实际规模: 1180, 预算投资: 480, 实际投资: 472.5}\n厉行节约保障措施:"

# A rule → what is changed in a file with a reason for everything, and all that the rule must say about it; nothing for a near miss.
CASES: Mapping[str, tuple[tuple[Mapping[str, str], tuple[str, ...]], ...]] = {
    "在职超过编制": (
        ({"实际在职人数: 136": "实际在职人数: 144"}, ("实际在职 144 人，超过编制 143 人，没有说明原因",)),
        ({"实际在职人数: 136": "实际在职人数: 144\n  超编原因: 安置转业军人1名"}, ()),
        ({"实际在职人数: 136": "实际在职人数: 143"}, ()),
    ),
    "决算超过预算却没有原因": (
        ({TRAVEL: TRAVEL.replace(", 差异原因: 巡查任务增加", "")}, ("预算 7.5 万元，决算 25.36 万元，超出 17.86 万元，没有说明原因",)),
        ({f"{SOME}}}": SOME.replace(", 差异原因: 年中追加设施改造资金", "}")}, ("超出 369.16 万元",)),
        ({TRAVEL: "水电差旅费: {上年决算数: 17.92, 预算数: 25.36, 决算数: 25.36}"}, ()),
        ({ABROAD: "出国经费: {上年决算数: 0, 预算数: 0, 决算数: 3}"}, ("预算 0 万元，决算 3 万元",)),
    ),
    "决算远低于预算却没有原因": (
        ({OFFICE: OFFICE.replace(", 差异原因: 办公用品由县里集中采购", "")}, ("预算 10 万元，决算只有 0.68 万元，不到一半",)),
        ({OFFICE: "办公经费: {上年决算数: 14.44, 预算数: 10, 决算数: 5}"}, ()),
    ),
    "三公预算增加却没有原因": (
        ({"    变动原因: 更新2台公务用车\n": ""}, ("“三公”经费预算 63.46 万元，上年预算 32.00 万元，增加 98.31%，没有说明原因",)),
        ({"    变动原因: 更新2台公务用车\n    上年预算数: 32 ": "    上年预算数: 63.46 "}, ()),
    ),
    "三公决算增加却没有原因": (
        ({ABROAD: "出国经费: {上年决算数: 1, 预算数: 3, 决算数: 3}"}, ("上年决算 1 万元，本年 3 万元，增加了，没有说明原因",)),
        ({GUESTS: "      决算数: 17.22"}, ()),
        ({RUNNING: "        决算数: 11.87"}, ("上年决算 11.86 万元，本年 11.87 万元",)),
    ),
    "公用经费没有合计": (
        ({"    预算数: 64   # 补\n    决算数: 61.36   # 补\n": "    预算数:\n    决算数:\n"}, ("没有填公用经费的合计，算不出公用经费控制率",) * 2),
        ({}, ()),
    ),
    "公用分项超过合计": (
        ({"    决算数: 61.36   # 补": "    决算数: 26.03"}, ("其中三项的决算合计 26.04 万元，多于公用经费的 26.03 万元",)),
        ({"    决算数: 61.36   # 补": "    决算数: 26.04"}, ()),
    ),
    "公用分项预算超过合计": (
        ({"    预算数: 64   # 补": "    预算数: 18.29"}, ("其中三项的预算合计 18.3 万元，多于公用经费的 18.29 万元",)),
        ({"    预算数: 64   # 补": "    预算数: 18.3"}, ()),
    ),
    "专项明细与合计不符": (
        ({f"{SOME}}}": f"{SOME}, {ROWS.replace('369.16', '369.15')}}}"}, ("明细合计上年决算 938.8 万元、预算 320 万元、决算 689.15 万元，上面填的是 938.8 万元、320 万元、689.16 万元",)),
        ({f"{SOME}}}": f"{SOME}, {ROWS}}}"}, ()),
    ),
    "追加预算较多却没有原因": (
        ({ADDED: "    决算数: 2690.62\n"}, ("年初预算 1922.76 万元，本年追加 767.86 万元，预算控制率 39.94%，没有说明原因",)),
        ({ADDED: "    决算数: 2115.03\n"}, ()),
    ),
    "年末结余超过全部资金": (
        ({"    年末结余: 19.8": "    年末结余: 2710.43"}, ("年末结余 2710.43 万元，多于上年结转和本年预算的合计 2710.42 万元",)),
        ({"    年末结余: 19.8": "    年末结余: 2710.42"}, ()),
    ),
    "支出超过全部预算": (
        ({"决算数: 689.16, 差异原因": "决算数: 2650, 差异原因"}, ("项目支出 2650.00 万元加公用经费 61.36 万元，超过上年结转和调整后预算的合计 2710.42 万元",)),
        ({"决算数: 689.16, 差异原因": "决算数: 2649.06, 差异原因"}, ()),
    ),
    "项目预算超过年初预算": (
        ({"预算数: 320, 决算数: 689.16, 差异原因": "预算数: 1860, 决算数: 689.16, 差异原因"}, ("项目支出 1860.00 万元加公用经费 64.00 万元，超过全部年初预算 1922.76 万元",)),
        ({"预算数: 320, 决算数: 689.16, 差异原因": "预算数: 1858.76, 决算数: 689.16, 差异原因"}, ()),
    ),
    "两处公用经费不同": (
        ({"    决算数: 61.36   # 补": "    决算数: 61.63"}, ("公用经费决算 61.63 万元，基本支出里却是 61.36 万元",)),
        ({}, ()),
    ),
    "公车购置与采购不符": (
        ({"        决算数: 29.46": "        决算数: 30.67"}, ("公车购置 30.67 万元，多于全部政府采购金额 30.66 万元",)),
        ({"        决算数: 29.46": "        决算数: 30.66"}, ()),
    ),
    "楼堂馆所超出批复却没有原因": (
        ({"厉行节约保障措施:": BUILDING.replace("1180", "1201")}, ("批复规模 1200 平方米、预算投资 480 万元，实际 1201 平方米、472.5 万元，超出批复，没有说明原因",)),
        ({"厉行节约保障措施:": BUILDING.replace("472.5", "480.01, 超出原因: 材料涨价")}, ()),
        ({"厉行节约保障措施:": BUILDING}, ()),
    ),
    "楼堂馆所没有填全": (
        ({"厉行节约保障措施:": BUILDING.replace(", 实际投资: 472.5", "")}, ("楼堂馆所的批复规模、实际规模、预算投资、实际投资只填了一部分",)),
        ({"厉行节约保障措施:": BUILDING}, ()),
    ),
    "说明与完成值不符": (
        ({"变动率为98.31%": "变动率为93.81%"}, ("按基础数据算是 98.31%，说明里写的不是这个数",)),
        ({"，变动率为98.31%": ""}, ()),
    ),
    "填报日期早于年末": (
        ({"填报日期: 2019-06-20": "填报日期: 2018-12-31"}, ("填报日期是 2018年12月31日，2018 年还没有结束，不能评价全年",)),
        ({"填报日期: 2019-06-20": "填报日期: 2019-01-01"}, ()),
    ),
    "整改期限早于填报": (
        ({"完成期限: 2019-10-31": "完成期限: 2019-06-20"}, ("改进措施的完成期限 2019年6月20日 不晚于填报日期 2019年6月20日",)),
        ({"完成期限: 2019-10-31": "完成期限: 2019-06-21"}, ()),
    ),
    "问题没有原因或措施": (
        ({"改进措施: 制定公务用车更新计划，分年度安排": "改进措施: 无"}, ("没有写原因或改进措施：“三公”经费预算比上年增加较多",)),
        ({}, ()),
    ),
    "数字留空": (
        ({"  离退休人数: 58   # 补": "  离退休人数:"}, ("没有填，空白不等于 0",)),
        ({"  离退休人数: 58   # 补": "  离退休人数: 0"}, ()),
    ),
}  # fmt: skip
# What a reviewer finds in the figures as they were published, where a rule can.
TOLD = (
    "“三公”经费预算 63.46 万元，上年预算 32.00 万元，增加 98.31%，没有说明原因",
    "预算 320 万元，决算 689.16 万元，超出 369.16 万元，没有说明原因",
    "预算 10 万元，决算只有 0.68 万元，不到一半，没有说明原因",
    "预算 7.5 万元，决算 25.36 万元，超出 17.86 万元，没有说明原因",
    "预算 0.8 万元，决算只有 0 万元，不到一半，没有说明原因",
    "年初预算 1922.76 万元，本年追加 767.86 万元，预算控制率 39.94%，没有说明原因",
)


@cache
def checks() -> Mapping[str, Check]:
    return {check.name: check for check in read_checks(form(), "templates/hunan-2018/checks.yaml")}


def found(text: str) -> list[str]:
    facts, problems = read(text)
    return [problem.message for problem in [*problems, *run_checks(tuple(checks().values()), facts)]]


def test_every_rule_has_its_cases() -> None:
    assert CASES.keys() == {check.name for check in checks().values() if not check.common}


def test_what_was_published_is_told_and_nothing_else() -> None:
    assert found(PUBLISHED) == list(TOLD)


def test_nothing_is_found_once_each_has_its_reason() -> None:
    assert found(REASONED) == []


def test_a_figure_with_two_points_is_told_as_it_was_published() -> None:
    _, problems = read(changed(PUBLISHED, {"预算数: 7.5,": "预算数: 7.50.,"}))
    assert ["“7.50.”" in problem.message for problem in problems if problem.severity == "错误"] == [True]


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({"    上年预算数: 32 ": "    决算数: 44.92\n    上年预算数: 32 "}, "44.29"),
        ({"  实际在职人数: 136\n": "  实际在职人数: 136\n  控制率: 95.01%\n"}, "95.10%"),
        ({"    决算数: 2690.62\n": "    决算数: 2690.62\n    预算控制率: 28.54%\n"}, "39.94%"),
    ],
)
def test_a_stated_total_or_rate_is_compared_with_what_it_comes_to(stated: Mapping[str, str], sentence: str) -> None:
    _, problems = read(changed(PUBLISHED, stated))
    assert has_errors(problems)
    assert [sentence in problem.message for problem in problems] == [True]


CONTROL = "    - 三级指标: 在职人员控制率\n"
MORE_STAFF = {
    "实际在职人数: 136": "实际在职人数: 147\n  超编原因: 安置转业军人",
    "2018年末实际在职136人，编制143人，控制率为95.10%": "2018年末实际在职147人，编制143人，控制率为102.80%",
}
SATISFIED = "完成值: 93.10%, 自评说明"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({CONTROL: f"{CONTROL}      得分: 7.5\n"}, "95.10% 不超过 100%，得满分 8，填的是 7.5"),
        (MORE_STAFF, "“在职人员控制率”扣了 1 分，没有说明原因"),
        ({"      扣分原因: 年中追加设施改造资金和人员经费\n": ""}, "“预算控制率”扣了 8 分，没有说明原因"),
        ({"完成值: 制度健全，执行有效, 得分: 8": "完成值: 制度健全，执行有效, 得分: 9"}, "“管理制度健全性”得 9 分，超出了 0 至 8 分"),
        ({"完成值: 制度健全，执行有效, 得分: 8": "完成值: 制度健全，执行有效"}, "“管理制度健全性”有分值 8 分，没有得分"),
        ({SATISFIED: "完成值: 83.10%, 得分: 6, 扣分原因: 窗口少, 自评说明"}, "83.10% 在“80%及以上”这一段，得 4，填的是 6"),
        ({"  自评等级: 良": "  自评等级: 优"}, "总分 84 分应为“良”，填的是“优”"),
        ({"影响指标: 预算控制率": "影响指标: 预算控制率、预算完成率"}, "写的是影响了“预算完成率”，这项指标却得了满分 8 分"),
        ({SATISFIED: "完成值: 183.10%, 自评说明"}, "“社会公众或服务对象满意度”的完成值是 183.10%，这样的比率最多是 100%"),
        ({"    预算数: 64   # 补\n    决算数: 61.36   # 补\n": "    预算数:\n    决算数:\n"}, "“公用经费控制率”有分值 8 分，没有填完成情况"),
    ],
)  # fmt: skip
def test_a_fault_in_the_scores_is_told_with_its_arithmetic(changes: Mapping[str, str], sentence: str) -> None:
    told = found(changed(REASONED, changes))
    assert any(sentence in line for line in told), told


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({CONTROL: f"{CONTROL}      分值: 10\n"}, "填的是“10”，表上规定的是“8”"),
        ({CONTROL: "    - 三级指标: 在职人数控制率\n"}, "表上没有“在职人数控制率”这一行"),
    ],
)
def test_what_the_form_fixes_cannot_be_filled_in_otherwise(changes: Mapping[str, str], sentence: str) -> None:
    _, problems = read(changed(REASONED, changes))
    assert has_errors(problems)
    assert any(sentence in problem.message for problem in problems)


@pytest.mark.parametrize(("rule", "changes", "sentences"), [(rule, *case) for rule, cases in CASES.items() for case in cases])
def test_a_rule_finds_what_is_wrong_and_nothing_else(rule: str, changes: Mapping[str, str], sentences: tuple[str, ...]) -> None:
    facts, problems = read(changed(REASONED, changes))
    assert not has_errors(problems), [str(problem) for problem in problems]
    told = run_checks((checks()[rule],), facts)
    assert len(told) == len(sentences), [str(problem) for problem in told]
    for problem, sentence in zip(told, sentences, strict=True):
        assert sentence in problem.message
        assert problem.place.line > 0
        assert problem.path
        assert problem.hint
        assert not re.search(r"[，。]{2}|（）|“”|None|\{", problem.message + problem.hint)
