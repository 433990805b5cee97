"""What is found on a scored form: faults planted one by one in a clean unit-year, each at its place, and nothing in the clean one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.checks.answers import read_answers
from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from pipeline.checks.settling import settle
from pipeline.form.form import read_form
from pipeline.problems import Problem, Severity
from pipeline.source.reader import parse
from tests.indicator_form import DATA, FIELDS, SCORED
from tests.small_form import ROOT, SmallForm

INDICATOR = "一级指标[1].二级指标[1].三级指标"
COMMON = ROOT / "templates" / "common"

Find = Callable[[str], list[Problem]]


def scored_form(folder: Path, fields: str = FIELDS, scored: str = SCORED) -> SmallForm:
    """Return a scored form, written to a folder beside the rules that all forms share."""
    (folder / "common").mkdir(parents=True)
    shutil.copy(COMMON / "scores.yaml", folder / "common")
    own = folder / "scored"
    own.mkdir()
    (own / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    head = "title: 小表\ndocuments:\n  note: {title: 小表, template: note.md}\nfields:"
    (own / "form.yaml").write_text(head + fields + scored, encoding="utf-8")
    return SmallForm(read_form(own, "templates/scored/form.yaml"))


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallForm, tuple[Check, ...]]:
    small = scored_form(tmp_path_factory.mktemp("templates") / "all")
    return small, read_checks(small.form, "templates/scored/checks.yaml")


@pytest.fixture
def find(form: tuple[SmallForm, tuple[Check, ...]]) -> Find:
    """Return what finds the problems of data by the rules about scores."""
    small, checks = form

    def found(data: str) -> list[Problem]:
        facts, problems = small.read(data)
        assert problems == []
        return run_checks(checks, facts)

    return found


def changed(*changes: str) -> str:
    """Return the clean data with changes, each written as `old → new`."""
    data = DATA
    for change in changes:
        old, new = change.split(" → ")
        assert data.count(old) == 1, old
        data = data.replace(old, new)
    return data


def test_a_clean_unit_year_has_no_finding(find: Find) -> None:
    assert find(DATA) == []


@pytest.mark.parametrize(
    ("changes", "kind", "path", "message"),
    [
        (
            ["总得分: 88.25 → 总得分: 90", "自评等级: 良 → 自评等级: 优"],
            "总分不符",
            "总得分",
            "“总分”填的是 90 分，各项得分合计 88.25 分",
        ),
        (["自评等级: 良 → 自评等级: 优"], "等级与总分不符", "自评等级", "总分 88.25 分应为“良”，填的是“优”"),
        (["执行率: 95% → 执行率: 98%"], "执行率与数额不符", "年度资金总额.执行率", "执行率填的是 98%，95 ÷ 100 = 95%"),
        (
            ["自评得分: 8.75 → 自评得分: 9", "总得分: 88.25 → 总得分: 88.5"],
            "得分与规则不符",
            f"{INDICATOR}[2].自评得分",
            "7 ÷ 8 × 10 = 8.75，填的是 9",
        ),
        (["标准分: 50 → 标准分: 60"], "分级分值不符", "一级指标[1].标准分", "“产出指标”的分值填的是 60，下一级合计 20 + 20 + 10 = 50"),
        (
            ["自评得分: 20, 评分办法 → 自评得分: 27, 评分办法", "总得分: 88.25 → 总得分: 95.25", "自评等级: 良 → 自评等级: 优"],
            "定性得分不在档内",
            "一级指标[2].二级指标[1].三级指标[1].自评得分",
            "“防汛能力”写的是“部分达成”，应得 18 至 24 分（不含 24），填的是 27",
        ),
        (["实际完成值: 26 次 → 实际完成值: "], "指标没有完成值", f"{INDICATOR}[1].实际完成值", "“巡查次数”有分值 10 分，没有填完成情况"),
        (
            [
                "实际完成值: 26 次 → 实际完成值: 按时完成",
                "标准分: 10, 自评得分: 10}\n          - {三级: 维修 → 标准分: 10}\n          - {三级: 维修",
            ],
            "指标没有得分",
            f"{INDICATOR}[1].自评得分",
            "“巡查次数”有分值 10 分，没有得分，程序也算不出来：完成值不是一个数",
        ),
        ([", 偏差原因: 一处因汛期推迟到下一年度 → "], "扣分没有原因", f"{INDICATOR}[2].自评得分", "“维修处数”扣了 1.25 分，没有说明原因"),
        (["26 次 → 32 次"], "超额完成没有原因", f"{INDICATOR}[1].实际完成值", "“巡查次数”完成 32 次，是目标 24 次 的 133%，没有说明原因"),
        (["年度指标值: 24 次 → 年度指标值: 24"], "目标值没有单位", f"{INDICATOR}[1].年度指标值", "“巡查次数”的目标值 24 没有单位"),
        (
            ["年度指标值: 24 次, 实际完成值: 26 次 → 年度指标值: 24 万元, 实际完成值: 26 万元"],
            "数量指标填了金额",
            f"{INDICATOR}[1].年度指标值",
            "“巡查次数”列在数量指标里，填的却是金额 24 万元",
        ),
        (
            ["偏差原因: 一处工程还没有发挥作用 → 偏差原因: 一处因汛期推迟到下一年度"],
            "几项原因相同",
            "一级指标[2].二级指标[1].三级指标[1].偏差原因",
            "“防汛能力”的原因与“维修处数”的一字不差",
        ),
        (["三级: 巡查次数 → 三级: 指标2："], "占位的指标没有删", f"{INDICATOR}[1].三级", "“指标2：”是表上留的空行"),
        (
            ["（发放问卷 120 份） → "],
            "满意度没有样本量",
            "一级指标[3].二级指标[1].三级指标[1].实际完成值",
            "“群众满意度”填了 96%，没有写调查了多少人",
        ),
        (
            [
                "一级: 满意度指标 → 一级: 其他指标",
                "二级: 服务对象满意度 → 二级: 评价",
                "三级: 群众满意度（发放问卷 120 份） → 三级: 群众评价",
            ],
            "没有满意度指标",
            f"{INDICATOR}[1].标准分",
            "6 项指标里没有满意度指标",
        ),
    ],
)
def test_a_planted_fault_is_found_at_its_place(find: Find, changes: list[str], kind: str, path: str, message: str) -> None:
    found = find(changed(*changes))
    assert [(problem.kind, problem.path, problem.message) for problem in found] == [(kind, path, message)]
    assert all(problem.hint and problem.about and problem.place.line for problem in found)


def kinds(problems: list[Problem]) -> list[str]:
    return [problem.kind for problem in problems]


def test_weights_that_do_not_add_up_to_the_full_marks(find: Find) -> None:
    data = changed(
        "执行率: 95%, 标准分: 10, 自评得分: 9.5 → 执行率: 95%, 标准分: 20, 自评得分: 19",
        "总得分: 88.25 → 总得分: 97.75",
        "自评等级: 良 → 自评等级: 优",
    )
    found = find(data)
    assert [(problem.kind, problem.message) for problem in found] == [("分值合计不符", "各项指标的分值合计 110 分，应为 100 分")]
    assert dict(found[0].about)["一级指标[].二级指标[].三级指标[].标准分"]


def test_a_score_above_its_weight_is_told_with_what_the_rule_gives(find: Find) -> None:
    found = find(
        changed("标准分: 20, 自评得分: 20 → 标准分: 20, 自评得分: 22", "总得分: 88.25 → 总得分: 90.25", "自评等级: 良 → 自评等级: 优")
    )
    assert [problem.message for problem in found] == [
        "“验收合格率”得 22 分，超出了 0 至 20 分",
        "100% 不低于目标值 100%，得满分 20，填的是 22",
    ]


def test_little_spent_without_a_reason(find: Find) -> None:
    little = (
        "全年执行数: 95, 执行率: 95%, 标准分: 10, 自评得分: 9.5 → 全年执行数: 80, 执行率: 80%, 标准分: 10, 自评得分: 8",
        "总得分: 88.25 → 总得分: 86.75",
    )
    assert [problem.message for problem in find(changed(*little))] == ["预算执行率只有 80%（80 ÷ 100），没有说明原因"]
    assert find(changed(*little, "自评得分: 8} → 自评得分: 8, 未完成原因: 工程推迟}")) == []


def test_full_marks_everywhere_are_asked_about(find: Find) -> None:
    data = changed(
        "全年执行数: 95, 执行率: 95%, 标准分: 10, 自评得分: 9.5 → 全年执行数: 100, 执行率: 100%, 标准分: 10, 自评得分: 10",
        "实际完成值: 7 处, 标准分: 10, 自评得分: 8.75 → 实际完成值: 8 处, 标准分: 10, 自评得分: 10",
        "实际完成值: 部分达成, 标准分: 30, 自评得分: 20 → 实际完成值: 达成, 标准分: 30, 自评得分: 30",
        "总得分: 88.25\n自评等级: 良 → 总得分: 100\n自评等级: 优",
    )
    assert [problem.message for problem in find(data)] == ["总分为满分 100 分，评审会问目标是否过低、扣分是否如实"]


def test_a_total_above_full_marks_is_not_called_full(find: Find) -> None:
    said = [problem.message for problem in find(changed("总得分: 88.25\n自评等级: 良 → 总得分: 102\n自评等级: 优"))]
    assert said == ["“总分”填的是 102 分，各项得分合计 88.25 分"]


def test_results_that_all_repeat_their_targets(find: Find) -> None:
    data = changed(
        "26 次 → 24 次", "实际完成值: 7 处, 标准分: 10, 自评得分: 8.75 → 实际完成值: 8 处, 标准分: 10, 自评得分: 10", "95 万元 → 100 万元",
        "年度指标值: 有所提高 → 年度指标值: 部分达成", "实际完成值: 96% → 实际完成值: 90%", "总得分: 88.25 → 总得分: 89.5",
    )  # fmt: skip
    assert [problem.message for problem in find(data)] == ["6 项指标的完成情况全部与目标值相同，像是照抄了目标"]


def test_scores_left_blank_are_computed_and_found_right(form: tuple[SmallForm, tuple[Check, ...]]) -> None:
    small, checks = form
    facts, problems = small.read(changed(", 自评得分: 9.5 → ", ", 自评得分: 8.75 → "))
    assert problems == []
    assert [str(facts.by_path[path].value) for path in ("年度资金总额.自评得分", f"{INDICATOR}[2].自评得分")] == ["9.5", "8.75"]
    assert run_checks(checks, facts) == []


def test_a_reason_answers_a_score_that_departs_from_the_rule(form: tuple[SmallForm, tuple[Check, ...]]) -> None:
    small, checks = form
    data = changed("自评得分: 8.75 → 自评得分: 9", "总得分: 88.25 → 总得分: 88.5")
    facts, _ = small.read(data)
    found = run_checks(checks, facts)
    figures = "\n".join(f"      {path}: {text}" for path, text in found[0].about)
    text = f"{data}\n核实说明:\n  - 事项: 得分与规则不符\n    位置: {found[0].path}\n    数据:\n{figures}\n    说明: 专家组复核后评定\n"
    answers, faults = read_answers(small.form, checks, [parse(text, "2020.yaml")])
    settled = settle(found, answers, facts)
    assert (faults, settled.open, settled.faults) == ([], [], [])
    assert found[0].severity is Severity.ERROR
    assert not found[0].must_be_corrected


# --- forms of other shapes ---


FLAT = """
  单位名称: text
  绩效指标:
    type: rows
    fields:
      一级指标: text
      三级指标: text
      目标: text
      单位: text
      完成: text
      分值: number
      得分: number
  在职人员控制率: {编制数: integer, 实有数: integer, 完成值: {type: percent, formula: 实有数 / 编制数}, 分值: {type: number, formula: "8"}, 得分: number}
  总分: {type: number, formula: 在职人员控制率.得分 + (绩效指标 | 列合计("得分"))}
"""
OF_FLAT = """
评分:
  指标:
    - {各行: 绩效指标, 目标值: 目标, 完成值: 完成, 计量单位: 单位, 指标名称: 三级指标, 得分规则: 按目标值}
    - {各行: 在职人员控制率, 得分规则: "100% 以内满分，每高 1 个百分点扣 0.5"}
  总分: 总分
  满分: 28
  各级分值: {一级指标: {产出指标: 10, 满意度指标: 10}}
"""


def test_flat_rows_and_groups_are_indicators_as_well(tmp_path: Path) -> None:
    small = scored_form(tmp_path / "flat", FLAT, OF_FLAT)
    facts, problems = small.read("""
        单位名称: 甲局
        绩效指标:
          - {一级指标: 产出指标, 三级指标: 培训人次, 目标: ≥200, 单位: 人次, 完成: "190", 分值: 12, 得分: 11.4}
          - {一级指标: 满意度指标, 三级指标: 满意度, 目标: ≥90, 单位: "%", 完成: "85.50", 分值: 8}
        在职人员控制率: {编制数: 100, 实有数: 103}
    """)
    assert problems == []
    assert [str(facts.by_path[path].value) for path in ("绩效指标[2].得分", "在职人员控制率.得分", "总分")] == ["7.6", "6.5", "25.5"]
    found = run_checks(read_checks(small.form, "templates/scored/checks.yaml"), facts)
    assert [(problem.kind, problem.message) for problem in found] == [
        ("分配分值不符", "“产出指标”的分值合计 12 分，本表规定 10 分"),
        ("满意度没有样本量", "“满意度”填了 85.50，没有写调查了多少人"),
        ("分配分值不符", "“满意度指标”的分值合计 8 分，本表规定 10 分"),
    ]


def test_what_cannot_be_computed_is_left_to_the_clerk(tmp_path: Path) -> None:
    small = scored_form(tmp_path / "flat", FLAT, OF_FLAT)
    facts, problems = small.read("绩效指标: [{目标: 有所提高, 完成: 好, 分值: 12}, {目标: 3, 完成: 无, 分值: 8}]")
    assert problems == []
    assert [str(facts.by_path[f"绩效指标[{number}].得分"].value) for number in (1, 2)] == ["", ""]


def test_a_wrong_rule_or_figure_is_told_once(tmp_path: Path) -> None:
    small = scored_form(tmp_path / "all")
    facts, problems = small.read(
        changed("评分办法: 定性 → 评分办法: 随便", "实际完成值: 26 次, 标准分: 10 → 实际完成值: 26 次, 标准分: 十")
    )
    assert [problem.message for problem in problems] == ["应填数字，现为“十”", "看不懂得分规则“随便”"]
    assert kinds(run_checks(read_checks(small.form, "templates/scored/checks.yaml"), facts)) == []


def test_a_score_outside_of_what_the_rule_can_mean_is_told(tmp_path: Path) -> None:
    small = scored_form(tmp_path / "flat", FLAT, OF_FLAT)
    checks = read_checks(small.form, "templates/scored/checks.yaml")
    told = {}
    for score in ("8", "7.5", "7.8", ""):
        facts, problems = small.read(f"在职人员控制率: {{编制数: 200, 实有数: 201, 得分: {score}}}")
        assert problems == []
        told[score] = [problem.message for problem in run_checks(checks, facts) if problem.path == "在职人员控制率.得分"]
    why = "100.50% 比 100% 高 0.5 个百分点，得分规则没有说不足 1 个百分点的怎么扣，得 7.5 至 8 分"
    assert told == {"8": [], "7.5": [], "7.8": [], "": [f"“在职人员控制率”有分值 8 分，没有得分，程序也算不出来：{why}"]}
    facts, _ = small.read("在职人员控制率: {编制数: 200, 实有数: 201, 得分: 7}")
    assert [problem.message for problem in run_checks(checks, facts) if problem.kind == "得分与规则不符"] == [f"{why}，填的是 7"]


def test_where_no_rule_is_stated_a_result_that_names_a_level_is_scored_by_it(find: Find) -> None:
    unstated = changed(", 评分办法: 定性 → ")
    assert find(unstated) == []
    found = find(changed(", 评分办法: 定性 → ", "实际完成值: 部分达成 → 实际完成值: 未达成"))
    assert [problem.message for problem in found] == ["“防汛能力”写的是“未达成”，应得 0 至 18 分（不含 18），填的是 20"]
