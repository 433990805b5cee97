"""Where a worker of a cluster builds: what lies in folders that it sees is read and written there, the rest is fetched and sent."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipeline.batch.errands import Errand, Templates, untouched_in
from pipeline.build.current import made_from
from pipeline.build.manifest import Manifest, read_manifest
from pipeline.printing.outputs import is_asked_for
from pipeline.problems import Stop
from pipeline.remote.schemes import scheme_of
from pipeline.remote.shared_files import SharedFiles, open_shared, told
from pipeline.workspace import DATA, MANIFEST, PRIVATE, UnitYear, Workspace
from pipeline.writing import cannot_write

# How long a place may be away before its units are given up, in seconds.
PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a worker builds, and where things are.

    Attributes:
        workspace: a folder of the worker's own with templates, data and output in it, or links to where these are.
        data: the data, if they have to be fetched; None if they are a folder.
        output: the output, if it has to be sent; None if it is a folder.
        pool: the threads that fetch and send.
    """

    workspace: Workspace
    data: SharedFiles | None
    output: SharedFiles | None
    pool: ThreadPoolExecutor


@dataclass(slots=True)
class Fetched:
    """A unit-year whose files are at hand.

    Attributes:
        of: which unit-year.
        known: the manifest of the documents that are there.
        untouched: those that nobody has written since.
        is_current: whether they need not be made again.
    """

    of: UnitYear
    known: Manifest | None = None
    untouched: frozenset[str] = field(default_factory=frozenset)
    is_current: bool = False


@lru_cache(maxsize=2)
def workplace(templates: Templates, data: str, output: str) -> Workplace:
    """Return this worker's workplace for a batch; compiled forms stay as long as it does.

    It lies in the worker's own folder, which Dask clears away when the worker ends or, if it was killed, when the next one starts.

    Args:
        templates: the templates' files.
        data: the root of the data, a folder or an address.
        output: the root of the output, likewise.
    """
    from distributed import get_worker  # noqa: PLC0415 - only a cluster needs it

    root = Path(tempfile.mkdtemp(prefix="ziping-", dir=get_worker().local_directory))
    for name, content in templates.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    origin, target = opened_or_linked(data, root / "data"), opened_or_linked(output, root / "output")
    threads = min((files.threads for files in (origin, target) if files), default=1)
    return Workplace(Workspace(root), origin, target, ThreadPoolExecutor(threads, "ziping"))


def opened_or_linked(address: str, folder: Path) -> SharedFiles | None:
    """Return the files below an address, for which a folder is made here; None if it is a folder, to which a link is made."""
    if scheme_of(address):
        folder.mkdir()
        return open_shared(address, PATIENCE)
    folder.symlink_to(Path(address).absolute(), target_is_directory=True)
    return None


def fetch(place: Workplace, errand: Errand, *, pdf: bool) -> list[Fetched]:
    """Fetch what the unit-years of a unit are made from, and return what is known of the documents that are there.

    Args:
        place: where to.
        errand: the unit.
        pdf: whether PDFs are wanted too.

    Raises:
        Stop: something cannot be read.
    """
    if place.data:
        bring(place.data, errand.unit, data_names(errand), place.workspace.root / "data")
    fetched = [known_of(place, errand, of, pdf=pdf) for of in errand.asked]
    if place.data and PRIVATE in errand.data and not all(each.is_current for each in fetched):
        bring(place.data, errand.unit, [PRIVATE], place.workspace.root / "data")
    return fetched


def data_names(errand: Errand) -> list[str]:
    """Return the names of the files that unit-years are made from: those of earlier years up to the first that is missing."""
    names = {"unit.yaml"} & errand.data
    for asked in errand.asked:
        for of in (asked, *asked.years_before):
            if (name := f"{of.stem}{DATA}") not in errand.data:
                break
            names.add(name)
    return sorted(names)


def bring(origin: SharedFiles, folder: str, names: Sequence[str], root: Path) -> None:
    """Copy files from the shared place to the same place below a folder here; those that are not there are left out.

    Args:
        origin: the shared place.
        folder: the files' folder.
        names: the files.
        root: the folder here.

    Raises:
        Stop: they cannot be read, or not be written here.
    """
    with told(origin.address):
        found = origin.read(f"{folder}/{name}" for name in names)
    try:
        for path, content in found.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
    except OSError as fault:
        raise Stop(cannot_write(fault, str(root / folder))) from fault


def known_of(place: Workplace, errand: Errand, of: UnitYear, *, pdf: bool) -> Fetched:
    """Return what is known of a unit-year's documents, with those fetched that a further build needs.

    Args:
        place: where things are.
        errand: the unit.
        of: the unit-year.
        pdf: whether PDFs are wanted too.

    Raises:
        Stop: something cannot be read.
    """
    if not place.output:
        return Fetched(of)
    folder = f"{of.unit}/{of.stem}"
    untouched = errand.untouched
    if untouched is None:
        with told(place.output.address):
            untouched = untouched_in(place.output.find(folder)).get(of.unit, {})
    here = place.workspace.output(of)
    if of.stem in untouched:
        bring(place.output, folder, [MANIFEST], place.workspace.root / "output")
    fetched = Fetched(of, read_manifest(here), untouched.get(of.stem, frozenset()))
    if fetched.known and made_from(fetched.known, place.workspace.root, pdf=pdf):
        fetched.is_current = fetched.known.outputs.keys() <= fetched.untouched
        if not fetched.is_current and not pdf:  # what nobody asks for this time stays, if it is still there
            bring(place.output, folder, list(filter(is_asked_for, fetched.known.outputs)), place.workspace.root / "output")
    return fetched
