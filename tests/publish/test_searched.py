"""What is about to be published is searched once more; what others were let show, or showed before, stands in nobody's way."""

from __future__ import annotations

import pytest

from pipeline.problems import Kind, Stop
from pipeline.publish.repair import repair
from pipeline.publish.settings import read_settings
from pipeline.publish.site import Site
from tests.publish.memory import FIGURE, OTHER, Desk, desk

__all__ = ["desk"]
MAILBOX = "jubao@example.com"
PERMIT = f"公开例外:\n  - {{内容: {MAILBOX}, 理由: 对外公开的举报邮箱}}\n"
NOTICE = "2020/xinfang/index.html"


def permit(desk: Desk) -> None:
    with desk.workspace.unit_file("xinfang").open("a", encoding="utf-8") as file:
        file.write(PERMIT)


def correct_with_mailbox(desk: Desk) -> None:
    permit(desk)
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish(f"来信请寄{MAILBOX}")
    assert MAILBOX in desk.page("feed.xml")


def test_what_one_unit_may_show_stands_in_no_other_units_way(desk: Desk) -> None:
    desk.add_unit("jiaoyu", "湛江市教育局")
    correct_with_mailbox(desk)
    desk.publish(unit="jiaoyu")
    assert MAILBOX in desk.page("feed.xml")


def test_what_one_unit_may_show_no_other_may(desk: Desk) -> None:
    desk.add_unit("jiaoyu", "湛江市教育局")
    correct_with_mailbox(desk)
    desk.edit("有关资料清单: 发票", f"有关资料清单: {MAILBOX}、发票", unit="jiaoyu")
    with pytest.raises(Stop) as stop:
        desk.publish(unit="jiaoyu")
    assert {problem.kind for problem in stop.value.problems} == {Kind.LEAK}


def test_a_contact_who_is_called_as_a_part_of_another_units_name_stands_in_nobodys_way(desk: Desk) -> None:
    desk.add_unit("jiaoyu", "高峰镇教育局")
    desk.publish(unit="jiaoyu")
    contact = desk.workspace.unit_file("xinfang")
    contact.write_text(contact.read_text(encoding="utf-8").replace("陈某某", "高峰"), encoding="utf-8")
    desk.publish()
    assert "高峰镇教育局" in desk.page("index.html")


def test_no_former_note_stands_in_a_withdrawals_way_and_none_that_looks_private_is_shown_on(desk: Desk) -> None:
    correct_with_mailbox(desk)
    desk.withdraw("数据有误")
    notice = desk.page(NOTICE)
    assert MAILBOX not in notice
    assert "（这条说明里有号码、邮箱等内容，不再公开）" in notice
    assert "数据有误" in notice
    desk.target.files[NOTICE] = b"damaged"
    site = Site(desk.workspace.layout, read_settings(desk.workspace))
    assert repair(desk.workspace, site, desk.target, [NOTICE]) == [NOTICE]
    assert desk.page(NOTICE) == notice


def test_a_withdrawal_may_say_what_its_unit_may(desk: Desk) -> None:
    permit(desk)
    desk.publish()
    desk.withdraw(f"来信请寄{MAILBOX}")
    assert MAILBOX in desk.page(NOTICE)


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_what_only_may_be_personal_in_a_note_is_told_and_stops_nothing(desk: Desk, action: str) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    plan = getattr(desk, action)("家住遂溪县岭北镇调丰村15号的群众反映")
    assert [problem.message for problem in plan.problems if problem.kind == Kind.LIKELY_LEAK] == ["这里有住址，可能是个人信息，会公开"]


def test_what_only_may_be_personal_in_a_note_about_the_whole_site_is_told(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish("更正")
    plan = desk.roll_back("账号：4400 1234 5678 9012 345")
    assert [problem.message for problem in plan.problems if problem.kind == Kind.LIKELY_LEAK] == ["这里有银行账号，可能是个人信息，会公开"]
