"""Two people at the same data: no edit is lost, and where both sides differ is told field by field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import writing
from pipeline.renaming import exchanged
from pipeline.workspace import Workspace
from tests.desk.desks import Page, let_in

BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"
SPENT = "部门整体绩效产出情况.经济性.三公经费.实际支出数"
GOAL = "绩效目标情况.总目标"
ROWS = "存在问题"
PROBLEM = f"{ROWS}[1].问题"


@pytest.fixture
def pages(shipped: Workspace) -> tuple[Page, Page]:
    """Return the same unit-year on two desks."""
    return Page(let_in(shipped)), Page(let_in(shipped))


def data(workspace: Workspace, name: str = "xinfang/2020") -> Path:
    return workspace.root / f"data/{name}.yaml"


def test_two_desks_lose_no_edit(shipped: Workspace, pages: tuple[Page, Page]) -> None:
    one, other = pages
    one.set(BUDGET, "10")
    told = other.set(GOAL, "办结 100 件")
    assert told["status"] == 409
    assert [(each["path"], each["mine"], each["theirs"]) for each in told["conflict"]] == [(BUDGET, "9", "10")]
    assert (told["label"], told["at"]) == ("绩效目标情况·整体绩效（总）目标", GOAL)
    assert told["theirs"].startswith("坚持以人民为中心")
    other.read = told["read"]
    assert other.set(GOAL, "办结 100 件")["status"] == 200
    text = data(shipped).read_text(encoding="utf-8")
    assert "预算安排数: 10\n" in text
    assert "总目标: 办结 100 件\n" in text


def test_what_was_refused_is_kept_as_a_draft_beside_those_of_another_desk(shipped: Workspace, pages: tuple[Page, Page]) -> None:
    one, other = pages
    one.send("try", read=one.read, path=SPENT, typed="8.1")
    one.set(BUDGET, "10")
    assert other.send("try", read=other.read, path=GOAL, typed="办结")["status"] == 409
    assert other.set(GOAL, "办结 100 件")["status"] == 409
    draft = data(shipped).with_name(".2020.draft.json")
    assert json.loads(draft.read_bytes()) == {SPENT: "8.1", GOAL: "办结 100 件"}
    one.set(SPENT, "8.1")
    assert json.loads(draft.read_bytes()) == {GOAL: "办结 100 件"}


def test_typing_back_what_is_saved_leaves_no_draft(shipped: Workspace, pages: tuple[Page, Page]) -> None:
    page, _ = pages
    for typed in ("12", "9"):
        page.send("try", read=page.read, path=BUDGET, typed=typed)
    assert not data(shipped).with_name(".2020.draft.json").exists()


def test_what_an_editor_saves_while_the_desk_saves_stays(
    shipped: Workspace, pages: tuple[Page, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = pages
    theirs = data(shipped).read_bytes() + "# 在编辑器里加的一行\n".encode()

    def meanwhile(one: Path, two: Path) -> bool:
        data(shipped).write_bytes(theirs)
        monkeypatch.setattr(writing, "exchanged", exchanged)
        return exchanged(one, two)

    monkeypatch.setattr(writing, "exchanged", meanwhile)
    told = page.set(BUDGET, "10")
    assert (told["status"], told["at"], told["theirs"]) == (409, BUDGET, "9")
    assert data(shipped).read_bytes() == theirs
    assert not list(data(shipped).parent.glob("*.new"))


def test_two_years_that_share_the_units_file_lose_nothing_in_it(shipped: Workspace) -> None:
    first, second = Page(let_in(shipped), "/work/shili/2019"), Page(let_in(shipped), "/work/shili/2020")
    first.set("单位名称", "示例市司法局甲")
    told = second.set("单位名称", "示例市司法局乙")
    assert (told["status"], told["theirs"]) == (409, "示例市司法局甲")
    assert "示例市司法局甲" in data(shipped, "shili/unit").read_text(encoding="utf-8")


def test_moved_rows_are_followed_and_a_row_that_is_gone_is_not_mistaken_for_another(shipped: Workspace) -> None:
    where = "/work/shuili/2022"
    one, other = Page(let_in(shipped), where), Page(let_in(shipped), where)
    one.send("row", read=one.read, path=ROWS)
    one.set(f"{ROWS}[2].问题", "队伍不足")
    other = Page(other.browser, where)
    one.send("rows", read=one.read, path=ROWS, order=[2, 1])
    told = other.set(PROBLEM, "目标值偏低")
    assert (told["status"], told["at"], told["theirs"]) == (409, f"{ROWS}[2].问题", "部分指标的目标值偏低")
    one.send("rows", read=one.read, path=ROWS, order=[1])
    told = other.set(PROBLEM, "目标值偏低")
    assert (told["status"], told["at"], told["theirs"]) == (409, "", "")
    assert told["conflict"]


def test_rows_are_not_moved_in_files_that_somebody_else_has_changed(shipped: Workspace) -> None:
    where = "/work/shuili/2022"
    one, other = Page(let_in(shipped), where), Page(let_in(shipped), where)
    one.send("row", read=one.read, path=ROWS)
    told = other.send("rows", read=other.read, path=ROWS, order=[])
    assert (told["status"], "label" in told, bool(told["read"])) == (409, False, True)
    assert "部分指标的目标值偏低" in data(shipped, "shuili/2022").read_text(encoding="utf-8")
