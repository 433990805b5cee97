"""Rules over rows within rows: what they can name, where they find something, and what their findings rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.checks.answers import read_answers
from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from pipeline.checks.settling import settle
from pipeline.facts.fact import single_names
from pipeline.facts.last_year import Before, facts_before
from pipeline.problems import Problem, Stop
from pipeline.source.reader import parse
from tests.scored_form import DATA, FIELDS
from tests.small_form import SmallForm, form_in

Find = Callable[..., list[Problem]]
THIRD = "一级指标[1].二级指标[2].三级指标[1]"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), FIELDS))


@pytest.fixture
def find(scored: SmallForm) -> Find:
    """Return what finds the problems of data by one rule."""

    def found(each: str, when: str, message: str = "说", data: str = DATA, at: str = "分值") -> list[Problem]:
        rules = f"规则:\n  level: 警告\n  each: {each}\n  when: {when}\n  at: {at}\n  message: '{message}'\n"
        (scored.form.folder / "checks.yaml").write_text(rules, encoding="utf-8")
        facts, _ = scored.read(data)
        return run_checks(read_checks(scored.form, "checks.yaml"), facts)

    return found


@pytest.mark.parametrize("each", ["三级指标", "二级指标.三级指标", "一级指标.二级指标.三级指标"])
def test_each_row_within_rows_is_looked_at_and_found_at_its_line(find: Find, each: str) -> None:
    (found,) = find(each, "得分 < 分值 / 1.2", "{{ 一级指标.名称 }}、{{ 二级指标.名称 }}：{{ 名称 }}只得 {{ 得分 }}", at="得分")
    assert (found.path, found.message) == (f"{THIRD}.得分", "产出、质量：丙只得 20")
    assert (found.place.line, found.place.column) == (15, 33)


def test_several_groups_in_one_rule_may_be_of_any_level(find: Find) -> None:
    assert [found.message for found in find("[一级指标, 二级指标, 三级指标]", "分值 > 39", "{{ 名称 }}")] == ["产出", "效益", "效益", "丁"]


def test_a_weight_that_is_not_the_sum_below_it_rests_on_what_is_below(find: Find) -> None:
    (found,) = find("二级指标", "合计(三级指标.分值) != 分值", "下级合计 {{ 合计(三级指标.分值) }}，填的是 {{ 分值 }}")
    assert found.message == "下级合计 40，填的是 50"
    assert found.about == (("一级指标[2].二级指标[1].分值", "50"), ("一级指标[2].二级指标[1].三级指标[].分值", "40"))


def test_an_outer_row_and_all_rows_are_different_grounds(find: Find) -> None:
    (found,) = find("三级指标", "一级指标.分值 == 50 and 分值 > 合计(二级指标.分值) / 3")
    assert found.about == (
        ("一级指标[2].分值", "50"),
        ("一级指标[].二级指标[].分值", "20、30、50"),
        ("一级指标[2].二级指标[1].三级指标[1].分值", "40"),
    )


def test_a_rule_skips_a_row_whose_outer_row_is_told_as_wrong(find: Find) -> None:
    found = find(
        "三级指标", "一级指标.分值 is not 数字 or 分值 > 35", data=DATA.replace("名称: 效益\n    分值: 50", "名称: 效益\n    分值: 五十")
    )
    assert found == []


def test_a_rule_once_over_a_sum_is_skipped_if_there_is_nothing_to_sum(find: Find) -> None:
    assert (
        find("二级指标", "合计(三级指标.得分) < 分值", data="单位名称: 甲局\n一级指标: [{名称: 甲, 二级指标: [{名称: 乙, 分值: 1}]}]") == []
    )


def test_an_answer_holds_while_the_figures_of_its_row_stay(scored: SmallForm, find: Find) -> None:
    (found,) = find("三级指标", "合计(三级指标.得分) > 分值 + 一级指标.分值 - 10.4 and 得分 < 30 and 分值 == 30")
    about = "".join(f"      {path!r}: {text!r}\n" for path, text in found.about)
    answer = f"核实说明:\n  - 事项: 规则\n    位置: {THIRD}.分值\n    数据:\n{about}    说明: 经核实无误，按年初批复的权重\n"
    checks = read_checks(scored.form, "checks.yaml")
    for data, held in ((DATA, True), (DATA.replace("得分: 10}", "得分: 9}"), False), (DATA.replace("名称: 丁", "名称: 戊"), True)):
        source = parse(data + answer, "2020.yaml")
        facts, _ = scored.examine(source)
        answers, faults = read_answers(scored.form, checks, [source])
        settled = settle(run_checks(checks, facts), answers, facts)
        assert (faults, [each.problem.path for each in settled.answered]) == ([], [f"{THIRD}.分值"] if held else [])


def test_last_years_row_is_found_within_its_rows(scored: SmallForm) -> None:
    rules = "升:\n  level: 提示\n  each: 三级指标\n  when: 得分 > 上年值.得分\n  at: 得分\n  message: '{{ 名称 }}：{{ 上年值.得分 }}'\n"
    (scored.form.folder / "checks.yaml").write_text(rules, encoding="utf-8")
    last, _ = scored.read(DATA.replace("得分: 20", "得分: 19"), year=2019)
    facts, _ = scored.read(DATA)
    before = facts_before(scored.form, facts.root, facts.by_path, last)
    facts = replace(facts, before=before, names=single_names(scored.form, facts.root, Before(scored.form, last)))
    found = run_checks(read_checks(scored.form, "checks.yaml"), facts)
    assert [(problem.path, problem.message) for problem in found] == [(f"{THIRD}.得分", "丙：19")]


# --- a row's own fields go before the rules' words ---

OWN = "\n  项目: {type: rows, fields: {名称: text, 值: text, 类型: text, 单位: text, 处: text, 上年值: number, 数: number}}\n"
OWN_DATA = "项目: [{名称: 甲, 值: 乙, 类型: 丙, 单位: 丁, 处: 戊, 上年值: 1, 数: 2}]"


def test_a_row_s_own_field_is_not_shadowed(tmp_path: Path) -> None:
    small = SmallForm(form_in(tmp_path, OWN))
    message = "{{ 名称 }}{{ 值 }}{{ 类型 }}{{ 单位 }}{{ 处 }}{{ 上年值 }}"
    rules = f"规则:\n  level: 警告\n  each: 项目\n  when: 数 > 上年值\n  at: 数\n  message: '{message}'\n"
    (small.form.folder / "checks.yaml").write_text(rules, encoding="utf-8")
    facts, _ = small.read(OWN_DATA)
    (found,) = run_checks(read_checks(small.form, "checks.yaml"), facts)
    assert (found.message, found.path) == ("甲乙丙丁戊1", "项目[1].数")


def test_a_row_without_such_a_field_has_its_groups_name(tmp_path: Path) -> None:
    small = SmallForm(form_in(tmp_path, "\n  项目: {type: rows, fields: {数: number}}\n"))
    rules = "规则:\n  level: 警告\n  each: 项目\n  when: 数 > 1\n  at: 数\n  message: '{{ 名称 }}'\n"
    (small.form.folder / "checks.yaml").write_text(rules, encoding="utf-8")
    facts, _ = small.read("项目: [{数: 2}]")
    assert [found.message for found in run_checks(read_checks(small.form, "checks.yaml"), facts)] == ["项目"]


# --- faults of rules ---


@pytest.mark.parametrize(
    ("each", "when", "message"),
    [
        ("三级指标", "二级指标.得分 > 1", "“二级指标”下面没有“得分”"),
        ("二级指标", "三级指标.分值 > 1", "“三级指标”有若干行，不能直接写“.分值”"),
        ("二级指标", "一级指标.二级指标.分值 > 1", "“二级指标”有若干行，不能直接写“.分值”"),
        ("三级指标", "合计(二级指标.名称) > 1", "合计 只能用于数字，“名称”是 text"),
    ],
)
def test_a_name_that_is_wrong_in_a_row_is_one_sentence(find: Find, each: str, when: str, message: str) -> None:
    with pytest.raises(Stop) as stop:
        find(each, when)
    assert [problem.message for problem in stop.value.problems if problem.place.line > 2] == [message]


def test_rows_of_one_name_in_two_places_must_be_told_apart(tmp_path: Path) -> None:
    inner = "{type: rows, fields: {数: number, 子: {type: rows, fields: {数: number}}}}"
    form = form_in(tmp_path, f"\n  甲: {inner}\n  乙: {inner}\n")
    rule = "规则:\n  level: 警告\n  each: {}\n  when: 数 > 甲.数\n  at: 数\n  message: 说\n"
    (form.folder / "checks.yaml").write_text(rule.format("子"), encoding="utf-8")
    with pytest.raises(Stop, match=r"“子”有 2 处，不能用在 each 里"):
        read_checks(form, "checks.yaml")
    (form.folder / "checks.yaml").write_text(rule.format("甲.子"), encoding="utf-8")
    small = SmallForm(form)
    facts, _ = small.read("甲: [{数: 1, 子: [{数: 2}]}]\n乙: [{数: 1, 子: [{数: 2}]}]")
    assert [found.path for found in run_checks(read_checks(form, "checks.yaml"), facts)] == ["甲[1].子[1].数"]
