"""A publishing target in memory, for tests of what is published rather than of where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.publish import publication
from pipeline.publish.entries import Reason
from pipeline.publish.job import Job, alone
from pipeline.publish.publication import Plan, carry_out, plan_publication, plan_withdrawal, recover
from pipeline.publish.settings import read_settings
from pipeline.remote.failures import TargetError
from pipeline.remote.release import Release
from pipeline.workspace import Workspace

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

    @contextmanager
    def lock(self, waiting: Callable[[str], None] = lambda _sentence: None) -> Iterator[None]:  # noqa: ARG002 - nobody else is there
        yield

    def identity(self) -> str | None:
        return self.name if self.kept else None

    def current(self) -> Release | None:
        return self.kept.get(self.number)

    def releases(self) -> list[int]:
        return sorted(self.kept)

    def upload(self, release: Release, data: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        for path, digest in release.files.items():
            if digest not in self.contents:
                self.contents[digest] = data[digest]
                self.sent.append(path)
                sent(path, len(data[digest]))
        if self.fails_at == "upload":
            raise TargetError("断了")
        self.kept[release.number] = Release.from_text(release.text)

    def missing(self, files: Mapping[str, str]) -> list[str]:
        return [path for path, digest in files.items() if digest not in self.contents]

    def show(self, number: int) -> None:
        if self.fails_at == "before show":
            raise TargetError("断了")
        self.number = number
        if self.fails_at == "after show":
            raise TargetError("断了")

    def read(self, path: str) -> bytes:
        current = self.current()
        assert current is not None
        return self.contents[current.files[path]]

    def mend(self, data: Mapping[str, bytes]) -> None:
        self.contents |= {current.files[path]: content for path, content in data.items() if (current := self.current())}

    def paths(self) -> list[str]:
        return sorted([*self.files(), "manifest.json"] if self.number else [])

    def files(self) -> dict[str, bytes]:
        """Return all files of the present release."""
        current = self.current()
        return {path: self.contents[digest] for path, digest in current.files.items()} if current else {}


class Desk:
    """A web editor at work: a workspace, a target, and a clock that a test moves."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.target = MemoryTarget()
        self.now = START

    def job(self, note: str = "", stated: datetime | None = None, unit: str = "xinfang", year: str = "2020") -> Job:
        settings = read_settings(self.workspace)
        return Job(self.workspace, unit, year, "memory", self.target, settings, Reason(note, self.now, stated))

    def publish(self, note: str = "", stated: datetime | None = None, unit: str = "xinfang", year: str = "2020") -> Plan:
        return self.carry_through(self.job(note, stated, unit, year), plan_publication)

    def withdraw(self, note: str = "", unit: str = "xinfang", year: str = "2020") -> Plan:
        return self.carry_through(self.job(note, None, unit, year), plan_withdrawal)

    def carry_through(self, job: Job, plan_of: Callable[[Job], Plan]) -> Plan:
        self.target.sent = []
        with alone(job):
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


@pytest.fixture
def desk(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(shipped)
    monkeypatch.setattr(publication, "open_target", lambda _address, _base: made.target)
    return made
