"""Whatever fails while a site is published, readers see a whole one, the web editor is told, and the next run completes it."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.remote import folder, folder_contents, s3
from pipeline.remote.failures import TargetError
from pipeline.remote.faults import FORBIDDEN, FULL
from tests.remote.conftest import Places
from tests.remote.places import FIRST, SECOND, Files, Place, upload
from tests.remote.servers import HOST, Wire, know_host

KILLS, CUTS = 200, 10
ROOT = Path(__file__).parents[2]
Record = Callable[[str, object], None]


def version(number: int) -> Files:
    """Return a site of which a part changes with each release."""
    return {**SECOND, "index.html": b"<p>home %d</p>" % number, "2020/table.docx": b"PK %d" % number + bytes(20_000)}


@pytest.mark.slow
def test_killed_at_any_moment_readers_see_a_whole_site_and_the_next_run_completes(tmp_path: Path, record_property: Record) -> None:
    command = [sys.executable, "-m", "tests.remote.killing", str(tmp_path), str(KILLS), "20210610"]
    found = Counter(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout))
    record_property(
        "figures",
        f"kill -9 while publishing to a folder: {found['killed']} kills ({found['old site']} left the old site, {found['new site']} the new one), "
        f"{found['readings']} readings of the whole site by 4 readers: {found['missing']} missing, {found['torn']} torn, {found['mixed']} mixed; "
        f"{found['next run completed']} next runs completed",
    )
    runs = found["killed"] + found["was quicker"]
    assert found["killed"] == KILLS
    assert found["missing"] == found["torn"] == found["mixed"] == found["left over"] == found["readers that failed"] == 0
    assert found["readings"] == found["expected"] > KILLS
    assert found["old site"] + found["new site"] == found["next run completed"] == runs
    assert found["old site"] > KILLS / 4, "the moments are spread over the publication"


class Failing:
    """Lets one call fail among all those that write."""

    calls = ("mkdir", "link", "symlink", "rename", "replace", "fsync", "pwrite", "open")

    def __init__(self, patch: pytest.MonkeyPatch, number: int) -> None:
        self.left = 0
        self.number = number
        for name in self.calls:
            patch.setattr(os, name, self.counted(getattr(os, name)))
        write = folder_contents.write_new

        def torn(path: Path, data: bytes, mode: int) -> None:
            if self.is_next():
                path.write_bytes(data[: len(data) // 2])
                raise OSError(self.number, os.strerror(self.number))
            write(path, data, mode)

        patch.setattr(folder, "write_new", torn)

    def counted(self, original: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if self.is_next():
                raise OSError(self.number, os.strerror(self.number))
            return original(*args, **kwargs)

        return call

    def is_next(self) -> bool:
        self.left -= 1
        return self.left == 0

    def at(self, count: int) -> None:
        self.left = count


@pytest.mark.parametrize(("number", "sentence"), [(errno.ENOSPC, FULL), (errno.EACCES, FORBIDDEN)])
def test_a_disk_that_fails_at_any_write_leaves_a_whole_site(
    places: Places, number: int, sentence: tuple[str, str], record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, found, release = places.make("folder"), Counter[str](), 11
    for older in range(1, release + 1):
        place.publish(older, version(older))
    with monkeypatch.context() as patch:
        disk = Failing(patch, number)
        for count in range(1, 1000):
            disk.at(count)
            said = outcome_of(place, release + 1)
            is_over = disk.left > 0
            disk.at(-1)
            found[seen_after(place, release, said)] += 1
            if is_over:
                break
            found["told"] += bool(said)
            assert not said or (sentence[0] in said and sentence[1] in said)
            place.publish(release + 1, version(release + 1))
            assert place.shows(release + 1, version(release + 1))
            release += 1
            found["completed"] += 1
    record_property(
        "figures",
        f"{errno.errorcode[number]} at each of {found['completed']} writes of a publication to a folder: {found['told']} told, the others came "
        f"after the new site was shown; {found['old']} old sites whole, {found['new']} new ones whole, {found['broken']} broken; "
        f"{found['completed']} next runs completed",
    )
    assert found["broken"] == 0
    assert found["told"] > 20
    assert found["told"] + found["new"] > found["completed"]


def outcome_of(place: Place, number: int) -> str:
    """Publish, and return what is said if it fails."""
    try:
        place.publish(number, version(number))
    except TargetError as failure:
        return f"{failure.message}\n{failure.hint}"
    return ""


def state_of(place: Place, number: int) -> str:
    """Return which release readers see; broken, if it is neither this one nor the next, whole."""
    return "old" if place.shows(number, version(number)) else "new" if place.shows(number + 1, version(number + 1)) else "broken"


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()


def length_of_publication(wire: Wire, place: Place, number: int) -> int:
    """Return how many bytes pass while a release is published, the connection's own included."""
    wire.cut_after(None)
    place.publish(number, version(number))
    place.close()
    return wire.passed


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sftp", "s3"])
def test_a_connection_cut_anywhere_leaves_a_whole_site(
    kind: str, places: Places, request: pytest.FixtureRequest, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "PAUSES", ())  # a call that is cut off need not be made again
    chance, found, release = random.Random(20210610), Counter[str](), 2
    with wire_to(places.servers.port(kind)) as wire:
        place = places.make(kind)
        if kind == "sftp":
            know_host(request.getfixturevalue("sftp_home"), wire.port)
        steady = place.open()
        place.publish(1, FIRST, steady)
        address = place.address
        over_wire(place, wire, places, monkeypatch)
        length = length_of_publication(wire, place, release)
        for _ in range(CUTS):
            over_wire(place, wire, places, monkeypatch)
            wire.cut_after(chance.randrange(length))
            said = outcome_of(place, release + 1)
            place.close()
            place.address = address
            found[seen_after(place, release, said)] += 1
            found["told"] += bool(said)
            with steady.lock():
                upload(steady, release + 1, version(release + 1))
                steady.show(release + 1)
            assert place.shows(release + 1, version(release + 1))
            release += 1
            found["completed"] += 1
    record_property(
        "figures",
        f"connection cut at {CUTS} random offsets of {length} bytes, {kind}: {found['told']} told; {found['old']} old sites whole, "
        f"{found['new']} new ones whole, {found['between']} between the two with every file whole, {found['broken']} broken; "
        f"{found['completed']} next runs completed",
    )
    assert found["broken"] == 0
    assert found["completed"] == CUTS
    assert found["told"] + found["new"] >= CUTS, "after the new site was shown only tidying up was cut off, which the next run does"


def over_wire(place: Place, wire: Wire, places: Places, patch: pytest.MonkeyPatch) -> None:
    """Let the place be reached through the wire."""
    place.address = place.address.replace(f":{places.servers.port(place.kind)}/", f":{wire.port}/")
    patch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{wire.port}")


def seen_after(place: Place, number: int, said: str) -> str:
    """Return what readers see, and whether that is what was said.

    In an object store, a showing that was cut, and says so, may leave old files beside new ones.
    """
    state = state_of(place, number)
    if state == "broken" and place.kind == "s3" and "可能有几页是新的" in said:
        files, old, new = place.look(), version(number), version(number + 1)
        files.pop("manifest.json")
        is_whole = files.keys() == old.keys() and all(data in (old[path], new[path]) for path, data in files.items())
        return "between" if is_whole else "broken"
    if said and "这次没有改动网站" in said and state != "old":
        return "broken"
    return state
