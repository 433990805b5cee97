"""The rules of checks.yaml: what they look at, when they find something, what they say, and what is wrong with a rule itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from pipeline.problems import Problem, Severity, Stop
from tests.small_form import SmallForm, form_in

DATA = """
单位名称: 甲局
填报日期: 2021-06-01
经济性: {三公经费: {预算安排数: 9, 实际支出数: 10}}
在职人数:
完成率: 90%
公开网址: https://a.gov.cn/x
部门职能: [负责全局工作, 完成 3 件, 完成 3 件]
项目支出明细:
  - {项目名称: 甲, 预算数: 1, 支出数: 2}
  - {项目名称: 乙, 预算数: 2, 支出数: 2}
  - {项目名称: 丙, 预算数: 3, 支出数: }
  - {项目名称: 丁, 预算数: 4, 支出数: 不适用}
"""
FIX = "请改正这条规则"
QUOTE = "以 { 或 [ 开头的文字要加引号"

Find = Callable[[str], list[Problem]]
Faults = Callable[[str], list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form")))


@pytest.fixture
def find(small: SmallForm) -> Find:
    """Return what finds the problems of the data above by the rules in a text."""

    def found(rules: str) -> list[Problem]:
        (small.form.folder / "checks.yaml").write_text(rules, encoding="utf-8")
        facts, problems = small.read(DATA)
        assert problems == []
        return run_checks(read_checks(small.form, "checks.yaml"), facts)

    return found


@pytest.fixture
def faults(find: Find) -> Faults:
    """Return what tells the place, message and hint of each fault of rules."""

    def told(rules: str) -> list[tuple[str, str, str]]:
        with pytest.raises(Stop) as stop:
            find(rules)
        return [(str(problem.place), problem.message, problem.hint) for problem in stop.value.problems]

    return told


def rule(when: str, message: str = "说", **settings: str) -> str:
    """Return a rule on one line for each setting."""
    content = {"level": "警告", "when": when, "message": message, **settings}
    return "规则:\n" + "".join(f"  {setting}: {text}\n" for setting, text in content.items())


def paths(problems: list[Problem]) -> list[str]:
    return [problem.path for problem in problems]


# --- when ---


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("预算安排数 < 实际支出数", True),
        ("预算安排数 > 实际支出数", False),
        ("三公经费.实际支出数 - 三公经费.预算安排数 == 1", True),
        ("实际支出数 / 预算安排数 > 1.11", True),
        ("实际支出数 / 预算安排数 > 1.12", False),
        ("控制率 > 111.10 and 控制率 < 111.12", True),
        ("完成率 == 90", True),
        ("单位名称", True),
        ("单位名称 == '甲局'", True),
        ("单位名称 is 已填 and 在职人数 is not 已填", True),
        ("在职人数 is 已填", False),
        ("在职人数 is 数字 or 预算安排数 is 数字", True),
        ("年末() < 填报日期", True),
        ("年末(年度 + 1) < 填报日期", False),
        ("项目支出明细 | 个数 == 4 and 单位名称", True),
        ("年度 == 2020", True),
    ],
)
def test_a_rule_finds_something_when_its_condition_holds(find: Find, when: str, *, found: bool) -> None:
    assert [problem.message for problem in find(rule(when))] == (["说"] if found else [])


@pytest.mark.parametrize(
    "when",
    [
        "在职人数 > 1",
        "在职人数 <= 1",
        "在职人数 + 预算安排数 > 0",
        "-在职人数 < 0",
        "预算安排数 > 1 and 在职人数 > 1",
        "在职人数 > 1 or 预算安排数 > 1",  # the whole rule is skipped
        "预算安排数 / 0 > 1",
        "预算安排数 / (实际支出数 - 10) > 1",
    ],
)
def test_a_rule_over_a_blank_or_by_0_is_skipped(find: Find, when: str) -> None:
    assert find(rule(when)) == []


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("在职人数 is 少于(5) or 预算安排数 is 少于(实际支出数)", True),
        ("在职人数 is 少于(5) or 实际支出数 is 少于(预算安排数)", False),
        ("预算安排数 is 少于(在职人数) or 预算安排数 is 不同于(在职人数)", False),
        ("在职人数 is 不同于(5) or 预算安排数 is 不同于(9)", False),
        ("预算安排数 is 不同于(实际支出数)", True),
    ],
)
def test_less_and_different_do_not_hold_for_a_blank_and_do_not_skip_the_rest(find: Find, when: str, *, found: bool) -> None:
    assert bool(find(rule(when))) is found


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("完成率: 九成", "when: 在职人数 or not 完成率, at: 完成率"),
        ("经济性: {三公经费: {预算安排数: 甲, 实际支出数: 1}}", "each: 三公经费, when: not 预算安排数, at: 实际支出数"),
        ("经济性: {三公经费: {预算安排数: 甲, 实际支出数: 1}}", "when: not 控制率, at: 控制率"),
        ("项目支出明细: [{项目名称: 甲, 预算数: 一}]", "each: 项目支出明细, when: not 预算数, at: 预算数"),
    ],
)
def test_a_rule_that_looks_at_a_mistake_says_nothing_besides(small: SmallForm, data: str, rule: str) -> None:
    (small.form.folder / "checks.yaml").write_text(f"甲: {{level: 警告, {rule}, message: 甲}}", encoding="utf-8")
    facts, problems = small.read(data)
    assert len(problems) == 1
    assert run_checks(read_checks(small.form, "checks.yaml"), facts) == []
    emptied, _ = small.read(re.sub("九成|甲|一", "", data))
    assert len(run_checks(read_checks(small.form, "checks.yaml"), emptied)) == 1


def test_a_mistake_in_one_group_does_not_silence_the_rule_in_another(tmp_path: Path) -> None:
    small = SmallForm(form_in(tmp_path / "form", "\n甲组: {预算: amount}\n乙组: {预算: amount}\n"))
    (small.form.folder / "checks.yaml").write_text(
        "甲: {level: 警告, each: [甲组, 乙组], when: not 预算, at: 预算, message: 甲}", encoding="utf-8"
    )
    facts, _ = small.read("甲组: {预算: 一}\n乙组: {预算: }\n")
    assert [problem.path for problem in run_checks(read_checks(small.form, "checks.yaml"), facts)] == ["乙组.预算"]


def test_a_blank_that_is_required_is_no_blank_to_a_rule(tmp_path: Path) -> None:
    small = SmallForm(form_in(tmp_path / "form", "\n甲: {type: amount, required: true}\n乙: amount\n"))
    (small.form.folder / "checks.yaml").write_text('甲: {level: 警告, each: blank, when: "1", message: 甲}', encoding="utf-8")
    facts, _ = small.read("甲:\n乙:\n")
    assert [problem.path for problem in run_checks(read_checks(small.form, "checks.yaml"), facts)] == ["乙"]


def test_a_rule_can_ask_for_the_unit_of_a_value(find: Find) -> None:
    found = find('甲: {level: 警告, each: [blank, amount], when: 单位 == "名", message: "{{ 名称 }}"}')
    assert [problem.message for problem in found] == ["在职人数"]


def test_a_rule_that_never_fits_the_figures_is_an_error_of_the_rule(find: Find) -> None:
    [problem] = find(rule("单位名称 > 预算安排数"))
    assert (problem.severity, str(problem.place), problem.path, problem.hint) == (Severity.ERROR, "checks.yaml:1:1", "", FIX)
    assert problem.message == "审核规则“规则”算不出来（文字、日期和数字不能放在一起比较或计算）"


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("项目支出明细[9].预算数 > 1", "用到的一行或一项并不存在"),
        ("loop > 预算安排数", "用到的一行或一项并不存在"),
        ("填报日期 > 9", "文字、日期和数字不能放在一起比较或计算"),
        ("单位名称 + 1", "文字、日期和数字不能放在一起比较或计算"),
        ("单位名称 * 3", "文字、日期和数字不能放在一起比较或计算"),
        ("预算安排数 | 最小", "文字、日期和数字不能放在一起比较或计算"),
    ],
)
def test_a_rule_that_cannot_be_computed_never_raises(find: Find, when: str, reason: str) -> None:
    message = f"审核规则“规则”算不出来（{reason}）"
    assert [(problem.severity, problem.message, problem.hint) for problem in find(rule(when))] == [(Severity.ERROR, message, FIX)]


def test_a_message_that_divides_by_0_is_an_error_of_the_rule(find: Find) -> None:
    [problem] = find(rule("单位名称", "'{{ 预算安排数 / 0 }}'"))
    assert (problem.severity, problem.message) == (Severity.ERROR, "审核规则“规则”算不出来（除数为 0，或数字过大）")


def test_a_broken_rule_is_reported_once_and_the_others_go_on(find: Find) -> None:
    good = rule("预算安排数 < 实际支出数").replace("规则", "好的")
    found = find(rule("值 > 1", each="[text, paragraphs]") + good)
    assert [(problem.severity, problem.place.file) for problem in found] == [
        (Severity.WARNING, "2020.yaml"),
        (Severity.ERROR, "checks.yaml"),
    ]


# --- each ---


def test_each_type_is_looked_at_value_by_value(find: Find) -> None:
    found = find(rule("值 > 3", "'{{ 名称 }}是{{ 值 }}（{{ 类型 }}）'", each="[amount, percent]"))
    assert [problem.message for problem in found] == [
        "经济性.三公经费.控制率是111.11%（percent）",
        "经济性.三公经费.预算安排数是9（amount）",
        "经济性.三公经费.实际支出数是10（amount）",
        "完成率是90%（percent）",
        "项目支出明细[1].执行率是200%（percent）",
        "项目支出明细[2].执行率是100%（percent）",
        "项目支出明细[4].预算数是4（amount）",
    ]
    assert [problem.message.partition("是")[0] for problem in found] == paths(found)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("date", ["填报日期"]),
        ("url", ["公开网址"]),
        ("percent", ["经济性.三公经费.控制率", "完成率", "项目支出明细[1].执行率", "项目支出明细[2].执行率"]),
        ("text", ["单位名称", *(f"项目支出明细[{number}].项目名称" for number in (1, 2, 3, 4))]),
        ("blank", ["在职人数", "项目支出明细[3].支出数"]),
        ("yes_no", []),
        ("list", []),
    ],
)
def test_one_type_alone_needs_no_list(find: Find, kind: str, found: list[str]) -> None:
    assert paths(find(rule("名称", each=kind))) == found


def test_what_does_not_apply_is_no_value_and_not_empty(find: Find) -> None:
    assert "项目支出明细[4].支出数" not in paths(find(rule("名称", each="[amount, blank]")))


def test_paragraphs_are_looked_at_one_by_one_each_at_its_own_place(find: Find) -> None:
    found = find(rule("值 is 有数字", "'{{ 值 }}'", each="[paragraphs]"))
    assert [(problem.message, str(problem.place)) for problem in found] == [
        ("完成 3 件", "2020.yaml:8:16"),
        ("完成 3 件", "2020.yaml:8:24"),
    ]


def test_a_blank_of_any_number_is_called_a_number(find: Find) -> None:
    assert {problem.message for problem in find(rule("true", "'{{ 类型 }}'", each="blank"))} == {"number"}


def test_each_row_is_looked_at_with_the_names_of_its_fields(find: Find) -> None:
    found = find(rule("支出数 > 预算数", "'{{ 名称 }}的{{ 项目名称 }}支出 {{ 支出数 }}'", each="[项目支出明细]", at="支出数"))
    assert [(problem.message, problem.path, str(problem.place)) for problem in found] == [
        ("项目支出明细的甲支出 2", "项目支出明细[1].支出数", "2020.yaml:10:28"),
    ]


def test_a_row_may_be_compared_with_the_whole_form(find: Find) -> None:
    found = find(rule("预算数 > 完成率 / 30 and 预算安排数 > 8", each="项目支出明细", at="预算数"))
    assert paths(found) == ["项目支出明细[4].预算数"]


def test_each_group_is_looked_at_with_the_names_of_its_fields(find: Find) -> None:
    [problem] = find(rule("实际支出数 > 预算安排数", "'{{ 名称 }}超支'", each="[三公经费]", at="实际支出数"))
    assert (problem.message, problem.path, str(problem.place)) == ("三公经费超支", "经济性.三公经费.实际支出数", "2020.yaml:4:31")


# --- where a problem is shown ---


@pytest.mark.parametrize(
    ("at", "path", "place"),
    [
        ("实际支出数", "经济性.三公经费.实际支出数", "2020.yaml:4:31"),
        ("三公经费.实际支出数", "经济性.三公经费.实际支出数", "2020.yaml:4:31"),
        ("经济性.三公经费.预算安排数", "经济性.三公经费.预算安排数", "2020.yaml:4:21"),
        ("在职人数", "在职人数", "2020.yaml:5:1"),
        ("单位性质", "单位性质", "2020.yaml"),  # it is not in the file
        ("控制率", "经济性.三公经费.控制率", "2020.yaml:4:7"),
        ("部门职能", "部门职能", "2020.yaml:8:7"),
    ],
)
def test_a_problem_is_shown_at_the_field_that_the_rule_names(find: Find, at: str, path: str, place: str) -> None:
    [problem] = find(rule("实际支出数 > 预算安排数", at=at))
    assert (problem.path, str(problem.place)) == (path, place)


def test_without_at_it_is_shown_at_the_first_field_used_in_the_forms_order(find: Find) -> None:
    assert paths(find(rule("实际支出数 > 预算安排数"))) == ["经济性.三公经费.预算安排数"]


def test_problems_come_in_the_order_of_the_data_file(find: Find) -> None:
    rules = "".join(
        rule("名称", each=kind).replace("规则", f"规则{number}") for number, kind in enumerate(("paragraphs", "date", "blank", "url"))
    )
    lines = [problem.place.line for problem in find(rules)]
    assert lines == sorted(lines) != []


# --- what a problem says ---


@pytest.mark.parametrize("level", list(Severity))
def test_a_rule_has_one_of_three_levels(find: Find, level: Severity) -> None:
    assert [problem.severity for problem in find(rule("单位名称").replace("警告", level.value))] == [level]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("'{{ 实际支出数 }} 万元，控制率 {{ 控制率 }}，{{ 填报日期 }}'", "10 万元，控制率 111.11%，2021年6月1日"),
        ("'多 {{ (实际支出数 - 预算安排数) | 数目 }} 万元'", "多 1 万元"),
        ("'{% if 预算安排数 > 3 %}多{% else %}少{% endif %}'", "多"),
        ("'{% for 行 in 项目支出明细 if 行.预算数 > 2 %}{{ 行.项目名称 }}{% endfor %}'", "丙丁"),
        ("'在职 {{ 在职人数 }} 名'", "在职  名"),
        ('"<b> & {{ 单位名称 }}"', "<b> & 甲局"),
    ],
)
def test_a_message_may_hold_figures(find: Find, message: str, said: str) -> None:
    [problem] = find(rule("单位名称", message, hint=message))
    assert (problem.message, problem.hint) == (said, said)


def test_a_hint_may_be_left_out(find: Find) -> None:
    assert [problem.hint for problem in find(rule("单位名称"))] == [""]


def test_a_message_that_needs_a_blank_figure_is_an_error_of_the_rule(find: Find) -> None:
    [problem] = find(rule("单位名称", "'{{ 在职人数 + 1 }}'"))
    assert (problem.severity, problem.message) == (Severity.ERROR, "审核规则“规则”算不出来（在职人数 未填，不能用来比较或计算）")


# --- faults of the rules ---


def test_a_form_without_checks_has_none(tmp_path: Path) -> None:
    form = form_in(tmp_path)
    assert read_checks(form, "checks.yaml") == ()
    (tmp_path / "checks.yaml").touch()
    assert read_checks(form, "checks.yaml") == ()


@pytest.mark.parametrize(
    ("rules", "place", "message", "hint"),
    [
        # settings
        ("规则:\n", "1:1", "检查“规则”缺少 level、when、message", ""),
        ("规则: 有问题\n", "1:1", "检查“规则”缺少 level、when、message", ""),
        ("规则: {level: 警告}\n", "1:1", "检查“规则”缺少 when、message", ""),
        (rule("单位名称", ""), "1:1", "检查“规则”缺少 message", ""),
        (rule("单位名称", leval="警告"), "5:3", "不认识的一项“leval”", "是否想写“level”？"),
        (rule("单位名称").replace("警告", "严重"), "2:10", "级别“严重”应为 错误、改正或说明、警告、提示", ""),
        (rule("单位名称").replace("警告", "[警告]"), "2:10", "level 应是一段文字", QUOTE),
        (rule("单位名称", "[说]"), "4:12", "message 应是一段文字", QUOTE),
        (rule("单位名称", hint="{a: b}"), "5:9", "hint 应是一段文字", QUOTE),
        # expressions
        (rule("预算安排数 >"), "3:9", "when 的写法有误：没有写完", ""),
        (rule("预算安排数 = 9"), "3:9", "when 的写法有误：多了 =", ""),
        (rule("预算安排数 ＞ 9"), "3:9", "when 的写法有误：有不能识别的符号 ＞", ""),
        (rule("预算安排数 | 甲乙"), "3:9", "没有“甲乙”这个过滤器", ""),
        (rule("预算安排数 is 没有"), "3:9", "没有“没有”这个判断", ""),
        (rule("单位名称 }}{{ 单位名称"), "3:9", "when 应是一个表达式，不写双花括号和 if 等语句", ""),
        (rule("单位名称", "'{% if 单位名称 %}'"), "4:12", "message 的写法有误：if 没有结束，缺少 endif", ""),
        (rule("单位名称", hint="'{{ 单位名称 | 无 }}'"), "5:9", "没有“无”这个过滤器", ""),
        (rule("单位名称", "'{% include \"x\" %}'"), "4:12", "模板里不能使用 include、import、extends、block", ""),
        # names
        (rule("单位名 == 1"), "3:9", "没有“单位名”这个名称", "是否想写“单位名称”？"),
        (rule("预算数 > 1"), "3:9", "没有“预算数”这个名称", "是否想写“预算安排数”？"),
        (rule("三公经费.支出数 > 1"), "3:9", "“三公经费”下面没有“支出数”", "是否想写“实际支出数”？"),
        (
            rule("项目支出明细.预算数 > 1"),
            "3:9",
            "“项目支出明细”有若干行，不能直接写“.预算数”",
            "用 for 逐行写，或写明第几行；求和写 合计(项目支出明细.预算数)",
        ),
        (rule("单位名称.upper()"), "3:9", "“单位名称”是一个值，后面不能再写“.upper”", ""),
        (rule("值 > 1"), "3:9", "没有“值”这个名称", ""),
        (rule("单位名称", "'{{ 没有 }}'"), "4:12", "没有“没有”这个名称", ""),
        # each
        (rule("值 > 1", each="amout"), "5:9", "each 里的“amout”不是一种类型，也不是一组字段", "是否想写“amount”？"),
        (rule("单位名称", each="[三公经费用]", at="单位名称"), "5:10", "each 里的“三公经费用”不是一种类型，也不是一组字段", "是否想写“三公经费”？"),
        (rule("单位名称", each="在职人数", at="在职人数"), "5:9", "each 里的“在职人数”不是一种类型，也不是一组字段", ""),
        (rule("支出数 > 1", each="[amount, 项目支出明细]", at="支出数"), "5:10", "each 里的“amount”不是一种类型，也不是一组字段", "是否想写“amount”？"),
        (rule("单位名称", each="[]"), "1:1", "each 没有内容", "写一种类型，或一组字段的名称"),
        # at
        (rule("支出数 > 1", each="项目支出明细"), "1:1", "each 里是一组一组的字段，还要写明 at：问题出在哪一个字段", ""),
        (rule("true"), "1:1", "检查“规则”没有用到任何字段，要写明 at：问题出在哪一个字段", ""),
        (rule("单位名称", at="单位名"), "5:7", "没有“单位名”这个名称", "是否想写“单位名称”？"),
        (rule("单位名称", at="三公经费"), "5:7", "at 应是一个字段，现为“三公经费”", ""),
        (rule("单位名称", at="在职人数 + 1"), "5:7", "at 应是一个字段，现为“在职人数 + 1”", ""),
        (rule("单位名称", at="在职人数 +"), "5:7", "at 的写法有误：没有写完", ""),
        # YAML
        (rule("单位名称") + rule("单位名称"), "5:1", "“规则”重复，第 1 行已经写过", "请删去其中一处"),
        ("- 规则\n", "1:1", "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"),
    ],
)  # fmt: skip
def test_each_fault_of_a_rule_is_one_problem_with_its_place(faults: Faults, rules: str, place: str, message: str, hint: str) -> None:
    assert faults(rules) == [(f"checks.yaml:{place}", message, hint)]


def test_an_ambiguous_name_lists_the_candidates(tmp_path: Path) -> None:
    form = form_in(tmp_path, "\n  甲: {数: integer, 组: {率: percent}}\n  乙: {数: integer, 组: {率: percent}}\n")
    other = rule("数 > 1", each="组", at="甲.组.率").replace("规则", "另一条")
    (tmp_path / "checks.yaml").write_text(rule("数 > 1") + other, encoding="utf-8")
    with pytest.raises(Stop) as stop:
        read_checks(form, "checks.yaml")
    found = [(str(problem.place), problem.message, problem.hint) for problem in stop.value.problems]
    assert found == [
        ("checks.yaml:3:9", "“数”有 2 处，要写明是哪一处", "甲.数、乙.数"),
        ("checks.yaml:9:9", "“组”有 2 处，不能用在 each 里", "甲.组、乙.组"),
    ]


def test_the_faults_of_all_rules_come_at_once_in_their_order(faults: Faults) -> None:
    rules = rule("单位名 == 1") + rule("预算安排数 >", "'{{ 没有 }}'").replace("规则", "另一条") + rule("true").replace("规则", "第三条")
    assert [place for place, _, _ in faults(rules)] == [f"checks.yaml:{place}" for place in ("3:9", "7:9", "8:12", "9:1")]


@pytest.mark.parametrize("code", ["单位名称.__class__", "单位名称['__class__']"])
def test_no_rule_can_name_what_python_hides_in_a_field(faults: Faults, code: str) -> None:
    assert "是一个值，后面不能再写" in faults(rule(code))[0][1]


@pytest.mark.parametrize("code", ["年末.__globals__", "range.__self__", "(1).__class__", "'文'.format", "''['join']", "全部.__code__"])
def test_no_rule_can_reach_into_python(find: Find, code: str) -> None:
    [problem] = find(rule(f'"{code} and 单位名称"'))
    assert (problem.severity, problem.hint) == (Severity.ERROR, FIX)


# --- rules that all forms share ---


@pytest.fixture
def shared(tmp_path: Path) -> Callable[..., list[str]]:
    """Return what tells the rules of a small form, given a file of common rules, its own, and perhaps a second file of common ones."""
    small = SmallForm(form_in(tmp_path / "small"))
    (tmp_path / "common").mkdir()

    def names(common: str, own: str = "", second: str = "") -> list[str]:
        (tmp_path / "common" / "language.yaml").write_text(common, encoding="utf-8")
        (tmp_path / "common" / "texts.yaml").write_text(second, encoding="utf-8")
        (small.form.folder / "checks.yaml").write_text(own, encoding="utf-8")
        try:
            return [f"{check.name} {check.level} {check.place}" for check in read_checks(small.form, "templates/small/checks.yaml")]
        except Stop as stop:
            return [f"{problem.place} {problem.message}" for problem in stop.problems]

    return names


TEXT_RULE = "错字: {level: 警告, each: text, when: 值, message: 错}\n"


def test_a_common_rule_is_one_of_every_form(shared: Callable[..., list[str]]) -> None:
    assert shared(TEXT_RULE) == ["错字 警告 templates/common/language.yaml:1:1"]


def test_a_form_s_own_rule_replaces_the_common_one_of_its_name(shared: Callable[..., list[str]]) -> None:
    assert shared(TEXT_RULE, TEXT_RULE.replace("警告", "提示")) == ["错字 提示 templates/small/checks.yaml:1:1"]


def test_a_form_can_do_without_a_common_rule(shared: Callable[..., list[str]]) -> None:
    assert shared(TEXT_RULE, "错字: {level: 不查}") == []


def test_only_a_common_rule_can_be_turned_off(shared: Callable[..., list[str]]) -> None:
    assert shared("", "错字: {level: 不查}") == ["templates/small/checks.yaml:1:1 没有“错字”这条通用规则，不用写 不查"]


@pytest.mark.parametrize(
    "rule",
    [
        "错字: {level: 警告, when: 没有的字段, message: 错}",
        "错字: {level: 警告, when: 在职人数 > 1, at: 编制数, message: 错}",
        "错字: {level: 警告, each: 没有的组, when: 数 > 1, at: 数, message: 错}",
    ],
)
def test_a_common_rule_about_what_a_form_has_not_is_none_of_the_form_s(shared: Callable[..., list[str]], rule: str) -> None:
    assert shared(rule + "\n" + TEXT_RULE.replace("错字", "别字")) == ["别字 警告 templates/common/language.yaml:2:1"]
    assert {told.split(":")[0] for told in shared("", rule)} == {"templates/small/checks.yaml"}


@pytest.mark.parametrize(
    "rule", ["错字: {level: 警告, each: text, when: 值 | 没有, message: 错}", "错字: {level: 警告, each: text, message: 错}"]
)
def test_a_mistake_in_a_common_rule_is_told_of_every_form(shared: Callable[..., list[str]], rule: str) -> None:
    assert [told.partition(":")[0] for told in shared(rule)] == ["templates/common/language.yaml"]


def test_two_common_rules_cannot_have_one_name(shared: Callable[..., list[str]]) -> None:
    message = "templates/common/texts.yaml:1:1 “错字”重复，templates/common/language.yaml 第 1 行已经写过"
    assert shared(TEXT_RULE, second=TEXT_RULE) == [message]
