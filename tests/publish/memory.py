"""A publishing target in memory, for tests of what is published rather than of where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.hashes import sha256
from pipeline.publish import switch
from pipeline.publish.chain import read_history
from pipeline.publish.entries import Reason
from pipeline.publish.history import Act
from pipeline.publish.job import Job, alone
from pipeline.publish.publication import Plan, plan_publication
from pipeline.publish.rollback import plan_rollback
from pipeline.publish.settings import read_settings
from pipeline.publish.switch import carry_out, recover
from pipeline.publish.withdrawal import plan_withdrawal
from pipeline.remote.failures import TargetError
from pipeline.remote.release import Release
from pipeline.workspace import Workspace

FIGURE, OTHER = "实际支出数: 8.06", "实际支出数: 7.77"
START = datetime(2021, 6, 10, 1, 30, tzinfo=UTC)


class MemoryTarget:
    """Keeps releases and contents in dictionaries; fails where a test wants it to."""

    name = "memory"

    def __init__(self) -> None:
        self.kept: dict[int, Release] = {}
        self.contents: dict[str, bytes] = {}
        self.number = 0
        self.sent: list[str] = []
        self.fails_at = ""
        self.mark: str | None = "a" * 16
        self.strange: list[str] = []

    @contextmanager
    def lock(self, waiting: Callable[[str], None] = lambda _sentence: None) -> Iterator[None]:
        del waiting
        yield

    def identity(self) -> str | None:
        return self.mark

    def release(self, number: int) -> Release:
        return self.kept[number]

    def mend(self, data: Mapping[str, bytes]) -> None:
        current = self.current()
        assert current is not None
        for path, content in data.items():
            self.contents[current.files[path]] = content

    def paths(self) -> list[str]:
        return [*self.files(), *self.strange, "manifest.json"]

    def current(self) -> Release | None:
        return self.kept.get(self.number)

    def releases(self) -> list[int]:
        return sorted(self.kept)

    def upload(self, release: Release, data: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        for path, digest in release.files.items():
            if not self.has(digest):
                self.contents[digest] = data[digest]
                self.sent.append(path)
                sent(path, len(data[digest]))
        if self.fails_at == "upload":
            raise TargetError("断了")
        self.kept[release.number] = Release.from_text(release.text)

    def missing(self, files: Mapping[str, str]) -> list[str]:
        return [path for path, digest in files.items() if not self.has(digest)]

    def has(self, digest: str) -> bool:
        return sha256(self.contents.get(digest, b"")) == digest

    def show(self, number: int) -> None:
        if self.fails_at == "before show":
            raise TargetError("断了")
        self.number = number
        if self.fails_at == "after show":
            raise TargetError("断了")

    def read(self, path: str) -> bytes:
        current = self.current()
        assert current is not None
        if current.files[path] not in self.contents:
            raise FileNotFoundError(path)
        return self.contents[current.files[path]]

    def digests(self) -> dict[str, str]:
        """Return the digests of the present release's files by path."""
        current = self.current()
        return current.files if current else {}

    def files(self) -> dict[str, bytes]:
        """Return all files of the present release."""
        current = self.current()
        return {path: self.contents.get(digest, b"") for path, digest in current.files.items()} if current else {}


class Desk:
    """A web editor at work: a workspace, a target, and a clock that a test moves."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.target = MemoryTarget()
        self.now = START

    def job(self, note: str = "", stated: datetime | None = None, unit: str = "xinfang", year: str = "2020") -> Job:
        settings = read_settings(self.workspace)
        return Job(self.workspace, "memory", self.target, settings, Reason(note, self.now, stated), unit, year)

    def publish(self, note: str = "", stated: datetime | None = None, unit: str = "xinfang", year: str = "2020") -> Plan:
        return self.carry_through(self.job(note, stated, unit, year), plan_publication)

    def withdraw(self, note: str = "", unit: str = "xinfang", year: str = "2020") -> Plan:
        return self.carry_through(self.job(note, None, unit, year), plan_withdrawal)

    def roll_back(self, note: str = "") -> Plan:
        return self.carry_through(self.job(note, None, "", ""), plan_rollback)

    def carry_through(self, job: Job, plan_of: Callable[[Job], Plan]) -> Plan:
        self.target.sent = []
        with alone(job, lambda: None):
            recover(job)
            plan = plan_of(job)
            if plan.is_needed:
                carry_out(job, plan, lambda _path, _size: None)
        self.now += timedelta(hours=1)
        return plan

    def edit(self, old: str, new: str, unit: str = "xinfang", year: str = "2020") -> None:
        path = self.workspace.data_file(unit, year)
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

    def page(self, path: str) -> str:
        return self.target.read(path).decode()

    def log(self, unit: str = "xinfang", year: str = "2020") -> Path:
        return self.workspace.log_file(unit, year)


def acts(desk: Desk) -> list[Act]:
    """Return what the sample's log says was done, in order."""
    return [entry.act for entry in read_history(desk.log(), "log").entries]


@pytest.fixture
def desk(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(shipped)
    monkeypatch.setattr(switch, "open_target", lambda _address, _base: made.target)
    return made
