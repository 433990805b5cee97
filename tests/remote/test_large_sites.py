"""A site of many units: a release states it in parts, and the next one shares with it all that did not change."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest

from pipeline.remote import parts
from pipeline.remote.failures import TargetError
from pipeline.remote.link_folders import LinkFolders
from pipeline.remote.listing import Listing
from pipeline.remote.records import SHORT, STATED, Records
from pipeline.remote.release import FORMER, Release, differing
from pipeline.remote.stored_target import KEPT
from tests.remote.conftest import Places
from tests.remote.places import TIME, Files, Place, release_of, sha, upload

UNITS = 12


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a site be large that has more than a few units."""
    monkeypatch.setattr(parts, "STATED", 4)


def large(number: int = 0, corrected: int = 0) -> dict[str, bytes]:
    """Return a site of many units, of whom one and the home page change with each number."""
    pages = {f"2020/unit{index}/index.html": b"<p>%d</p>" % index for index in range(UNITS)}
    correction = {f"2020/unit{corrected}/index.html": b"<p>corrected %d</p>" % number} if number else {}
    return {**pages, **correction, "index.html": b"<p>home %d</p>" % number}


def former_text(number: int, files: Files) -> bytes:
    """Return a release as the first version of the program stated it."""
    stated = {
        "number": number,
        "time": TIME,
        "files": {path: sha(data) for path, data in files.items()},
        "content": {"articles": [number]},
        "before": 0,
    }
    return (json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def kept_at(place: Place, folder: str) -> set[str]:
    return set(place.keep(folder))


def needed_of(releases: list[Release]) -> set[str]:
    """Return the digests of all that releases need to be kept, counted one by one."""
    return {digest for release in releases for _, digest in release.everything()}


@pytest.mark.parametrize("kind", ["folder", "sftp", "s3"])
def test_readers_see_a_large_site_and_the_parts_that_its_manifest_names(kind: str, places: Places) -> None:
    place = places.make(kind)
    assert sorted(place.publish(1, large())) == sorted(large())
    seen = place.look()
    found = {path: data for path, data in seen.items() if path.startswith("manifest/")}
    stated = json.loads(seen["manifest.json"])
    assert {path.split("/")[3]: sha(data) for path, data in found.items()} == stated["folders"]["2020"]["parts"]
    listed = {
        f"2020/{unit}/{name}": digest for data in found.values() for unit, some in json.loads(data).items() for name, digest in some.items()
    }
    assert listed | stated["files"] == {path: sha(data) for path, data in large().items()}
    assert seen == {**large(), **found, "manifest.json": release_of(1, large()).text}
    assert place.open().current() == release_of(1, large())


@pytest.mark.parametrize("kind", ["folder", "sftp", "s3"])
def test_a_correction_reads_one_part_and_makes_few_things(kind: str, places: Places) -> None:
    place = places.make(kind)
    place.publish(1, large())
    before = {name: kept_at(place, name) for name in ("objects", "trees")}
    target = place.open()
    store, read = place.store(target), list[str]()
    original = store.read

    def noting(path: str) -> bytes:
        read.append(path)
        data: bytes = original(path)
        return data

    store.read = noting
    corrected = {path: large(2, 5)[path] for path in ("2020/unit5/index.html", "index.html")}
    with target.lock():
        current = target.current()
        assert current
        files = current.files.changed({path: sha(data) for path, data in corrected.items()}, ["2020/unit5/"])
        target.upload(Release(2, TIME, files, {"articles": [2]}), corrected, lambda _path, _size: None)
        target.show(2)
    stated = {sha(text) for text in place.look().values() if text.startswith(b'{"unit')} | set(current.parts.values())
    assert len({path for path in read if path.rpartition("/")[2] in stated}) == 2, "the unit's part as it was and as it is"
    assert place.look().items() >= corrected.items()
    new = {name: kept_at(place, name) - before[name] for name in before}
    assert len(new["objects"]) == (3 if kind == "s3" else 4), "two pages, a part, and the manifest where it is a link"
    assert len(new["trees"]) == (0 if kind == "s3" else 7), "the site's own, the year's, the unit's, the part's and the three that it is in"


def test_links_that_did_not_change_are_one_for_all_releases(folder_place: Place) -> None:
    folder_place.publish(1, large())
    folder_place.publish(2, large(2))
    links = list(folder_place.root().rglob(".ziping/trees/*/unit9"))
    assert len(links) == 2
    assert len({path.lstat().st_ino for path in links}) == 1


@pytest.mark.parametrize("fault", [OSError, NotImplementedError])
def test_where_links_cannot_be_shared_they_are_made(folder_place: Place, fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **_named: object) -> None:
        raise fault

    folder_place.publish(1, large())
    monkeypatch.setattr(os, "link", refuse)
    folder_place.publish(2, large(2))
    assert {path: data for path, data in folder_place.look().items() if not path.startswith("manifest")} == large(2)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["folder", "webdav"])
def test_a_large_site_of_the_former_version_is_read_and_the_next_release_is_stated_in_parts(kind: str, places: Places) -> None:
    place, twice = places.make(kind), {"2020/unit3/a.txt": b"same", "2020/unit4/a.txt": b"same"}
    old = large() | twice
    target = place.open()
    with target.lock():
        former = Release.from_text(former_text(1, old))
        target.upload(former, old, lambda _path, _size: None)
        target.show(1)
    assert place.look() == {**old, "manifest.json": former_text(1, old)}
    new = large(2, 5) | {"2020/unit4/a.txt": b"same"}
    assert place.publish(2, new) == ["2020/unit5/index.html", "index.html"]
    target = place.open()
    current = target.current()
    assert current == release_of(2, new)
    assert (target.release(1).format, target.releases()) == (FORMER, [1, 2])
    with target.lock():
        target.show(1)
        assert place.look() == {**old, "manifest.json": former_text(1, old)}
        target.show(2)
    for number in range(3, KEPT + 3):
        place.publish(number, {**new, "index.html": b"<p>home %d</p>" % number})
    assert place.look()["2020/unit4/a.txt"] == b"same"
    place.publish(KEPT + 3, {**new, "2020/unit4/a.txt": b"other"})
    assert sha(b"same") in kept_at(place, "objects")


@pytest.mark.parametrize("kind", ["folder", "webdav"])
def test_of_many_releases_exactly_what_the_last_ten_need_is_kept(kind: str, places: Places) -> None:
    place, versions = places.make(kind), dict[int, Files]()
    target = place.open()
    for number in range(1, KEPT + 5):
        # In the fourth release the page is as it was in the first; from the seventh on two pages are the same.
        files = large(0 if number == 4 else number, number % 3)
        versions[number] = {**files, "2020/unit8/index.html": files["2020/unit9/index.html"]} if number > 6 else files
        place.publish(number, versions[number], target)
    releases = [target.release(number) for number in target.releases()]
    assert [release.number for release in releases] == list(range(5, KEPT + 5))
    texts = {sha(release.text) for release in releases} if kind == "folder" else set()
    assert kept_at(place, "objects") == needed_of(releases) | texts
    if kind == "folder":
        assert kept_at(place, "trees") == {name for release in releases for name in LinkFolders(release).every()}
    with target.lock():
        for number in (5, 9, KEPT + 4):
            target.show(number)
            assert {path: data for path, data in place.look().items() if not path.startswith("manifest")} == versions[number]


@pytest.mark.slow
def test_what_a_run_that_died_had_sent_is_cleared_away(place: Place) -> None:
    place.publish(1, large())
    target, lost = place.open(), {**large(2), "2020/unit7/index.html": b"<p>never shown</p>"}
    with target.lock():
        upload(target, 2, lost)
    assert sha(lost["2020/unit7/index.html"]) in kept_at(place, "objects")
    place.publish(2, large(2))
    assert sha(lost["2020/unit7/index.html"]) not in kept_at(place, "objects")
    assert (place.keep("staged"), place.keep("incoming")) == ([], [])


@pytest.mark.parametrize("harm", ["another folder", "a folder less", "another file"])
@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_what_somebody_did_to_a_folder_does_not_go_on_in_the_next_release(kind: str, harm: str, places: Places) -> None:
    place = places.make(kind)
    place.publish(1, large())
    year = (place.root() / "current/2020").resolve()
    if harm != "another folder":
        (year / "unit9").unlink()
    if harm == "another folder":
        (year / "evil").symlink_to("/etc")
    if harm == "another file":
        (year / "unit9").mkdir()
    place.publish(2, large(2))
    assert {path: data for path, data in place.look().items() if not path.startswith("manifest")} == large(2)


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_a_part_is_read_wherever_it_is_whole(kind: str, places: Places) -> None:
    place = places.make(kind)
    place.publish(1, large())
    store = place.store(place.open())
    part = next(path for path in place.look() if path.startswith("manifest/"))
    kept = f".ziping/objects/{sha(place.look()[part])}"
    store.remove([kept])
    assert dict(current_of(place).files.pairs()) == {path: sha(data) for path, data in large().items()}
    store.remove([part if kind == "s3" else f"current/{part}"])
    with pytest.raises(TargetError, match=f"这里的 {part} 不是本程序写的，或者已经损坏"):
        dict(current_of(place).files.pairs())


def current_of(place: Place) -> Release:
    current = place.open().current()
    assert current
    return current


def test_the_same_files_are_cut_alike_however_they_came_together() -> None:
    digests = {path: sha(data) for path, data in large(3).items()}
    grown = Listing.of({})
    for path in sorted(digests, reverse=True):
        grown = grown.changed({path: digests[path]})
    grown = grown.changed({"2021/gone/a.html": sha(b"1"), "2020/gone/a.html": sha(b"2"), "2020/unit1/b.html": sha(b"3")})
    grown = grown.changed({"2020/unit1/index.html": digests["2020/unit1/index.html"]}, ["2021/", "2020/gone/", "2020/unit1/"])
    assert grown.statement() == Listing.of(digests).statement()
    assert dict(grown) == digests
    assert len(grown) == len(digests)
    fewer = grown.changed({}, [f"2020/unit{index}/" for index in range(9)])
    assert fewer.statement()["folders"] == {}, "few are stated by their paths"


def test_releases_differ_in_files_and_parts() -> None:
    one, two = release_of(1, large(1, 7)), release_of(2, large(2, 7))
    paths = differing(one, two)
    assert {path for path in paths if not path.startswith("manifest/")} == {"index.html", "2020/unit7/index.html"}
    assert len(paths) == 3
    assert differing(None, two) == {path for path, _ in two.everything()}


def test_what_the_publisher_wants_to_know_again_is_read_record_by_record() -> None:
    long = ["x" * SHORT]
    records = Records().changed({"2020/1": long, "units/1": ["short"], "2020/2": [*long, "more"]})
    release = replace(release_of(1, {}), records=records)
    texts = dict(release.made_parts)
    loaded = list[str]()

    def load(path: str, digest: str) -> object:
        loaded.append(path)
        return json.loads(texts[digest])

    again = Release.from_text(release.text, load)
    assert (again.records["units/1"], loaded) == (["short"], [])
    assert (again.records["2020/1"], loaded) == (long, ["manifest/records/2020/1/part.json"])
    assert set(again.parts) == {"manifest/records/2020/1/part.json", "manifest/records/2020/2/part.json"}
    fewer = again.records.changed({"2020/1": ["short now"]}, ["2020/2"])
    assert dict(fewer) == {"2020/1": ["short now"], "units/1": ["short"]}
    assert again.records == records


def test_a_releases_own_text_is_short_however_many_short_records_there_are() -> None:
    few = {f"units/{number}": ["x" * (SHORT // 2)] for number in range(4)}
    many = {f"units/{number}": ["x" * (SHORT // 2)] for number in range(STATED // SHORT * 4)}
    assert Records().changed(few).statement() == {"stated": few, "parts": {}}
    records = Records().changed(few).changed(many)
    assert records.stated == {}
    assert dict(records) == many


@pytest.mark.parametrize("kind", ["folder", "sftp", "s3"])
def test_short_records_that_a_former_version_stated_become_files_and_are_the_same(kind: str, places: Places) -> None:
    place, many = places.make(kind), {f"units/{number}": ["x" * (SHORT // 2)] for number in range(20)}
    former = replace(release_of(1, large()), records=Records(many))
    target = place.open()
    with target.lock():
        target.upload(former, large(), lambda _path, _size: None)
        target.show(1)
    current = place.open().current()
    assert current
    assert current.records.stated == many
    records = current.records.changed({"units/1": ["changed"]})
    assert current.records.changed({}) == current.records
    assert records != current.records
    target = place.open()
    with target.lock():
        target.upload(replace(release_of(2, large(2)), records=records), large(2), lambda _path, _size: None)
        target.show(2)
    found = place.open().current()
    assert found
    assert dict(found.records) == {**many, "units/1": ["changed"]}
    assert len(found.text) < STATED < len(former.text)


@pytest.mark.parametrize("path", ["../up", "", "a/../../up", "back\\slash"])
def test_a_part_that_leads_outside_is_refused(path: str) -> None:
    part = json.dumps({"unit1": {path: sha(b"x")}}).encode()
    text = release_of(1, large()).text
    digest = json.loads(text)["folders"]["2020"]["parts"]["0"]
    forged = Release.from_text(text.replace(digest.encode(), sha(part).encode()), lambda _path, _digest: json.loads(part))
    with pytest.raises(TargetError, match="不能用在网站上"):
        dict(forged.files.pairs())
