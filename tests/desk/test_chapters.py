"""The list of chapters beside a form: what is filled of each, and what still has to be."""

from __future__ import annotations

from pipeline.desk.chapters import chapters_of
from pipeline.desk.opened import opened
from pipeline.workspace import UnitYear, Workspace
from tests.desk.desks import Page, let_in

BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"


def test_short_fields_between_groups_are_one_chapter_and_long_texts_and_rows_one_each(shipped: Workspace) -> None:
    chapters = chapters_of(opened(shipped, UnitYear("xinfang", "2020")).section)
    assert [chapter.title for chapter in chapters][:3] == ["单位名称等 4 项", "自评通知", "自评工作"]
    assert [chapter.title for chapter in chapters][-3:] == ["存在问题", "其他自评情况", "附件清单"]
    assert [chapter.has_heading for chapter in chapters][:3] == [False, True, True]
    assert chapters[0].filled == (3, 4)


def test_each_field_is_in_one_chapter(shipped: Workspace) -> None:
    for of in (UnitYear("xinfang", "2020"), UnitYear("gonggong", "2018"), UnitYear("shuili", "2022")):
        now = opened(shipped, of)
        assert [entry.path for chapter in chapters_of(now.section) for entry in chapter.entries] == list(now.entries)


def test_what_must_be_filled_and_is_not_is_told_after_each_change(shipped: Workspace) -> None:
    page = Page(let_in(shipped))
    assert page.send("try", read=page.read, path=BUDGET, typed="")["wanted"] == [BUDGET]
    told = page.set(BUDGET, "")
    assert "必填还差 1" in told["chapters"]
    told = page.set(BUDGET, "9")
    assert told["wanted"] == []
    assert "必填还差" not in told["chapters"]
