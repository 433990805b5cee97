"""What a page of the desk is told after a change, and what stands in the data file then."""

from __future__ import annotations

import json

import pytest

from pipeline.desk.asked import HERE
from pipeline.desk.work import Work
from pipeline.printing.pages import environment
from pipeline.workspace import UnitYear, Workspace
from tests.desk.desks import Page, let_in

BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"
RATE = "部门整体绩效产出情况.经济性.三公经费.控制率"
GOAL = "绩效目标情况.总目标"


@pytest.fixture
def page(shipped: Workspace) -> Page:
    return Page(let_in(shipped))


def data(workspace: Workspace) -> str:
    return (workspace.root / "data/xinfang/2020.yaml").read_text(encoding="utf-8")


def test_a_saved_figure_is_the_only_change_in_the_file_and_all_that_depends_on_it_is_told(shipped: Workspace, page: Page) -> None:
    before = data(shipped).split("\n")
    told = page.set(BUDGET, "１０")
    after = data(shipped).split("\n")
    assert [(one.strip(), other.strip()) for one, other in zip(before, after, strict=True) if one != other] == [
        ("预算安排数: 9", "预算安排数: 10")
    ]
    assert (told["typed"], told["saved"], told["undo"]) == ("10", True, True)
    assert told["understood"] == "已改写为“10”"
    assert RATE in told["entries"]
    drawn = page.drawn(told)
    assert f'data-fact="{BUDGET}">10</data>' in drawn["table"]
    assert f'data-fact="{BUDGET}">10.00</data>万元' in drawn["report"]


def test_what_is_being_typed_is_shown_and_kept_and_not_saved(shipped: Workspace, page: Page) -> None:
    before = data(shipped)
    told = page.send("try", read=page.read, path=BUDGET, typed="12.5")
    assert (told["saved"], data(shipped) == before) == (False, True)
    assert "12.5</data>" in page.drawn(told)["table"]
    draft = shipped.root / "data/xinfang/.2020.draft.json"
    assert json.loads(draft.read_bytes()) == {BUDGET: "12.5"}
    assert "上次没有保存的内容" in Page(page.browser).text
    page.set(BUDGET, "12.5")
    assert not draft.exists()
    assert "上次没有保存的内容" not in Page(page.browser).text


def test_documents_asked_for_late_are_those_of_the_files(page: Page) -> None:
    tried = page.send("try", read=page.read, path=BUDGET, typed="12.5")
    assert "12.5</data>" in page.drawn(tried)["table"]
    assert "12.5</data>" not in page.drawn(tried)["table"]
    assert page.drawn(page.set(BUDGET, "13")) == page.drawn({"state": "unknown"})


def test_of_states_that_are_kept_only_the_newest_keeps_what_was_made_of_it(shipped: Workspace) -> None:
    work = Work(shipped, UnitYear("xinfang", "2020"), environment(HERE))
    for figure in ("10", "11", "12"):
        told = work.set(work.now().read, BUDGET, figure)
        work.drawn(told["state"])
    *older, newest = work.known.values()
    assert all(sorted(vars(file)) == ["before", "path", "shown", "text"] for state in older for file in state.files)
    assert len(older) == 3
    assert "examined" in vars(newest)
    assert not work.undrawn


def test_undo_gives_back_each_state_byte_by_byte_as_long_as_nobody_else_has_changed_the_file(shipped: Workspace, page: Page) -> None:
    path = shipped.root / "data/xinfang/2020.yaml"
    states = [path.read_bytes()]
    for figure in ("10", "11"):
        page.set(BUDGET, figure)
        states.append(path.read_bytes())
    page.send("undo", read=page.read)
    assert path.read_bytes() == states[1]
    page.send("undo", read=page.read)
    assert path.read_bytes() == states[0]
    page.set(BUDGET, "10")
    path.write_bytes(states[2])
    assert page.send("undo", read=page.read)["status"] == 409
    assert path.read_bytes() == states[2]


def test_two_pages_on_one_file_lose_nothing_and_see_both_sides(shipped: Workspace, page: Page) -> None:
    other = Page(page.browser)
    page.set(BUDGET, "10")
    told = other.set(GOAL, "办结 100 件")
    assert told["status"] == 409
    assert [(each["path"], each["mine"], each["theirs"]) for each in told["conflict"]] == [
        (BUDGET, "9", "10"),
    ]
    other.read = told["read"]
    assert other.set(GOAL, "办结 100 件")["status"] == 200
    assert "预算安排数: 10" in data(shipped)
    assert "办结 100 件" in data(shipped)


def test_what_a_type_refuses_is_kept_as_it_is_typed_and_told_at_its_field(shipped: Workspace, page: Page) -> None:
    told = page.set(BUDGET, "九万")
    assert "预算安排数: 九万" in data(shipped)
    assert f'data-go="{BUDGET}"' in told["findings"]


def test_rows_are_added_moved_and_removed(page: Page) -> None:
    rows = next(part.split('"')[0] for part in page.text.split('data-rows="')[1:] if "加一行" in part)
    for count in (1, 2):
        told = page.send("row", read=page.read, path=rows)
        assert told["fields"].count("删去这一行") == page.text.count("删去这一行") + count
    told = page.send("rows", read=page.read, path=rows, order=[2, 1])
    assert told["status"] == 200
    told = page.send("rows", read=page.read, path=rows, order=[])
    assert told["fields"].count("删去这一行") == page.text.count("删去这一行")


def test_documents_are_made_as_drafts_and_finally_and_can_be_fetched(shipped: Workspace, page: Page) -> None:
    told = page.send("build", draft=False)
    assert (told["wrong"], told["folder"]) == (False, "output/xinfang/2020")
    assert {"table.docx", "report.html", "public/report.docx"} <= set(told["files"])
    fetched = page.browser.get("/work/xinfang/2020/file/final/report.docx")
    assert fetched.content == (shipped.root / "output/xinfang/2020/report.docx").read_bytes()
    assert "attachment" in fetched.headers["content-disposition"]
    page.set(BUDGET, "")
    assert page.send("build", draft=False)["wrong"] is True
    assert page.send("build", draft=True)["folder"] == "output/xinfang/2020-draft"


def test_a_new_year_is_begun_with_what_stays_the_same(shipped: Workspace, page: Page) -> None:
    answer = page.browser.post("/new", json={"unit": "xinfang", "year": "2021", "form": ""})
    assert answer.json() == {"go": "/work/xinfang/2021"}
    assert (shipped.root / "data/xinfang/2021.yaml").exists()
    assert "已填" in page.browser.get("/work/xinfang/2021").text
    again = page.browser.post("/new", json={"unit": "xinfang", "year": "2021", "form": ""})
    assert (again.status_code, again.json()["said"]) == (400, ["data/xinfang/2021.yaml 已经有了，没有改动它"])


def test_data_that_only_an_editor_can_put_right_are_told_with_their_line(shipped: Workspace, page: Page) -> None:
    path = shipped.root / "data/xinfang/2020.yaml"
    path.write_text(data(shipped) + "坏: [", encoding="utf-8")
    text = page.browser.get("/work/xinfang/2020").text
    assert "请先在文件里改好下面的问题" in text
    assert "data/xinfang/2020.yaml:" in text


def test_a_finding_is_answered_where_it_stands_and_the_answer_can_be_taken_back(shipped: Workspace, page: Page) -> None:
    before = data(shipped)
    mark = page.text.split('data-reason="')[1].split('"')[0]
    told = page.send("answer", read=page.read, mark=mark, reason="  年初未列数字，\n按季度考核 ")
    assert f'data-reason="{mark}"' not in told["findings"]
    assert "说明：年初未列数字， 按季度考核" in told["findings"]
    assert "说明: 年初未列数字， 按季度考核" in data(shipped)
    assert f"<span data-count>{told['count'] + 1}</span>" in page.text
    page.send("unanswer", read=page.read, number=0)
    assert "年初未列数字" not in data(shipped)
    assert data(shipped).startswith(before)
    assert page.send("answer", read=page.read, mark="0" * 16, reason="原因")["said"] == ["这个问题已经没有了"]


def test_what_was_built_is_told_above_the_findings_where_it_is_seen(page: Page) -> None:
    assert page.text.index('id="built"') < page.text.index('id="list"')


def test_a_unit_that_has_no_name_yet_is_called_by_its_code(page: Page) -> None:
    page.browser.post("/new", json={"unit": "kong", "year": "2021", "form": "zhanjiang-2020"})
    assert "<h1>kong 2021 年度部门整体绩效自评</h1>" in page.browser.get("/work/kong/2021").text
