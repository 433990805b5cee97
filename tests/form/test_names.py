"""Every name in a template is followed to the form's fields before anything is printed; one that leads nowhere is told with the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.form.form import Form
from pipeline.form.names import NameWalk
from pipeline.language.expressions import HTML, PLAIN
from tests.small_form import form_in

FIELDS = """
  单位名称: text
  在职人数: integer
  经济性:
    三公经费:
      预算安排数: amount
      实际支出数: amount
    会议费:
      预算安排数: amount
      实际支出数: amount
  部门职能: paragraphs
  项目:
    type: rows
    fields:
      名称: text
      预算数: amount
      资金: {中央: amount, 地方: amount}
"""
MEALS = ["经济性.三公经费.实际支出数", "经济性.三公经费.预算安排数"]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_in(tmp_path_factory.mktemp("forms") / "small", FIELDS)


def walked(form: Form, source: str) -> NameWalk:
    return NameWalk(form, ["title"], environment=PLAIN).walk(PLAIN.parse(source))


def faults(form: Form, source: str) -> list[tuple[str, str]]:
    """Return message and hint of each name that leads nowhere."""
    return [(fault.message, fault.hint) for fault in walked(form, source).faults]


def used(form: Form, source: str) -> list[str]:
    """Return the paths of the fields that a template uses; all its names must be right."""
    walk = walked(form, source)
    assert walk.faults == []
    return sorted(field.path for field in walk.used)


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{{ 单位名 }}", "没有“单位名”这个名称", "是否想写“单位名称”？"),
        ("{{ 完全不同 }}", "没有“完全不同”这个名称", ""),
        ("{{ 三公经费.预算安排 }}", "“三公经费”下面没有“预算安排”", "是否想写“预算安排数”？"),
        ("{{ 三公经费['预算安排'] }}", "“三公经费”下面没有“预算安排”", "是否想写“预算安排数”？"),
        ("{{ 经济性.三公.预算安排数 }}", "“经济性”下面没有“三公”", "是否想写“三公经费”？"),
        ("{{ 在职人数.数 }}", "“在职人数”是一个值，后面不能再写“.数”", ""),
        ("{{ 三公经费.预算安排数.数 }}", "“经济性.三公经费.预算安排数”是一个值，后面不能再写“.数”", ""),
        ("{{ 单位名称.__class__ }}", "“单位名称”是一个值，后面不能再写“.__class__”", ""),
        ("{{ 单位名称.upper() }}", "“单位名称”是一个值，后面不能再写“.upper”", ""),
        ("{{ 项目.名称 }}", "“项目”有若干行，不能直接写“.名称”", "用 for 逐行写，或写明第几行；求和写 合计(项目.预算数)"),
        ("{{ 项目[0].名 }}", "“项目”下面没有“名”", "是否想写“名称”？"),
        ("{{ 项目[0].资金.中 }}", "“资金”下面没有“中”", "是否想写“中央”？"),
        ("{{ 名称 }}", "没有“名称”这个名称", "是否想写“单位名称”？"),
        ("{{ 单位名称 | 相差(没有) }}", "没有“没有”这个名称", ""),
        ("{{ 1 if 在职 else 2 }}", "没有“在职”这个名称", "是否想写“在职人数”？"),
        ("{{ [1, {'甲': 在职}] }}", "没有“在职”这个名称", "是否想写“在职人数”？"),
        ("{{ 项目[在职] }}", "没有“在职”这个名称", "是否想写“在职人数”？"),
        ("{% if not 在职 %}{% endif %}", "没有“在职”这个名称", "是否想写“在职人数”？"),
        ("{% if 1 %}{% elif 在职 > 1 %}{% endif %}", "没有“在职”这个名称", "是否想写“在职人数”？"),
        ("{% set 甲 = 在职 %}{{ 甲 }}", "没有“在职”这个名称", "是否想写“在职人数”？"),
        ("{% for 项 in 项 %}{% endfor %}", "没有“项”这个名称", "是否想写“项目”？"),
        ("{{ self }}", "没有“self”这个名称", ""),
        ("{{ lipsum() }}", "没有“lipsum”这个名称", ""),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_the_nearest(form: Form, source: str, message: str, hint: str) -> None:
    assert faults(form, source) == [(message, hint)]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% for 项 in 项目 %}{{ 合计(项.预算数) }}{% endfor %}", "“项目[].预算数”只有一个值，不能用 合计"),
        ("{{ 个数(单位名称) }}", "“单位名称”只有一个值，不能用 个数"),
        ("{{ 合计(三公经费) }}", "合计(三公经费) 要写明是哪一项"),
        ("{{ 个数(项目.资金) }}", "个数(资金) 要写明是哪一项"),
        ("{{ 合计(项目.金额) }}", "“项目”下面没有“金额”"),
        ("{{ 合计(项目.预算数, '数') }}", "合计 的括号里要写一项，也只写一项"),
        ("{{ 合计(数=项目.预算数) }}", "合计 的括号里要写一项，也只写一项"),
        ("{{ 项目.预算数 | 合计 }}", "“项目”有若干行，不能直接写“.预算数”"),
    ],
)
def test_what_no_column_can_be_asked_is_told(form: Form, source: str, message: str) -> None:
    assert faults(form, source)[0][0] == message


def test_an_ambiguous_name_lists_its_candidates(form: Form) -> None:
    candidates = "经济性.三公经费.预算安排数、经济性.会议费.预算安排数"
    assert faults(form, "{{ 预算安排数 }}") == [("“预算安排数”有 2 处，要写明是哪一处", candidates)]


def test_a_fault_knows_its_line_and_all_are_told(form: Form) -> None:
    walk = walked(form, "{{ 单位名称 }}\n{{ 甲 }}\n{% if 1 %}\n{{ 乙 }}{% endif %}")
    assert [(fault.line, fault.message) for fault in walk.faults] == [(2, "没有“甲”这个名称"), (4, "没有“乙”这个名称")]


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("{{ 单位名称 }}{{ 年度 }}", ["单位名称", "年度"]),
        ("{{ 三公经费.预算安排数 }}", MEALS[1:]),
        ("{{ 经济性.三公经费['预算安排数'] }}", MEALS[1:]),
        ("{{ 三公经费 | 列举 }}", MEALS),
        ("{% if 三公经费 is 已填 %}{% endif %}", MEALS),
        ("{{ 项目 | 个数 }}", ["项目[].名称", "项目[].资金.中央", "项目[].资金.地方", "项目[].预算数"]),
        ("{{ 项目[0].名称 }}{{ 项目[-1].资金.中央 }}", ["项目[].名称", "项目[].资金.中央"]),
        ("{{ 部门职能[0] }}", ["部门职能"]),
        ("{{ 在职人数 + 1 if 单位名称 == '甲' else 0 }}", ["单位名称", "在职人数"]),
        ("{{ title }}{{ range(3) | 个数 }}", []),
        ("{{ '单位名称' }}", []),
        ("{{ 合计(项目.预算数) }}{{ 平均(项目.资金.中央) }}", ["项目[].资金.中央", "项目[].预算数"]),
        ("{{ 个数(项目) }}", ["项目[].名称"]),
        ("{{ 个数(部门职能) }}{{ 合计([在职人数, 1]) }}", ["在职人数", "部门职能"]),
        ("{{ 合计(上年.项目.预算数) }}", ["上年.项目[].预算数"]),
        (
            "{% macro 和(各行) %}{{ 合计(各行.数) }}{% endmacro %}{{ 和(项目[:1]) }}",
            ["项目[].名称", "项目[].资金.中央", "项目[].资金.地方", "项目[].预算数"],
        ),
    ],
)
def test_the_fields_that_are_used_are_noted(form: Form, source: str, fields: list[str]) -> None:
    assert used(form, source) == fields


def test_a_loop_variable_stands_for_a_row(form: Form) -> None:
    assert used(form, "{% for 项 in 项目 %}{{ loop.index }}{{ 项.名称 }}{{ 项.资金.地方 }}{% endfor %}") == [
        "项目[].名称",
        "项目[].资金.地方",
    ]
    assert faults(form, "{% for 项 in 项目 %}{{ 项.名 }}{% endfor %}") == [("“项目”下面没有“名”", "是否想写“名称”？")]


@pytest.mark.parametrize("rows", ["项目[1:]", "项目[:2]"])
def test_a_loop_over_some_rows_knows_them_too(form: Form, rows: str) -> None:
    assert used(form, "{% for 项 in " + rows + " %}{{ 项.名称 }}{% endfor %}") == ["项目[].名称"]
    assert len(faults(form, "{% for 项 in " + rows + " %}{{ 项.没有 }}{% endfor %}")) == 1


def test_a_loops_condition_sees_its_variable(form: Form) -> None:
    assert used(form, "{% for 项 in 项目 if 项.预算数 > 1 %}{% endfor %}") == ["项目[].预算数"]


def test_a_loop_variable_for_several_texts_is_a_value(form: Form) -> None:
    assert used(form, "{% for 段 in 部门职能 %}{{ 段 }}{% endfor %}") == ["部门职能"]
    assert faults(form, "{% for 段 in 部门职能 %}{{ 段.名 }}{% endfor %}") == [("“部门职能”是一个值，后面不能再写“.名”", "")]


@pytest.mark.parametrize("source", ["{% for 项 in 项目 %}{% endfor %}{{ 项 }}", "{% for 项 in 项目 %}{% else %}{{ 项 }}{% endfor %}"])
def test_a_loop_variable_is_gone_after_the_loop(form: Form, source: str) -> None:
    assert faults(form, source) == [("没有“项”这个名称", "是否想写“项目”？")]


def test_loops_in_loops_keep_their_variables_apart(form: Form) -> None:
    source = "{% for 项 in 项目 %}{% for 段 in 部门职能 %}{{ 项.名称 }}{{ 段 }}{% endfor %}{{ 段 }}{% endfor %}"
    assert [message for message, _ in faults(form, source)] == ["没有“段”这个名称"]


def test_a_name_that_is_set_stands_for_what_it_is_set_to(form: Form) -> None:
    assert used(form, "{% set 甲 = 三公经费 %}{{ 甲.预算安排数 }}") == MEALS[1:]
    assert faults(form, "{% set 甲 = 三公经费 %}{{ 甲.预算 }}") == [("“三公经费”下面没有“预算”", "是否想写“预算安排数”？")]
    assert used(form, "{% set 甲 = 在职人数 %}") == ["在职人数"]


def test_a_name_that_hides_a_field_is_no_longer_the_field(form: Form) -> None:
    assert used(form, "{% set 单位名称 = 1 %}{{ 单位名称 }}") == []


def test_a_name_set_within_a_loop_is_gone_after_it_but_not_after_a_condition(form: Form) -> None:
    assert faults(form, "{% for 项 in 项目 %}{% set 甲 = 项 %}{{ 甲.名称 }}{% endfor %}{{ 甲 }}") == [("没有“甲”这个名称", "")]
    assert used(form, "{% if 在职人数 %}{% set 甲 = 1 %}{% endif %}{{ 甲 }}") == ["在职人数"]


def test_a_name_is_not_known_before_it_is_set(form: Form) -> None:
    assert faults(form, "{{ 甲 }}{% set 甲 = 1 %}") == [("没有“甲”这个名称", "")]


def test_with_gives_names_to_its_block_only(form: Form) -> None:
    assert used(form, "{% with 甲 = 三公经费, 乙 = 在职人数 %}{{ 甲.预算安排数 }}{{ 乙 }}{% endwith %}") == ["在职人数", *MEALS[1:]]
    assert faults(form, "{% with 甲 = 三公经费 %}{{ 甲.预算 }}{% endwith %}{{ 甲 }}") == [
        ("“三公经费”下面没有“预算”", "是否想写“预算安排数”？"),
        ("没有“甲”这个名称", ""),
    ]


def test_a_macro_knows_its_arguments_and_the_form(form: Form) -> None:
    source = "{% macro 句(甲, 乙=在职人数) %}{{ 甲.随便 }}{{ 乙 }}{{ 单位名称 }}{% endmacro %}{{ 句(三公经费.预算安排数) }}"
    assert used(form, source) == ["单位名称", "在职人数", *MEALS[1:]]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% macro 句(甲) %}{{ 乙 }}{% endmacro %}", "没有“乙”这个名称"),
        ("{% macro 句(甲=乙) %}{% endmacro %}", "没有“乙”这个名称"),
        ("{% macro 句(甲) %}{% endmacro %}{{ 甲 }}", "没有“甲”这个名称"),
        ("{{ 句() }}{% macro 句() %}{% endmacro %}", "没有“句”这个名称"),
        ("{% macro 句() %}{% endmacro %}{{ 句(乙) }}", "没有“乙”这个名称"),
    ],
)
def test_a_macros_own_names_are_known_nowhere_else(form: Form, source: str, message: str) -> None:
    assert [said for said, _ in faults(form, source)] == [message]


def test_a_namespaces_variables_are_its_own(form: Form) -> None:
    assert used(form, "{% set 计 = namespace(数=0) %}{% set 计.数 = 计.数 + 在职人数 %}{{ 计.数 }}") == ["在职人数"]


@pytest.mark.parametrize(
    "source",
    ["{% include '甲' %}", "{% import '甲' as 乙 %}", "{% from '甲' import 乙 %}", "{% extends '甲' %}", "{% block 甲 %}{% endblock %}"],
)
def test_a_template_stands_alone(form: Form, source: str) -> None:
    assert faults(form, source)[0] == ("模板里不能使用 include、import、extends、block", "")


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{% if 1 %}{{ 在职人数 | 大小写 }}{% endif %}", "没有“大小写”这个过滤器", "是否想写“大写”？"),
        ("{{ (在职人数 | 数字) if 1 else 2 }}", "没有“数字”这个过滤器", "是否想写“数字项”？"),
        ("{% if 在职人数 is 填 %}{% endif %}", "没有“填”这个判断", "是否想写“已填”？"),
        ("{% if 在职人数 is not none %}{% endif %}", "没有“none”这个判断", ""),
    ],
)
def test_a_filter_or_test_within_a_condition_is_looked_up_too(form: Form, source: str, message: str, hint: str) -> None:
    assert faults(form, source) == [(message, hint)]
    HTML.compile(HTML.parse(source))  # Jinja would say so only when it prints that branch


def test_names_beside_a_formula_go_before_those_of_the_form(form: Form) -> None:
    group = form.root.fields["经济性"].fields["会议费"]
    walk = NameWalk(form, scope=dict(group.fields)).walk(PLAIN.parse("{{ 实际支出数 / 预算安排数 }}"))
    assert walk.faults == []
    assert sorted(field.path for field in walk.used) == ["经济性.会议费.实际支出数", "经济性.会议费.预算安排数"]


def test_a_band_of_a_field_is_none_of_a_template(tmp_path: Path) -> None:
    walk = NameWalk(form_in(tmp_path, "\n  总分: number\n")).walk(PLAIN.parse("{{ 分档(总分, 90) }}"))
    assert [fault.message for fault in walk.faults] == ["分档 只能写在选项（choice）的公式里"]
