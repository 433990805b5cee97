"""Units beside each other: what is planted in one of them is told of it and of nobody else, and honest cities have nothing to be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.city import remarks_on, with_remarks
from pipeline.batch.data_places import DataFiles
from pipeline.batch.remark import Remark
from pipeline.batch.summary import summarize
from pipeline.batch.task import Result, State, build_one
from pipeline.problems import Kind, Severity
from pipeline.workspace import UnitYear
from tests.batch.city import FORM, city
from tests.batch.unit_years import ASSETS, BUDGET, GOALS, KINDS, LISTED, OUTPUT, PROJECTS, SITE, STAFF, form, said, times, unit_years

RUNNING = (f"{OUTPUT}公用经费.预算安排数", f"{OUTPUT}公用经费.实际支出数")
DONE, AIM, BENEFIT = f"{GOALS}总目标完成情况", f"{GOALS}总目标", "部门整体绩效产出情况.社会经济环境效益"
COPIED = (
    "围绕中心工作抓好档案接收进馆，全年新建目录数据库三个，修复破损档案两千余卷。加强库房安全管理，配齐恒温恒湿设备，定期开展消防演练。"
    "举办国际档案日主题活动，组织中小学生走进展厅，受到社会各界好评。推进数字档案室建设，指导基层单位规范整理。"
)


def told(results: list[Result]) -> list[tuple[str, Kind, str]]:
    return [(remark.of.unit, remark.kind, remark.path) for remark in said(results)]


def write(results: list[Result], number: int, path: str, text: str) -> None:
    results[number] = replace(results[number], facts={**results[number].facts, path: text})


# --- honest cities ---


@pytest.mark.parametrize("count", [1, 2, 5, 8, 13, 40])
def test_an_honest_city_of_any_size_has_nothing_to_be_told(count: int) -> None:
    assert [remark for seed in range(8) for remark in said(unit_years(count, seed))] == []


def test_units_that_are_all_alike_have_nothing_to_be_told() -> None:
    one = unit_years(1)[0]
    paths = {leaf.path for leaf in form().root.leaves() if leaf.type == "amount"}
    alike = [
        replace(unit, facts={**unit.facts, **{path: text for path, text in one.facts.items() if path in paths}}) for unit in unit_years(30)
    ]
    assert told(alike) == []


def test_a_huge_hospital_and_a_tiny_township_among_bureaus_are_no_outliers() -> None:
    results = unit_years(30, kinds=KINDS[:1])
    for number, factor in ((3, 300), (4, 0.01)):
        facts = results[number].facts
        times(results, number, factor)  # type: ignore[arg-type]
        write(results, number, STAFF, str(max(2, round(int(facts.get(STAFF, "40")) * factor))))
    assert told(results) == []


# --- amounts ---


@pytest.mark.parametrize("kinds", [KINDS, KINDS[:1]])
@pytest.mark.parametrize("paths", [RUNNING[:1], RUNNING, (f"{PROJECTS}应申报金额",), (f"{BUDGET}年初预算数",)])
def test_yuan_typed_for_ten_thousand_yuan_is_told_at_each_amount_also_if_both_parts_of_a_rate_are(
    paths: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    results = unit_years(60, 3, kinds)
    number = next(number for number, result in enumerate(results) if all(path in result.facts for path in paths))
    times(results, number, 10_000, *paths)
    assert {(unit, path) for unit, kind, path in told(results) if kind is Kind.PEER_AMOUNT} == {
        (results[number].unit, path) for path in paths
    }
    remark = next(remark for remark in said(results) if remark.path == paths[0])
    assert "可能把元填成了万元" in remark.message
    assert f"如果原数是 {results[number].facts[paths[0]]} 元，应填" in remark.hint


def test_a_unit_with_all_its_amounts_in_yuan_is_told_once() -> None:
    results = unit_years(40, 5)
    number = next(number for number, result in enumerate(results) if STAFF in result.facts)
    times(results, number, 10_000)
    found = said(results)
    assert [(remark.of.unit, remark.kind) for remark in found] == [(results[number].unit, Kind.PEER_AMOUNT)]
    assert found[0].message.startswith("全部金额都远远大于同类单位，与本单位的在职人数不相称")


def test_of_a_unit_with_most_amounts_in_yuan_those_are_told_and_not_the_right_ones() -> None:
    results = unit_years(40, 5)
    number = next(number for number, result in enumerate(results) if STAFF in result.facts and f"{BUDGET}年初预算数" not in result.facts)
    wrong = [path for path in results[number].facts if path.startswith((ASSETS, OUTPUT))]
    times(results, number, 10_000, *wrong)
    (remark,) = said(results)
    assert remark.path in wrong
    assert "等 " in remark.message


@pytest.mark.parametrize("factor", [10, 100])
def test_a_lost_decimal_point_is_told_where_the_units_are_alike(factor: int) -> None:
    results = unit_years(40, kinds=KINDS[:1])
    paths = [leaf.path for leaf in form().root.leaves() if leaf.type == "amount" and leaf.path in results[0].facts]
    for number, result in enumerate(results):
        size = 1 + number / 10
        alike = {path: f"{size * (place + 3) * (1 + (number * place) % 7 / 50):.2f}" for place, path in enumerate(paths)}
        results[number] = replace(result, facts={**result.facts, **alike, STAFF: str(round(size * 20))})
    assert told(results) == []
    times(results, 7, factor, *RUNNING)
    assert told(results) == [("u8", Kind.PEER_AMOUNT, path) for path in RUNNING]


def test_ten_times_as_much_as_usual_is_nothing_where_the_units_differ() -> None:
    results = unit_years(40, kinds=KINDS[:1])
    times(results, 7, 10, *RUNNING)
    assert told(results) == []


def test_one_of_two_amounts_that_are_elsewhere_the_same_is_told_if_they_are_apart_by_a_power_of_ten() -> None:
    results = unit_years(40, kinds=KINDS[:1])
    for number in range(40):
        times(results, number, 1, f"{PROJECTS}应申报金额")
        for name in ("实际申报金额", "目标批复金额"):
            write(results, number, f"{PROJECTS}{name}", results[number].facts[f"{PROJECTS}应申报金额"])
    times(results, 9, 10, f"{PROJECTS}应申报金额")
    (remark,) = said(results)
    assert (remark.of.unit, remark.path.rpartition(".")[0]) == ("u10", PROJECTS[:-1])
    assert "可能有一个数点错了小数点" in remark.message


# --- rates ---


def test_a_rate_far_from_the_others_is_noted_once_and_not_beside_an_amount_that_explains_it() -> None:
    rate = f"{OUTPUT}公用经费.控制率"
    results = unit_years(40)
    for number in range(40):
        write(results, number, rate, f"{90 + number % 10}.00%")
    write(results, 4, rate, "20.00%")
    (remark,) = said(results)
    assert (remark.of.unit, remark.kind, remark.path, remark.severity) == ("u5", Kind.PEER_RATE, rate, Severity.NOTE)
    assert remark.message == "20.00%，离其他单位很远：一半的单位在 92.00% 到 97.00% 之间，中位数是 94.50%"
    times(results, 4, 10_000, RUNNING[0])
    assert [kind for _, kind, _ in told(results)] == [Kind.PEER_AMOUNT]


# --- texts ---


def test_a_text_that_two_units_share_is_told_of_both_also_if_each_has_its_own_name_in_it() -> None:
    results = unit_years(12)
    for number in (2, 9):
        write(results, number, BENEFIT, f"{results[number].name}{COPIED}")
    found = said(results)
    assert [(remark.of.unit, remark.kind, remark.path) for remark in found] == [(unit, Kind.SHARED_TEXT, BENEFIT) for unit in ("u10", "u3")]
    assert found[0].message.startswith("与示例市第3事务局的同一项相同，如“")


def test_a_text_with_some_words_changed_and_in_another_field_is_a_copy_all_the_same() -> None:
    results = unit_years(12)
    write(results, 2, BENEFIT, COPIED)
    write(results, 9, DONE, COPIED.replace("两千余卷", "一千余卷").replace("受到社会各界好评", "反响热烈") + "另外完成了搬迁。")
    found = said(results)
    assert {remark.of.unit: remark.path for remark in found} == {"u3": BENEFIT, "u10": DONE}
    assert {remark.message.split("，如")[0] for remark in found} == {
        "与示例市第3事务局的“绩效目标情况·整体绩效（总）目标完成情况”大部分相同".replace(
            "绩效目标情况·整体绩效（总）目标完成情况", "部门整体绩效产出情况·社会经济环境效益"
        ),
        "与示例市第10事务局的“绩效目标情况·整体绩效（总）目标完成情况”大部分相同",
    }


def test_what_most_units_say_as_the_notice_says_it_what_is_short_and_what_stays_the_same_is_no_copy() -> None:
    results = unit_years(12)
    for number in range(8):
        write(results, number, BENEFIT, COPIED)
    for number in (9, 10):
        write(results, number, DONE, "受疫情影响，部分培训改为线上举办")
        write(results, number, "单位基本情况.部门职能", COPIED)
        write(results, number, "单位基本情况.自评联络人.邮箱", COPIED)
    assert told(results) == []


def test_a_model_text_filled_in_with_each_units_own_figures_is_no_copy() -> None:
    results = unit_years(30)
    for number in range(30):
        text = f"全年开展专项督导检查{number % 4}次，发现并整改安全隐患{number % 3}处，组织业务骨干集中培训{number % 5}期，人均受训{number % 2}天。"
        write(results, number, BENEFIT, text * 2)
    assert told(results) == []


# --- addresses ---


def test_an_address_of_a_file_that_two_units_give_is_told_and_a_platform_that_many_use_is_not() -> None:
    results = unit_years(12)
    path = f"{SITE}绩效目标.公开网址"
    for number in range(6):
        write(results, number, path, "https://www.shili.gov.cn/pt/2020/content_1.html")
    assert told(results) == []
    for number in (8, 9):
        write(results, number, path, "https://www.shili.gov.cn/fj/content_7788.html")
    found = said(results)
    assert [(remark.of.unit, remark.kind, remark.path) for remark in found] == [(unit, Kind.SHARED_ADDRESS, path) for unit in ("u10", "u9")]
    assert "示例市第10事务局" in found[1].message


def test_an_address_in_another_units_part_of_the_site_is_told() -> None:
    results = unit_years(12)
    path = f"{SITE}绩效目标.公开网址"
    write(results, 4, path, "https://www.shili.gov.cn/bm/dw8/mb/post_42.html")
    write(results, 7, path, "https://www.shili.gov.cn/bm/dw8/mb/post_42.html")
    (remark,) = said(results)
    assert (remark.of.unit, remark.kind, remark.path) == ("u5", Kind.SHARED_ADDRESS, path)
    assert remark.message == "这个网址在示例市第8事务局的栏目下，本单位的其他网址不在那里"


# --- names ---

OTHER = "示例市第2事务局"


@pytest.mark.parametrize(
    "text",
    [
        f"我局（{OTHER}）完成了全年任务。",
        f"2020年，{OTHER}（以下简称“我局”）完成了全年任务。",
        f"2020年，{OTHER}坚持稳中求进，办结重点事项十二件，服务企业群众三千人次，各项任务都按期完成，没有超出预算。",
    ],
)
def test_another_units_name_for_the_unit_itself_is_told(text: str) -> None:
    results = unit_years(12)
    write(results, 5, DONE, text)
    assert told(results) == [("u6", Kind.OTHER_UNIT, DONE)]
    assert OTHER in said(results)[0].message


@pytest.mark.parametrize(
    "text",
    [
        f"我局向{OTHER}报送材料十二份，与{OTHER}联合检查三次；{OTHER}是主管部门，对全市工作进行指导和监督。",
        f"{OTHER}下达资金较晚，项目前期工作推迟到第三季度才全面展开，当年没有完工，结转到下一年度继续实施，资金没有浪费。",
        f"{OTHER}坚持每季度调度，我局按要求报送进度十二次，各项任务都按期完成，没有超出预算，也没有发生安全事故。",
        f"{OTHER}坚持从严审核。",
    ],
)
def test_a_text_that_rightly_mentions_another_unit_is_not_told(text: str) -> None:
    results = unit_years(12)
    write(results, 5, DONE, text)
    assert told(results) == []


def test_a_subordinate_unit_may_be_the_subject_of_a_text() -> None:
    results = unit_years(12)
    write(results, 5, LISTED, f"{OTHER}、示例市第3事务局")
    write(results, 5, DONE, f"{OTHER}坚持稳中求进，办结重点事项十二件，服务企业群众三千人次，各项任务都按期完成，没有超出预算。")
    assert told(results) == []


# --- where it is told ---


def test_it_is_told_at_the_line_of_the_field_counted_in_the_summary_and_leaves_the_units_own_record_alone(tmp_path: Path) -> None:
    workspace, planted = city(tmp_path, 3)
    results = [build_one(workspace, UnitYear(item.unit, "2020")) for item in planted]
    remark = Remark(UnitYear("danwei0002", "2020"), Kind.PEER_RATE, f"{OUTPUT}三公经费.控制率", "1%，离其他单位很远", "请核对")
    row = Remark(UnitYear("danwei0002", "2020"), Kind.SHARED_TEXT, "存在问题[1].原因", "与示例市档案馆的同一项相同", "请改写")
    constant = Remark(UnitYear("danwei0002", "2020"), Kind.OTHER_UNIT, "单位名称", "这里写错了", "请改正")
    found = with_remarks(results, [remark, row, constant], DataFiles(workspace))
    lines = workspace.data_file(UnitYear("danwei0002", "2020")).read_text(encoding="utf-8").splitlines()
    places = [problem.place for problem in found[1].problems]
    assert [lines[place.line - 1].strip() for place in places[:2]] == [places[0].text.strip(), places[1].text.strip()]
    assert "三公经费:" in places[0].text
    assert "前期准备不充分" in places[1].text
    assert places[2].file == "data/danwei0002/unit.yaml"
    assert build_one(workspace, UnitYear("danwei0002", "2020")).problems == results[1].problems == ()
    summary = summarize("2020", found, (), {FORM: form()})
    assert [(kind.title, kind.units) for kind in summary.beside] == [
        ("比率远离多数单位", 1),
        ("与其他单位的文字相同", 1),
        ("写成了其他单位的名称", 1),
    ]
    elsewhere = with_remarks(results, [row], DataFiles(workspace, "s3://data"))
    assert str(elsewhere[1].problems[0].place) == "s3://data/danwei0002/2020.yaml"


def test_the_entry_in_the_summary_with_a_reason_answers_the_finding_until_the_figure_changes(tmp_path: Path) -> None:
    workspace, _ = city(tmp_path, 1)
    path, files = f"{OUTPUT}公用经费.预算安排数", DataFiles(workspace)
    remark = Remark(UnitYear("danwei0001", "2020"), Kind.PEER_AMOUNT, path, "大约是通常的 1 万倍", "请核对")

    def left() -> list[Result]:
        return with_remarks([build_one(workspace, UnitYear("danwei0001", "2020"))], [remark], files)

    found = left()
    (entry,) = (one.answer for kind in summarize("2020", found, (), {FORM: form()}).beside for one in kind.found)
    data = workspace.data_file(UnitYear("danwei0001", "2020"))
    before = data.read_text(encoding="utf-8")
    text = before + "核实说明:\n  " + entry.replace('说明: ""', "说明: 新办公楼一次性装修") + "\n"
    data.write_text(text, encoding="utf-8")
    (result,) = left()
    assert (result.problems, [each.reason for each in result.answered]) == ((), ["新办公楼一次性装修"])
    assert summarize("2020", [result], (), {FORM: form()}).answered == 1
    amount = found[0].facts[path]
    data.write_text(before.replace(amount, "88888.88") + text.removeprefix(before), encoding="utf-8")
    (result,) = left()
    assert Kind.PEER_AMOUNT in [problem.kind for problem in result.problems]


def test_units_without_documents_are_compared_with_nobody() -> None:
    assert remarks_on([Result(UnitYear("u1", "2020"), "甲", State.FAULTY)], {FORM: form()}, lambda _: {}) == []
