"""Which form a received file is, which unit's and of which year: what it says decides, and what is not certain is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake.filled import Filled
from pipeline.intake.received import Received
from pipeline.intake.recognition.belonging import Given, whose
from pipeline.intake.recognition.candidates import candidates, form_named
from pipeline.intake.recognition.recognising import recognise
from pipeline.intake.recognition.units import is_same, unit_names
from pipeline.problems import Kind, Stop
from pipeline.workspace import UnitYear, Workspace
from tests.intake.small_forms import FILLED, PROJECT, WHOLE, Line, filled, received, small_forms, write_data

NAMED = ("第1个表格第1行第2格", "湛江市信访局")
PROJECT_LINES: tuple[Line, ...] = ("项目自评表（2020年度）", ("自评项目名称", "防汛"), ("项目实施单位", "水利局"), ("全年预算安排数", "8"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_forms(tmp_path_factory.mktemp("small"))


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """Return a workspace of the test's own, to which it may add units."""
    return small_forms(tmp_path)


def names(workspace: Workspace, file: Received, asked: str = "") -> list[str]:
    """Return the documents that a file is recognised as."""
    return [f"{each.form.name}/{each.spec.name}" for each in recognise(file, candidates(workspace), asked).documents]


def read(workspace: Workspace, form: str = WHOLE, **values: tuple[str, str]) -> Filled:
    """Return what was read from a file, by default with the unit's name and the year."""
    known = {"单位名称": NAMED, "年度": ("第2段", "2020")} if form == WHOLE and not values else {}
    return filled(form_named(workspace, form), {**known, **values})


def belongs(workspace: Workspace, values: Filled, given: Given = Given(), file: Received | None = None) -> tuple[UnitYear, list[str]]:  # noqa: B008 - frozen
    """Return whose a file is, and what is told of that."""
    form = form_named(workspace, values.form)
    of, told = whose(workspace, file or received(*FILLED), [values], form, given)
    return of, [problem.message for problem in told]


def refusal(workspace: Workspace, values: Filled, given: Given = Given(), file: Received | None = None) -> str:  # noqa: B008 - frozen
    """Return why it is not certain whose a file is, and what to do."""
    with pytest.raises(Stop) as stop:
        belongs(workspace, values, given, file)
    (problem,) = stop.value.problems
    assert problem.kind == Kind.UNRECOGNISED
    return f"{problem.message}（{problem.hint}）"


def test_a_form_is_known_by_the_words_that_it_prints_itself(workspace: Workspace) -> None:
    assert names(workspace, received(*FILLED)) == [f"{WHOLE}/table"]
    assert names(workspace, received(*PROJECT_LINES)) == [f"{PROJECT}/table"]


def test_a_damaged_form_is_known_too_in_other_widths_and_without_its_title(workspace: Workspace) -> None:
    damaged = [tuple(text.replace("三公", "３公").replace("数", " 数") for text in line) for line in FILLED[2:-1]]
    assert names(workspace, received(*damaged)) == [f"{WHOLE}/table"]


def test_bookmarks_of_the_empty_form_decide_as_long_as_the_form_is_the_same(workspace: Workspace) -> None:
    digest = next(each.digest for each in candidates(workspace).documents if each.form.name == PROJECT)
    assert names(workspace, received("一张空表", marks=(f"zp_{digest}_1",))) == [f"{PROJECT}/table"]
    assert names(workspace, received(*FILLED, marks=("zp_00000000_1",))) == [f"{WHOLE}/table"]


def test_a_narrative_is_known_by_its_title_although_it_speaks_of_what_tables_have(workspace: Workspace) -> None:
    said = received("湛江市信访局2020年度", "整体自评报告", "一、基本情况", "三公经费预算安排数9万元，三公经费实际支出数8.06万元。")
    found = recognise(said, candidates(workspace))
    assert (found.documents[0].spec.name, found.is_narrative) == ("report", True)


def test_a_file_of_another_kind_is_refused_with_the_forms_there_are(workspace: Workspace) -> None:
    with pytest.raises(Stop, match=r"认不出这是哪一份表(.|\n)*项目自评（xiangmu）、整体自评（zhengti）(.|\n)*FORM=xiangmu"):
        names(workspace, received("关于召开年终会议的通知", ("时间", "12月1日")))
    with pytest.raises(Stop, match=r"不像“xiangmu”这份表：表上印的文字，文件里只有 \d+%"):
        names(workspace, received("关于召开年终会议的通知"), PROJECT)


def test_of_two_forms_that_print_the_same_both_are_told(own: Workspace) -> None:
    copy = own.form("zhengti-2021")
    copy.mkdir()
    for path in own.form(WHOLE).iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    found = recognise(received(*FILLED), candidates(own))
    assert [found.documents[0].form.name, *(each[0].form.name for each in found.rivals)] == [WHOLE, "zhengti-2021"]
    assert names(own, received(*FILLED), "zhengti-2021") == ["zhengti-2021/table"]


def test_a_form_that_cannot_be_read_stops_no_other_and_is_told_where_nothing_fits(own: Workspace) -> None:
    (own.form(PROJECT) / "form.yaml").write_text("title: 坏了\n", encoding="utf-8")
    assert names(own, received(*FILLED)) == [f"{WHOLE}/table"]
    with pytest.raises(Stop, match=r"templates/xiangmu/form\.yaml"):
        names(own, received(*PROJECT_LINES))


def test_unit_and_year_are_what_the_form_says(workspace: Workspace) -> None:
    assert belongs(workspace, read(workspace)) == (UnitYear("xinfang", "2020"), [])


@pytest.mark.parametrize("name", ["湛江市 信访局（公章）", "市信访局", "信访局", "广东省湛江市信访局"])
def test_a_name_without_the_place_or_with_a_seal_is_the_same_unit(name: str) -> None:
    assert is_same(name, "湛江市信访局")


@pytest.mark.parametrize("name", ["廉江市信访局", "湛江市信访局信息中心", "湛江市霞山区信访局", "湛江市信仿局", ""])
def test_a_name_that_is_only_similar_is_another_unit(name: str) -> None:
    assert not is_same(name, "湛江市信访局")


def test_a_name_without_its_place_is_told(workspace: Workspace) -> None:
    of, told = belongs(workspace, read(workspace, 单位名称=("第1个表格第1行第2格", "信访局")), Given(year="2020"))
    assert (of.unit, told) == ("xinfang", ["表上的单位名称是“信访局”，认作“湛江市信访局”（xinfang）"])


def test_a_name_that_nobody_has_is_asked_with_those_like_it_and_how_to_say_it(workspace: Workspace) -> None:
    like = refusal(workspace, read(workspace, 单位名称=("第3段", "湛江市信仿局")), Given(year="2020"))
    assert like.startswith("没有一个单位叫“湛江市信仿局”（相近的有：湛江市信访局（xinfang）")
    assert "UNIT=xinfang" in like
    assert "是新单位，给它定一个代码，例如 make import FROM=收到的表.docx UNIT=" in refusal(
        workspace, read(workspace, 单位名称=("第3段", "档案馆")), Given(year="2020")
    )


def test_a_name_that_two_units_have_is_asked(own: Workspace) -> None:
    write_data(own.root, "lianjiang", "unit", "单位名称: 廉江市信访局\n")
    assert refusal(own, read(own, 单位名称=("第3段", "信访局"))).startswith(
        "有 2 个单位都像“信访局”：廉江市信访局（lianjiang）、湛江市信访局（xinfang）"
    )


def test_a_year_s_file_may_name_the_unit_too(own: Workspace) -> None:
    write_data(own.root, "xinfang", "2019", f"form: {WHOLE}\n单位名称: 湛江市信访办公室\n")
    assert unit_names(own)["xinfang"] == {"湛江市信访局", "湛江市信访办公室"}


def test_a_form_of_another_known_unit_is_not_taken_for_the_unit_that_was_named(workspace: Workspace) -> None:
    said = refusal(workspace, read(workspace), Given(unit="shuili"))
    assert said.startswith("表上的单位名称是“湛江市信访局”（xinfang），UNIT=shuili 却是“湛江市水利局”")
    assert "已有代码 xinfang" in refusal(workspace, read(workspace), Given(unit="xinfangju"))


def test_a_new_name_of_the_unit_that_was_named_is_told(workspace: Workspace) -> None:
    values = read(workspace, 单位名称=("第3段", "湛江市信访事务局"))
    of, told = belongs(workspace, values, Given(unit="xinfang", year="2020"))
    assert (of.unit, told) == ("xinfang", ["表上的单位名称是“湛江市信访事务局”，照 UNIT=xinfang 读入“湛江市信访局”的数据"])
    assert belongs(workspace, values, Given(unit="xin", year="2020")) == (UnitYear("xin", "2020"), [])


def test_where_a_form_has_no_name_of_the_unit_another_entry_or_the_name_of_the_file_may_have_it(workspace: Workspace) -> None:
    carried_out = read(workspace, PROJECT, 实施单位=("第1个表格第2行第2格", "湛江市水利局"))
    assert belongs(workspace, carried_out, Given(year="2020"))[1] == ["没有读到“单位名称”，按表上的“湛江市水利局”读入（shuili）"]
    nothing = read(workspace, PROJECT, 预算数=("第1个表格第3行第2格", "8"))
    named = received(*PROJECT_LINES, file="湛江市水利局自评表.docx")
    assert belongs(workspace, nothing, file=named)[1] == ["没有读到“单位名称”，按文件名里的“湛江市水利局”读入（shuili）"]
    assert refusal(workspace, nothing, file=received(*PROJECT_LINES)).startswith(
        "看不出是哪个单位的（请写明单位代码，例如 make import FROM=收到的表.docx UNIT="
    )


def test_the_year_in_the_title_or_the_file_s_name_serves_where_the_form_has_no_place_for_it(workspace: Workspace) -> None:
    values = read(workspace, 单位名称=NAMED)
    assert belongs(workspace, values, file=received("2019 年度整体自评"))[0].year == "2019"
    of, told = belongs(workspace, values, file=received("整体自评", file="信访局2021.docx"))
    assert (of.year, told) == ("2021", ["表上没有写年度，按文件名算作 2021 年度"])
    assert (
        refusal(workspace, values, file=received("整体自评"))
        == "看不出是哪一个年度的（请写明年度，例如 make import FROM=收到的表.docx YEAR=2020）"
    )


def test_years_that_contradict_each_other_are_told(workspace: Workspace) -> None:
    of, told = belongs(workspace, read(workspace), file=received(*FILLED, file="信访局2019.docx"))
    assert (of.year, told) == ("2020", ["文件名里是 2019，表上印的是 2020 年度，按表上的读入"])
    of, told = belongs(workspace, read(workspace), Given(year="2021"))
    assert (of.year, told) == ("2021", ["表上印的是 2020 年度，照 YEAR=2021 读入"])
    form = form_named(workspace, WHOLE)
    both = [read(workspace), filled(form, {"年度": ("第9段", "2021")})]
    with pytest.raises(Stop, match="表上的年度不一致：2020、2021"):
        whose(workspace, received(*FILLED), both, form, Given())


def test_a_project_s_form_goes_where_its_project_is_and_a_new_one_gets_a_file_of_its_own(own: Workspace) -> None:
    write_data(own.root, "shuili", "2020", f"form: {WHOLE}\n")
    write_data(own.root, "shuili", "2020.项目-防汛", f"form: {PROJECT}\n项目名称: 水旱灾害 防御\n")
    given = Given(unit="shuili", year="2020")
    assert belongs(own, read(own, PROJECT, 项目名称=("第1段", "水旱灾害防御")), given)[0].name == "项目-防汛"
    assert belongs(own, read(own, PROJECT, 项目名称=("第1段", "抗旱（A 类）")), given)[0].name == "抗旱a类"
    assert belongs(own, read(own), Given(unit="xinfang"))[0].name == ""
    write_data(own.root, "shuili", "2020.抗旱a类", f"form: {PROJECT}\n项目名称: 别的\n")
    said = refusal(own, read(own, PROJECT, 项目名称=("第1段", "抗旱A类")), given)
    assert (
        said
        == "shuili 2020 年度的这份“项目自评”是又一份表，还没有名称（请起一个名称来区分，例如 make import FROM=收到的表.docx NAME=项目-防汛）"
    )


def test_a_form_whose_project_is_blank_goes_to_the_only_one_of_its_kind(own: Workspace) -> None:
    write_data(own.root, "shuili", "2020", f"form: {WHOLE}\n")
    write_data(own.root, "shuili", "2020.项目-防汛", f"form: {PROJECT}\n")
    given, blank = Given(unit="shuili", year="2020"), read(own, PROJECT, 预算数=("第1段", "8"))
    assert belongs(own, blank, given)[0].name == "项目-防汛"
    assert belongs(own, read(own, PROJECT, 项目名称=("第1段", "抗旱")), given)[0].name == "项目-防汛"
    write_data(own.root, "shuili", "2020.抗旱", f"form: {PROJECT}\n项目名称: 抗旱\n")
    assert refusal(own, blank, given).startswith("shuili 2020 年度有 2 份“项目自评”：抗旱、项目-防汛")
