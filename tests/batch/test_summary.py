"""What many units say together: quartiles, outliers, frequent findings; the workbook computes nothing; the page is accessible."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage

from pipeline.batch import workbook as workbook_module
from pipeline.batch.listings import LISTED
from pipeline.batch.overview import Overview, further_pages, overview
from pipeline.batch.rates import Distribution, distributions
from pipeline.batch.summary import Group, Summary, summarize
from pipeline.batch.task import Result, State, build_one
from pipeline.batch.workbook import workbook
from pipeline.build.compiled_form import compile_form
from pipeline.commands.batches import write_here
from pipeline.problems import Answered, Kind, Place, Problem, Severity
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import FORM, city
from tests.batch.sheets import texts_of
from tests.batch.unit_years import form
from tests.browser import chromium

RATE = "部门整体绩效产出情况.经济性.三公经费.控制率"
TIMELY = "部门整体绩效产出情况.效率性.项目完成及时性."


def of_rate(results: list[Result], path: str = RATE) -> Distribution | None:
    return next((found for found in distributions(form(), results) if found.path == path), None)


def units(*rates: str) -> list[Result]:
    return [
        Result(UnitYear(f"u{number}", "2020"), f"单位{number}", State.BUILT, facts={RATE: rate} if rate else {})
        for number, rate in enumerate(rates)
    ]


def test_quartiles_bars_and_what_has_no_rate() -> None:
    found = of_rate(units("80%", "90%", "100%", "110%", "不适用", ""))
    assert found
    assert (found.lower, found.median, found.upper) == (Decimal("87.5"), Decimal(95), Decimal("102.5"))
    assert {start: count for start, count in found.bars if count} == {80: 1, 90: 1, 100: 1, 110: 1}
    assert (found.count, found.lowest, found.highest, found.without) == (4, Decimal(80), Decimal(110), 2)


def test_what_lies_far_from_the_others_is_an_outlier_and_what_lies_outside_the_chart_is_counted_at_its_ends() -> None:
    found = of_rate(units("90%", "91%", "92%", "93%", "94%", "17463.26%", "0%", "92%"))
    assert found
    assert [(outlier.name, outlier.value) for outlier in found.outliers] == [("单位6", Decimal(0)), ("单位5", Decimal("17463.26"))]
    assert dict(found.bars)[50] == 1
    assert dict(found.bars)[120] == 1


def test_a_value_exactly_on_the_fence_is_no_outlier_and_the_next_one_is() -> None:
    # Quartiles 90 and 94: the fences stand three times as far away, at 78 and 106.
    for lowest, highest, far in (("78%", "106%", []), ("77.99%", "106.01%", [Decimal("77.99"), Decimal("106.01")])):
        found = of_rate(units(lowest, "90%", "90%", "90%", "92%", "94%", "94%", "94%", highest))
        assert found
        assert (found.lower, found.upper) == (Decimal(90), Decimal(94))
        assert [outlier.value for outlier in found.outliers] == far


def test_within_ten_points_of_the_median_nothing_is_an_outlier_however_alike_the_others_are() -> None:
    alike = ["100%"] * 20
    for rate, far in (("98.5%", 0), ("90%", 0), ("89.9%", 1)):
        found = of_rate(units(*alike, rate))
        assert found
        assert len(found.outliers) == far


def test_one_of_a_few_that_is_missing_makes_no_outlier_and_many_do() -> None:
    for done, of, far in ((3, 4, 0), (7, 10, 1), (75, 100, 1)):
        facts = {f"{TIMELY}部门预算项目数": str(of), f"{TIMELY}按期完成": str(done), f"{TIMELY}比率": f"{100 * done / of}%"}
        others = [Result(UnitYear(f"o{number}", "2020"), "其他", State.BUILT, facts={f"{TIMELY}比率": "100%"}) for number in range(9)]
        found = of_rate([*others, Result(UnitYear("u", "2020"), "甲", State.BUILT, facts=facts)], f"{TIMELY}比率")
        assert found
        assert len(found.outliers) == far


def test_few_units_have_no_outliers_and_none_no_distribution() -> None:
    found = of_rate(units("90%", "90%", "90%", "90%", "90%", "90%", "10%"))
    assert found
    assert found.outliers == ()
    assert of_rate(units("", "不适用")) is None


def test_a_workers_result_holds_all_that_the_summary_tells(shipped: Workspace) -> None:
    built = build_one(shipped, UnitYear("xinfang", "2020"))
    assert (built.unit, built.name, built.state, built.written) == ("xinfang", "湛江市信访局", State.BUILT, 8)
    assert built.facts["部门整体绩效产出情况.经济性.三公经费.控制率"] == "89.56%"
    assert (len(built.documents), built.count(Severity.WARNING) > 0, built.blanks > 0) == (8, True, True)
    again = build_one(shipped, UnitYear("xinfang", "2020"))
    assert (again.state, again.written) == (State.CURRENT, 0)
    assert (again.name, again.facts, again.documents, again.problems, again.blanks) == (
        (built.name, built.facts, built.documents, built.problems, built.blanks)
    )
    form = compile_form(shipped, FORM).form
    summary = summarize("2020", [built], (), {FORM: form})
    assert [rate.label for rate in summary.groups[0].distributions if rate.count]
    shipped.data_file(UnitYear("xinfang", "2020")).write_text("form: 没有\n", encoding="utf-8")
    faulty = build_one(shipped, UnitYear("xinfang", "2020"))
    assert (faulty.name, faulty.state, faulty.is_failed) == ("湛江市信访局", State.FAULTY, True)


def test_findings_that_differ_in_figures_only_are_one_kind(shipped: Workspace) -> None:
    form = compile_form(shipped, FORM).form
    problems = [
        Problem(Severity.WARNING, "比率超过100%", f"比率为 {number}.5%，超过 100%", Place("a"), "三公经费.控制率") for number in (101, 120)
    ]
    results = [Result(UnitYear(f"u{number}", "2020"), f"单位{number}", State.BUILT, (problem,)) for number, problem in enumerate(problems)]
    (finding,) = summarize("2020", results, (), {FORM: form}).groups[0].findings
    assert (finding.title, finding.example, finding.units) == ("比率超过100%", "比率为 101.5%，超过 100%", ("单位0", "单位1"))


def test_the_many_findings_of_a_unit_are_grouped_by_kind_errors_first_and_a_long_list_is_cut(shipped: Workspace) -> None:
    place = Place("data/u/2020.yaml", 3)
    warnings = [Problem(Severity.WARNING, "比率超过100%", f"第{number}处", place) for number in range(60)]
    result = Result(
        UnitYear("u", "2020"), "甲局", State.FAULTY, (*warnings, Problem(Severity.ERROR, Kind.REQUIRED, "必填，现为空白", place))
    )
    assert [(heading, len(found)) for heading, found in result.by_kind] == [("错误 必填的没有填", 1), ("警告 比率超过100%", 60)]
    page = Overview(shipped.layout, summarize("2020", [result], (), {FORM: form()})).page().decode()
    assert "警告 比率超过100%：60 处" in page
    assert ("第9处" in page, "第10处" in page, "另有 50 处" in page) == (True, False, True)


def test_what_units_beside_each_other_show_and_have_answered_stands_on_the_page_and_in_the_workbook(shipped: Workspace) -> None:
    problem = Problem(
        Severity.WARNING, Kind.SHARED_TEXT, "与乙局的同一项相同", Place("data/u0/2020.yaml", 7), "绩效目标情况.总目标", "请改写"
    )
    answered = (Answered(problem, "同一项工作", Place("data/u1/2020.yaml", 9)),)
    results = [
        Result(UnitYear("u0", "2020"), "甲局", State.BUILT, (problem,), form=FORM),
        Result(UnitYear("u1", "2020"), "乙局", State.BUILT, form=FORM, answered=answered),
    ]
    summary = summarize("2020", results, (), {FORM: form()})
    assert ([(kind.title, kind.units) for kind in summary.beside], summary.answered) == ([("与其他单位的文字相同", 1)], 1)
    page = Overview(shipped.layout, summary).page().decode()
    assert "与乙局的同一项相同（请改写）" in page
    assert "个问题已有核实说明" in page
    texts = [text.replace("&quot;", '"') for text in texts_of(workbook(summary))]
    assert "data/u0/2020.yaml:7" in texts
    assert '- {事项: 与其他单位的文字相同, 位置: 总目标, 数据: {总目标: ""}, 说明: ""}' in texts


def test_of_thousands_of_units_each_stands_on_a_page_that_a_browser_opens_and_pages_of_former_runs_go(shipped: Workspace) -> None:
    place = Place("data/u/2020.yaml", 3)
    problem = Problem(Severity.ERROR, Kind.REQUIRED, "必填，现为空白", place)
    beside = Problem(Severity.WARNING, Kind.SHARED_TEXT, "与乙局的同一项相同", place, "绩效目标情况.总目标")
    many = [
        Result(UnitYear(f"u{number:05}", "2020"), f"单位{number}", State.FAULTY, (problem, beside), form=FORM)
        for number in range(3 * LISTED + 1)
    ]
    summary = summarize("2020", many, [f"late{number}" for number in range(LISTED + 1)], {FORM: form()})
    files = dict(overview(shipped, summary))
    assert {name for name in files if "/" in name} == {
        *(f"2020.summary/{kind}-1-{number}.html" for kind in ("units", "failed", "beside") for number in (2, 3, 4)),
        "2020.summary/missing-1-2.html",
    }
    for kind, opening in (("units", '<tr><th scope="row">单位'), ("failed", "<details><summary>单位")):
        pages = [data.decode() for name, data in files.items() if name.startswith(f"2020.summary/{kind}")]
        assert sum(page.count(opening) for page in pages) == len(many) - LISTED
    assert re.findall(r"late\d+", files["2020.summary/missing-1-2.html"].decode()) == ["late500"]
    home = files["2020.summary.html"].decode()
    assert "单位499<" in home
    assert "单位500<" not in home
    assert '<a href="2020.summary/units-1-2.html">单位500 起</a>' in home
    assert max(map(len, files.values())) < 1_000_000
    write_here(shipped, files.items(), further_pages("2020"))
    write_here(shipped, overview(shipped, summarize("2020", many[: LISTED + 1], (), {FORM: form()})), further_pages("2020"))
    left = sorted(path.name for path in (shipped.root / "output/2020.summary").iterdir())
    assert left == ["beside-1-2.html", "failed-1-2.html", "units-1-2.html"]


def test_a_cell_says_how_much_it_cannot_hold_and_rows_go_on_on_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 4)
    place = Place("data/u/2020.yaml", 3)
    names = [f"示例市第{number}号人民政府办公室" for number in range(3_000)]
    problem = Problem(Severity.WARNING, "比率超过100%", "😀" * 20_000, place)
    results = [Result(UnitYear(f"u{number}", "2020"), name, State.BUILT, (problem,)) for number, name in enumerate(names)]
    found = summarize("2020", results, (), {FORM: form()}).groups[0].findings
    few = Summary("2020", (Group("", tuple(results[:9]), findings=tuple(found)),))
    data = workbook(few)
    texts = texts_of(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = re.findall('<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
    assert sheets[:3] == ["单位", "单位（2）", "单位（3）"]
    assert [name for name in names[:9] if name not in texts] == []
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= 32_767
    (cut,) = (text for text in texts if text.startswith("😀"))
    assert cut.endswith("……（共 20000 字，一格放不下，没有写全）")
    (listed,) = (text for text in texts if text.startswith("示例市第0号") and "、" in text)
    assert listed.endswith("号人民政府办公室等，共 3000 个")


def test_texts_that_look_like_formulas_stay_texts_in_the_workbook() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.com")', "http://example.com"]
    results = tuple(Result(UnitYear(f"u{number}", "2020"), name, State.BUILT) for number, name in enumerate(evil))
    data = workbook(Summary("2020", (Group("", results),)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
    assert set(evil) <= {text.replace("&quot;", '"') for text in texts_of(data)}
    assert data == workbook(Summary("2020", (Group("", results),))), "the same content gives the same bytes"


def test_lines_end_alike_wherever_a_piece_of_a_sheet_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(1, 9):
        monkeypatch.setattr(workbook_module, "PIECE", size)
        read = b"".join(workbook_module.with_plain_lines(io.BytesIO(b"<a>\r\n<b>\r\r\n\r<c>\n\r")))
        assert read == b"<a>\n<b>\r\n\r<c>\n\r"


def note(complaints: list[str], message: ConsoleMessage) -> None:
    complaints.append(message.text)


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_is_accessible_sorts_by_any_column_and_leads_to_the_documents(tmp_path: Path) -> None:
    workspace, planted = city(tmp_path, 8, mistakes=25)
    results = [build_one(workspace, UnitYear(item.unit, "2020")) for item in planted]
    forms = {FORM: compile_form(workspace, FORM).form}
    page_path = workspace.root / write_here(
        workspace, overview(workspace, summarize("2020", results, ["late"], forms)), further_pages("2020")
    )
    with chromium() as browser:
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            complaints: list[str] = []
            page.on("console", functools.partial(note, complaints))
            page.goto(page_path.as_uri())
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            heads = page.locator("table.sortable >> nth=0 >> thead th").all_text_contents()
            number = next(number for number, head in enumerate(heads, 1) if head.strip() == "错误")
            errors = f"table.sortable >> nth=0 >> tbody tr td:nth-child({number})"
            page.click("table.sortable >> nth=0 >> button:has-text('错误')")
            ascending = page.locator(errors).all_text_contents()
            page.click("table.sortable >> nth=0 >> button:has-text('错误')")
            descending = page.locator(errors).all_text_contents()
            assert ascending == sorted(ascending) == descending[::-1]
            assert complaints == []
            for link in page.locator("table a").all():
                assert (page_path.parent / (link.get_attribute("href") or "")).is_file()
        assert "late" in page.content()
