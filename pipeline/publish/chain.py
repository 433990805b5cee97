"""Reads a log of publications and finds whatever the program would not have written: the chain of hashes shows every change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.facts.revisions import State
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.publish.history import ENTRIES, LAST, NUMBER, Entry, History, applied, digest_of
from pipeline.source.nodes import ItemsNode, content_of, value_of
from pipeline.source.reader import read

TAMPERED: Final = "公开记录只能由程序续写；请从备份恢复这个文件，查明是谁改的"


def read_history(path: Path, file: str) -> History:
    """Return a log; an empty one if there is no file yet.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        Stop: the file cannot be read at all.
    """
    if not path.exists():
        return History(path, file)
    source = read(path, file)
    if source.problems:
        raise Stop(*source.problems, tampered("公开记录已损坏，读不出来", Place(file)))
    top, listed = content_of(source.root), value_of(source.root, ENTRIES)
    places = [item.place for item in listed.items] if isinstance(listed, ItemsNode) else []
    contents = top[ENTRIES] if places else []
    problems = tuple(signs_of_tampering(top, contents, places, Place(file, 1)))
    return History(path, file, () if problems else tuple(map(Entry.from_content, contents)), problems)


def sound_history(path: Path, file: str) -> History:
    """Return a log.

    Raises:
        Stop: it was tampered with.
    """
    history = read_history(path, file)
    if history.problems:
        raise Stop(*history.problems)
    return history


def signs_of_tampering(top: Mapping[str, Any], contents: list[Any], places: list[Place], head: Place) -> Iterator[Problem]:
    """Yield each place where a log is not what the program wrote.

    Args:
        top: what the log says of itself.
        contents: its entries, as they are read.
        places: where each of them stands.
        head: where the log begins.
    """
    previous, state = "", State()
    for number, (content, place) in enumerate(zip(contents, places, strict=True), 1):
        entry = entry_from(content)
        if entry is None:
            yield tampered(f"第 {number} 条记录不是程序写的样子：缺了内容，或多了内容", place)
            return
        if entry.number != number:
            yield tampered(f"这里应是第 {number} 条记录，现为第 {entry.number} 条：有记录被删去或调换", place)
        elif entry.previous != previous:
            yield tampered(f"第 {number} 条记录与前一条接不上：前一条被改动过，或有记录被删去", place)
        elif wrong := next((label for path, (label, old, _) in entry.changes.items() if state.get(path) != old), None):
            yield tampered(f"第 {number} 条记录里“{wrong}”的原值，与前面的记录不符", place)
        previous, state = digest_of(content), applied(state, entry)
    if top.get(NUMBER) != str(len(contents)):
        yield tampered(f"应有 {top.get(NUMBER, '若干')} 条记录，现有 {len(contents)} 条：有记录被删去", head)
    elif contents and top.get(LAST) != previous:
        yield tampered("最后一条记录被改动过", places[-1])
    elif top.keys() - {NUMBER, LAST, ENTRIES}:
        yield tampered("公开记录里多了程序没有写过的内容", head)


def entry_from(content: Any) -> Entry | None:  # noqa: ANN401 - whatever stands in the file
    """Return the entry that the program wrote; None if there is anything less or more than it writes."""
    try:
        entry = Entry.from_content(content)
        entry.moment()
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    return entry if entry.content() == content else None


def tampered(message: str, place: Place) -> Problem:
    """Return a sign of tampering as a problem."""
    return error(Kind.LOG, message, place, hint=TAMPERED)
