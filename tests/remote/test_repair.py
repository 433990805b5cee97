"""What is damaged on a site is found, and made anew from the right bytes; damage to one file reaches no other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.remote.failures import DamagedError, TargetError
from tests.remote.conftest import Places
from tests.remote.places import FIRST, SECOND, WORD, Place, release_of, sha, upload

PAGE = "2020/xinfang/index.html"
THIRD = SECOND | {"index.html": b"<p>home 3</p>", "new.html": b"<p>new</p>"}
HALF_WAY: dict[str, Place] = {}


def damage(place: Place, path: str, data: bytes = b"damaged") -> None:
    """Write over a file in the site's place, past the program."""
    if place.kind == "s3":
        place.store(place.open()).put(path, data)
        return
    file = place.root() / path
    mode = file.stat().st_mode & 0o777
    file.chmod(0o644)
    file.write_bytes(data)
    file.chmod(mode)


def seen(place: Place, path: str) -> str:
    """Return where a file lies that readers see."""
    return f"current/{path}" if place.kind in ("folder", "sftp") else path


def kept(data: bytes) -> str:
    """Return where a file is kept."""
    return f".ziping/objects/{sha(data)}"


def is_kept_whole(place: Place, data: bytes) -> bool:
    return bool(place.store(place.open()).read(kept(data)) == data)


def test_a_damaged_file_is_sent_again_by_the_next_publication_that_makes_it(place: Place) -> None:
    place.publish(1, FIRST)
    for path in (seen(place, PAGE), kept(FIRST[PAGE])):
        damage(place, path)
        assert place.open().missing({PAGE: sha(FIRST[PAGE])}) == [PAGE]
        assert place.publish(1, FIRST) == [PAGE]
        assert place.shows(1, FIRST)
        assert is_kept_whole(place, FIRST[PAGE])
    assert place.open().missing(release_of(1, FIRST).files) == []


def test_a_damaged_file_that_is_not_made_anew_is_left_to_be_verified(place: Place) -> None:
    place.publish(1, FIRST)
    damage(place, seen(place, WORD))
    target, sent = place.open(), list[str]()
    page = SECOND[PAGE]
    with target.lock():
        target.upload(release_of(2, SECOND), {PAGE: page}, lambda path, _size: sent.append(path))
        target.show(2)
    assert sent == [PAGE]


def remove(place: Place, path: str) -> None:
    place.store(place.open()).remove([path])


@pytest.mark.parametrize("harm", [damage, remove])
def test_files_are_mended_where_readers_see_them_and_where_they_are_kept(place: Place, harm: Callable[[Place, str], None]) -> None:
    place.publish(1, FIRST)
    for path in (seen(place, PAGE), seen(place, "index.html"), kept(FIRST[WORD]), kept(FIRST["feed.xml"])):
        harm(place, path)
    target = place.open()
    with target.lock():
        target.mend({path: FIRST[path] for path in (PAGE, "index.html", WORD, "feed.xml")})
    assert place.shows(1, FIRST)
    assert all(is_kept_whole(place, data) for data in FIRST.values())


def test_nothing_is_mended_with_other_bytes_than_those_that_were_published(place: Place) -> None:
    place.publish(1, FIRST)
    target = place.open()
    with target.lock():
        target.mend({PAGE: b"<p>forged</p>", "new.html": b"<p>new</p>", "../up.html": b"<p>up</p>"})
    assert place.shows(1, FIRST)
    assert not place.open().archive.has(sha(b"<p>forged</p>"))


@pytest.mark.parametrize("place", ["folder", "sftp"], indirect=True)
def test_whole_folders_and_links_are_mended(place: Place) -> None:
    place.publish(1, FIRST)
    folder = (place.root() / "current/2020").resolve()
    shutil.rmtree(folder)
    (place.root() / "current").resolve().joinpath("assets").unlink()
    (place.root() / "current").resolve().joinpath("assets").mkdir()
    (place.root() / "current/feed.xml").unlink()
    (place.root() / "current/feed.xml").mkdir()
    target = place.open()
    with target.lock():
        target.mend(FIRST)
    assert place.shows(1, FIRST)


@pytest.mark.parametrize("harm", [damage, remove])
def test_the_manifest_of_the_site_is_mended_by_whoever_takes_the_lock_next(place: Place, harm: Callable[[Place, str], None]) -> None:
    place.publish(1, FIRST)
    place.publish(2, SECOND)
    if harm is remove and place.kind in ("s3", "webdav"):
        pytest.skip("without a manifest nothing was published there")
    harm(place, seen(place, "manifest.json"))
    with pytest.raises(TargetError):
        place.open().current()
    with place.open().lock():
        pass
    assert place.shows(2, SECOND)


def test_damage_to_a_served_file_of_a_folder_reaches_neither_the_kept_one_nor_another_release(folder_place: Place) -> None:
    folder_place.publish(1, FIRST)
    folder_place.publish(2, SECOND)
    damage(folder_place, seen(folder_place, WORD))
    target = folder_place.open()
    assert is_kept_whole(folder_place, FIRST[WORD])
    with target.lock():
        target.show(1)
    assert folder_place.shows(1, FIRST)


def test_a_release_of_which_a_file_is_damaged_is_not_gone_back_to(place: Place) -> None:
    place.publish(1, FIRST)
    place.publish(2, SECOND)
    damage(place, kept(FIRST[PAGE]))
    target = place.open()
    with target.lock(), pytest.raises(DamagedError, match="第 1 版的文件不全"):
        target.show(1)
    assert place.shows(2, SECOND)


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.usefixtures("strict_umask")
@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_readers_may_read_whatever_the_umask_and_nobody_writes_what_is_kept(kind: str, places: Places) -> None:
    place = places.make(kind)
    for number, files in ((1, FIRST), (2, SECOND)):
        place.publish(number, files)
    target = place.open()
    with target.lock():
        target.mend({PAGE: SECOND[PAGE]})
        target.show(1)
    modes = {path.relative_to(place.root()).as_posix(): path.lstat().st_mode & 0o777 for path in place.root().rglob("*")}
    folders = {name for name in modes if (place.root() / name).is_dir() and not (place.root() / name).is_symlink()}
    links = {name for name in modes if (place.root() / name).is_symlink()}
    objects = {name for name in modes if name.startswith(".ziping/objects/")}
    assert {modes[name] for name in folders} | {place.root().stat().st_mode & 0o777} == {0o755}
    assert {modes[name] for name in objects} == {0o444}
    assert {modes[name] for name in modes.keys() - folders - links - objects - {".ziping/lock"}} == {0o644}
    assert len(objects) > len(FIRST)


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_paths_are_all_that_readers_could_fetch_through_the_entrance(kind: str, places: Places) -> None:
    place = places.make(kind)
    assert place.open().paths() == []
    place.publish(1, FIRST)
    place.publish(2, SECOND)
    assert place.open().paths() == sorted([*SECOND, "manifest.json"])
    outside = place.base / "elsewhere"
    outside.mkdir()
    (outside / "secret.txt").write_bytes(b"secret")
    current = (place.root() / "current").resolve()
    (current / "2020/xinfang/added.html").write_bytes(b"added")
    (current / "linked").symlink_to(outside)
    (current / "loop").symlink_to(current)
    (current / "nowhere").symlink_to("nothing")
    assert place.open().paths() == sorted([*SECOND, "manifest.json", "2020/xinfang/added.html", "linked/secret.txt"])


@pytest.mark.parametrize("kind", ["s3", "webdav"])
def test_paths_are_all_that_is_not_hidden(kind: str, places: Places) -> None:
    place = places.make(kind)
    assert place.open().paths() == []
    place.publish(1, FIRST)
    place.store(place.open()).put("2020/xinfang/added.html", b"added")
    assert place.open().paths() == sorted([*FIRST, "manifest.json", "2020/xinfang/added.html"])


def half_way(kind: str, places: Places) -> Place:
    """Return a place where the second release is shown and a third one sent; published once, and copied for each test."""
    if kind not in HALF_WAY:
        place = HALF_WAY[kind] = places.make(kind)
        place.publish(1, FIRST)
        place.publish(2, SECOND)
        target = place.open()
        with target.lock():
            upload(target, 3, THIRD)
    return places.copy(HALF_WAY[kind])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["webdav", "s3"])
@pytest.mark.parametrize("cut", [0, 1, 20, -1])
@pytest.mark.parametrize("name", ["manifest.json", ".ziping/switching.json", ".ziping/releases/2.json", ".ziping/staged/3.json"])
def test_a_control_file_that_the_first_version_has_torn_is_made_up_for(kind: str, name: str, cut: int, places: Places) -> None:
    place = half_way(kind, places)
    store = place.store(place.open())
    # The run of the first version died while it sent the file.
    texts = {
        "manifest.json": release_of(3, THIRD).text,
        ".ziping/switching.json": b'{"to": 3, "paths": ["index.html", "new.html"]}',
        ".ziping/releases/2.json": release_of(2, SECOND).text,
        ".ziping/staged/3.json": release_of(3, THIRD).text,
    }
    if name == "manifest.json":
        for path in ("index.html", "new.html"):
            store.put(path, THIRD[path])
        store.put(".ziping/switching.json", texts[".ziping/switching.json"])
    store.put(name, texts[name][:cut])
    with place.open().lock():
        pass
    shown = (3, THIRD) if name == "manifest.json" else (2, SECOND)
    assert place.shows(*shown)
    assert place.open().release(2) == release_of(2, SECOND)
    place.publish(4, FIRST)
    assert place.shows(4, FIRST)


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_a_manifest_that_somebody_tore_is_made_anew_from_what_readers_see_and_not_from_the_newest(kind: str, places: Places) -> None:
    place = places.make(kind)
    place.publish(1, FIRST)
    place.publish(2, {**SECOND, "2021/withdrawn.html": b"<p>withdrawn</p>"})
    target = place.open()
    with target.lock():
        target.show(1)
    place.store(target).put("manifest.json", b'{"content":')
    with place.open().lock():
        pass
    assert place.shows(1, FIRST)


def test_a_showing_that_names_files_outside_removes_none(places: Places) -> None:
    place = places.make("webdav")
    place.publish(1, FIRST)
    outside = Path(place.root()).parent / "outside.html"
    outside.write_bytes(b"of somebody else")
    place.store(place.open()).put(".ziping/switching.json", b'{"to": 1, "paths": ["../outside.html", ".ziping/README.txt"]}')
    with place.open().lock():
        pass
    assert outside.read_bytes() == b"of somebody else"
    assert place.open().identity()
    assert place.shows(1, FIRST)
