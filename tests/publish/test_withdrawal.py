"""Withdrawing: a dated notice is all that is left, and nothing but a missing reason stands in its way."""

from __future__ import annotations

import pytest

from pipeline.problems import Severity, Stop
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act
from tests.publish.memory import Desk, acts, desk

__all__ = ["desk"]
ARTICLE = "2020/xinfang/index.html"


def refusal(desk: Desk, note: str = "") -> str:
    with pytest.raises(Stop) as stop:
        desk.withdraw(note)
    return str(stop.value)


def test_a_withdrawal_leaves_a_dated_notice_and_lists_follow(desk: Desk) -> None:
    desk.publish()
    desk.withdraw("数据有误，正在重新核对")
    files = desk.target.pages()
    assert [path for path in files if path.startswith("2020/xinfang/")] == [ARTICLE]
    notice = desk.page(ARTICLE)
    assert "本文已于" in notice
    assert "2021年6月10日" in notice
    assert "数据有误，正在重新核对" in notice
    assert "8.06" not in notice
    assert "已撤回：湛江市信访局2020年度" in desk.page("feed.xml")
    assert "2020/xinfang" not in desk.page("2020/sitemap.xml")
    assert [path for path in files if path.startswith("search/")] == ["search/index.html"]
    assert desk.recent() == []
    assert "已撤回（2021年6月10日）" in desk.page("2020/index.html")


def test_a_withdrawal_needs_a_note_and_something_published(desk: Desk) -> None:
    assert "没有 xinfang 2020 年度的内容" in refusal(desk, "误")
    desk.publish()
    assert "撤回要写明原因" in refusal(desk)
    desk.withdraw("误")
    assert "已经在 2021-06-10 10:30 撤回" in refusal(desk, "误")


def test_what_was_withdrawn_is_republished_only_with_a_note(desk: Desk) -> None:
    desk.publish()
    desk.withdraw("误")
    with pytest.raises(Stop, match="已在 2021-06-10 10:30 撤回，重新公开要写明原因"):
        desk.publish()
    desk.publish("核对无误")
    assert acts(desk) == [Act.FIRST, Act.WITHDRAWAL, Act.REPUBLICATION]
    assert "8.06" in desk.page(ARTICLE)
    assert "<strong>重新公开</strong>" in desk.page(ARTICLE)
    assert "重新公开：湛江市信访局2020年度" in desk.page("feed.xml")
    assert "重新公开（2021年6月10日）" in desk.page("2020/index.html")


def test_a_withdrawal_goes_on_though_the_log_is_damaged_and_is_logged_with_the_site(desk: Desk) -> None:
    desk.publish()
    whole = desk.log().read_bytes()
    desk.log().write_bytes(whole.replace(b"8.06", b"8.05"))
    plan = desk.withdraw("有误")
    assert "本文已于" in desk.page(ARTICLE)
    assert all(problem.severity is Severity.WARNING for problem in plan.problems)
    (entry,) = read_history(desk.workspace.site_log, "log").entries
    assert (entry.act, entry.note) == (Act.WITHDRAWAL, "xinfang 2020：有误")
    desk.log().write_bytes(whole)
    desk.withdraw("有误")
    assert acts(desk) == [Act.FIRST, Act.WITHDRAWAL]
    desk.publish("核对无误")
    assert acts(desk)[-1] is Act.REPUBLICATION


@pytest.mark.parametrize("left", ["", "记录: ["])
def test_a_withdrawal_goes_on_though_the_log_is_gone_or_cannot_be_read(desk: Desk, left: str) -> None:
    desk.publish()
    desk.log().unlink()
    if left:
        desk.log().write_text(left, encoding="utf-8")
    desk.withdraw("有误")
    assert "本文已于" in desk.page(ARTICLE)
    assert "有误" in desk.page(ARTICLE)
    assert "已经在" in refusal(desk, "有误")


def test_a_withdrawal_goes_on_though_the_sites_log_is_damaged_too(desk: Desk) -> None:
    desk.publish()
    desk.log().unlink()
    desk.workspace.site_log.write_text("甲: 1", encoding="utf-8")
    plan = desk.withdraw("有误")
    assert "本文已于" in desk.page(ARTICLE)
    assert "没有地方可记" in "\n".join(map(str, plan.problems))
    assert desk.workspace.site_log.read_text(encoding="utf-8") == "甲: 1"
