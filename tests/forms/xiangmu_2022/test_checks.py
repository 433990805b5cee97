"""What a reviewer finds in published forms of this layout, planted one by one in the example: told, each in a whole sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.forms.xiangmu_2022.unit_year import (
    CONTENT,
    LESS,
    LESS_CONTENT,
    LESS_REPAIRED,
    REPAIRED,
    WITHOUT_ANSWERS,
    YEAR,
    changed,
    examined,
)

MONEY = "{年初预算数: 880, 全年预算数: 880, 全年执行数: 880}"
CHECKED = "- {三级指标: 汛前检查水闸、泵站, 年度指标值: ≥36座, 实际完成值: 38座, 分值: 10}"
ACCEPTED = '- {三级指标: 工程验收合格率, 年度指标值: "100%", 实际完成值: 100%, 分值: 10}'
REASON = ", 偏差原因分析及改进措施: 3处等待征地，已排入下一年度第一季度"
FULL_MARKS = "总分为满分 100 分，评审会问目标是否过低、扣分是否如实"

# What is changed in the example whose scores are not all full → all that is said of it.
FAULTS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "表上留的空行": (
        {CHECKED: f"{CHECKED}\n      - {{三级指标: 指标2：……, 年度指标值: 无, 实际完成值: 无, 分值: 0}}"},
        ("“指标2：……”是表上留的空行", "“……”像是没有填的内容"),
    ),
    "空行只有序号": (
        {CHECKED: f"{CHECKED}\n      - {{三级指标: 指标3, 年度指标值: 无, 实际完成值: 无, 分值: 0}}"},
        ("“指标3”是表上留的空行",),
    ),
    "分值多了": (
        {ACCEPTED: ACCEPTED.replace("分值: 10", "分值: 10.5")},
        ("各项指标的分值合计 100.5 分，应为 100 分", "“产出指标”的分值合计 50.5 分，本表规定 50 分"),
    ),
    "一级指标之间挪了分值": (
        {ACCEPTED: ACCEPTED.replace("分值: 10", "分值: 9"), "实际完成值: 0人, 分值: 10": "实际完成值: 0人, 分值: 11"},
        ("“产出指标”的分值合计 49 分，本表规定 50 分", "“效益指标”的分值合计 31 分，本表规定 30 分"),
    ),
    "预算执行率的分值改了": ({MONEY: f"{MONEY}\n  年度资金总额: {{分值: 20}}"}, ("填的是 20，按公式“10”应为 10",)),
    "执行率填错": ({MONEY: MONEY.replace("880}", "880, 执行率: 90%}")}, ("填的是 90%，按公式“全年执行数 / 全年预算数”应为 100%",)),
    "合计填错": ({MONEY: f"{MONEY}\n  年度资金总额: {{全年执行数: 808}}"}, ("填的是 808.00，按公式",)),
    "执行率低": ({MONEY: MONEY.replace("执行数: 880", "执行数: 700")}, ("预算执行率只有 79.55%（700.00 ÷ 880.00），没有说明原因",)),
    "执行率低，有原因": (
        {MONEY: f"{MONEY.replace('执行数: 880', '执行数: 700')}\n  年度资金总额: {{偏差原因: 两处工程推迟到下一年度实施}}"},
        (),
    ),
    "执行数多于预算数": ({MONEY: MONEY.replace("执行数: 880", "执行数: 900")}, ("全年执行 900.00 万元，超过全年预算 880.00 万元",)),
    "得分不是算出来的": (
        {LESS_REPAIRED: LESS_REPAIRED.replace("分值: 10", "分值: 10, 得分: 8.5")},
        ("15 ÷ 18 × 10 = 8.33，填的是 8.5",),
    ),
    "得分多于分值": (
        {"实际完成值: 12.6万亩, 分值: 10": "实际完成值: 12.6万亩, 分值: 10, 得分: 10.5"},
        ("“抗旱提水灌溉面积”得 10.5 分，超出了 0 至 10 分", "得满分 10，填的是 10.5"),
    ),
    "成本超支": ({"实际完成值: 880万元": "实际完成值: 990万元"}, ("“项目总成本”扣了 1.25 分，没有说明原因",)),
    "定性的得分不在档内": ({"实际完成值: 达成，": "实际完成值: 部分达成，"}, ("写的是“部分达成”，应得 6 至 8 分（不含 8），填的是 10",)),
    "定性的没有得分": ({"得分规则: 定性, 得分: 10": "得分规则: 定性"}, ("没有得分，程序也算不出来：定性指标由人打分",)),
    "总分填错": ({"存在问题:": "自评总分: 96.5\n存在问题:"}, ("填的是 96.5 分，各项得分合计 97.33 分",)),
    "等级填错": ({"存在问题:": "自评等级: 良\n存在问题:"}, ("总分 97.33 分应为“优”，填的是“良”",)),
    "扣分没有原因": ({REASON: ""}, ("“修复水毁工程”扣了 1.67 分，没有说明原因",)),
    "原因相同": (
        {LESS_CONTENT: LESS_CONTENT.replace("两个乡镇的提水时间没有提前告知，今后提前三天公告", "3处等待征地，已排入下一年度第一季度")},
        ("“受益群众满意度”的原因与“修复水毁工程”的一字不差",),
    ),
    "目标没有单位": (
        {"年度指标值: ≥36座": "年度指标值: 36"},
        ("“汛前检查水闸、泵站”的目标值 36 没有单位", "完成值 38 座 与目标值 36 的单位不同"),
    ),
    "数量指标填了金额": ({CHECKED: CHECKED.replace("≥36座", "36万元").replace("38座", "38万元")}, ("列在数量指标里，填的却是金额 36万元",)),
    "超额很多": ({"实际完成值: 38座": "实际完成值: 60座"}, ("完成 60座，是目标 ≥36座 的 167%，没有说明原因",)),
    "没有样本量": ({", 样本量: 抽样调查9个乡镇的群众180人": ""}, ("“受益群众满意度”填了 81%，没有写调查了多少人",)),
    "没有满意度": (
        {f"  满意度指标:\n    服务对象满意度指标:\n      {LESS_CONTENT}": ""},
        ("分值合计 90 分，应为 100 分", "“满意度指标”的分值合计 0 分，本表规定 10 分", "8 项指标里没有满意度指标"),
    ),
    "没有完成值": ({"实际完成值: 880万元, ": ""}, ("必填，文件里没有这一项",)),
    "填报太早": ({"填报日期: 2023-03-20": "填报日期: 2022-12-20"}, ("2022 年还没有结束，不能自评全年", "晚于填报日期")),
    "期限已过": ({"完成期限: 2023-06-30": "完成期限: 2023-03-20"}, ("改进措施的完成期限 2023年3月20日 不晚于填报日期 2023年3月20日",)),
}  # fmt: skip


def told(text: str) -> list[str]:
    return [problem.message for problem in examined(text).problems]


def test_nothing_is_found_in_the_example_nor_where_less_was_reached_and_the_reason_is_given() -> None:
    assert told(YEAR) == []
    assert told(LESS) == []


@pytest.mark.parametrize(("changes", "sentences"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_told_and_nothing_else(changes: Mapping[str, str], sentences: tuple[str, ...]) -> None:
    found = examined(changed(LESS, changes)).problems
    assert len(found) == len(sentences), [str(problem) for problem in found]
    assert all(any(sentence in problem.message for problem in found) for sentence in sentences), [str(problem) for problem in found]
    assert not any(
        re.search(r"[，。]{2}|（）|“”|None|\{", problem.message + problem.hint) for problem in found if "公式" not in problem.message
    )


def test_full_marks_and_results_that_repeat_the_targets_are_asked_about() -> None:
    repeated = {
        "实际完成值: 38座": "实际完成值: 36座",
        "实际完成值: 12.6万亩": "实际完成值: 10万亩",
        "抗旱提水灌溉12.6万亩": "抗旱提水灌溉10万亩",
        "实际完成值: 达成，新组建抢险队2支，物资储备由4类增加到6类": "实际完成值: 持续提高",
        CONTENT: CONTENT.replace("100%", "90%"),
    }
    assert told(WITHOUT_ANSWERS) == [FULL_MARKS]
    assert told(changed(WITHOUT_ANSWERS, repeated)) == [FULL_MARKS, "9 项指标的完成情况全部与目标值相同，像是照抄了目标"]


def test_the_answer_to_full_marks_holds_only_while_the_scores_are_the_same() -> None:
    assert [answer.problem.path for answer in examined(YEAR).answered] == ["自评总分"]
    lower = changed(YEAR, {REPAIRED: REPAIRED.replace("值: 18处, 分值: 10", f"值: 17处, 分值: 10{REASON}")})
    assert any("核实说明失效" in message or "99.44" in message for message in told(lower))
