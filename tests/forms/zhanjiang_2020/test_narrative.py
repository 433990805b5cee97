"""The shipped form's narrative: every figure judged, and other words for other cases; the whole of it as a golden text.

    UPDATE_GOLDEN=1 python -m pytest tests/forms/zhanjiang_2020/test_narrative.py

writes the golden text anew; read what changed before you commit it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.unit_year import examine, prepare
from pipeline.facts.fact import Facts
from pipeline.printing.word_telling import tell_word_file
from pipeline.problems import has_errors
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import FORM, city
from tests.forms.zhanjiang_2020.unit_years import FULL, PLAIN, ROOT, changed, read

GOLDEN = Path(__file__).with_name("narrative.txt")
CLUMSY = re.compile(r"[，。；：、]{2}|（）|《》|None|【待填】|\{\{|\}\}|\{%|[（《]$|^[，。；：、）》]| 个百分点|。）。")


@cache
def compiled() -> CompiledForm:
    return compile_form(Workspace(ROOT), FORM)


def paragraphs(text: str, changes: Mapping[str, str] = {}) -> list[str]:
    """Return the narrative's paragraphs, table cells included, made from a changed text."""
    facts, problems = read(changed(text, changes))
    assert not has_errors(problems), [str(problem) for problem in problems]
    return narrative(facts)


def narrative(facts: Facts) -> list[str]:
    report = next(document for document in compiled().documents if document.spec.name == "report")
    return list(tell_word_file(report.render(facts)[".docx"]).places().values())


def test_the_whole_narrative_reads_as_the_golden_text() -> None:
    told = "\n".join(paragraphs(FULL)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")


def test_sections_are_numbered_one_after_the_other_whatever_is_left_out() -> None:
    heads = [line for line in paragraphs(PLAIN) if re.match(r"[一二三四五]、|（[一二三四五六]）|[1-9]\.(?!\d)", line)]
    assert heads == [
        "一、部门基本情况",
        "（一）机构设置情况",
        "（二）部门整体支出绩效目标",
        "二、绩效自评情况",
        "（一）自评结论",
        "（二）部门整体支出绩效指标分析",
        "1.制度建设",
        "2.信息公开",
        "3.资产管理",
        "4.项目管理",
        "（三）部门整体支出使用绩效",
        "1.经济性",
        "2.效率性",
        "3.效果性",
        "4.公平性",
    ]


def test_it_ends_with_attachment_signature_and_date() -> None:
    assert paragraphs(PLAIN)[-3:] == ["附件：整体绩效自评基础数据表", "滨海市档案馆", "2021年5月31日"]


SPENT = "{预算安排数: 3, 实际支出数: 2.85}"
GOALS = "{计划数: 8, 实际实现数: 7, 未完成原因: 档案修复少完成两件}"
# What is changed in PLAIN, by what → a sentence that the narrative must then have.
SENTENCES: list[tuple[Mapping[str, str], str]] = [
    ({}, "“三公”经费预算安排3.00万元，实际支出2.85万元，控制率为95%，低于预算0.15万元。"),
    ({SPENT: "{预算安排数: 3, 实际支出数: 3}"}, "“三公”经费预算安排3万元，实际支出3万元，控制率为100%，与预算持平。"),
    (
        {SPENT: "{预算安排数: 3, 实际支出数: 3.3}"},
        "“三公”经费预算安排3.00万元，实际支出3.30万元，控制率为110%，超出预算0.30万元，没有控制在预算之内。",
    ),
    ({SPENT: "{预算安排数: 0, 实际支出数: 0}"}, "本年度没有安排“三公”经费预算，也没有发生支出。"),
    ({SPENT: "{预算安排数: 0, 实际支出数: 1}"}, "“三公”经费没有安排预算，实际支出1万元。"),
    ({}, "整体绩效目标计划8个，实际实现7个，完成率为87.50%，少于计划1个，没有全部完成，原因是：档案修复少完成两件。"),
    ({GOALS: "{计划数: 8, 实际实现数: 8}"}, "整体绩效目标计划8个，实际实现8个，完成率为100%，全部完成。"),
    ({GOALS: "{计划数: 8, 实际实现数: 9}"}, "整体绩效目标计划8个，实际实现9个，完成率为112.50%，多于计划1个，超额完成。"),
    ({GOALS: "{计划数: 0, 实际实现数: 0}"}, "本年度没有设定整体绩效目标。"),
    ({}, "本年度没有工程建设类项目。"),
    ({}, "自评信息已公开，公开时间为2021年5月28日；预决算信息已公开，预算公开时间为2020年2月20日，决算公开时间为2021年5月20日；绩效目标已公开，公开时间为2020年2月20日。"),
    ({'绩效目标: {是否公开: 是, 公开时间: 2020-02-20, 公开网址: "https://dag.binhai.gov.cn/mb/2020.html"}': "绩效目标: {是否公开: 否}"}, "绩效目标没有公开。"),
    ({}, "全年受理群众上访、信访20人次，答复19件，其中按规定期限答复18件，按期答复率为94.74%，有1件超过规定期限。"),
    (
        {"群众上访信访数量: 20\n    答复数量: 19\n    按规定期限答复数量: 18": "群众上访信访数量: 0\n    答复数量: 0\n    按规定期限答复数量: 0"},
        "本年度没有群众上访、信访事项。",
    ),
    ({"群众意见渠道和机制: 是": "群众意见渠道和机制: 否"}, "还没有建立群众意见反映渠道和群众意见办理回复机制。"),
    ({}, "滨海市档案馆为参照公务员法管理的事业单位，没有下属预算单位。"),
    ({"下属预算单位: 无": "下属预算单位: 滨海市方志馆"}, "下属预算单位：滨海市方志馆。"),
    ({}, "申报的目标全部获得批复。"),
    ({"目标批复数: 5": "目标批复数: 4"}, "有1个没有获得批复。"),
    ({"实际申报项目数: 5": "实际申报项目数: 6"}, "多报1个。"),
    ({"实际申报项目数: 5": "实际申报项目数: 4"}, "少报1个。"),
    ({"{应申报项目数: 5, 应申报金额: 86.4, 实际申报项目数: 5, 实际申报金额: 86.4, 目标批复数: 5, 目标批复金额: 86.4}": "{应申报项目数: 0, 应申报金额: 0, 实际申报项目数: 0, 实际申报金额: 0, 目标批复数: 0, 目标批复金额: 0}"}, "本年度没有应申报绩效目标的项目。"),
    ({}, "固定资产总额（原值）415.00万元，在用402.50万元，利用率为96.99%，有12.50万元资产没有使用。"),
    ({"在用固定资产总额: 402.5": "在用固定资产总额: 415"}, "利用率为100%，全部在用。"),
    ({"资产账与财务账一致: 是": "资产账与财务账一致: 否"}, "资产账与财务账不一致；"),
    ({"配置合理使用合规: 是": "配置合理使用合规: 否"}, "资产配置、使用有不合理、不合规之处；"),
    ({}, "本年度没有完工待验收的事项。"),
    ({"  检查及完工验收: {已完工个数: 0, 已验收个数: 0}\n项目": "  检查及完工验收: {已完工个数: 3, 已验收个数: 2, 有关资料清单: 验收单}\n项目"}, "检查及完工验收的事项已完工3个，已验收2个，还有1个没有验收。完工验收有关资料：验收单。"),
    ({}, "部门预算项目5个，按期完成4个，按期完成比率为80%，有1个没有按期完成，原因是：修复项目延期。"),
    ({"未完成原因: 修复项目延期": "未完成原因: 修复项目延期。"}, "有1个没有按期完成，原因是：修复项目延期。"),
    ({"按期完成: 4, 未完成原因: 修复项目延期": "按期完成: 4"}, "按期完成比率为80%，有1个没有按期完成。"),
    ({"按期完成: 4, 未完成原因: 修复项目延期": "按期完成: 5"}, "部门预算项目5个，按期完成5个，按期完成比率为100%，全部按期完成。"),
    ({"部门预算项目数: 5, 按期完成: 4, 未完成原因: 修复项目延期": "部门预算项目数: 0, 按期完成: 0"}, "本年度没有部门预算项目。"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), SENTENCES)
def test_each_case_has_its_own_words(changes: Mapping[str, str], sentence: str) -> None:
    told = paragraphs(PLAIN, changes)
    assert any(sentence in line for line in told), "\n".join(told)


ISSUES = FULL[FULL.index("存在问题:") : FULL.index("其他自评情况:")]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({ISSUES: ""}, "存在问题及改进意见"),
        ({FULL[FULL.index("其他自评情况:") :]: ""}, "其他自评情况"),
        ({FULL[FULL.index("  部门职能:") : FULL.index("  编制数:")]: ""}, "部门职能"),
        ({FULL[FULL.index("  年度重点工作任务:") : FULL.index("部门整体支出情况:")]: "\n"}, "年度总体工作和重点工作任务"),
        ({FULL[FULL.index("部门整体支出情况:") : FULL.index("绩效目标情况:")]: ""}, "部门整体支出情况"),
    ],
)
def test_what_is_not_given_is_left_out_with_its_heading(changes: Mapping[str, str], missing: str) -> None:
    heading = re.compile(rf"(.{{1,2}}、|（.）){missing}$")
    assert any(heading.match(line) for line in paragraphs(FULL))
    assert not any(heading.match(line) for line in paragraphs(FULL, changes))


@pytest.mark.parametrize(("old", "posts"), [("在职人数: 45", "空编3名"), ("在职人数: 48", "满编"), ("在职人数: 50", "超编2名")])
def test_posts_are_compared(old: str, posts: str) -> None:
    assert any(f"，{posts}。" in line for line in paragraphs(FULL, {"在职人数: 45": old} if old != "在职人数: 45" else {}))


def test_no_variant_has_doubled_punctuation_empty_brackets_or_remains_of_a_template(tmp_path: Path) -> None:
    told = [line for changes, _ in SENTENCES for line in paragraphs(PLAIN, changes)] + paragraphs(FULL)
    workspace, made = city(tmp_path, 40, mistakes=50)
    for item in made:
        examined = examine(compiled(), "2020", prepare(workspace, UnitYear(item.unit, "2020"))[1])
        if not has_errors(examined.problems):
            told += narrative(examined.facts)
    assert len(told) > 2000
    assert [line for line in told if CLUMSY.search(line)] == []
