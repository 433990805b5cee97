"""A publishing target in memory, for tests of what is published rather than of where."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from pipeline.publish import switch
from pipeline.publish.chain import read_history
from pipeline.publish.entries import Reason
from pipeline.publish.history import Act
from pipeline.publish.job import WHOLE, Job, alone
from pipeline.publish.publication import Plan, plan_publication
from pipeline.publish.rollback import plan_rollback
from pipeline.publish.settings import read_settings
from pipeline.publish.switch import carry_out, recover
from pipeline.publish.withdrawal import plan_withdrawal
from pipeline.remote.copied_target import CopiedTarget
from pipeline.remote.failures import TargetError
from pipeline.remote.faults import Sentence, sentence
from pipeline.remote.layout import HOME, OBJECTS
from pipeline.remote.listing import RELEASE_FILE
from pipeline.remote.release import Release
from pipeline.remote.store import put_whole
from pipeline.workspace import UnitYear, Workspace

FIGURE, OTHER = "实际支出数: 8.06", "实际支出数: 7.77"
START = datetime(2021, 6, 10, 1, 30, tzinfo=UTC)


class MemoryStore:
    """A store whose files are in a dictionary, by path."""

    faults: tuple[type[Exception], ...] = (OSError,)
    lock_name = ""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.lock: str | None = None

    def explain(self, fault: Exception) -> Sentence:
        return sentence(fault)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def write(self, path: str, data: bytes) -> None:
        put_whole(self, path, data)

    def put(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def names(self, folder: str) -> list[str]:
        return sorted({path.partition("/")[0] for path in self.walk(folder)})

    def walk(self, folder: str) -> list[str]:
        beginning = f"{folder.rstrip('/')}/" if folder else ""
        return [path.removeprefix(beginning) for path in self.files if path.startswith(beginning)]

    def remove(self, paths: Collection[str]) -> None:
        for path in paths:
            self.files.pop(path, None)

    def copy(self, origin: str, path: str) -> None:
        self.files[path] = self.read(origin)

    def move(self, origin: str, path: str) -> None:
        self.copy(origin, path)
        self.remove([origin])

    def create_lock(self, text: str) -> bool:
        is_free = self.lock is None
        self.lock = text if is_free else self.lock
        return is_free

    def read_lock(self) -> str | None:
        return self.lock

    def write_lock(self, text: str) -> None:
        self.lock = text

    def remove_lock(self) -> None:
        self.lock = None


class MemoryTarget(CopiedTarget):
    """A site in memory; fails where a test wants it to."""

    def __init__(self) -> None:
        super().__init__("memory", MemoryStore())
        self.files: dict[str, bytes] = self.store.files  # type: ignore[attr-defined]
        self.sent: list[str] = []
        self.fails_at = ""

    @property
    def number(self) -> int:
        """The number of the release that readers see; 0 for none."""
        current = self.current()
        return current.number if current else 0

    def upload(self, release: Release, data: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        def noting(path: str, size: int) -> None:
            self.sent.append(path)
            sent(path, size)

        super().upload(release, data, noting)
        self.fail("upload")

    def show(self, number: int) -> None:
        self.fail("before show")
        super().show(number)
        self.fail("after show")

    def fail(self, moment: str) -> None:
        if self.fails_at == moment:
            raise TargetError("断了")

    def damage(self, path: str, data: bytes | None = None) -> None:
        """Change a file, where it is kept and where readers see it; without bytes it is lost."""
        for place in (path, f"{HOME}{OBJECTS}/{self.digests()[path]}"):
            if data is None:
                self.files.pop(place, None)
            else:
                self.files[place] = data

    def digests(self) -> Mapping[str, str]:
        """Return the digests of the present release's files by path."""
        current = self.current()
        return current.files if current else {}

    def pages(self) -> dict[str, bytes]:
        """Return all that readers see, manifest.json excepted."""
        return {path: data for path, data in self.files.items() if not path.startswith(HOME) and path != RELEASE_FILE}


SAMPLE = UnitYear("xinfang", "2020")


class Desk:
    """A web editor at work: a workspace, a target, and a clock that a test moves."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.target = MemoryTarget()
        self.now = START

    def job(self, note: str = "", stated: datetime | None = None, of: UnitYear = SAMPLE) -> Job:
        settings = read_settings(self.workspace)
        return Job(self.workspace, "memory", self.target, settings, Reason(note, self.now, stated), of)

    def publish(self, note: str = "", stated: datetime | None = None, unit: str = "xinfang", year: str = "2020", name: str = "") -> Plan:
        return self.carry_through(self.job(note, stated, UnitYear(unit, year, name)), plan_publication)

    def withdraw(self, note: str = "", unit: str = "xinfang", year: str = "2020", name: str = "") -> Plan:
        return self.carry_through(self.job(note, None, UnitYear(unit, year, name)), plan_withdrawal)

    def roll_back(self, note: str = "", number: int = 0) -> Plan:
        return self.carry_through(self.job(note, None, WHOLE), partial(plan_rollback, number=number))

    def carry_through(self, job: Job, plan_of: Callable[[Job], Plan]) -> Plan:
        self.target.sent = []
        with alone(job, lambda: None), job.target.lock():
            recover(job)
            plan = plan_of(job)
            if plan.is_needed:
                carry_out(job, plan, lambda _path, _size: None)
        self.now += timedelta(hours=1)
        return plan

    def edit(self, old: str, new: str, unit: str = "xinfang", year: str = "2020") -> None:
        path = self.workspace.data_file(UnitYear(unit, year))
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add_unit(self, unit: str, name: str) -> None:
        """Add a unit that is a copy of the sample under another name."""
        folder = self.workspace.root / "data" / unit
        folder.mkdir()
        for path in (self.workspace.root / "data" / "xinfang").glob("*.yaml"):
            if not path.name.endswith(".log.yaml"):
                (folder / path.name).write_text(path.read_text(encoding="utf-8").replace("湛江市信访局", name), encoding="utf-8")

    def go_on_from(self, other: Desk) -> None:
        """Take over all that somebody else has done."""
        shutil.rmtree(self.workspace.root / "data")
        shutil.copytree(other.workspace.root, self.workspace.root, dirs_exist_ok=True)
        self.target.files.update(other.target.files)
        self.now = other.now

    def page(self, path: str) -> str:
        return self.target.read(path).decode()

    def recent(self) -> list[int]:
        """Return the numbers of the articles that the search page has signatures of."""
        block = re.search('<script type="application/json" id="recent">(.*)</script>', self.page("search/index.html"))
        assert block
        return [number for number, _, _ in json.loads(block[1])["recent"]]

    def log(self, unit: str = "xinfang", year: str = "2020") -> Path:
        return self.workspace.log_file(UnitYear(unit, year))


def acts(desk: Desk) -> list[Act]:
    """Return what the sample's log says was done, in order."""
    return [entry.act for entry in read_history(desk.log(), "log").entries]


@pytest.fixture
def desk(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_in(shipped, monkeypatch)


def desk_in(workspace: Workspace, patch: pytest.MonkeyPatch) -> Desk:
    """Return a desk whose target is found wherever the program opens it anew."""
    made = Desk(workspace)
    patch.setattr(switch, "open_target", lambda _address, _base: made.target)
    return made
