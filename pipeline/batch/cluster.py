"""The same batch on a Dask cluster: workers read data and write documents at any address of fsspec, so they need no shared disk.

The templates travel with the tasks; the program must be installed on the workers, in the same version. A task is a whole
unit-year and can be done again without harm: documents are written first and the manifest that vouches for them last, so a
worker that is lost in the middle leaves nothing that counts.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pipeline.batch.connection import check_extra, check_versions, connected
from pipeline.batch.task import Result, State, build_one, failed, result_of
from pipeline.build.current import made_from
from pipeline.build.manifest import Manifest, read_manifest
from pipeline.hashes import sha256
from pipeline.printing.outputs import is_asked_for
from pipeline.problems import Kind, Place, Stop, error
from pipeline.remote.shared_files import SharedFiles, open_shared, told
from pipeline.workspace import DATA, MANIFEST, UnitYear, Workspace

# How long a cluster may be without a single worker before the run is given up.
LONELY_SECONDS: Final = 60
# How often Dask gives a task to another worker when one dies on it.
RETRIES: Final = 2
PAUSE: Final = 0.05  # seconds

# A worker's threads share one scratch folder; building is one thread's work at a time anyway.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Batch:
    """What a worker needs to know.

    Attributes:
        data: the root of the data, a folder that the workers see or an fsspec address.
        output: the root of the output, likewise.
        templates: the templates' files by path.
        pdf: whether to make PDFs too.
    """

    data: str
    output: str
    templates: Mapping[str, bytes]
    pdf: bool = False


def read_templates(workspace: Workspace) -> dict[str, bytes]:
    """Return every template file by its path below templates/."""
    files = (path for path in sorted(workspace.forms.rglob("*")) if path.is_file() and path.suffix != ".json")
    return {path.relative_to(workspace.forms).as_posix(): path.read_bytes() for path in files}


def unit_years_in(root: str, year: str) -> list[UnitYear]:
    """Return the unit-years that have a file for a year, at any address.

    Raises:
        Stop: the address cannot be read.
    """
    with told(root):
        found = (UnitYear.of_file(PurePosixPath(path)) for path in open_shared(root).matching(f"*/{year}*{DATA}"))
        return sorted({of for of in found if of and of.year == year})


def run_on(scheduler: str, batch: Batch, chosen: list[UnitYear]) -> Iterator[Result]:
    """Yield what came of each unit-year as it comes, in no order.

    Args:
        scheduler: the cluster's address, such as tcp://host:8786.
        batch: what the workers need to know.
        chosen: the unit-years to build.

    Raises:
        Stop: the cluster is not there, has another version of the program, lacks what PDF needs, or has lost its last worker.
    """
    from distributed import as_completed  # noqa: PLC0415 - only a cluster needs it

    with connected(scheduler) as client:
        check_versions(client, scheduler)
        if batch.pdf:
            check_extra(client, scheduler)
        shared = client.scatter(batch, broadcast=True, hash=False)
        futures = {client.submit(build_remote, shared, of, pure=False, retries=RETRIES): of for of in chosen}
        coming = as_completed(futures, loop=client.loop)
        alive = time.monotonic()
        while not coming.is_empty():
            ready = coming.next_batch(block=False)
            for future in ready:
                yield result_from(future, futures[future])
            if ready or client.scheduler_info()["workers"]:
                alive = time.monotonic()
            elif time.monotonic() - alive > LONELY_SECONDS:
                message = f"集群里已经 {LONELY_SECONDS} 秒没有一台工作机"
                raise Stop(error(Kind.CLUSTER, message, Place(scheduler), hint="请启动工作机后再运行一次，已经生成的不用重做"))
            if not ready:
                time.sleep(PAUSE)


def result_from(future: Any, of: UnitYear) -> Result:  # noqa: ANN401 - published without types
    """Return what a worker made of a unit; the failure of a unit that no worker survived."""
    try:
        result: Result = future.result()
    except Exception as fault:  # noqa: BLE001 - told in the summary
        return failed(of, f"{type(fault).__name__}：{fault}")
    finally:
        future.release()
    return result


def build_remote(batch: Batch, of: UnitYear) -> Result:
    """Return what came of a unit-year, on a worker: data fetched, documents built in a scratch folder, and written back.

    Raises:
        Exception: data cannot be fetched or documents not be written; Dask tries again.
    """
    try:
        with _one_at_a_time:
            return fetched_and_built(batch, of)
    except Stop as stop:
        return Result(of, of.unit, State.FAULTY, tuple(stop.problems))


def fetched_and_built(batch: Batch, of: UnitYear) -> Result:
    """Return what came of a unit-year; an up-to-date one is left alone.

    Raises:
        Exception: the data cannot be fetched or the documents not be written.
    """
    workspace = scratch(TemplateFiles(batch.templates))
    data, made = workspace.unit_file(of.unit).parent, workspace.output(of)
    output = open_shared(f"{batch.output}/{of.unit}/{of.stem}")
    try:
        fetch_data(open_shared(f"{batch.data}/{of.unit}"), data, of)
        fetch(output, made, (MANIFEST,))
        known = read_manifest(made)
        if known and is_whole(known, workspace, output, pdf=batch.pdf):
            return result_of(of, State.CURRENT, 0, known)
        shutil.rmtree(made, ignore_errors=True)
        result = build_one(workspace, of, pdf=batch.pdf)
        if result.is_failed:
            return replace(result, written=0)
        send(made, output, known)
        gone = known.outputs.keys() - set(result.documents) if known else ()
        return replace(result, outdated=sum(map(is_asked_for, gone)))
    finally:
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(made.parent, ignore_errors=True)


class TemplateFiles(dict[str, bytes]):
    """Template files that can be told from others by what is in them."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.digest())

    def digest(self) -> str:
        """Return the SHA-256 of names and contents."""
        return sha256(b"".join(name.encode() + b"\0" + data + b"\0" for name, data in sorted(self.items())))


@lru_cache(maxsize=2)
def scratch(templates: TemplateFiles) -> Workspace:
    """Return a workspace of this worker's own with the templates in it; compiled forms stay as long as it does.

    It lies in the worker's own folder, which Dask clears away when the worker ends or, if it was killed, when the next one starts.
    """
    from distributed import get_worker  # noqa: PLC0415 - only a cluster needs it

    root = Path(tempfile.mkdtemp(prefix="ziping-", dir=get_worker().local_directory))
    for name, data in templates.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "data").mkdir()
    return Workspace(root)


def fetch_data(origin: SharedFiles, folder: Path, of: UnitYear) -> None:
    """Copy a unit-year's data files to a folder, and those of earlier years up to the first that is missing.

    Args:
        origin: the unit's folder.
        folder: the folder.
        of: which unit-year.
    """
    fetch(origin, folder, ("unit.yaml",))
    for year in (of, *of.years_before):
        fetch(origin, folder, (name := f"{year.stem}{DATA}",))
        if not (folder / name).exists():
            break


def fetch(origin: SharedFiles, folder: Path, names: tuple[str, ...]) -> None:
    """Copy files to a folder.

    Args:
        origin: where they are.
        folder: the folder; it need not exist.
        names: the files; those that are not there are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        with suppress(FileNotFoundError):
            (folder / name).write_bytes(origin.read(name))


def is_whole(known: Manifest, workspace: Workspace, output: SharedFiles, *, pdf: bool) -> bool:
    """Return whether documents are made from the present inputs by the present program, and all there.

    Args:
        known: the manifest that came with them.
        workspace: where the inputs are.
        output: where the documents are.
        pdf: whether PDFs are wanted too.
    """
    return made_from(known, workspace.root, pdf=pdf) and all(output.exists(name) for name in known.outputs)


def send(folder: Path, output: SharedFiles, known: Manifest | None) -> None:
    """Write a unit-year's documents to their place, the manifest that vouches for them last.

    Args:
        folder: where they were made.
        output: their place.
        known: the manifest of those that were there before, if there were any.

    Raises:
        OSError: they cannot be written.
    """
    paths = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: (path == folder / MANIFEST, path))
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    output.replace(made, known.outputs.keys() - made.keys() if known else set())


def write_to(root: str, files: Iterable[tuple[str, bytes]], further: str) -> str:
    """Write the summary's files to the root of the output, and return where the last is.

    Args:
        root: the root of the output.
        files: what to write, with their names.
        further: the pattern of names; what was there before and is not written now goes.

    Raises:
        Stop: they cannot be written.
    """
    with told(root):
        output, written = open_shared(root), list[str]()
        for name, data in files:
            output.write(name, data)
            written.append(name)
        for path in output.matching(further):
            name = "/".join(PurePosixPath(path).parts[-2:])
            if name not in written:
                output.remove(name)
    return f"{root}/{written[-1]}"
