"""Who changes a form while the desk is open sees it there: nothing is begun anew, and what is being typed is not lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.build.compiled_form import compile_form, forget_forms
from pipeline.desk import forms
from pipeline.intake.recognition.candidates import forget_candidates
from pipeline.workspace import Workspace
from tests.desk.desks import Page, let_in

GOAL = "绩效目标情况.总目标"
BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"


@pytest.fixture
def page(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(forms, "PAUSE", -1)
    yield Page(let_in(shipped))
    forget_forms()  # other tests share what is compiled
    forget_candidates()


def changed(workspace: Workspace, old: str, new: str) -> None:
    """Change the form."""
    form = workspace.form("zhanjiang-2020") / "form.yaml"
    text = form.read_text(encoding="utf-8")
    assert old in text
    form.write_text(text.replace(old, new), encoding="utf-8")


def mark(page: Page) -> str:
    return page.text.split('data-forms="')[1].split('"')[0]


def test_a_page_opened_after_a_form_was_changed_shows_the_new_one(shipped: Workspace, page: Page) -> None:
    changed(shipped, "预算安排数: {type: amount", "预算安排数: {hint: 看批复, type: amount")
    again = Page(page.browser)
    assert "看批复" in again.text
    assert mark(again) != mark(page)


def test_a_page_of_the_form_as_it_was_is_opened_anew_and_what_was_typed_is_a_draft(shipped: Workspace, page: Page) -> None:
    headers = {"X-Forms": mark(page)}
    content = {"read": page.read, "path": GOAL, "typed": "写到一半"}
    assert page.browser.post(f"{page.where}/try", json=content, headers=headers).status_code == 200
    changed(shipped, "预算安排数: {type: amount", "预算安排数: {hint: 看批复, type: amount")
    before = shipped.root.joinpath("data/xinfang/2020.yaml").read_bytes()
    answer = page.browser.post(f"{page.where}/set", json={**content, "typed": "写完了", "exact": False}, headers=headers)
    assert (answer.status_code, answer.json()) == (409, {"said": ["表改过了，正在重新打开这一页"], "reload": True})
    assert shipped.root.joinpath("data/xinfang/2020.yaml").read_bytes() == before
    again = Page(page.browser)
    assert "写完了" in again.text.split("<h2>上次没有保存的内容")[1]
    assert again.set(GOAL, "写完了")["saved"]


def test_while_a_form_is_being_written_the_desk_says_what_is_wrong_with_it(shipped: Workspace, page: Page) -> None:
    changed(shipped, "预算安排数: {type: amount", "预算安排数: {type: amont")
    answer = page.browser.get(page.where)
    assert "这份数据现在不能在这里填" in answer.text
    changed(shipped, "预算安排数: {type: amont", "预算安排数: {type: amount")
    assert Page(page.browser).set(BUDGET, "10")["saved"]


def test_what_can_be_undone_can_be_undone_with_another_form_too(shipped: Workspace, page: Page) -> None:
    data = shipped.root / "data/xinfang/2020.yaml"
    before = data.read_bytes()
    page.set(BUDGET, "10")
    changed(shipped, "预算安排数: {type: amount", "预算安排数: {hint: 看批复, type: amount")
    page.send("undo", read=page.read)
    assert data.read_bytes() == before


def test_files_that_word_puts_beside_an_open_form_change_nothing(shipped: Workspace, page: Page) -> None:
    (shipped.form("zhanjiang-2020") / "~$table.docx").write_bytes(b"x")
    assert mark(Page(page.browser)) == mark(page)


def test_a_form_that_was_compiled_while_it_was_changed_is_compiled_again(shipped: Workspace, page: Page) -> None:
    old = compile_form(shipped, "zhanjiang-2020")
    changed(shipped, "预算安排数: {type: amount", "预算安排数: {hint: 看批复, type: amount")
    page.browser.get("/desk.css")
    assert compile_form(shipped, "zhanjiang-2020") is not old
    before = compile_form(shipped, "zhanjiang-2020")  # as a thread would have put there what it had begun before
    page.browser.get("/desk.css")
    assert compile_form(shipped, "zhanjiang-2020") is not before
    after = compile_form(shipped, "zhanjiang-2020")
    page.browser.get("/desk.css")
    assert compile_form(shipped, "zhanjiang-2020") is after


def test_who_begins_a_new_one_chooses_the_form_by_what_it_calls_itself(shipped: Workspace) -> None:
    shipped.form("hunan-2018").joinpath("form.yaml").write_text("title: [", encoding="utf-8")
    chosen = let_in(shipped).get("/").text.split('<select id="form"')[1].split("</select>")[0]
    assert '<option value="zhanjiang-2020">部门整体绩效自评（zhanjiang-2020）</option>' in chosen
    assert '<option value="hunan-2018">hunan-2018</option>' in chosen  # which is being written just now
