"""Rolling back: to what readers saw before, never to what was thrown out, and never bringing back what was withdrawn."""

from __future__ import annotations

import pytest

from pipeline.problems import Stop
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act
from pipeline.remote.failures import TargetError
from tests.publish.memory import FIGURE, OTHER, Desk, desk

__all__ = ["desk"]
ARTICLE = "2020/xinfang/index.html"
NEIGHBOUR = "2020/jiaoyu/index.html"


def refusal(desk: Desk, number: int = 0) -> str:
    with pytest.raises(Stop) as stop:
        desk.roll_back(number=number)
    return str(stop.value)


def test_a_rollback_is_logged_and_the_next_publication_puts_things_right(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish("更正")
    assert desk.roll_back("误更正").release.number == 3
    assert "<ins>7.77</ins>" not in desk.page(ARTICLE)
    (entry,) = read_history(desk.workspace.site_log, "log").entries
    assert (entry.act, entry.note) == (Act.ROLLBACK, "memory：从第 2 版退回第 1 版的内容；误更正")
    plan = desk.publish()
    assert plan.entry is None
    assert "<ins>7.77</ins>" in desk.page(ARTICLE)
    assert desk.target.number == 4


def test_there_is_nothing_to_roll_back_to_before_a_second_release(desk: Desk) -> None:
    desk.publish()
    assert "没有更早的版本" in refusal(desk)


def test_a_rollback_goes_to_what_was_shown_before_and_not_to_what_was_thrown_out(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish("误更正")
    desk.roll_back()
    desk.edit(OTHER, "实际支出数: 6.66")
    desk.publish("更正")
    desk.roll_back()
    assert "8.06" in desk.page(ARTICLE)
    assert "7.77" not in desk.page(ARTICLE)
    assert "没有更早的版本" in refusal(desk)


def test_a_withdrawal_alone_is_not_taken_back(desk: Desk) -> None:
    desk.publish()
    desk.withdraw("误")
    assert "撤回的内容不会因为退回而重新公开" in refusal(desk)
    assert "本文已于" in desk.page(ARTICLE)


def test_a_withdrawal_is_carried_over_to_a_release_from_before_it(desk: Desk) -> None:
    desk.publish()
    desk.add_unit("jiaoyu", "湛江市教育局")
    desk.publish(unit="jiaoyu")
    desk.edit(FIGURE, OTHER, unit="jiaoyu")
    desk.publish("更正", unit="jiaoyu")
    desk.withdraw("误")
    refused = refusal(desk)  # one step back there is nothing but the withdrawal, and nobody asked for more
    assert "第 3 版与现在的差别只是撤回" in refused
    assert "可以退回的版本：TO=2（2021-06-10 10:30）、TO=1（2021-06-10 09:30）" in refused
    assert "没有第 9 版可以退回" in refusal(desk, 9)
    (warning,) = desk.roll_back(number=2).problems
    assert "湛江市信访局2020年度部门整体绩效自评已经撤回，退回以后仍是撤回公告" in warning.message
    assert "本文已于" in desk.page(ARTICLE)
    assert [path for path in desk.target.pages() if path.startswith("2020/xinfang/")] == [ARTICLE]
    assert "8.06" in desk.page(NEIGHBOUR)
    assert "已撤回" in desk.page("2020/index.html")
    assert desk.recent() == [2]
    assert "没有更正" in desk.page("2020/index.html")
    desk.roll_back()
    assert NEIGHBOUR not in desk.target.pages()
    assert "本文已于" in desk.page(ARTICLE)
    assert "没有更早的版本" in refusal(desk)


def test_a_rollback_that_was_cut_off_is_logged_by_the_next_run(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish("更正")
    desk.target.fails_at = "after show"
    with pytest.raises(TargetError):
        desk.roll_back("误")
    assert not desk.workspace.site_log.exists()
    desk.target.fails_at = ""
    desk.publish()
    assert [entry.act for entry in read_history(desk.workspace.site_log, "log").entries] == [Act.ROLLBACK]


def test_a_rollback_to_files_that_are_gone_is_refused(desk: Desk) -> None:
    desk.publish()
    desk.target.damage(ARTICLE)
    desk.edit(FIGURE, OTHER)
    desk.publish("更正")
    assert "网站上有 1 个文件不见了或被改动过" in refusal(desk)
