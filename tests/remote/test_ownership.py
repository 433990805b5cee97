"""What is not the program's own is not touched: only a free or a marked place is published to, and never the workspace's own folders."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from pipeline.remote.failures import AddressError, TargetError
from pipeline.remote.link_folders import LinkFolders
from pipeline.remote.listing import RELEASE_FILE
from pipeline.remote.release import Release, digest_of
from pipeline.remote.target import open_target
from tests.remote.conftest import Places
from tests.remote.places import FIRST, SECOND, TIME, Files, Place, release_of, sha

FOREIGN = {
    "incoming/upload.bin": b"of somebody else",
    "objects/photo.png": b"a picture",
    "releases/v1.json": b"{}",
    ".ziping/notes.txt": b"not the program's",
    "index.html": b"<p>another site</p>",
    "manifest.json": b'{"name": "an app", "icons": []}',
}


def everything(root: Path) -> dict[str, bytes | str]:
    """Return all that is below a folder, links as where they lead."""
    return {
        path.relative_to(root).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else b"folder"
        for path in root.rglob("*")
    }


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("kind", ["folder", "sftp", "webdav"])
def test_a_folder_with_anything_else_in_it_is_refused_and_stays_as_it_is(kind: str, name: str, places: Places) -> None:
    place = places.make(kind)
    root = place.root()
    (root / name).parent.mkdir(parents=True)
    (root / name).write_bytes(FOREIGN[name])
    before = everything(root)
    with pytest.raises(AddressError, match="里已经有别的内容，不是本程序发布的网站"):
        place.publish(1, FIRST)
    for use in (lambda: place.open().current(), lambda: place.open().missing({}), lambda: place.open().mend({})):
        with pytest.raises(AddressError, match="都没有动"):
            use()
    assert everything(root) == before


def test_a_part_of_a_bucket_with_anything_else_in_it_is_refused_and_stays_as_it_is(places: Places) -> None:
    place = places.make("s3")
    place.store(place.open()).put("index.html", b"<p>another site</p>")
    with pytest.raises(AddressError, match="里已经有别的内容"), place.open().lock():
        pass
    assert (place.look(), place.keep("objects")) == ({"index.html": b"<p>another site</p>"}, [])


def test_a_place_is_marked_once_in_words_that_people_understand(place: Place) -> None:
    target = place.open()
    assert target.identity() is None
    place.publish(1, FIRST)
    mark, identity = place.store(target).read(".ziping/README.txt"), target.identity()
    assert "这个文件夹由自评程序（ziping）写入" in mark.decode()
    assert identity
    assert identity in mark.decode()
    place.publish(2, SECOND)
    assert place.store(target).read(".ziping/README.txt") == mark
    assert place.open().identity() == identity


def test_two_places_are_told_apart(places: Places) -> None:
    marks = set()
    for place in (places.make("folder"), places.make("folder")):
        place.publish(1, FIRST)
        marks.add(place.open().identity())
    assert len(marks) == 2


def test_an_empty_folder_and_one_of_a_run_that_died_at_once_are_free(place: Place) -> None:
    store = place.store(place.open())
    assert store.create_lock("a run that died before it marked the place")
    store.remove_lock()
    place.publish(1, FIRST)
    assert place.shows(1, FIRST)


def test_everything_but_the_entrance_is_in_one_hidden_folder(places: Places) -> None:
    for kind in ("folder", "sftp"):
        place = places.make(kind)
        place.publish(1, FIRST)
        root = place.root()
        assert sorted(path.name for path in root.iterdir()) == [".ziping", "current"]
        assert str((root / "current").readlink()).startswith(".ziping/trees/")


def test_what_lies_beside_the_entrance_of_a_marked_place_stays(folder_place: Place) -> None:
    folder_place.publish(1, FIRST)
    beside = Path(folder_place.address, "incoming")
    beside.mkdir()
    (beside / "mail.eml").write_bytes(b"of somebody else")
    folder_place.publish(2, SECOND)
    assert (beside / "mail.eml").read_bytes() == b"of somebody else"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace beside other things of its user, who has a folder of his own."""
    root = tmp_path / "home/ziping"
    for name in ("data/xinfang", "templates/site", "tests", "output/xinfang/2020"):
        (root / name).mkdir(parents=True)
    (root / "link").symlink_to(root / "data")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return root


@pytest.mark.parametrize(
    "address",
    [
        ".",
        "..",
        "/",
        "~",
        "~/",
        "data",
        "data/",
        "data/xinfang",
        "data/new",
        "link",
        "link/new/site",
        "templates/site",
        "tests",
        "output",
        "output/xinfang",
        "output/xinfang/2021",
        "output/../data/site",
        ".venv/site",
        str(Path(open_target.__code__.co_filename).parents[1]),
    ],
)
def test_the_folders_of_the_workspace_and_the_user_are_no_places(address: str, workspace: Path) -> None:
    before = everything(workspace)
    with pytest.raises(AddressError, match="是存放别的文件的文件夹，不能用来发布网站") as failure:
        open_target(address, workspace)
    assert "output/site" in failure.value.hint
    assert everything(workspace) == before


@pytest.mark.parametrize("address", ["", "output/site", "试验", "~/www", "../site"])
def test_other_folders_are_places(address: str, workspace: Path) -> None:
    with open_target(address, workspace).lock():
        pass
    assert (workspace / (Path(address).expanduser() if address else "output/site") / ".ziping").is_dir()


def lay_out_as_before(root: Path, versions: list[Files], *, hard: bool) -> None:
    """Write a site as the program's first version did, with these releases; files are linked hard in a folder, else symbolically."""
    for folder in ("objects", "trees", "staged", "releases", "incoming"):
        (root / folder).mkdir(parents=True)
    (root / "incoming/0123456789abcdef").write_bytes(b"half")
    for number, files in enumerate(versions, 1):
        stated = {
            "number": number,
            "time": TIME,
            "files": {path: sha(data) for path, data in files.items()},
            "content": {"articles": [number]},
        }
        text = json.dumps(stated, ensure_ascii=False).encode()
        (root / f"releases/{number}.json").write_bytes(text)
        release = Release.from_text(text)
        for data in (*files.values(), text):
            (root / "objects" / sha(data)).write_bytes(data)
        for name, links in LinkFolders(release).every().items():
            if not (root / "trees" / name).exists():
                (root / "trees" / name).mkdir()
                for entry, leads_to in links.items():
                    if hard and leads_to.startswith("../../objects/"):
                        os.link(root / "objects" / leads_to.rpartition("/")[2], root / "trees" / name / entry)
                    else:
                        (root / "trees" / name / entry).symlink_to(leads_to)
        current = f"trees/{LinkFolders(release).root}"
    (root / "current").symlink_to(current)
    (root / ".lock").write_text("")


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_site_of_the_first_version_is_known_by_what_it_holds_and_moved_over(kind: str, places: Places) -> None:
    place = places.make(kind)
    root = place.root()
    lay_out_as_before(root, [FIRST, SECOND], hard=kind == "folder")
    (root / "robots.txt").write_bytes(b"beside")
    seen, before = place.look(), everything(root)
    target = place.open()
    current = target.current()
    assert current
    assert (current.number, current.before, target.releases()) == (2, 0, [1, 2])
    assert target.missing(current.files) == []
    assert everything(root) == before, "looking at it changes nothing"
    with target.lock():
        assert place.look() == seen
    assert sorted(path.name for path in root.iterdir()) == [".ziping", "current", "robots.txt"]
    target = place.open()
    assert target.releases() == [1, 2]
    with target.lock():
        target.show(1)
    assert {path: data for path, data in place.look().items() if path != RELEASE_FILE} == FIRST
    third = SECOND | {"index.html": b"<p>home 3</p>"}
    assert place.publish(3, third) == ["index.html"], "what was there is not sent again"
    assert place.shows(3, third)
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in (root / ".ziping/objects").iterdir())


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_move_that_dies_anywhere_leaves_readers_the_whole_site_and_is_finished_next_time(
    kind: str, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, few = places.make(kind), {path: FIRST[path] for path in ("index.html", "2020/index.html")}
    root, steps = place.root(), 0
    while True:
        lay_out_as_before(root, [few], hard=kind == "folder")
        seen, target = place.look(), place.open()
        store, left = place.store(target), [steps]
        for name in ("relink", "move", "discard", "remove", "remove_folder", "make_links", "write"):
            original = getattr(store, name)

            def count(*args: object, original: object = original, left: list[int] = left, seen: Files = seen) -> object:
                assert place.look() == seen
                left[0] -= 1
                if left[0] < 0:
                    raise ConnectionResetError
                return original(*args)  # type: ignore[operator]

            monkeypatch.setattr(store, name, count)
        try:
            with target.lock():
                pass
        except TargetError:
            pass
        assert place.look() == seen
        place.publish(2, SECOND)
        assert place.shows(2, SECOND)
        assert sorted(path.name for path in root.iterdir()) == [".ziping", "current"]
        place.close()
        shutil.rmtree(root)
        if left[0] >= 0:
            break
        steps += 1
    assert steps > 15


@pytest.mark.parametrize("kind", ["s3", "webdav"])
def test_a_site_of_the_first_version_in_a_store_without_links_is_known_by_what_it_holds(kind: str, places: Places) -> None:
    place = places.make(kind)
    place.publish(1, FIRST)
    place.store(place.open()).remove([".ziping/README.txt"])
    place.publish(2, SECOND)
    assert place.shows(2, SECOND)
    assert place.open().identity()


@pytest.mark.parametrize(
    "path",
    [
        "../up",
        "a/../../up",
        "/absolute",
        "a//b",
        "./a",
        "a/.",
        "",
        "a/",
        "back\\slash",
        "new\nline",
        "\x1b[31m",
        ".ziping/lock",
        ".ZIPING/x",
        "manifest.json",
        "manifest/files/2020/0a/part.json",
    ],
)
def test_a_name_that_leads_outside_is_refused_when_a_manifest_is_read(path: str) -> None:
    with pytest.raises(TargetError, match="不能用在网站上"):
        Release.from_text(text_of({path: sha(b"x")}))


def text_of(files: dict[str, str]) -> bytes:
    """Return the text of a release as nobody but who means ill would write it."""
    return release_of(1, {}).text.replace(b'"files":{}', b'"files":' + json.dumps(files).encode())


def test_a_name_that_is_a_file_and_a_folder_is_refused() -> None:
    with pytest.raises(TargetError, match="“a/b”不能用在网站上"):
        Release.from_text(text_of({"a": sha(b"1"), "a/b": sha(b"2")}))


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "ABC", digest_of(b"") + "0"])
def test_a_digest_that_is_none_is_refused(digest: str) -> None:
    with pytest.raises(TargetError, match="不是本程序写的，或者已经损坏"):
        Release.from_text(text_of({"a": digest}))


@pytest.mark.parametrize("path", ["../outside.html", ".ziping/objects/x", "a\\b.html"])
def test_no_target_takes_a_name_that_leads_outside(place: Place, path: str) -> None:
    with pytest.raises(TargetError, match="不能用在网站上"):
        place.publish(1, {path: b"x"})
    assert place.look() == {}


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_an_entrance_that_somebody_else_made_is_not_followed(kind: str, places: Places) -> None:
    place = places.make(kind)
    place.publish(1, FIRST)
    entrance = place.root() / "current"
    entrance.unlink()
    entrance.symlink_to("/etc")
    with pytest.raises(TargetError, match="current 不是本程序建的"):
        place.publish(2, SECOND)
    entrance.unlink()
    entrance.mkdir()
    with pytest.raises(TargetError, match="current 不是本程序建的"):
        place.publish(2, SECOND)
