"""The rules about the optional fields, tried on the shipped example unit, in which they find nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from pipeline.facts.reader import read_facts
from pipeline.problems import Problem, has_errors
from pipeline.source import reader as source
from tests.forms.zhanjiang_2020.unit_years import ROOT, changed, form, formulas

YEAR, UNIT = ((ROOT / "data" / "shili" / f"{name}.yaml").read_text(encoding="utf-8") for name in ("2020", "unit"))
REASONS = "    偏差原因: 压减会议费和差旅费\n"
INSPECTION = "  检查及完工验收:\n    已完工个数: 1\n    已验收个数: 1"

# A rule → changes of the example with what the rule then says; nothing for a near miss.
CASES: Mapping[str, tuple[tuple[Mapping[str, str], str], ...]] = {
    "收入支出结转不平": (
        ({"年末结转结余: 30": "年末结转结余: 31"}, "收入情况合计 1228.6 万元减决算支出 1198.6 万元，与年末结转结余 31 万元对不上"),
        ({"    - {收入来源: 年初结转和结余, 预算数: 38.6, 决算数: 38.6, 增减原因: 上年平台维护费跨年支付}\n": "", "  年末结转结余: 30": "  年初结转结余: 38.6\n  年末结转结余: 30"}, ""),
    ),
    "支出构成与决算不符": (({"决算数: 638.2": "决算数: 638.3"}, "决算 1198.70 万元，上面填的是调整后预算 1228.6 万元、决算支出 1198.6 万元"), ({}, "")),
    "收入预算与预算不符": (({"预算数: 1180, 决": "预算数: 1181, 决"}, "收入情况的预算数合计 1229.6 万元，与调整后预算数 1228.6 万元不同"),),
    "两处公用经费不同": (({"    - {支出类别: 公用经费, 预算数: 96, 决算数: 91.35": "    - {支出类别: 公用经费, 预算数: 96, 决算数: 91.53"}, "公用经费实际支出 91.35 万元，支出构成里却是 91.53 万元"),),
    "两处项目支出不同": (
        ({"决算数: 469.05": "决算数: 496.05"}, "支出构成里项目支出 496.05 万元，项目支出明细合计却是 469.05 万元"),
        ({"决算数: 469.05": "决算数: 446.05"}, "支出构成里项目支出 446.05 万元"),
        ({"决算数: 469.05": "决算数: 496.05", "部门预算项目数: 4": "部门预算项目数: 9"}, ""),  # only the main projects are listed
    ),
    "三公分项与合计不符": (
        ({"决算数: 2.66": "决算数: 2.56"}, "决算 9.76 万元，上面填的是 12 万元、9.86 万元"),
        ({"预算数: 4, 决算数: 2.66": "预算数: 5, 决算数: 2.66"}, "分项合计预算 13 万元"),
    ),
    "人员构成与人数不符": (({"年末人数: 38}": "年末人数: 39}"}, "人员构成里在编的合计 64 名，在职人数填的是 63 名"), ({"年末人数: 26}": "年末人数: 27}"}, "")),
    "编制构成与编制不符": (({"编制数: 40,": "编制数: 41,"}, "人员构成的编制数合计 69 名，编制数填的是 68 名"),),
    "下属单位超过合计": (({"决算数: 205.6": "决算数: 2056"}, "决算 2220.2 万元，多于整个部门的 63 名、1198.6 万元"), ({"决算数: 205.6": "决算数: 1000"}, "")),
    "没有下属单位却有明细": (({"单位基本情况:\n": "单位基本情况:\n  下属预算单位: 无\n"}, "下属预算单位填的是“无”，下属单位明细却列了 2 个"),),
    "资金没有到位却没有原因": (
        ({"实际到位资金数: 1190": "实际到位资金数: 1100"}, "应到位 1190 万元，实际到位 1100 万元（92.44%），没有写原因"),
        ({"实际到位资金数: 1190": "实际到位资金数: 1100\n  未到位原因: 年底没有下达"}, ""),
    ),
    "资产构成与总额不符": (({"原值: 980": "原值: 1980"}, "资产构成里固定资产的原值合计 2560.8 万元，多于固定资产总额 1560.8 万元"), ({"原值: 65": "原值: 6500"}, "")),
    "资产净值超过原值": (({"净值: 12.6": "净值: 126"}, "“车辆”净值 126 万元、闲置 0 万元，多于原值 42.8 万元"),),
    "资产闲置却没有原因": (({", 闲置原因: 换下的排队叫号设备，拟调剂给县（市、区）使用": ""}, "“设备”闲置 28.5 万元，没有写原因"),),
    "采购超过预算": (
        ({"实际采购数: 196.8": "实际采购数: 209"}, "“服务”预算 200 万元，实际采购 209 万元，其中中小企业 120 万元"),
        ({"中小企业合同金额: 56.4": "中小企业合同金额: 56.5"}, "其中中小企业 56.5 万元"),
        ({"实际采购数: 172.3": "实际采购数: 182.3"}, ""),
    ),
    "没有样本却有满意度": (
        ({"有效样本数: 1260": "有效样本数: 0"}, "“办事群众”收回有效样本 0 份，却填了满意度 96.35%"),
        ({"有效样本数: 1260, 满意度: 96.35%": "有效样本数: 0, 满意度: 不适用"}, ""),
    ),
    "满意度没有达标却没有原因": (({", 原因分析: 夜间接通较慢，已增加夜班坐席": ""}, "“热线来电人”满意度 94.20%，低于目标值 95%，没有写原因"),),
    "业务指标没有完成却没有原因": (
        ({"实际数: 18.42, 增减原因: 整合了6条部门热线": "实际数: 12"}, "“市民热线来电”计划 17，实际 12，没有写原因"),
        ({"实际数: 11, 增减原因: 大厅改造后窗口增加": "实际数: 11"}, ""),
    ),
    "多半没有验收却没有原因": (
        ({INSPECTION: INSPECTION.replace("已完工个数: 1", "已完工个数: 3")}, "已完工 3 个，只验收了 1 个，没有写原因"),
        ({INSPECTION: INSPECTION.replace("已完工个数: 1", "已完工个数: 3") + "\n    未验收原因: 两个在质保期"}, ""),
    ),
    # The reason is given where the form asks for it.
    "结转与预算决算不符": (({"年末结转结余: 30": "年末结转结余: 31"}, ""),),
    "支出率低却没有原因": (
        ({"  决算支出数: 1198.6": "  决算支出数: 900", "  支出率偏差原因: 大厅改造的合同尾款在质保期满后支付，热线有两个月减少了外包坐席\n": "", "  结转结余原因: 大厅改造尾款等按合同结转下年支付\n": ""}, "没有说明原因"),
        ({"  决算支出数: 1198.6": "  决算支出数: 900"}, ""),
    ),
    "经费支出少却没有原因": (({"实际支出数: 91.35": "实际支出数: 40"}, ""), ({"实际支出数: 91.35": "实际支出数: 40", REASONS: ""}, "没有说明原因")),
    "没有预算却有支出": (({"预算安排数: 96": "预算安排数: 0"}, ""), ({"预算安排数: 96": "预算安排数: 0", REASONS: ""}, "没有安排预算，却支出了 91.35 万元")),
    "资产利用率低却没有原因": (({"在用固定资产总额: 1532.3": "在用固定资产总额: 1000"}, ""),),
    "按期答复率低却没有原因": (({"按规定期限答复数量: 315": "按规定期限答复数量: 200"}, ""),),
    "多半没有答复": (({"    答复数量: 318": "    答复数量: 100", "按规定期限答复数量: 315": "按规定期限答复数量: 100"}, ""),),
    "批复远少于申报": (({"目标批复数: 4": "目标批复数: 2\n    未批复原因: 两个项目并入其他项目"}, ""), ({"目标批复数: 4": "目标批复数: 2"}, "没有说明原因")),
    "填了否却没有原因": (({"配置合理使用合规: 是": "配置合理使用合规: 否"}, "没有说明原因"), ({"配置合理使用合规: 是": "配置合理使用合规: 否\n    管理情况说明: 有三台设备配置偏多"}, "")),
    "没有公开": (({"是否公开: 是\n      公开时间: 2020-02-24": "是否公开: 否\n      未公开原因: 涉密，依法不公开\n      公开时间: 不适用"}, ""),),
    "在职超过编制": (({"在职人数: 63": "在职人数: 69"}, "在职 69 名，超过编制 68 名"), ({"在职人数: 63": "在职人数: 69\n  超编原因: 军转干部安置"}, "")),
    "申报与应申报不符": (({"实际申报项目数: 4": "实际申报项目数: 3\n    申报差异原因: 一个项目年中取消"}, ""),),
}  # fmt: skip


@cache
def checks() -> Mapping[str, Check]:
    return {check.name: check for check in read_checks(form(), "templates/zhanjiang-2020/checks.yaml")}


def found(text: str, *rules: Check) -> list[Problem]:
    sources = [source.parse(text, "data/shili/2020.yaml"), source.parse(UNIT, "data/shili/unit.yaml")]
    facts, problems = read_facts(form(), formulas(), 2020, sources)
    assert not has_errors(problems), [str(problem) for problem in problems]
    return run_checks(rules, facts)


def test_nothing_is_found_in_the_example() -> None:
    assert [str(problem) for problem in found(YEAR, *checks().values())] == []


@pytest.mark.parametrize(("rule", "changes", "sentence"), [(rule, *case) for rule, cases in CASES.items() for case in cases])
def test_a_rule_about_an_optional_field_finds_what_is_wrong(rule: str, changes: Mapping[str, str], sentence: str) -> None:
    messages = [problem.message for problem in found(changed(YEAR, changes), checks()[rule])]
    assert len(messages) == bool(sentence), messages
    assert sentence in "".join(messages)
