"""What many units say together: quartiles, outliers, frequent findings; the workbook computes nothing; the page is accessible."""

from __future__ import annotations

import functools
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, sync_playwright

from pipeline.batch.overview import overview
from pipeline.batch.summary import Summary, distribution, summarize
from pipeline.batch.task import Result, State, build_one
from pipeline.batch.workbook import workbook
from pipeline.build.compiled_form import compile_form
from pipeline.commands.batches import write_here
from pipeline.problems import Place, Problem, Severity
from pipeline.workspace import Workspace
from tests.batch.city import FORM, city

RATE = "三公经费.控制率"


def units(*rates: str) -> list[Result]:
    return [Result(f"u{number}", f"单位{number}", State.BUILT, facts={RATE: rate} if rate else {}) for number, rate in enumerate(rates)]


def test_quartiles_bars_and_what_has_no_rate() -> None:
    found = distribution(RATE, "控制率", units("80%", "90%", "100%", "110%", "不适用", ""))
    assert found
    assert (found.lower, found.median, found.upper) == (Decimal("87.5"), Decimal(95), Decimal("102.5"))
    assert {start: count for start, count in found.bars if count} == {80: 1, 90: 1, 100: 1, 110: 1}
    assert (len(found.values), found.without) == (4, 2)


def test_what_lies_far_from_the_others_is_an_outlier_and_what_lies_outside_the_chart_is_counted_at_its_ends() -> None:
    found = distribution(RATE, "控制率", units("90%", "91%", "92%", "93%", "94%", "17463.26%", "0%"))
    assert found
    assert [(outlier.name, outlier.value) for outlier in found.outliers] == [("单位6", Decimal(0)), ("单位5", Decimal("17463.26"))]
    assert dict(found.bars)[50] == 1
    assert dict(found.bars)[120] == 1


def test_a_value_exactly_on_the_fence_is_no_outlier_and_the_next_one_is() -> None:
    # Quartiles 90 and 94: the fences stand at 84 and 100.
    for lowest, highest, far in (("84%", "100%", []), ("83.99%", "100.01%", [Decimal("83.99"), Decimal("100.01")])):
        found = distribution(RATE, "控制率", units(lowest, "90%", "90%", "92%", "94%", "94%", highest))
        assert found
        assert (found.lower, found.upper) == (Decimal(90), Decimal(94))
        assert [outlier.value for outlier in found.outliers] == far


def test_few_units_have_no_outliers_and_none_no_distribution() -> None:
    found = distribution(RATE, "控制率", units("90%", "10%"))
    assert found
    assert found.outliers == ()
    assert distribution(RATE, "控制率", units("", "不适用")) is None


def test_a_workers_result_holds_all_that_the_summary_tells(shipped: Workspace) -> None:
    built = build_one(shipped, "xinfang", "2020")
    assert (built.unit, built.name, built.state, built.written) == ("xinfang", "湛江市信访局", State.BUILT, 8)
    assert built.facts["部门整体绩效产出情况.经济性.三公经费.控制率"] == "89.56%"
    assert (len(built.documents), built.count(Severity.WARNING) > 0, built.blanks > 0) == (8, True, True)
    again = build_one(shipped, "xinfang", "2020")
    assert (again.state, again.written) == (State.CURRENT, 0)
    assert (again.name, again.facts, again.documents, again.problems, again.blanks) == (
        (built.name, built.facts, built.documents, built.problems, built.blanks)
    )
    form = compile_form(shipped, FORM).form
    summary = summarize("2020", [built], (), {FORM: form})
    assert [rate.label for rate in summary.distributions if rate.values]
    shipped.data_file("xinfang", "2020").write_text("form: 没有\n", encoding="utf-8")
    faulty = build_one(shipped, "xinfang", "2020")
    assert (faulty.name, faulty.state, faulty.is_failed) == ("湛江市信访局", State.FAULTY, True)


def test_findings_that_differ_in_figures_only_are_one_kind(shipped: Workspace) -> None:
    form = compile_form(shipped, FORM).form
    problems = [
        Problem(Severity.WARNING, "比率超过100%", f"比率为 {number}.5%，超过 100%", Place("a"), "三公经费.控制率") for number in (101, 120)
    ]
    results = [Result(f"u{number}", f"单位{number}", State.BUILT, (problem,)) for number, problem in enumerate(problems)]
    (finding,) = summarize("2020", results, (), {FORM: form}).findings
    assert (finding.title, finding.example, finding.units) == ("比率超过100%", "比率为 101.5%，超过 100%", ("单位0", "单位1"))


def test_texts_that_look_like_formulas_stay_texts_in_the_workbook() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.com")', "http://example.com"]
    results = tuple(Result(f"u{number}", name, State.BUILT) for number, name in enumerate(evil))
    data = workbook(Summary("2020", results, (), (), ()))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        strings = package.read("xl/sharedStrings.xml").decode()
    assert all(name.replace('"', "&quot;") in strings or name in strings for name in evil)
    assert data == workbook(Summary("2020", results, (), (), ())), "the same content gives the same bytes"


def note(complaints: list[str], message: ConsoleMessage) -> None:
    complaints.append(message.text)


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_is_accessible_sorts_by_any_column_and_leads_to_the_documents(tmp_path: Path) -> None:
    workspace, planted = city(tmp_path, 8, mistakes=25)
    results = [build_one(workspace, item.unit, "2020") for item in planted]
    forms = {FORM: compile_form(workspace, FORM).form}
    page_path = workspace.root / write_here(workspace, overview(workspace, summarize("2020", results, ["late"], forms)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            complaints: list[str] = []
            page.on("console", functools.partial(note, complaints))
            page.goto(page_path.as_uri())
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            errors = "table.sortable >> nth=0 >> tbody tr td:nth-child(3)"
            page.click("table.sortable >> nth=0 >> button:has-text('错误')")
            ascending = page.locator(errors).all_text_contents()
            page.click("table.sortable >> nth=0 >> button:has-text('错误')")
            descending = page.locator(errors).all_text_contents()
            assert ascending == sorted(ascending) == descending[::-1]
            assert complaints == []
            for link in page.locator("table a").all():
                assert (page_path.parent / (link.get_attribute("href") or "")).is_file()
        assert "late" in page.content()
        browser.close()
