"""Files of a folder that only LibreOffice reads, converted together: its start takes longer than most files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.intake.folder import Outcome, State, Task
from pipeline.intake.readers.bounds import received_bytes
from pipeline.intake.readers.kinds import lost
from pipeline.intake.readers.office import MOST_AT_ONCE, TARGETS, Foreign, convert_all
from pipeline.intake.readers.signatures import kind_of
from pipeline.problems import Stop


def converted(tasks: Sequence[Task], folder: Path) -> Iterator[Task | Outcome]:
    """Yield files as they can be read, those that need it converted; what came of one that cannot be.

    Args:
        tasks: the files.
        folder: where converted ones are put.
    """
    foreign = {task: kind for task in tasks if (kind := foreign_kind(task))}
    yield from (task for task in tasks if task not in foreign)
    some = list(foreign)
    for begin in range(0, len(some), MOST_AT_ONCE):
        chunk = some[begin : begin + MOST_AT_ONCE]
        files = [Foreign(received_bytes(task.path, task.file), foreign[task], task.file) for task in chunk]
        for number, (task, made) in enumerate(zip(chunk, convert_all(files), strict=True), begin):
            if isinstance(made, Stop):
                yield Outcome(task.file, State.FAILED, problems=made.problems)
                continue
            path = folder / f"{number}.{TARGETS[foreign[task]]}"
            path.write_bytes(made)
            yield Task(path, task.file, lost(files[number - begin].data, task.file))


def foreign_kind(task: Task) -> str:
    """Return a file's kind, if it has to be converted; nothing for one that is read as it is, or that cannot be read."""
    try:
        kind = kind_of(received_bytes(task.path, task.file), task.file)
    except Stop:
        return ""
    return kind if kind in TARGETS else ""
