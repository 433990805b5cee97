"""Verifying: a changed or missing file on the site, a log that was rewritten, a site that is behind its log."""

from __future__ import annotations

import pytest

from pipeline.problems import Problem, Severity
from pipeline.publish.entries import Reason
from pipeline.publish.history import History
from pipeline.publish.publication import roll_back
from pipeline.publish.verification import verify_logs, verify_site
from tests.publish.memory import Desk, desk

__all__ = ["desk"]
FIGURE, OTHER = "实际支出数: 8.06", "实际支出数: 7.77"


def found(desk: Desk) -> list[Problem]:
    histories, problems = verify_logs(desk.workspace)
    return [*problems, *verify_site(desk.target, histories)[1]]


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    desk.publish()
    desk.edit(FIGURE, OTHER)
    desk.publish("更正")
    return desk


def test_a_site_as_it_was_published_is_in_order(corrected: Desk) -> None:
    assert found(corrected) == []
    histories, _ = verify_logs(corrected.workspace)
    assert verify_site(corrected.target, histories)[0] == len(corrected.target.files())


def test_a_file_changed_on_the_site_is_found(corrected: Desk) -> None:
    current = corrected.target.current()
    assert current
    corrected.target.contents[current.files["2020/xinfang/data.json"]] += b" "
    (problem,) = found(corrected)
    assert str(problem).startswith("memory/2020/xinfang/data.json: 错误 网站上的这个文件被改动过")


def test_a_log_cut_short_and_mended_is_found_by_the_site(corrected: Desk) -> None:
    history = History(corrected.log(), "log")
    full = verify_logs(corrected.workspace)[0]["xinfang", "2020"]
    history.append(full.entries[0])
    assert [problem.message for problem in found(corrected)] == ["网站上第 2 次发布的记录不在这里：公开记录被截短或改写过"]


def test_a_site_behind_its_log_is_a_warning(corrected: Desk) -> None:
    roll_back(corrected.workspace, corrected.target, Reason("", corrected.now))
    (problem,) = found(corrected)
    assert problem.severity is Severity.WARNING
    assert problem.message.startswith("网站上是第 1 次发布的内容，公开记录已有 2 条")


def test_a_publication_that_the_site_has_lost_is_a_warning(corrected: Desk) -> None:
    corrected.add_unit("jiaoyu", "湛江市教育局")
    corrected.publish(unit="jiaoyu")
    roll_back(corrected.workspace, corrected.target, Reason("", corrected.now))
    (problem,) = found(corrected)
    assert problem.severity is Severity.WARNING
    assert (problem.place.file, problem.message) == (
        "data/jiaoyu/2020.log.yaml",
        "公开记录已有 1 条，网站上却没有（网站退回过，或公开在别处）",
    )


def test_an_empty_site_with_publications_in_the_log_is_an_error(corrected: Desk) -> None:
    corrected.target.number = 0
    assert [problem.message for problem in found(corrected)] == ["网站上没有任何内容，公开记录里却有"]


def test_the_sites_own_log_is_verified_too(corrected: Desk) -> None:
    roll_back(corrected.workspace, corrected.target, Reason("试", corrected.now))
    path = corrected.workspace.root / "data/site.log.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("；试", ""), encoding="utf-8")
    assert "最后一条记录被改动过" in [problem.message for problem in found(corrected)]
