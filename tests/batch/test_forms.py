"""A city that fills two forms: told form by form, compared only within one, and the fields that a form shows stand in columns."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe

from pipeline.batch.city import remarks_on
from pipeline.batch.columns import Column, columns_of, spread
from pipeline.batch.data_places import units_without
from pipeline.batch.overview import Overview
from pipeline.batch.reduced import gathered
from pipeline.batch.summary import Group, Summary, summarize
from pipeline.batch.task import Result, State, build_one
from pipeline.batch.workbook import sheet_names, workbook
from pipeline.form.form import Form, read_form
from pipeline.problems import Kind
from pipeline.workspace import UnitYear, Workspace
from tests.batch.sheets import texts_of
from tests.browser import chromium
from tests.two_forms import FLOODS, WHOLE, YEAR, add_project, two_forms

LONG = "围绕中心工作抓好防汛物资储备，全年更新抽水设备二十台，加固堤防三公里；开展汛前检查，整改隐患十余处，保障了安全度汛。"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the workspace with a second project, and one file that cannot be used."""
    made = two_forms(tmp_path_factory.mktemp("forms"))
    add_project(made, UnitYear("shuiliju", YEAR, "项目-灌溉"), "灌溉", "100", "良")
    add_project(made, UnitYear("shuiliju", YEAR, "项目-治污"), "治污", "很多", "差")
    return made


@pytest.fixture(scope="module")
def forms(workspace: Workspace) -> dict[str, Form]:
    return {name: read_form(workspace.form(name), f"templates/{name}/form.yaml") for name in workspace.form_names()}


@pytest.fixture(scope="module")
def summary(workspace: Workspace, forms: dict[str, Form]) -> Summary:
    return summarize(YEAR, [build_one(workspace, of) for of in workspace.unit_years()], (), forms)


def test_what_was_handed_in_is_grouped_by_form_what_failed_too(summary: Summary) -> None:
    assert [(group.title, [result.listed for result in group.results], group.measure) for group in summary.groups] == [
        ("部门整体绩效自评", ["水利局"], "个单位"),
        ("项目支出绩效自评", ["水利局（项目-治污）", "水利局（项目-灌溉）", f"水利局（{FLOODS}）"], "份"),
    ]
    assert (summary.units, len(summary.results), summary.failed) == (1, 4, 1)
    assert [[rate.label for rate in group.distributions] for group in summary.groups] == [["支出率"], ["执行率"]]


def test_a_column_shows_figures_and_words_and_what_they_say_together(summary: Summary) -> None:
    score, grade = summary.groups[1].columns
    failed, second, first = summary.groups[1].results
    assert [score.text(result) for result in (failed, second, first)] == ["", "100", "96.50"]
    assert [grade.rank(result) for result in (failed, second, first)] == [None, 1, 0]
    assert [score.rank(result) for result in (failed, first)] == [None, Decimal("96.50")]
    assert (score.told, grade.told) == ("最低 96.50分，平均 98.25分，最高 100分", "优 1，良 1")
    assert summary.groups[0].columns == ()


def test_a_rate_in_a_column_is_a_figure_in_percent_and_fields_of_one_label_have_their_groups(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    text = "甲: {得分: {type: number, summary: true}}\n  乙: {得分: {type: percent, summary: true}}"
    head = "title: 表\ndocuments:\n  note: {title: 表, template: note.md}\nfields:\n"
    (tmp_path / "form.yaml").write_text(f"{head}  {text}\n", encoding="utf-8")
    result = Result(UnitYear("u", YEAR), "甲局", State.BUILT, facts={"甲.得分": "不适用", "乙.得分": "89.56%"})
    first, second = columns_of(read_form(tmp_path, "form.yaml"), [result])
    assert [(column.label, column.unit, column.figure(result)) for column in (first, second)] == [
        ("甲·得分", "", None),
        ("乙·得分", "%", Decimal("89.56")),
    ]
    assert spread(["1", "2", "2", "无", "-"], "") == "最低 1，平均 1.67，最高 2"


def test_the_page_has_a_table_for_each_form(summary: Summary, workspace: Workspace) -> None:
    page = Overview(workspace.layout, summary).page().decode()
    assert re.findall(r"<h2>(.*：各单位)</h2>", page) == ["部门整体绩效自评：各单位", "项目支出绩效自评：各单位"]
    assert "总分（分）</button>" in page
    assert '<td data-key="96.50">96.50</td><td data-key="0">优</td>' in page
    assert f'href="shuiliju/2022.{"%E9%A1%B9%E7%9B%AE-%E9%98%B2%E6%B1%9B"}/note.html"' in page


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_of_several_forms_is_accessible_and_sorts_words_by_their_order(summary: Summary, workspace: Workspace) -> None:
    path = workspace.root / "output/page.html"
    path.write_bytes(Overview(workspace.layout, summary).page())
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 900})
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.click("table.sortable >> nth=1 >> button:has-text('自评等级')")
        grades = page.locator("table.sortable >> nth=1 >> tbody tr td:nth-child(4)").all_text_contents()
        assert [grade for grade in grades if grade != "—"] == ["优", "良"]
        for link in page.locator("table a").all():
            assert (path.parent / unquote(link.get_attribute("href") or "")).is_file()


def test_the_workbook_has_a_sheet_for_each_form(summary: Summary) -> None:
    data = workbook(summary)
    strings = texts_of(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = package.read("xl/workbook.xml").decode()
        projects = package.read("xl/worksheets/sheet2.xml").decode()
    assert re.findall(r'<sheet name="([^"]*)"', book)[:3] == ["部门整体绩效自评", "项目支出绩效自评", "比率"]
    assert {"名称", "总分（分）", "自评等级", FLOODS, "表"} <= set(strings)
    assert re.search(r'<c r="E4"[^>]*><v>96.50*</v>', projects)


def test_sheets_have_names_that_a_workbook_can_have() -> None:
    titles = ["单位/整体", "单位[整体]", "比率", "", "项" * 40, "项" * 50]
    names = sheet_names(Summary(YEAR, tuple(Group(title, ()) for title in titles)))
    assert names == ["单位整体", "单位整体（2）", "比率（3）", "不知用哪份表", "项" * 31, "项" * 27 + "（6）"]
    assert sheet_names(Summary(YEAR, (Group("项目", ()),))) == ["单位"]


def test_two_forms_of_the_same_title_are_told_apart(forms: dict[str, Form]) -> None:
    twice = {"a": forms[WHOLE], "b": forms[WHOLE]}
    results = [Result(UnitYear("u", YEAR), "甲", State.BUILT, form="a")]
    assert summarize(YEAR, results, (), twice).groups[0].title == f"部门整体绩效自评（{WHOLE}）"


def test_texts_are_compared_within_one_form_and_never_within_one_unit(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    head = "title: 表\ndocuments:\n  note: {title: 表, template: note.md}\nfields:\n  单位名称: text\n  做法: paragraphs\n"
    (tmp_path / "form.yaml").write_text(head, encoding="utf-8")
    one = read_form(tmp_path, "form.yaml")

    def said(*filled: tuple[str, str, str]) -> list[UnitYear]:
        results = [
            Result(UnitYear(unit, YEAR, name), f"示例市{unit}局", State.BUILT, facts={"做法": LONG}, form=form)
            for unit, name, form in filled
        ]
        forms = {"a": one, "b": one}
        remarks = remarks_on(gathered(results, forms), forms, lambda _: {"做法": LONG})
        return [remark.of for remark in remarks if remark.kind is Kind.SHARED_TEXT]

    assert said(("u", "", "a"), ("v", "甲", "a")) == [UnitYear("u", YEAR), UnitYear("v", YEAR, "甲")]
    assert said(("u", "", "a"), ("v", "", "b")) == []
    assert said(("u", "甲", "a"), ("u", "乙", "a")) == []


def test_a_unit_lacks_what_it_has_handed_in_before_and_all_if_it_has_only_been_set_up() -> None:
    known = [UnitYear("a", "2021"), UnitYear("b", "2021"), UnitYear("c", "2021", "甲"), UnitYear("d", "2021", "甲")]
    there = [UnitYear("a", "2022"), UnitYear("b", "2022", "甲"), UnitYear("c", "2022", "乙")]
    assert units_without([*known, *there], there, []) == ["b", "d"]
    assert units_without([*known, *there], there, ["a", "b", "c", "e"]) == ["b", "d", "e"]  # e has only been set up


def test_a_column_of_nothing_says_nothing() -> None:
    assert Column("总分", "总分").text(Result(UnitYear("u", YEAR), "甲", State.FAULTY)) == ""
    assert spread(["96"], "分") == "", "one figure stands in the table"
