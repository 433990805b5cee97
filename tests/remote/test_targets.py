"""What every target must do: on a folder, an SFTP server, an S3 server and a WebDAV server."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.remote.failures import AddressError, TargetError
from pipeline.remote.listing import Listing
from pipeline.remote.release import Release
from pipeline.remote.stored_target import KEPT
from pipeline.remote.target import open_target
from tests.remote.places import FIRST, SECOND, WORD, Place, release_of, sha, upload


def test_a_new_place_has_nothing(place: Place) -> None:
    target = place.open()
    assert (target.current(), target.releases()) == (None, [])


def test_readers_see_what_was_published_under_chinese_names_too(place: Place) -> None:
    sent = place.publish(1, FIRST)
    assert sorted(sent) == sorted(FIRST)
    assert place.shows(1, FIRST)
    target = place.open()
    assert target.current() == target.release(1) == release_of(1, FIRST)
    assert target.read(WORD) == FIRST[WORD]


def test_files_are_sent_before_the_pages_that_link_to_them(place: Place) -> None:
    sent = place.publish(1, FIRST)
    assert [path.endswith(".html") for path in sent] == [False] * 3 + [True] * 3


def test_only_what_changed_is_sent(place: Place) -> None:
    place.publish(1, FIRST)
    assert place.open().missing(release_of(2, SECOND).files) == ["2020/xinfang/index.html"]
    assert place.publish(2, SECOND) == ["2020/xinfang/index.html"]
    assert place.shows(2, SECOND)


def test_unchanged_files_are_not_sent_again_nor_under_another_name(place: Place) -> None:
    place.publish(1, FIRST)
    assert place.publish(2, FIRST) == []
    moved = {**FIRST, "2021/copy.html": FIRST["index.html"]}
    assert place.publish(3, moved) == []
    assert place.shows(3, moved)


def test_a_content_that_stands_at_two_places_is_sent_once(place: Place) -> None:
    twice = {"a.txt": b"same", "b.txt": b"same"}
    assert place.publish(1, twice) == ["a.txt"]
    assert place.shows(1, twice)


def test_a_file_that_went_is_gone(place: Place) -> None:
    place.publish(1, FIRST)
    fewer = {path: data for path, data in FIRST.items() if path != WORD}
    place.publish(2, fewer)
    assert place.shows(2, fewer)
    with pytest.raises(FileNotFoundError):
        place.open().read(WORD)


def test_what_is_uploaded_is_neither_seen_nor_a_release_to_go_back_to(place: Place) -> None:
    place.publish(1, FIRST)
    target = place.open()
    with target.lock():
        upload(target, 2, SECOND)
    assert place.shows(1, FIRST)
    assert place.open().releases() == [1]
    third = SECOND | {"index.html": b"<p>home 3</p>"}
    assert place.publish(2, third) == ["index.html"], "what the run that gave up had sent is there"
    assert place.shows(2, third)


def test_an_older_release_can_be_shown_again_and_then_the_newer_one(place: Place) -> None:
    place.publish(1, FIRST)
    place.publish(2, {**SECOND, "2021/new.html": b"<p>new</p>"})
    target = place.open()
    with target.lock():
        target.show(1)
        assert place.shows(1, FIRST)
        current = target.current()
        assert current
        assert (current.number, target.releases()) == (1, [1, 2])
        target.show(2)
    assert place.shows(2, {**SECOND, "2021/new.html": b"<p>new</p>"})


@pytest.mark.slow
def test_of_twelve_releases_ten_stay_and_nothing_else(place: Place) -> None:
    versions = {number: {**FIRST, "index.html": f"<p>home {number}</p>".encode()} for number in range(1, 13)}
    target = place.open()
    for number, files in versions.items():
        place.publish(number, files, target)
    assert target.releases() == list(range(3, 13))
    assert len(target.releases()) == KEPT
    contents = {sha(data) for number in range(3, 13) for data in versions[number].values()}
    if place.kind in ("folder", "sftp"):
        contents |= {sha(release_of(number, versions[number]).text) for number in range(3, 13)}
        assert len(place.keep("trees")) == 10 + 3, "ten roots; 2020, 2020/xinfang and assets are the same in all"
    assert set(place.keep("objects")) == contents
    with target.lock():
        target.show(3)
    assert place.shows(3, versions[3])
    with pytest.raises(TargetError, match="没有第 2 版"), target.lock():
        target.show(2)
    assert place.shows(3, versions[3])


def test_after_going_back_far_the_release_that_readers_see_stays(folder_place: Place) -> None:
    target = folder_place.open()
    for number in range(1, 11):
        folder_place.publish(number, {**FIRST, "index.html": str(number).encode()}, target)
    with target.lock():
        target.show(1)
    with target.lock():
        upload(target, 11, SECOND)
        target.show(11)
        target.show(2)
    assert target.releases() == list(range(2, 12))
    assert folder_place.shows(2, {**FIRST, "index.html": b"2"})


@pytest.mark.parametrize("place", ["s3", "webdav"], indirect=True)
def test_a_site_that_somebody_else_made_is_left_alone(place: Place) -> None:
    target = place.open()
    place.store(target).write("manifest.json", b'{"name": "an app", "icons": []}')
    with pytest.raises(AddressError, match="不是本程序发布的网站"):
        target.current()


@pytest.mark.parametrize("path", ["../outside.html", "/absolute.html", "a//b.html", "a/./b.html", ""])
def test_a_path_that_leads_out_of_the_site_is_refused(folder_place: Place, path: str) -> None:
    target = folder_place.open()
    with pytest.raises(TargetError, match="不能用在网站上"), target.lock():
        upload(target, 1, {path: b"x"})


def test_a_manifest_says_the_same_in_the_same_bytes() -> None:
    one = Release(1, "2021-06-10T09:30:00+08:00", Listing.of({"b": sha(b"2"), "a": sha(b"1")}), {"y": 1, "x": [{"标题": "自评"}]})
    other = Release(1, "2021-06-10T09:30:00+08:00", Listing.of({"a": sha(b"1"), "b": sha(b"2")}), {"x": [{"标题": "自评"}], "y": 1})
    assert one.text == other.text
    assert Release.from_text(one.text) == one


def test_without_an_address_the_site_goes_to_the_usual_folder(folder_place: Place) -> None:
    target = open_target("", folder_place.base)
    with target.lock():
        pass
    assert (folder_place.base / "output/site/.ziping/lock").exists()
    assert target.name == "output/site"


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_browsers_are_told_what_each_file_is(place: Place, s3_client: Any) -> None:  # noqa: ANN401 - boto3 makes the class as it runs
    place.publish(1, FIRST)
    prefix = place.address.removeprefix("s3://disclosure/")
    types = {path: s3_client.head_object(Bucket="disclosure", Key=f"{prefix}/{path}")["ContentType"] for path in (*FIRST, "manifest.json")}
    assert types == {
        "index.html": "text/html; charset=utf-8",
        "2020/index.html": "text/html; charset=utf-8",
        "2020/xinfang/index.html": "text/html; charset=utf-8",
        "feed.xml": "application/xml; charset=utf-8",
        "assets/site.css": "text/css; charset=utf-8",
        "manifest.json": "application/json; charset=utf-8",
        WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }


@pytest.mark.slow
@pytest.mark.parametrize("place", ["s3", "webdav"], indirect=True)
@pytest.mark.parametrize("step", ["copy page", "write manifest", "remove gone", "remove unfinished"])
def test_an_interrupted_showing_is_finished_by_whoever_takes_the_lock_next(
    place: Place, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = {"2019/old.html": b"<p>withdrawn</p>", "2018/old.html": b"<p>withdrawn too</p>"}
    place.publish(1, FIRST | gone)
    target = place.open()
    with target.lock():
        upload(target, 2, SECOND)
        store = place.store(target)
        operation, _, what = step.partition(" ")
        original = getattr(store, operation)

        def fail(first: list[str] | str, *others: object) -> None:
            if what in (
                "page" * (others == ("2020/xinfang/index.html",)),
                "manifest" * (first == "manifest.json"),
                "gone" * ("2019/old.html" in first),
                "unfinished" * ("switching" in str(first)),
            ):
                if operation == "remove":
                    original(first[:1] if what == "gone" else [])
                raise ConnectionResetError
            original(first, *others)

        with monkeypatch.context() as patch:
            patch.setattr(store, operation, fail)
            with pytest.raises(TargetError, match="每一页都是完整的"):
                target.show(2)
    with place.open().lock():
        assert place.shows(2, SECOND)
    assert place.open().releases() == [1, 2]
