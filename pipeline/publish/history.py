"""The log of publications: what was published when, and what each correction changed, in a chain that shows every tampering.

Each entry carries the SHA-256 of the one before; the head of the file carries the number of entries and the SHA-256 of the
last. So an edit, a deletion, a reordering or a truncation is found by reading the file. Who rewrites the whole file
consistently is found by comparing it with the published site, which carries the SHA-256 of each unit-year's last entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pipeline.facts.revisions import State
from pipeline.hashes import sha256
from pipeline.problems import Problem
from pipeline.records import record
from pipeline.source.writer import file_text
from pipeline.writing import replace_file

HEAD: Final = "# 公开记录，由程序自动写入。请不要改动：核对（verify）时会查出任何增删和改动。\n"
NUMBER, LAST, ENTRIES = "条数", "末条", "记录"


class Act(StrEnum):
    """What a publication was. A renewal changes the pages but not what they say, and readers are not told of it."""

    FIRST = "首次发布"
    CORRECTION = "更正"
    WITHDRAWAL = "撤回"
    REPUBLICATION = "重新公开"
    RENEWAL = "更新页面"
    ROLLBACK = "回退"


@record()
class Entry:
    """One publication.

    Attributes:
        number: 1 for the first.
        time: when, as ISO 8601 with the zone.
        act: what it was.
        note: why, as the public reads it; may be empty for the first.
        changes: each fact of the public edition that changed, by path: its label, what it was, what it is; None for nothing.
        data: SHA-256 of the year's data file.
        files: SHA-256 of each published file by name.
        permits: what was published although it looks private, with the reason.
        recorded: when the entry was really made, if its time was set by hand.
        previous: SHA-256 of the entry before; empty for the first.
    """

    number: int
    time: str
    act: Act
    note: str = ""
    changes: Mapping[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    data: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    permits: Mapping[str, str] = field(default_factory=dict)
    recorded: str = ""
    previous: str = ""

    def content(self) -> dict[str, Any]:
        """Return the entry as it stands in the file: texts, lists and mappings only; what is empty is left out."""
        changes = [
            {"项": path, "名称": label} | ({} if old is None else {"原": old}) | ({} if new is None else {"现": new})
            for path, (label, old, new) in self.changes.items()
        ]
        content: dict[str, Any] = {"序号": str(self.number), "时间": self.time, "类型": self.act.value, "说明": self.note}
        content |= {"补记": self.recorded, "数据": self.data, "文件": dict(self.files), "例外": dict(self.permits)}
        content |= {"变更": changes, "前一条": self.previous}
        return {name: value for name, value in content.items() if value}

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Entry:
        """Return an entry as it was before it was written; what no entry has is left out."""
        return cls(
            number=int(content["序号"]),
            time=content["时间"],
            act=Act(content["类型"]),
            note=content.get("说明", ""),
            changes={item["项"]: (item["名称"], item.get("原"), item.get("现")) for item in content.get("变更", ())},
            data=content.get("数据", ""),
            files=dict(content.get("文件", {})),
            permits=dict(content.get("例外", {})),
            recorded=content.get("补记", ""),
            previous=content.get("前一条", ""),
        )

    def digest(self) -> str:
        """Return the entry's SHA-256, which the next entry carries."""
        return digest_of(self.content())

    def moment(self) -> datetime:
        """Return when it was."""
        return datetime.fromisoformat(self.time)


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry's content, whatever the file's layout and comments."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode())


@record()
class History:
    """All publications of one unit-year, or all rollbacks of the site.

    Attributes:
        path: its file.
        file: how messages name it.
        entries: in order.
        problems: every sign of tampering.
    """

    path: Path
    file: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def last(self) -> Entry | None:
        """The newest entry, if there is one."""
        return self.entries[-1] if self.entries else None

    @property
    def is_out(self) -> bool:
        """Whether something is published: there is an entry, and the last one is no withdrawal."""
        return self.last is not None and self.last.act is not Act.WITHDRAWAL

    def digests(self) -> list[str]:
        """Return each entry's SHA-256, in order."""
        return [entry.digest() for entry in self.entries]

    def out_files(self) -> Mapping[str, str]:
        """Return the SHA-256 of each file that was published last, by name."""
        return self.last.files if self.last else {}

    def state(self) -> State:
        """Return the facts that were published last, from all changes in order."""
        state: State = {}
        for entry in self.entries:
            state = applied(state, entry)
        return state

    def append(self, entry: Entry) -> History:
        """Write the log with one more entry, and return it."""
        grown = History(self.path, self.file, (*self.entries, entry))
        replace_file(self.path, grown.text())
        return grown

    def text(self) -> bytes:
        """Return the log as a file's content."""
        last = self.entries[-1].digest() if self.entries else ""
        content = {NUMBER: str(len(self.entries)), LAST: last, ENTRIES: [entry.content() for entry in self.entries]}
        return (HEAD + file_text(content)).encode()


def applied(state: State, entry: Entry) -> State:
    """Return a state after an entry's changes."""
    after = dict(state)
    for path, (_, _, new) in entry.changes.items():
        after.pop(path, None)
        if new is not None:
            after[path] = new
    return after
