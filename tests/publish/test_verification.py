"""Verifying: a changed or missing file on the site, a log that was rewritten, a site that is behind its log."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from pipeline.hashes import sha256
from pipeline.problems import Problem, Severity
from pipeline.publish.history import History
from pipeline.publish.repair import repair
from pipeline.publish.verification import read_logs, verify_site
from pipeline.remote.failures import TargetError
from pipeline.remote.layout import HOME, OBJECTS
from pipeline.remote.listing import RELEASE_FILE
from pipeline.remote.release import Release
from tests.conftest import copy_of_shipped
from tests.publish.memory import FIGURE, OTHER, SAMPLE, Desk, desk, desk_in

__all__ = ["desk"]


def found(desk: Desk) -> list[Problem]:
    logs = read_logs(desk.workspace)
    return [*logs.problems, *verify_site(desk.target, logs).problems]


@pytest.fixture(scope="module")
def corrected_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    with pytest.MonkeyPatch.context() as patch:
        desk = desk_in(copy_of_shipped(tmp_path_factory.mktemp("corrected")), patch)
        desk.publish()
        desk.edit(FIGURE, OTHER)
        desk.publish("更正")
    return desk


@pytest.fixture
def corrected(desk: Desk, corrected_once: Desk) -> Desk:
    desk.go_on_from(corrected_once)
    return desk


def test_a_site_as_it_was_published_is_in_order(corrected: Desk) -> None:
    assert found(corrected) == []
    assert verify_site(corrected.target, read_logs(corrected.workspace)).count == len(corrected.target.pages())


def test_a_file_changed_on_the_site_is_found(corrected: Desk) -> None:
    corrected.target.damage("2020/xinfang/data.json", b"{ }")
    (problem,) = found(corrected)
    assert str(problem).startswith("memory/2020/xinfang/data.json: 错误 网站上的这个文件被改动过")


def test_a_log_cut_short_and_mended_is_found_by_the_site(corrected: Desk) -> None:
    history = History(corrected.log(), "log")
    full = read_logs(corrected.workspace).units[SAMPLE]
    history.append(full.entries[0])
    assert [problem.message for problem in found(corrected)] == ["网站上第 2 次发布的记录不在这里：公开记录被截短或改写过"]


def test_a_site_behind_its_log_is_a_warning(corrected: Desk) -> None:
    corrected.roll_back()
    (problem,) = found(corrected)
    assert problem.severity is Severity.WARNING
    assert problem.message.startswith("网站上是第 1 条记录的内容，公开记录已有 2 条")


def test_a_publication_that_the_site_has_lost_is_a_warning(corrected: Desk) -> None:
    corrected.add_unit("jiaoyu", "湛江市教育局")
    corrected.publish(unit="jiaoyu")
    corrected.roll_back()
    (problem,) = found(corrected)
    assert problem.severity is Severity.WARNING
    assert (problem.place.file, problem.message) == (
        "data/jiaoyu/2020.log.yaml",
        "公开记录已有 1 条，网站上却没有（网站退回过，或公开在别处）",
    )


def test_an_empty_site_with_publications_in_the_log_is_an_error(corrected: Desk) -> None:
    corrected.target.files.clear()
    assert [problem.message for problem in found(corrected)] == ["网站上没有任何内容，公开记录里却有"]


def test_the_sites_own_log_is_verified_too(corrected: Desk) -> None:
    corrected.roll_back("试")
    path = corrected.workspace.root / "data/site.log.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("；试", ""), encoding="utf-8")
    assert "最后一条记录被改动过" in [problem.message for problem in found(corrected)]


def forge(desk: Desk, changed: dict[str, bytes]) -> None:
    """Do what somebody does who knows how the site is made: change pages and the site's own manifest together."""
    current = desk.target.current()
    assert current
    for path, data in changed.items():
        desk.target.files[path] = desk.target.files[f"{HOME}{OBJECTS}/{sha256(data)}"] = data
    write_manifest(desk, replace(current, files=current.files.changed({path: sha256(data) for path, data in changed.items()})))


def write_manifest(desk: Desk, release: Release) -> None:
    """Put a manifest into the site."""
    forged = Release(release.number, release.time, release.files, release.content, release.before, release.records)
    desk.target.files[RELEASE_FILE] = forged.text


def test_an_article_changed_together_with_the_manifest_is_found_by_its_log(corrected: Desk) -> None:
    forge(corrected, {"2020/xinfang/data.json": b"{}"})
    assert [problem.message[:21] for problem in found(corrected)] == [
        "网站的清单里，这篇文章与公开记录的不同：清",
        "网站的清单不是最后一次从这里发布的那一份：",
    ]


def test_a_list_changed_together_with_the_manifest_is_found_by_the_seal(corrected: Desk) -> None:
    forge(corrected, {"index.html": b"<p>9.99</p>"})
    (problem,) = found(corrected)
    assert problem.message.startswith("网站的清单不是最后一次从这里发布的那一份")
    assert problem.severity is Severity.ERROR
    corrected.edit(OTHER, FIGURE)
    corrected.publish("更正")
    assert found(corrected) == []


def test_a_page_that_the_manifest_does_not_name_is_found(corrected: Desk) -> None:
    corrected.target.files["2020/xinfang/new.html"] = b""
    assert [str(problem).splitlines()[0] for problem in found(corrected)] == [
        "memory/2020/xinfang/new.html: 错误 网站上多了这个文件，不是由这里发布的"
    ]


def test_an_article_said_to_be_withdrawn_is_found(corrected: Desk) -> None:
    current = corrected.target.current()
    assert current
    current.records["2020/1"][0]["act"] = "撤回"
    write_manifest(corrected, current)
    assert "这篇文章与公开记录的不同" in found(corrected)[0].message


def test_what_another_computer_published_is_a_note(corrected: Desk) -> None:
    corrected.add_unit("jiaoyu", "湛江市教育局")
    corrected.publish(unit="jiaoyu")
    shutil.rmtree(corrected.workspace.root / "data/jiaoyu")
    shutil.rmtree(corrected.workspace.root / "data/.sites")
    (note,) = found(corrected)
    assert note.severity is Severity.NOTE
    assert "湛江市教育局2020年度" in note.message


def test_a_log_that_is_gone_is_no_other_computers(corrected: Desk) -> None:
    corrected.log().unlink()
    assert [problem.message for problem in found(corrected)] == ["网站上第 2 次发布的记录不在这里：公开记录不见了"]


def test_the_sites_own_log_is_anchored_in_the_site(corrected: Desk) -> None:
    corrected.roll_back()
    corrected.workspace.site_log.unlink()
    assert "网站上最近一次退回的记录不在这里" in "\n".join(map(str, found(corrected)))


def test_what_is_pending_is_a_warning_and_no_tampering(corrected: Desk) -> None:
    corrected.edit(OTHER, FIGURE)
    corrected.target.fails_at = "after show"
    with pytest.raises(TargetError):
        corrected.publish("更正")
    (problem,) = found(corrected)
    assert (problem.severity, problem.message) == (Severity.WARNING, "上一次发布（或撤回、退回）中途断了，还没有记入公开记录")


def test_a_first_publication_that_is_pending_is_a_warning(desk: Desk) -> None:
    desk.target.fails_at = "after show"
    with pytest.raises(TargetError):
        desk.publish()
    (problem,) = found(desk)
    assert problem.severity is Severity.WARNING


def test_a_withdrawal_that_only_the_sites_log_could_take_is_no_tampering(corrected: Desk) -> None:
    whole = corrected.log().read_bytes()
    corrected.log().unlink()
    corrected.withdraw("误")
    corrected.log().write_bytes(whole)
    assert found(corrected) == []


def test_a_renewed_page_is_proved_like_any_other(corrected: Desk) -> None:
    path = corrected.workspace.root / "data/site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例市财政局", "湛江市财政局"), encoding="utf-8")
    corrected.publish()
    assert found(corrected) == []
    forge(corrected, {"2020/xinfang/index.html": b"<p>9.99</p>"})
    assert "这篇文章与公开记录的不同" in found(corrected)[0].message


def mended(desk: Desk) -> list[str]:
    damaged = verify_site(desk.target, read_logs(desk.workspace)).damaged
    return repair(desk.workspace, desk.job().site, desk.target, damaged)


def test_damaged_files_of_every_kind_are_made_anew_as_they_were(corrected: Desk) -> None:
    corrected.add_unit("jiaoyu", "湛江市教育局")
    corrected.publish(unit="jiaoyu")
    corrected.withdraw("误", unit="jiaoyu")
    before = corrected.target.pages()
    for path in before:
        corrected.target.damage(path, b"damaged")
    assert mended(corrected) == sorted(before)
    assert corrected.target.pages() == before
    assert found(corrected) == []


def test_what_cannot_be_made_as_it_was_is_left_and_still_told(corrected: Desk) -> None:
    corrected.edit(OTHER, FIGURE)
    corrected.target.damage("2020/xinfang/data.json")
    assert mended(corrected) == []
    assert [problem.message for problem in found(corrected)] == ["网站上缺少这个文件"]
