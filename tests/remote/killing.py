"""Publishes to a folder again and again, is killed at random moments of it, and lets readers look at the site all the while.

A program of its own, with one thread, so that it can fork. Prints its findings as JSON.

    python -m tests.remote.killing FOLDER ROUNDS SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from functools import cache
from pathlib import Path

from pipeline.remote import parts
from pipeline.remote.release import Release
from pipeline.remote.stored_target import KEPT
from pipeline.remote.target import open_target
from tests.remote.places import FIRST, release_of, sha, upload

READERS = 4


def version(number: int) -> dict[str, bytes]:
    """Return a site of which a part changes with each release."""
    pages = {f"2020/unit{index}/index.html": f"<p>unit {index}, {number}</p>".encode() * 200 for index in range(6)}
    return {**FIRST, **pages, "index.html": b"<p>home %d</p>" % number, "2020/unit1/table.docx": b"PK %d" % number + bytes(50_000)}


def publish(site: Path, number: int) -> None:
    """Publish as one run of the program does."""
    target = open_target(str(site), site.parent)
    with target.lock():
        upload(target, number, version(number))  # type: ignore[arg-type] # a folder
        target.show(number)


def read_once(site: Path, found: Counter[str]) -> None:
    """Read the whole site as one reader does who opened it once, and count what is wrong with it."""
    root = Path(os.path.realpath(site / "current"))
    release = Release.from_text((root / "manifest.json").read_bytes(), lambda path, _digest: json.loads((root / path).read_bytes()))
    wrong = Counter[str]()
    for path, digest in release.everything():
        try:
            data = (root / path).read_bytes()
        except FileNotFoundError:
            wrong["missing"] += 1
            continue
        if sha(data) != digest:
            wrong["mixed" if data in {version(number).get(path) for number in range(release.number + KEPT)} else "torn"] += 1
    if wrong["missing"] and current_number(site) >= release.number + KEPT:
        found["outrun"] += 1  # a reader that slept through ten releases
        return
    found.update(wrong)
    found["readings"] += 1
    found["expected"] += release.files == files_of(release.number)


@cache
def files_of(number: int) -> object:
    return release_of(1, version(number)).files


def current_number(site: Path) -> int:
    return int(json.loads((site / "current/manifest.json").read_bytes())["number"])


def read_on(site: Path, results: Path) -> None:
    """Read until told to stop, then leave the counts."""
    found = Counter[str]()
    stop = site.parent / "stop"
    while not stop.exists():
        read_once(site, found)
        time.sleep(0.01)
    results.write_text(json.dumps(found))


def fork(action: object, *args: object) -> int:
    """Run something in a child process."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            action(*args)  # type: ignore[operator]
            status = 0
        finally:
            os._exit(status)
    return pid


def main(folder: Path, rounds: int, seed: int) -> None:
    """Do it, and print what was found."""
    parts.STATED = 4  # type: ignore[misc] # so that a few units are cut into parts as ten thousand are
    site, chance, found, number = folder / "site", random.Random(seed), Counter[str](), 1
    publish(site, number)
    started = time.perf_counter()
    for _ in range(5):
        number += 1
        publish(site, number)
    usual = (time.perf_counter() - started) / 5
    readers = [fork(read_on, site, folder / f"reader{index}.json") for index in range(READERS)]
    while found["killed"] < rounds:
        number += 1
        child = fork(publish, site, number)
        time.sleep(chance.uniform(0, 1.2 * usual))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seen = current_number(site)
        found["killed" if os.WIFSIGNALED(status) else "was quicker"] += 1
        found["old site" if seen < number else "new site"] += 1
        started = time.perf_counter()
        publish(site, number := number + (seen == number))
        usual = 0.8 * usual + 0.2 * (time.perf_counter() - started)
        found["next run completed"] += current_number(site) == number
    (folder / "stop").touch()
    found["readers that failed"] = sum(os.waitpid(reader, 0)[1] != 0 for reader in readers)
    for index in range(READERS):
        found.update(json.loads((folder / f"reader{index}.json").read_text()))
    found["left over"] = len(list((site / ".ziping/incoming").glob("*")))
    print(json.dumps(found))  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
