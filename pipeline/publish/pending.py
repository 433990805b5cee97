"""A change of the site that is under way, put down before the site is switched, so that a run that dies is completed by the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.history import Entry, History
from pipeline.publish.remedies import verify_first
from pipeline.records import record
from pipeline.source.nodes import content_of
from pipeline.source.reader import read
from pipeline.source.writer import file_text
from pipeline.writing import replace_file


@record()
class Pending:
    """A change of the site that is under way.

    Attributes:
        address: where the site is, as the user wrote it.
        identity: what the site is marked by.
        release: SHA-256 of the manifest of the release that is to be shown.
        entry: what the log is to take afterwards, if anything.
    """

    address: str
    identity: str
    release: str
    entry: Entry | None = None


def pending_path(log: Path) -> Path:
    """Return where what is pending for a log stands."""
    return log.with_name(f".{log.name}.pending")


def log_of(pending: Path) -> Path:
    """Return the log that something is pending for."""
    return pending.with_name(pending.name.removeprefix(".").removesuffix(".pending"))


def is_pending(history: History) -> bool:
    """Return whether something is pending for a log."""
    return pending_path(history.path).exists()


def put_down(history: History, pending: Pending) -> None:
    """Write what is about to be done.

    Raises:
        OSError: it cannot be written.
    """
    content: dict[str, Any] = {"网址": pending.address, "标记": pending.identity, "清单": pending.release}
    content |= {"记录": pending.entry.content()} if pending.entry else {}
    replace_file(pending_path(history.path), file_text(content).encode())


def read_pending(history: History, file: str) -> Pending | None:
    """Return what is pending for a log, if anything.

    Args:
        history: the log.
        file: how messages name the file.

    Raises:
        Stop: the file is not what the program wrote.
    """
    if not is_pending(history):
        return None
    try:
        content = content_of(read(pending_path(history.path), file).root)
        entry = Entry.from_content(content["记录"]) if "记录" in content else None
        return Pending(content["网址"], content["标记"], content["清单"], entry)
    except (KeyError, ValueError, TypeError, AttributeError):
        hint = f"{verify_first()}；网站和公开记录一致的，删去这个文件再发布"
        raise Stop(error(Kind.LOG, "上一次发布中途断了，留下的这个文件读不出来", Place(file), hint=hint)) from None
