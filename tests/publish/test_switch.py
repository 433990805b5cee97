"""Switching the site: log and site agree wherever a run was cut off, and nothing pending is given up without proof."""

from __future__ import annotations

import errno

import pytest

from pipeline.problems import Stop
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act
from pipeline.publish.publication import articles_of
from pipeline.remote.failures import TargetError
from pipeline.remote.layout import MARK
from pipeline.remote.mark import new_mark
from tests.publish.memory import FIGURE, OTHER, Desk, acts, desk

__all__ = ["desk"]
ARTICLE = "2020/xinfang/index.html"


def cut_off(desk: Desk, moment: str) -> None:
    """Correct a published figure, in a run that is cut off."""
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.target.fails_at = moment
    with pytest.raises(TargetError):
        desk.publish("更正")
    desk.target.fails_at = ""


@pytest.mark.parametrize(("moment", "is_out"), [("upload", False), ("before show", False), ("after show", True)])
def test_log_and_site_agree_wherever_a_publication_was_cut_off(desk: Desk, moment: str, is_out: bool) -> None:  # noqa: FBT001 - a parameter of the test
    cut_off(desk, moment)
    assert acts(desk) == [Act.FIRST]
    plan = desk.publish("更正")
    assert (plan.entry is None) is is_out
    assert acts(desk) == [Act.FIRST, Act.CORRECTION]
    head = read_history(desk.log(), "log").entries[-1].digest()
    assert [article.head for article in articles_of(desk.target.current())] == [head]
    assert not list(desk.log().parent.glob(".*pending"))


@pytest.mark.parametrize("marked", [False, True])
def test_what_is_pending_is_not_given_up_while_the_site_cannot_be_found(desk: Desk, marked: bool) -> None:  # noqa: FBT001 - a parameter of the test
    cut_off(desk, "after show")
    own = dict(desk.target.files)
    desk.target.files.clear()  # the disk is not mounted, or another one is
    if marked:
        desk.target.files[MARK] = new_mark()
    with pytest.raises(Stop, match="不知道读者看到的是哪一版"):
        desk.publish("更正")
    desk.target.files.clear()
    desk.target.files.update(own)
    desk.publish("更正")
    assert acts(desk) == [Act.FIRST, Act.CORRECTION]


def test_what_is_pending_and_unreadable_stops_with_its_file(desk: Desk) -> None:
    cut_off(desk, "after show")
    (pending,) = desk.log().parent.glob(".*pending")
    pending.write_text("甲: 1\n", encoding="utf-8")
    with pytest.raises(Stop, match=r"data/xinfang/\.2020\.log\.yaml\.pending: 错误 .*读不出来"):
        desk.publish("更正")


def test_a_log_that_cannot_be_written_is_told_with_the_truth_about_the_site(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: object, _data: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    desk.publish()
    desk.edit(FIGURE, OTHER)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.publish.history.replace_file", full)
        with pytest.raises(Stop, match="网站已经更新，公开记录却没有写成（磁盘已满）"):
            desk.publish("更正")
    assert "<ins>7.77</ins>" in desk.page(ARTICLE)
    desk.publish("更正")
    assert acts(desk) == [Act.FIRST, Act.CORRECTION]


def test_a_reason_that_is_missing_stops_before_anything_is_sent(desk: Desk) -> None:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    with pytest.raises(Stop, match="更正时要写明原因"):
        desk.publish()
    assert desk.target.sent == []
    assert not list(desk.log().parent.glob(".*pending"))
