"""Texts at the desk: figures that agree with the data or differ, where they stand in what is typed, and what reviewers look for."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from pipeline.desk.narrative import Narrative
from pipeline.desk.opened import Opened, opened
from pipeline.workspace import UnitYear, Workspace
from tests.desk.desks import Page, let_in

EFFECT = "部门整体绩效产出情况.社会经济环境效益"
SPENT = "部门整体绩效产出情况.经济性.三公经费.实际支出数"
GOAL = "绩效目标情况.总目标"
MANNERS = "部门整体管理情况.制度措施建立情况"


class TextOf(HTMLParser):
    """The text of a fragment."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(fragment)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def now(shipped: Workspace) -> Opened:
    return opened(shipped, UnitYear("xinfang", "2020"))


def narrative(now: Opened, typed: str, path: str = EFFECT) -> Narrative:
    after, _ = now.with_typed(path, typed)
    found = after.narratives[path]
    for mark in found.marks:
        assert found.typed[mark.start : mark.end] == mark.words
    assert "".join(words for words, _ in found.pieces) == found.typed == typed
    return found


def marks(found: Narrative) -> list[tuple[str, str]]:
    return [(mark.words, mark.right) for mark in found.marks]


def test_a_figure_that_agrees_is_marked_quietly_and_one_that_differs_with_what_should_stand_there(now: Opened) -> None:
    found = narrative(now, "“三公”经费实际支出9.06万元，公用经费实际支出417700元。")
    assert marks(found) == [("9.06万元", "8.06万元"), ("417700元", "")]
    wrong, right = found.marks
    assert (wrong.path, wrong.value) == (SPENT, "8.06 万元")
    assert (right.label, right.value) == ("公用经费控制率·实际支出数", "41.77 万元")


@pytest.mark.parametrize("typed", ["80600元", "8.06万元"])
def test_what_should_stand_there_is_in_the_unit_that_the_text_has_used(now: Opened, typed: str) -> None:
    wrong = typed.replace("8", "9")
    assert marks(narrative(now, f"“三公”经费实际支出{wrong}。")) == [(wrong, typed)]


def test_figures_are_found_where_they_are_typed_in_several_lines_behind_rare_characters_and_twice(now: Opened) -> None:
    found = narrative(now, "𠮷。“三公”经费实际支出8.06万元。\n公用经费实际支出40万元。\n公用经费实际支出40万元，再次核对。")
    assert marks(found) == [("8.06万元", ""), ("40万元", "41.77万元"), ("40万元", "41.77万元")]


def test_a_figure_that_names_no_field_and_is_that_of_one_field_only_is_led_to_it(now: Opened) -> None:
    found = narrative(now, "这一年花了41.77万元，来访17人次。")
    assert [(mark.words, mark.is_named, mark.right) for mark in found.marks] == [("41.77万元", False, "")]


def test_length_and_what_reviewers_look_for_stand_beside_a_text(now: Opened) -> None:
    found = narrative(now, "办结信访\n100 件", GOAL)
    assert found.length == len("办结信访100 件")
    assert found.wants == ("评审一般要看到 100 字以上（和整体绩效（总）目标完成情况合计）", "要有数字")
    assert (now.narratives[MANNERS].length, now.narratives[MANNERS].wants) == (None, ())


def test_a_page_is_told_the_marks_of_a_text_and_of_every_text_that_another_figure_changes(shipped: Workspace) -> None:
    page = Page(let_in(shipped))
    told = page.set(EFFECT, "“三公”经费实际支出8.06万元 & 其他。")
    assert told["texts"].keys() == {EFFECT}
    assert TextOf(told["texts"][EFFECT]["behind"]).text == "“三公”经费实际支出8.06万元 & 其他。"
    assert '<mark class="agrees"' in told["texts"][EFFECT]["behind"]
    told = page.send("try", read=page.read, path=SPENT, typed="7.5")
    assert told["texts"].keys() == {EFFECT}
    assert 'data-put="7.5万元" data-was="8.06万元" data-start="10"' in told["texts"][EFFECT]["notes"]
    assert "警告" in told["found"][EFFECT]
    assert told["same"] is False
    told = page.send("try", read=page.read, path=SPENT, typed="8.06")
    assert (told["same"], told["texts"], told["found"]) == (True, {}, {})
    assert not (shipped.root / "data/xinfang/.2020.draft.json").exists()
    assert f'id="n:{EFFECT}"' in Page(page.browser).text


def test_a_difference_and_a_figure_of_last_year_that_are_wrong_can_be_put_right_too(now: Opened, shipped: Workspace) -> None:
    found = narrative(now, "公用经费比预算节约3.7万元。")
    assert marks(found) == [("3.7万元", "4.39万元")]
    assert found.marks[0].label == "公用经费控制率·实际支出数与预算安排数之差"
    assert found.marks[0].value == "少 4.39 万元"
    assert marks(narrative(now, "公用经费比预算超支3.7万元。")) == []  # other words would have to stand there
    later = opened(shipped, UnitYear("shili", "2020"))
    spent = "部门整体绩效产出情况.经济性.三公经费.实际支出数"
    before = later.entries[spent].last
    found = narrative(later, "上年“三公”经费实际支出1.23万元。")
    assert marks(found) == [("1.23万元", f"{before}万元")]
    assert found.marks[0].label == "上年的“三公”经费控制率·实际支出数"
