"""The same batch on a Dask cluster: workers read data and write documents through fsspec, so they need no shared disk.

The templates travel with the tasks; the program must be installed on the workers, in the same version. A task is a whole
unit-year and can be done again without harm: documents are written first and the manifest that vouches for them last, so a
worker that is lost in the middle leaves nothing that counts.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pipeline.batch.task import Result, State, build_one, failed, result_of
from pipeline.build.current import made_from, program
from pipeline.build.manifest import Manifest, read_manifest
from pipeline.files import BusyError, locked, replace_folder
from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Stop, error
from pipeline.workspace import MANIFEST, UNIT, Workspace

CONNECT_SECONDS: Final = 10
# How long a cluster may be without a single worker before the run is given up.
LONELY_SECONDS: Final = 60
# How often Dask gives a task to another worker when one dies on it.
RETRIES: Final = 2
PAUSE: Final = 0.05  # seconds

# A worker's threads share one scratch folder; building is one thread's work at a time anyway.
_one_at_a_time = threading.Lock()
# The SFTP servers that this process is connected to.
_connections: dict[Any, Any] = {}


@dataclass(frozen=True, slots=True)
class Batch:
    """What a worker needs to know.

    Attributes:
        year: the fiscal year.
        data: the root of the data, a folder that the workers see or an fsspec address.
        output: the root of the output, likewise.
        templates: the templates' files by path.
    """

    year: str
    data: str
    output: str
    templates: Mapping[str, bytes]


def read_templates(workspace: Workspace) -> dict[str, bytes]:
    """Return every template file by its path below templates/."""
    files = (path for path in sorted(workspace.forms.rglob("*")) if path.is_file() and path.suffix != ".json")
    return {path.relative_to(workspace.forms).as_posix(): path.read_bytes() for path in files}


def units_in(root: str, year: str) -> list[str]:
    """Return the units that have a file for a year, at any fsspec address.

    Raises:
        Stop: the address cannot be read.
    """
    with told(root):
        if "://" in root:
            files, folder = file_system(root)
            found = [path.split("/")[-2] for path in files.glob(f"{folder}/*/{year}.yaml")]
        else:  # fsspec passes over folders that are links
            found = [path.parent.name for path in Path(root).glob(f"*/{year}.yaml")]
        return sorted(unit for unit in found if UNIT.fullmatch(unit))


def file_system(root: str) -> tuple[Any, str]:
    """Return the file system of an address and the path on it."""
    if root.startswith("sftp://"):
        return over_ssh(root)
    import fsspec  # noqa: PLC0415 - only a cluster needs it

    # Listings must not be remembered: other workers write.
    files, path = fsspec.core.url_to_fs(root, **({"use_listings_cache": False} if "://" in root else {}))
    return files, path.rstrip("/")


def over_ssh(root: str) -> tuple[Any, str]:
    """Return an SFTP server's file system and the path on it: only a known host's, and over a connection that is still alive."""
    from pipeline.remote.address import parse  # noqa: PLC0415 - only a cluster needs it
    from pipeline.remote.sftp_connection import connect  # noqa: PLC0415

    address = parse(root)
    server = replace(address, path="")
    if server not in _connections or not _connections[server].client.get_transport().is_active():
        _connections[server] = connect(server)
    return _connections[server], address.path


@contextmanager
def told(root: str) -> Iterator[None]:
    """Say in a sentence what is wrong with an address."""
    try:
        yield
    except Stop:
        raise
    except ImportError as fault:
        raise Stop(error(Kind.CLUSTER, f"缺少访问它的组件：{fault.name}", Place(root), hint="安装 ziping 的 cluster 组件")) from None
    except Exception as fault:
        message, hint = sentence_of(fault, root)
        raise Stop(error(Kind.CLUSTER, message, Place(root), hint=hint)) from fault


def sentence_of(fault: Exception, root: str) -> tuple[str, str]:
    """Return what it means that an address cannot be used, and what to do."""
    from pipeline.remote.contract import TargetError  # noqa: PLC0415 - only when something failed

    if isinstance(fault, TargetError):
        return fault.message, fault.hint
    if root.startswith("sftp://"):
        from pipeline.remote.address import parse  # noqa: PLC0415
        from pipeline.remote.sftp_connection import explain  # noqa: PLC0415

        return explain(fault, parse(root))
    return f"用不了这个位置：{fault}", "请检查地址、登录信息和网络"


def run_on(scheduler: str, batch: Batch, units: list[str]) -> Iterator[Result]:
    """Yield what came of each unit as it comes, in no order.

    Args:
        scheduler: the cluster's address, such as tcp://host:8786.
        batch: what the workers need to know.
        units: the units to build.

    Raises:
        Stop: the cluster is not there, has another version of the program, or has lost its last worker.
    """
    from distributed import as_completed  # noqa: PLC0415 - only a cluster needs it

    with connected(scheduler) as client:
        check_versions(client, scheduler)
        shared = client.scatter(batch, broadcast=True, hash=False)
        futures = {client.submit(build_remote, shared, unit, pure=False, retries=RETRIES): unit for unit in units}
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


@contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """Yield a client of a cluster; whatever it still has to do is cancelled in the end.

    Raises:
        Stop: nobody answers at the address.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - only a cluster needs it
    except ImportError:
        raise Stop(error(Kind.CLUSTER, "没有安装集群组件", Place(scheduler), hint="用 make reports SCHEDULER=… 会自动安装")) from None
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        place = Place(scheduler)
        raise Stop(error(Kind.CLUSTER, "连不上调度器", place, hint="请检查地址，或在那台机器上运行 make scheduler")) from fault
    try:
        yield client
    finally:
        client.close(timeout=1)


def check_versions(client: Any, scheduler: str) -> None:  # noqa: ANN401 - published without types
    """Check that every worker has this very program.

    Raises:
        Stop: one has not, or there is no worker.
    """
    place = Place(scheduler)
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        versions = client.run(program)
    except TimeoutError:
        raise Stop(
            error(Kind.CLUSTER, "集群里没有一台工作机", place, hint=f"请先在工作机上运行 make worker SCHEDULER={scheduler}")
        ) from None
    except Exception as fault:
        raise Stop(error(Kind.CLUSTER, "工作机上没有安装 ziping", place, hint="请在每台工作机上安装同一版本")) from fault
    others = [worker for worker, version in versions.items() if version != program()]
    if others:
        message = f"工作机 {'、'.join(others)} 上的 ziping 与本机版本不同"
        raise Stop(error(Kind.CLUSTER, message, place, hint="请安装同一版本后重新启动工作机"))


def result_from(future: Any, unit: str) -> Result:  # noqa: ANN401 - published without types
    """Return what a worker made of a unit; the failure of a unit that no worker survived."""
    try:
        result: Result = future.result()
    except Exception as fault:  # noqa: BLE001 - told in the summary
        return failed(unit, f"{type(fault).__name__}：{fault}")
    finally:
        future.release()
    return result


def build_remote(batch: Batch, unit: str) -> Result:
    """Return what came of a unit-year, on a worker: data fetched, documents built in a scratch folder, and written back.

    Raises:
        Exception: data cannot be fetched or documents not be written; Dask tries again.
    """
    try:
        with _one_at_a_time:
            return fetched_and_built(batch, unit)
    except Stop as stop:
        return Result(unit, unit, State.FAULTY, tuple(stop.problems))


def fetched_and_built(batch: Batch, unit: str) -> Result:
    """Return what came of a unit-year; an up-to-date one is left alone.

    Raises:
        Exception: the data cannot be fetched or the documents not be written.
    """
    workspace = scratch(TemplateFiles(batch.templates))
    folder, output = workspace.unit_file(unit).parent, workspace.output(unit, batch.year)
    try:
        fetch(f"{batch.data}/{unit}", folder, ("unit.yaml", f"{batch.year}.yaml"))
        fetch(f"{batch.output}/{unit}/{batch.year}", output, (MANIFEST,))
        known = read_manifest(output)
        if known and is_whole(known, workspace, f"{batch.output}/{unit}/{batch.year}"):
            return result_of(unit, State.CURRENT, 0, known)
        shutil.rmtree(output, ignore_errors=True)
        result = build_one(workspace, unit, batch.year)
        if not result.is_failed:
            send(output, f"{batch.output}/{unit}/{batch.year}", known)
        return replace(result, written=result.written if not result.is_failed else 0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(output.parent, ignore_errors=True)


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


def fetch(origin: str, folder: Path, names: tuple[str, ...]) -> None:
    """Copy files to a folder; those that are not there are left out."""
    files, path = file_system(origin)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        try:
            data = files.cat_file(f"{path}/{name}")
        except FileNotFoundError:
            continue
        (folder / name).write_bytes(data)


def is_whole(known: Manifest, workspace: Workspace, target: str) -> bool:
    """Return whether documents are made from the present inputs by the present program, and all there."""
    files, path = file_system(target)
    return made_from(known, workspace.root) and all(files.exists(f"{path}/{name}") for name in known.outputs)


def send(folder: Path, target: str, known: Manifest | None) -> None:
    """Write a unit-year's documents to their place; the manifest goes first and comes last.

    Raises:
        OSError: they cannot be written.
    """
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    gone = known.outputs.keys() - made.keys() if known else set()
    files, path = file_system(target)
    if "://" not in target:
        send_to_folder(Path(path), made, gone)
        return
    if known:  # it vouches for documents that are about to be others
        files.rm_file(f"{path}/{MANIFEST}")
    for name in sorted(made, key=lambda name: name == MANIFEST):
        files.makedirs(f"{path}/{name}".rpartition("/")[0], exist_ok=True)
        files.pipe_file(f"{path}/{name}", made[name])
    for name in gone:
        if files.exists(f"{path}/{name}"):
            files.rm_file(f"{path}/{name}")


def write_to(root: str, pages: Mapping[str, bytes]) -> str:
    """Write the summary's files to the root of the output, and return where the first is.

    Raises:
        Stop: they cannot be written.
    """
    with told(root):
        files, path = file_system(root)
        files.makedirs(path, exist_ok=True)
        for name, data in pages.items():
            files.pipe_file(f"{path}/{name}", data)
    return f"{root}/{next(iter(pages))}"


def send_to_folder(folder: Path, made: Mapping[str, bytes], gone: set[str]) -> None:
    """Write documents to a folder that the workers share, all at once."""
    ordered = {name: made[name] for name in sorted(made, key=lambda name: name == MANIFEST)}
    try:
        with locked(folder):
            replace_folder(folder, ordered, gone)
    except BusyError:
        raise OSError("另一个程序正在写这个文件夹") from None
