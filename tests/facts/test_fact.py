"""What a unit's data files say, field by field: what is there, what is not, and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.facts.fact import Facts
from pipeline.language.values import Blank, Figure, Group, Lines, NotApplicable, Rows, Words, is_filled
from pipeline.problems import Severity
from pipeline.source import reader as source
from tests.small_form import SmallForm, form_in

PLANNED = "经济性.三公经费.预算安排数"
RATE = "经济性.三公经费.控制率"
COMPUTED = "这一项由程序计算：删去即可，或核对公式所用的数"
ALL_FIELDS = "可填：单位名称、填报日期、经济性、在职人数、完成率、公开网址、是否公开、单位性质、部门职能、重点任务、项目支出明细"
REQUIRED = """
  单位名称: {type: text, required: true}
  预算: {type: amount, required: true, hint: 按批复数填写}
  支出: {type: amount, required: true}
  执行率: {type: percent, required: true, formula: 支出 / 预算}
  部门职能: {type: paragraphs, required: true}
  重点任务: {type: list, required: true}
  联络人: {姓名: {type: text, required: true}, 手机: text}
  项目: {type: rows, required: true, fields: {名称: {type: text, required: true}, 金额: amount}}
"""
COMPLETE = """
单位名称: 甲局
预算: 9
支出: 8.06
部门职能: [一]
重点任务: [二]
联络人: {姓名: 陈某}
项目: [{名称: 三}]
"""

Finding = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form")))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    """Return a form in which nearly everything is required."""
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), REQUIRED))


def findings(form: SmallForm, text: str, unit: str = "", *, draft: bool = False) -> list[Finding]:
    """Return the place, path, message and hint of each problem."""
    problems = form.read(text, unit, draft=draft)[1]
    return [(str(problem.place), problem.path, problem.message, problem.hint) for problem in problems]


def facts_of(form: SmallForm, text: str, unit: str = "") -> Facts:
    facts, problems = form.read(text, unit)
    assert problems == []
    return facts


def planned(typed: str) -> str:
    return f"经济性:\n  三公经费:\n    预算安排数: {typed}\n"


# --- four kinds of nothing ---


def test_a_missing_key_an_empty_value_0_and_a_word_stay_four_things(small: SmallForm) -> None:
    texts = ("经济性: {三公经费: {}}\n", planned(""), planned("0"), planned("无"), planned("不适用"))
    values = [facts_of(small, text).by_path[PLANNED].value for text in texts]
    assert [type(value) for value in values] == [Blank, Blank, Figure, NotApplicable, NotApplicable]
    assert [getattr(value, "given", None) for value in values[:2]] == [False, True]
    assert [str(value) for value in values] == ["", "", "0", "无", "不适用"]
    assert [is_filled(value) for value in values] == [False, False, True, True, True]


@pytest.mark.parametrize("typed", ["", "''", '""', "~", "null", "' '", "'\u3000'", "[]", "['']"])
def test_a_value_without_content_is_an_empty_one(small: SmallForm, typed: str) -> None:
    value = facts_of(small, planned(typed)).by_path[PLANNED].value
    assert isinstance(value, Blank)
    assert value.given


@pytest.mark.parametrize("text", ["", "经济性:\n", "经济性: {三公经费: }\n", "经济性: {}\n", "在职人数: 3\n", "# 还没有填\n", "---\n"])
def test_whatever_is_not_in_the_file_is_a_blank_that_was_not_given(small: SmallForm, text: str) -> None:
    value = facts_of(small, text).by_path[PLANNED].value
    assert isinstance(value, Blank)
    assert not value.given


@pytest.mark.parametrize("typed", ["", "[]", "['']", "\n  -\n  -\n", "'\n'"])
def test_a_list_of_nothing_is_blank(small: SmallForm, typed: str) -> None:
    for name in ("重点任务", "部门职能"):
        assert isinstance(facts_of(small, f"{name}: {typed}\n").by_path[name].value, Blank)


def test_a_group_is_filled_if_anything_in_it_is(small: SmallForm) -> None:
    for text, filled in ((planned("0"), True), (planned("无"), True), (planned(""), False), ("", False)):
        group = facts_of(small, text).root["经济性"]
        assert isinstance(group, Group)
        assert bool(group) is filled


# --- what is kept ---


def test_every_field_has_a_fact_with_its_path_and_place(small: SmallForm) -> None:
    facts = facts_of(small, planned("9") + "单位名称: 甲局\n重点任务:\n  - 一\n")
    outside_rows = [field.path for field in small.form.root.leaves() if "[]" not in field.path]
    assert set(facts.by_path) == set(outside_rows)
    assert {path: str(facts.by_path[path].place) for path in (PLANNED, RATE, "单位名称", "重点任务", "在职人数")} == {
        PLANNED: "2020.yaml:3:12",
        RATE: "2020.yaml:2:3",
        "单位名称": "2020.yaml:4:7",
        "重点任务": "2020.yaml:6:3",
        "在职人数": "2020.yaml",
    }


@pytest.mark.parametrize(
    ("text", "path", "kind", "shown"),
    [
        (planned("8.06"), PLANNED, Figure, "8.06"),
        ("在职人数: '10'\n", "在职人数", Figure, "10"),
        ('单位名称: "12:30"\n', "单位名称", Words, "12:30"),
        ("单位名称: 010\n", "单位名称", Words, "010"),
        ("单位名称: NO\n", "单位名称", Words, "NO"),
        ("单位名称: 1e3\n", "单位名称", Words, "1e3"),
        ("单位名称: '{{ 7*7 }} <b> R&D'\n", "单位名称", Words, "{{ 7*7 }} <b> R&D"),
        ("单位名称: 无\n", "单位名称", Words, "无"),
        ("部门职能: |\n  一\n\n  二\n", "部门职能", Lines, "一\n二"),
        ("部门职能: >\n  一\n  二\n", "部门职能", Lines, "一 二"),
        ("部门职能:\n  - 一\n  -\n  - 二\n", "部门职能", Lines, "一\n二"),
        ("重点任务: 无\n", "重点任务", Lines, "无"),
    ],
)
def test_a_value_is_kept_as_it_was_typed(small: SmallForm, text: str, path: str, kind: type, shown: str) -> None:
    value = facts_of(small, text).by_path[path].value
    assert type(value) is kind
    assert str(value) == shown


def test_each_paragraph_has_a_path_of_its_own(small: SmallForm) -> None:
    value = facts_of(small, "部门职能:\n  - 一\n  -\n  - 二\n").by_path["部门职能"].value
    assert isinstance(value, Lines)
    assert [(str(text), text.path) for text in value] == [("一", "部门职能[1]"), ("二", "部门职能[2]")]


def test_a_name_of_one_field_can_be_used_alone(small: SmallForm) -> None:
    facts = facts_of(small, planned("9"))
    assert facts.names["预算安排数"] is facts.by_path[PLANNED].value
    assert facts.names["三公经费"] is facts.root.group("经济性")["三公经费"]
    assert "预算数" not in facts.names


def test_a_derived_value_stands_under_its_name_everywhere(small: SmallForm) -> None:
    facts = facts_of(small, "经济性: {三公经费: {预算安排数: 9, 实际支出数: 8.06, 控制率: 89.56%}}\n")
    assert facts.names["控制率"] is facts.by_path[RATE].value is facts.root.group("经济性").group("三公经费")["控制率"]


# --- derived values that are stated ---


def with_rate(stated: str, spent: str = "8.06", budget: str = "9") -> str:
    return f"经济性:\n  三公经费:\n    预算安排数: {budget}\n    实际支出数: {spent}\n    控制率: {stated}\n"


@pytest.mark.parametrize("stated", ["89.56%", "89.56", "89.56 %", "", "~"])
def test_a_stated_rate_that_agrees_or_is_blank_is_no_problem(small: SmallForm, stated: str) -> None:
    assert str(facts_of(small, with_rate(stated)).by_path[RATE].value) == "89.56%"


@pytest.mark.parametrize(("stated", "shown"), [("89.55%", "89.55%"), ("89.6%", "89.60%"), ("90", "90%"), ("0", "0%"), ("无", "无"), ("不适用", "不适用")])  # fmt: skip
def test_a_stated_rate_that_differs_is_an_error_with_both_figures(small: SmallForm, stated: str, shown: str) -> None:
    message = f"填的是 {shown}，按公式“实际支出数 / 预算安排数”应为 89.56%"
    assert findings(small, with_rate(stated)) == [("2020.yaml:5:10", RATE, message, COMPUTED)]


def test_a_stated_rate_of_0_by_0_is_an_error(small: SmallForm) -> None:
    message = "填的是 100%，按公式“实际支出数 / 预算安排数”应为 不适用"
    assert findings(small, with_rate("100%", "0", "0")) == [("2020.yaml:5:10", RATE, message, COMPUTED)]
    assert findings(small, with_rate("不适用", "0", "0")) == []


def test_a_stated_rate_of_blanks_is_an_error(small: SmallForm) -> None:
    message = "填的是 100%，但公式“实际支出数 / 预算安排数”所用的数没有填"
    assert findings(small, with_rate("100%", spent="")) == [("2020.yaml:5:10", RATE, message, COMPUTED)]


def test_a_stated_rate_of_a_mistake_is_not_complained_about_twice(small: SmallForm) -> None:
    assert [path for _, path, _, _ in findings(small, with_rate("100%", spent="八"))] == ["经济性.三公经费.实际支出数"]


def test_the_computed_figure_stands_even_where_another_is_stated(small: SmallForm) -> None:
    assert str(small.read(with_rate("12%"))[0].by_path[RATE].value) == "89.56%"


# --- keys ---


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("单位名字: 甲", "1:1", "表中没有“单位名字”这一项", "是否想写“单位名称”？"),
        ("经济性: {三公经费: {预算安排: 9}}", "1:14", "“三公经费”下面没有“预算安排”这一项", "是否想写“预算安排数”？"),
        ("Zzz: 1", "1:1", "表中没有“Zzz”这一项", ALL_FIELDS),
        ("1: 2", "1:1", "表中没有“1”这一项", ALL_FIELDS),
        # right, but in the wrong place
        ("预算安排数: 9", "1:1", "表中没有“预算安排数”这一项", "应写在“经济性.三公经费”下面，比它多空两格"),
        ("三公经费: {预算安排数: 9}", "1:1", "表中没有“三公经费”这一项", "应写在“经济性”下面，比它多空两格"),
        ("经济性: {预算安排数: 9}", "1:7", "“经济性”下面没有“预算安排数”这一项", "应写在“经济性.三公经费”下面，比它多空两格"),
        ("项目名称: 甲", "1:1", "表中没有“项目名称”这一项", "应写在“项目支出明细”的各行里"),
        ("项目支出明细: [{预算数: 1, 单位名称: 甲}]", "1:19", "“项目支出明细”下面没有“单位名称”这一项", "应写在最外层，前面不空格"),
        # spaces, colons, dashes
        ("单位 名称: 甲", "1:1", "“单位名称”这个名称里有空格或看不见的字符", "缩进用半角空格，每级两个；名称里没有空格"),
        ("单位\u200b名称: 甲", "1:3", "这里有看不见的控制字符", "请删去后重新输入这一处"),
        ("\u3000单位名称: 甲", "1:1", "“单位名称”前面用了全角空格", "缩进用半角空格，每级两个；名称里没有空格"),
        ("单位名称：甲: 乙", "1:1", "“单位名称”后面的冒号写法不对", "改成半角冒号加一个空格"),
        ("项目支出明细:\n-项目名称: 甲", "2:1", "“-”后面缺一个空格", "每行以“- ”开头"),
        # twice
        ("在职人数: 3\n在职人数: 4", "2:1", "“在职人数”重复，第 1 行已经写过", "请删去其中一处"),
        ("经济性:\n经济性: {三公经费: }", "2:1", "“经济性”重复，第 1 行已经写过", "请删去其中一处"),
    ],
)
def test_a_key_that_is_no_field_is_one_problem_with_the_field_meant(
    small: SmallForm, text: str, place: str, message: str, hint: str
) -> None:
    assert findings(small, f"{text}\n") == [(f"2020.yaml:{place}", "", message, hint)]


def test_a_misspelt_key_is_not_missing_as_well(strict: SmallForm) -> None:
    for right, wrong in (("单位名称", "单位名字"), ("部门职能", "部门职责"), ("{姓名", "{姓名字"), ("[{名称", "[{名称字")):
        found = findings(strict, COMPLETE.replace(right, wrong, 1))
        assert len(found) == 1
        assert found[0][3].startswith("是否想写")


def test_the_key_that_names_the_form_is_no_field(small: SmallForm) -> None:
    assert findings(small, "form: small\n") == []
    assert findings(small, "经济性: {form: small}\n")[0][2] == "“经济性”下面没有“form”这一项"


# --- shapes ---

SEVERAL = "这里应只填一项内容，却有若干项"
QUOTE = "文字里有冒号、括号时，请给整段加引号"
ENTRIES, EACH_LINE = "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("单位名称: {a: 1}", ("1:7", "单位名称", SEVERAL, QUOTE)),
        ("单位名称: [甲]", ("1:7", "单位名称", SEVERAL, QUOTE)),
        ("在职人数: [3, 4]", ("1:7", "在职人数", SEVERAL, QUOTE)),
        ("重点任务: {a: 1}", ("1:7", "重点任务", SEVERAL, QUOTE)),
        ("重点任务: [甲, {a: 1}]", ("1:11", "重点任务[2]", SEVERAL, QUOTE)),
        ("重点任务:\n  - |\n    甲\n    乙", ("2:5", "重点任务[1]", "应是一段文字，不能换行，也不能有制表符（Tab）", "请合成一段")),
        ("部门职能: -甲", ("1:7", "部门职能", "“-”后面缺一个空格", "每项另起一行，以“- ”开头")),
        ("经济性: 无", ("1:6", "经济性", ENTRIES, EACH_LINE)),
        ("经济性: {三公经费: 9}", ("1:13", "经济性.三公经费", ENTRIES, EACH_LINE)),
        ("经济性: [9]", ("1:6", "经济性", ENTRIES, EACH_LINE)),
        ("项目支出明细: 无", ("1:9", "项目支出明细", "这里应是若干行，每行以“- ”开头", "没有内容时留空")),
        ("项目支出明细: {预算数: 9}", ("1:9", "项目支出明细", "这里应是若干行，每行以“- ”开头", "没有内容时留空")),
        ("项目支出明细: [甲]", ("1:10", "项目支出明细[1]", ENTRIES, EACH_LINE)),
        ("项目支出明细: [[{预算数: 9}]]", ("1:10", "项目支出明细[1]", ENTRIES, EACH_LINE)),
    ],
)
def test_content_of_the_wrong_shape_is_explained(small: SmallForm, text: str, finding: Finding) -> None:
    place, *said = finding
    assert findings(small, f"{text}\n") == [(f"2020.yaml:{place}", *said)]


def test_a_value_that_is_wrong_is_a_blank_that_says_so(small: SmallForm) -> None:
    value = small.read(planned("八"))[0].by_path[PLANNED].value
    assert isinstance(value, Blank)
    assert value.wrong


def test_all_problems_come_at_once_in_the_order_of_the_file(strict: SmallForm) -> None:
    found = findings(strict, "支出: 八\n预算: 九\n单位名字: 甲\n部门职能: -一\n重点任务:\n项目: 无\n")
    assert [place for place, _, _, _ in found] == [
        "2020.yaml",
        *(f"2020.yaml:{line}" for line in ("1:5", "2:5", "3:1", "4:7", "5:1", "6:5")),
    ]


# --- required values ---


def test_a_complete_file_has_no_problem(strict: SmallForm) -> None:
    assert findings(strict, COMPLETE) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("单位名称: 甲局\n", "", ("", "单位名称", "必填，文件里没有这一项", "补上“单位名称: 内容”")),
        ("单位名称: 甲局\n", "单位名称:\n", (":2:1", "单位名称", "必填，现为空白", "请填写")),
        ("单位名称: 甲局\n", "单位名称: ' '\n", (":2:1", "单位名称", "必填，现为空白", "请填写")),
        ("预算: 9\n", "", ("", "预算", "必填，文件里没有这一项", "按批复数填写")),
        ("预算: 9\n", "预算: ~\n", (":3:1", "预算", "必填，现为空白", "按批复数填写")),
        ("部门职能: [一]\n", "部门职能: []\n", (":5:1", "部门职能", "必填，现为空白", "请填写")),
        ("部门职能: [一]\n", "部门职能: ['', '']\n", (":5:1", "部门职能", "必填，现为空白", "请填写")),
        ("重点任务: [二]\n", "重点任务:\n  -\n", (":6:1", "重点任务", "必填，现为空白", "请填写")),
        ("联络人: {姓名: 陈某}\n", "", ("", "联络人.姓名", "必填，文件里没有这一项", "补上“姓名: 内容”")),
        ("联络人: {姓名: 陈某}\n", "联络人:\n", (":7:1", "联络人.姓名", "必填，文件里没有这一项", "补上“姓名: 内容”")),
        ("联络人: {姓名: 陈某}\n", "联络人: {姓名: }\n", (":7:7", "联络人.姓名", "必填，现为空白", "请填写")),
        ("项目: [{名称: 三}]\n", "", ("", "项目", "必填，文件里没有这一项", "补上“项目: 内容”")),
        ("项目: [{名称: 三}]\n", "项目: []\n", (":8:1", "项目", "必填，现为空白", "请填写")),
        ("项目: [{名称: 三}]\n", "项目:\n  -\n", (":8:1", "项目", "必填，现为空白", "请填写")),
        ("项目: [{名称: 三}]\n", "项目: [{金额: 1}]\n", (":8:6", "项目[1].名称", "必填，文件里没有这一项", "补上“名称: 内容”")),
        ("项目: [{名称: 三}]\n", "项目: [{名称: 三}, {名称: }]\n", (":8:16", "项目[2].名称", "必填，现为空白", "请填写")),
    ],
)  # fmt: skip
def test_a_required_value_that_is_not_there_is_one_error(strict: SmallForm, old: str, new: str, finding: Finding) -> None:
    place, *said = finding
    assert old in COMPLETE
    assert findings(strict, COMPLETE.replace(old, new)) == [(f"2020.yaml{place}", *said)]


@pytest.mark.parametrize("word", ["0", "无", "不适用"])
def test_0_and_words_satisfy_what_is_required(strict: SmallForm, word: str) -> None:
    assert findings(strict, COMPLETE.replace("预算: 9", f"预算: {word}")) == []


def test_a_derived_value_is_never_required(strict: SmallForm) -> None:
    assert [path for _, path, _, _ in findings(strict, COMPLETE.replace("支出: 8.06\n", ""))] == ["支出"]


def test_an_empty_file_lacks_each_required_value_once(strict: SmallForm) -> None:
    found = findings(strict, "")
    assert sorted(path for _, path, _, _ in found) == sorted(["单位名称", "预算", "支出", "部门职能", "重点任务", "联络人.姓名", "项目"])


def test_a_group_of_the_wrong_shape_does_not_miss_its_fields_as_well(strict: SmallForm) -> None:
    assert [path for _, path, _, _ in findings(strict, COMPLETE.replace("{姓名: 陈某}", "陈某"))] == ["联络人"]


# --- drafts ---


def test_a_draft_shows_what_is_still_to_be_filled_instead_of_an_error(strict: SmallForm) -> None:
    facts, problems = strict.read("预算:\n联络人: {手机: }\n", draft=True)
    assert [(problem.severity, problem.message, str(problem.place)) for problem in problems] == [
        (Severity.NOTE, "还有 7 项必填的没有填，草稿里印【待填】", "2020.yaml")
    ]
    shown = {path: str(fact.value) for path, fact in facts.by_path.items() if path != "年度"}
    assert shown == {
        "单位名称": "【待填】",
        "预算": "【待填】",
        "支出": "【待填】",
        "执行率": "【待填】",
        "部门职能": "【待填】",
        "重点任务": "【待填】",
        "联络人.姓名": "【待填】",
        "联络人.手机": "【待填】",  # not required, but the file names it
    }
    assert not any(is_filled(facts.by_path[path].value) for path in shown)


def test_a_draft_does_not_show_what_nobody_asked_for(small: SmallForm) -> None:
    assert small.shown("", "在职人数", draft=True) == ""


@pytest.mark.parametrize("text", [COMPLETE.replace("预算: 9", "预算: 九"), COMPLETE + "多余: 1\n", COMPLETE + "执行率: 100%\n"])
def test_a_draft_forgives_blanks_only(strict: SmallForm, text: str) -> None:
    assert findings(strict, text, draft=True) == findings(strict, text) != []


# --- rows ---


def test_each_row_has_facts_of_its_own(small: SmallForm) -> None:
    text = "项目支出明细:\n  - {项目名称: 甲, 预算数: 3, 支出数: 1}\n  - 预算数: 0\n    支出数: 0\n"
    facts = facts_of(small, text)
    rows = facts.names["项目支出明细"]
    assert isinstance(rows, Rows)
    assert [str(row["执行率"]) for row in rows] == ["33.33%", "不适用"]
    assert str(facts.by_path["项目支出明细[2].支出数"].place) == "2020.yaml:4:10"
    assert isinstance(facts.by_path["项目支出明细[2].项目名称"].value, Blank)


@pytest.mark.parametrize("text", ["", "项目支出明细:\n", "项目支出明细: []\n", "项目支出明细: ~\n", "项目支出明细:\n  -\n"])
def test_no_rows_are_no_rows(small: SmallForm, text: str) -> None:
    facts = facts_of(small, text)
    assert facts.root["项目支出明细"] == Rows()
    assert not any(path.startswith("项目支出明细[") for path in facts.by_path)


def test_a_stated_rate_of_a_row_that_differs_points_at_the_row(small: SmallForm) -> None:
    found = findings(small, "项目支出明细:\n  - {预算数: 1, 支出数: 1, 执行率: 100%}\n  - {预算数: 1, 支出数: 1, 执行率: 50%}\n")
    message = "填的是 50%，按公式“支出数 / 预算数”应为 100%"
    assert found == [("2020.yaml:3:27", "项目支出明细[2].执行率", message, COMPUTED)]


def test_an_empty_row_among_others_misses_what_is_required(small: SmallForm) -> None:
    found = findings(small, "项目支出明细:\n  - 预算数: 1\n  -\n")
    assert [(path, message) for _, path, message, _ in found] == [("项目支出明细[2].预算数", "必填，文件里没有这一项")]


# --- the unit's file and the year's ---


@pytest.mark.parametrize(
    ("year", "unit", "path", "expected"),
    [
        ("", "单位名称: 乙局\n", "单位名称", ("乙局", "unit.yaml:1:7")),
        ("单位名称: 甲局\n", "单位名称: 乙局\n", "单位名称", ("甲局", "2020.yaml:1:7")),
        ("单位名称:\n", "单位名称: 乙局\n", "单位名称", ("", "2020.yaml:1:1")),
        ("在职人数: 4\n", "在职人数: 五\n", "在职人数", ("4", "2020.yaml:1:7")),
        ("经济性:\n", "经济性: {三公经费: {预算安排数: 2}}\n", PLANNED, ("2", "unit.yaml:1:21")),
        ("经济性: {三公经费: }\n", "经济性: {三公经费: {预算安排数: 2}}\n", PLANNED, ("2", "unit.yaml:1:21")),
        ("经济性: {三公经费: {实际支出数: 1}}\n", "经济性: {三公经费: {预算安排数: 2}}\n", RATE, ("50%", "2020.yaml:1:7")),
    ],
)
def test_what_the_years_file_says_goes_before_the_units(
    small: SmallForm, year: str, unit: str, path: str, expected: tuple[str, str]
) -> None:
    fact = facts_of(small, year, unit).by_path[path]
    assert (str(fact.value), str(fact.place)) == expected


def test_rows_come_from_one_file_and_are_not_mixed(small: SmallForm) -> None:
    facts = facts_of(small, "项目支出明细: [{预算数: 1}]\n", "项目支出明细: [{预算数: 2}, {预算数: 3}]\n")
    assert [row["预算数"] for row in facts.root.rows("项目支出明细")] == [1]


@pytest.mark.parametrize(
    ("unit", "place", "message"),
    [
        ("单位名字: 乙\n", "unit.yaml:1:1", "表中没有“单位名字”这一项"),
        ("在职人数: 五\n", "unit.yaml:1:7", "应填数字（单位：名），现为“五”"),
        ("经济性: 无\n", "unit.yaml:1:6", ENTRIES),
        ("单位名称：乙\n", "unit.yaml:1:5", "用了全角冒号“：”"),
    ],
)
def test_a_problem_of_the_units_file_is_shown_there(small: SmallForm, unit: str, place: str, message: str) -> None:
    assert [(found[0], found[2]) for found in findings(small, planned("1"), unit)] == [(place, message)]


def test_a_required_value_may_stand_in_the_units_file(strict: SmallForm) -> None:
    assert findings(strict, COMPLETE.replace("单位名称: 甲局\n", ""), "单位名称: 乙局\n") == []


def test_a_year_without_a_units_file_is_read_alone(small: SmallForm) -> None:
    facts, problems = small.examine(source.parse(planned("9"), "2020.yaml"))
    assert problems == []
    assert facts.by_path[PLANNED].value == Decimal(9)


# --- the year ---


@pytest.mark.parametrize("text", ["", "年度: 2020\n", "年度:\n"])
def test_the_year_is_the_files(small: SmallForm, text: str) -> None:
    facts = facts_of(small, text)
    year = facts.by_path["年度"].value
    assert isinstance(year, Figure)
    assert (facts.year, str(facts.names["年度"]), year.path) == (2020, "2020", "年度")
    assert facts.root["年度"] is year


@pytest.mark.parametrize(("year", "unit", "place"), [("年度: 2019\n", "", "2020.yaml:1:5"), ("", "年度: 2019\n", "unit.yaml:1:5")])
def test_another_year_in_the_file_is_an_error(small: SmallForm, year: str, unit: str, place: str) -> None:
    hint = "年度以文件名为准，这一项可以删去"
    assert findings(small, year, unit) == [(place, "年度", "写的是 2019，文件名却是 2020", hint)]


def shape(value: Any) -> Any:  # noqa: ANN401 - any value of a form
    """Return a value with every figure and text as a plain one."""
    if isinstance(value, Group):
        return {name: shape(below) for name, below in value.items()}
    return [shape(row) for row in value] if isinstance(value, Rows) else str(value)


def test_the_same_data_in_another_order_give_the_same_facts(tmp_path: Path) -> None:
    form = SmallForm(form_in(tmp_path, REQUIRED))
    lines = COMPLETE.strip().split("\n")
    forwards, backwards = (facts_of(form, "\n".join(order) + "\n") for order in (lines, lines[::-1]))
    assert shape(forwards.root) == shape(backwards.root)
    assert list(forwards.by_path) == list(backwards.by_path)
