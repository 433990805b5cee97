"""What a worker of a cluster is sent to do: some units, the files that are known to be there, and what is needed for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Final

from pipeline.batch.reduced import Wanted
from pipeline.hashes import sha256
from pipeline.workspace import MANIFEST, UnitYear, Workspace

# Units in a group: so many that the wait for the first to arrive and the last to be sent is shared, so few that little is done again.
MOST: Final = 64
# Groups for each processor of the cluster, so that all end at about the same time.
ROUNDS: Final = 4
UNIT_FILE: Final = "/unit.yaml"


class Templates(dict[str, bytes]):
    """Template files by path, that can be told from others by what is in them."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.digest())

    def digest(self) -> str:
        """Return the SHA-256 of names and contents."""
        return sha256(b"".join(name.encode() + b"\0" + data + b"\0" for name, data in sorted(self.items())))


@dataclass(frozen=True, slots=True)
class Batch:
    """What a worker needs to know.

    Attributes:
        data: the root of the data, a folder that the workers see or an fsspec address.
        output: the root of the output, likewise.
        templates: the templates' files by path.
        pdf: whether to make PDFs too.
        program: the version and code of the program that is to do it.
        wanted: what the summary needs of what a unit's documents show, by form.
    """

    data: str
    output: str
    templates: Templates
    pdf: bool = False
    program: str = ""
    wanted: Mapping[str, Wanted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Errand:
    """One unit of a batch.

    Attributes:
        unit: its folder name.
        asked: its unit-years of the batch.
        data: the names of the files in its folder of data.
        untouched: by a unit-year's folder of documents, those in it that nobody has written since its manifest, which is among them;
            None if the worker has to look.
        is_alone: whether the cluster has nothing else to do meanwhile, so that it is clear what kills a worker.
    """

    unit: str
    asked: tuple[UnitYear, ...]
    data: frozenset[str] = frozenset()
    untouched: Mapping[str, frozenset[str]] | None = None
    is_alone: bool = False


def read_templates(workspace: Workspace) -> Templates:
    """Return every template file by its path below templates/."""
    files = (path for path in sorted(workspace.forms.rglob("*")) if path.is_file() and path.suffix != ".json")
    return Templates((path.relative_to(workspace.forms).as_posix(), path.read_bytes()) for path in files)


def unit_years_of(paths: Iterable[str]) -> list[UnitYear]:
    """Return the unit-years that files of data are of, in order."""
    return sorted({of for path in paths if (of := UnitYear.of_file(PurePosixPath(path)))})


def units_of(paths: Iterable[str]) -> list[str]:
    """Return the units of which files of data say what is the same in each year."""
    return [path.removesuffix(UNIT_FILE) for path in paths if path.endswith(UNIT_FILE)]


def errands(chosen: Sequence[UnitYear], data: Iterable[str], written: Mapping[str, float] | None) -> list[Errand]:
    """Return what is to be done for each unit.

    Args:
        chosen: the unit-years to build.
        data: the files of data by their paths below the root.
        written: when each file of the output was written, by its path below the root; None if nobody knows.
    """
    names: dict[str, set[str]] = {}
    for path in data:
        unit, _, name = path.partition("/")
        names.setdefault(unit, set()).add(name)
    untouched = None if written is None else untouched_in(written)
    return [
        Errand(unit, tuple(asked), frozenset(names.get(unit, ())), None if untouched is None else untouched.get(unit, {}))
        for unit, asked in groupby(sorted(chosen), attrgetter("unit"))
    ]


def untouched_in(written: Mapping[str, float]) -> dict[str, dict[str, frozenset[str]]]:
    """Return, by unit and folder of documents, the files in it that nobody has written since its manifest.

    Args:
        written: when each file was written, by its path from the units' folders on.
    """
    folders: dict[tuple[str, str], dict[str, float]] = {}
    for path, at in written.items():
        unit, _, rest = path.partition("/")
        folder, _, name = rest.partition("/")
        folders.setdefault((unit, folder), {})[name] = at
    found: dict[str, dict[str, frozenset[str]]] = {}
    for (unit, folder), files in folders.items():
        if MANIFEST in files:
            found.setdefault(unit, {})[folder] = frozenset(name for name, at in files.items() if at <= files[MANIFEST])
    return found


def groups(todo: Sequence[Errand], processors: int) -> Iterator[Sequence[Errand]]:
    """Yield the errands in groups, each of which a worker does in one go."""
    size = max(1, min(MOST, len(todo) // (ROUNDS * max(processors, 1))))
    yield from (todo[start : start + size] for start in range(0, len(todo), size))
