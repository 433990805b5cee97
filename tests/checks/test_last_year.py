"""The rules about last year: copies and jumps are told, and what stays the same or grows in an honest unit is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks.last_year import is_copied
from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from pipeline.facts.reader import read_facts
from pipeline.language.values import Words
from pipeline.problems import Problem
from pipeline.source.reader import parse
from tests.small_form import ROOT, SmallForm, form_in

FIELDS = """
  三公: amount
  决算: amount
  预算: amount
  支出率: {type: percent, formula: 决算 / 预算}
  上年决算: {type: amount, from: 决算}
  完成率: percent
  人次: {type: integer, unit: 人次}
  编制数: {type: integer, unit: 名, constant: true}
  固定资产总额: amount
  单位性质: {type: choice, choices: [行政机关, 事业单位], constant: true}
  职能: {type: paragraphs, constant: true}
  效益: paragraphs
  说明: text
  公开时间: date
  公开网址: url
  项目:
    type: rows
    fields:
      名称: text
      金额: amount
"""
EFFECT = "全年接待来访群众 4919 人次，化解积案 35 件，群众满意率 98.5%，维护了社会大局和谐稳定，没有发生越级上访的情况"
PLAIN = "认真落实领导接访制度，推动矛盾化解在基层，切实维护群众合法权益，社会大局持续稳定，干部作风进一步好转"
OTHER = "建成运行一体化平台，办事群众少跑腿、数据多跑路，群众满意度明显提高，营商环境进一步改善，企业反映良好"
PAGE, COLUMN = "https://a.gov.cn/content/post_1390829.html", "https://a.gov.cn/zwgk/2020/"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("forms") / "small", FIELDS))


@pytest.fixture(scope="module")
def rules(small: SmallForm) -> tuple[Check, ...]:
    folder = small.form.folder.parent / "common"
    folder.mkdir()
    (folder / "last_year.yaml").write_text((ROOT / "templates/common/last_year.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return read_checks(small.form, "small/checks.yaml")


def found(small: SmallForm, rules: tuple[Check, ...], last: str, now: str) -> list[Problem]:
    """Return what the rules find in a year after another."""
    before, _ = read_facts(small.form, small.formulas, 2019, [parse(last, "2019.yaml")])
    facts, problems = read_facts(small.form, small.formulas, 2020, [parse(now, "2020.yaml")], last=before)
    assert problems == []
    return run_checks(rules, facts)


@pytest.mark.parametrize(
    ("last", "now", "said"),
    [
        ("三公: 8.06", "三公: 80600", "填的是 80600 万元，上年是 8.06 万元，相差 10000 倍"),
        ("三公: 8.06", "三公: 80.6", "填的是 80.6 万元，上年是 8.06 万元，相差 10 倍"),
        ("决算: 1310.20", "决算: 122.5", "填的是 122.5 万元，上年是 1310.20 万元，相差约 11 倍"),
        ("三公: 4.9", "三公: 43", "填的是 43 万元，上年是 4.9 万元，相差约 8.8 倍"),
        ("人次: 4919", "人次: 491", "填的是 491 人次，上年是 4919 人次，相差约 10 倍"),
        ("完成率: 97.5%", "完成率: 9.75%", "填的是 9.75%，上年是 97.50%，相差 10 倍"),
        ("项目:\n  - {名称: 乙, 金额: 30}\n  - {名称: 甲, 金额: 3}", "项目:\n  - {名称: 甲, 金额: 3}\n  - {名称: 乙, 金额: 310}", "填的是 310 万元，上年是 30 万元，相差约 10 倍"),
        ("编制数: 20", "编制数: 200", "填的是 200 名，上年是 20 名，相差 10 倍"),
        ("编制数: 20", "编制数: 32", "填的是 32 名，上年是 20 名，这一项一般各年度相差不大"),
        ("固定资产总额: 374.86", "固定资产总额: 37.4", "填的是 37.4 万元，上年是 374.86 万元，相差约 10 倍"),
        ("固定资产总额: 374.86", "固定资产总额: 900", "固定资产总额 900 万元，上年是 374.86 万元，相差约 2.4 倍"),
        ("单位性质: 行政机关", "单位性质: 事业单位", "填的是“事业单位”，上年是“行政机关”，这一项一般各年度不变"),
        ("公开时间: 2020-09-03", "公开时间: 2020-09-03", "“2020年9月3日”与上年的文件里完全相同"),
        (f"公开网址: {PAGE}", f"公开网址: {PAGE}", f"“{PAGE}”与上年的文件里完全相同"),
        (f"说明: {PLAIN}", f"说明: {PLAIN}", "这段文字与上年的文件里几乎一字不差"),
        ("说明: 3座田头冷库用电报装慢，没有投入使用", "说明: 3座田头冷库用电报装慢，没有投入使用", "这段文字与上年的文件里几乎一字不差"),
        ("说明: 农村路126公里，改造危桥14座，新增公交车60辆，分担率31.5%，经费86.2万元，都按计划完成", "说明: 农村路128公里，改造危桥14座，新增公交车60辆，分担率31.5%，经费86.2万元，都按计划完成", "这段文字与上年的文件里几乎一字不差"),
        ("人次: 415\n决算: 410\n三公: 40.2\n编制数: 8", "人次: 415\n决算: 410\n三公: 40.2\n编制数: 8", "这一组的数（40.2、410、415）与上年的文件完全相同"),
        (f"效益: [{PLAIN}, {OTHER}]", f"效益: [{OTHER}]", "这段文字与上年的文件里几乎一字不差"),
        (f"效益: 2019年，{PLAIN}", f"效益: 2020年度，{PLAIN.replace('好转', '增强')}。", "这段文字与上年的文件里几乎一字不差"),
    ],
)  # fmt: skip
def test_a_copy_or_a_jump_is_told(small: SmallForm, rules: tuple[Check, ...], last: str, now: str, said: str) -> None:
    assert [problem.message for problem in found(small, rules, last, now)] == [said]


@pytest.mark.parametrize(
    ("last", "now"),
    [
        ("人次: 1", "人次: 12"),
        ("人次: 0", "人次: 900"),
        ("三公: 0.5", "三公: 8"),
        ("三公: 12", "三公: 无"),
        ("决算: 1310.20", "决算: 2620.40"),
        ("三公: 3", "三公: 22"),
        ("人次: 15", "人次: 140"),
        ("决算: 1300", "上年决算: 1300\n决算: 1400"),
        ("编制数: 23", "编制数: 23"),
        ("编制数: 20", "编制数: 26"),
        ("编制数: 2", "编制数: 5"),
        ("固定资产总额: 20", "固定资产总额: 45"),
        (f"职能: {PLAIN}", f"职能: {PLAIN}"),
        (f"效益: {EFFECT}", f"效益: {EFFECT.replace('4919', '5302')}"),
        (f"效益: {PLAIN}", f"效益: {OTHER}"),
        ("说明: 无", "说明: 无"),
        (f"说明: {'、'.join(['财务管理制度'] * 9)}", f"说明: {'、'.join(['财务管理制度'] * 9)}"),
        (f"说明: 依据《{'预算管理办法' * 9}》", f"说明: 依据《{'预算管理办法' * 9}》"),
        (f"公开网址: {COLUMN}", f"公开网址: {COLUMN}"),
        ("公开时间: 2020-09-03", "公开时间: 2021-09-03"),
        ("项目:\n  - {名称: 甲, 金额: 30}", "项目:\n  - {名称: 乙, 金额: 400}"),
        ("", f"决算: 1\n说明: {PLAIN}"),
        ("决算: 100\n预算: 120\n三公: 9\n人次: 8", "决算: 100\n预算: 120\n三公: 9\n人次: 8"),
        ("决算: 100\n预算: 120\n人次: 30", "决算: 100\n预算: 120\n人次: 31"),
        ("说明: 受疫情影响，部分项目推迟到次年实施", "说明: 受疫情影响，部分项目推迟到次年实施"),
        ("效益: 群众满意度 98%，按期办结率 100%", "效益: 群众满意度 97%，按期办结率 100%"),
    ],
)
def test_an_honest_year_is_not_alarmed(small: SmallForm, rules: tuple[Check, ...], last: str, now: str) -> None:
    assert found(small, rules, last, now) == []


def test_a_file_with_last_years_figures_is_told_once(small: SmallForm, rules: tuple[Check, ...]) -> None:
    figures = "三公: 8.06\n决算: 1310.20\n预算: 1400\n人次: 4919\n固定资产总额: 374.86\n项目: [{名称: 甲, 金额: 30}]\n"
    assert [str(problem) for problem in found(small, rules, figures, figures)] == [
        "2020.yaml: 警告 年度：有 6 个数与上年的文件完全相同，像是复制了上年的文件\n    请逐项改成本年度的数"
    ]


def test_a_rule_can_compare_a_row_and_the_whole_with_last_year(small: SmallForm) -> None:
    (small.form.folder / "checks.yaml").write_text(
        "增:\n  level: 提示\n  each: 项目\n  when: 金额 > 上年值.金额\n  at: 金额\n  message: '{{ 名称 }}多{{ 金额 - 上年值.金额 }}，{{ 上年.决算 }}'\n",
        encoding="utf-8",
    )
    checks = [check for check in read_checks(small.form, "small/checks.yaml") if check.name == "增"]
    last = "决算: 5\n项目: [{名称: 甲, 金额: 1}, {名称: 乙, 金额: 2}]"
    said = found(small, tuple(checks), last, "项目: [{名称: 丙, 金额: 9}, {名称: 乙, 金额: 4}, {名称: 甲, 金额: 1}]")
    assert [(problem.path, problem.message) for problem in said] == [("项目[2].金额", "乙多2，5")]


@pytest.mark.parametrize("length", [10, 3000])
def test_texts_of_any_length_are_compared_quickly(length: int) -> None:
    text = "，".join(chr(0x4E00 + number * 7 % 20000) * 3 for number in range(length))
    assert is_copied(Words(text, ""), Words(text + "。", "")) is (length > 10)


def test_the_rules_are_read_by_the_names_of_this_form(tmp_path: Path) -> None:
    form = form_in(tmp_path / "form", "\n  甲: {type: text, private: name}\n  乙: amount\n")
    (form.folder / "checks.yaml").write_text(
        "规则:\n  level: 警告\n  when: 上年.甲 and 上年.丙\n  at: 乙\n  message: 无\n", encoding="utf-8"
    )
    with pytest.raises(Exception, match="“上年”下面没有“甲”") as stop:
        read_checks(form, "form/checks.yaml")
    assert "“上年”下面没有“丙”" in str(stop.value)
