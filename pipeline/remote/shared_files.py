"""The data and the output of a batch: files that many machines read and write at once, at any address that fsspec knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from pipeline.files import holds
from pipeline.problems import Kind, Place, Stop, error
from pipeline.remote.failures import TargetError
from pipeline.remote.faults import CUT, REFUSED, SLOW, Sentence
from pipeline.remote.patience import Patience
from pipeline.remote.schemes import SCHEMES, load, scheme_of
from pipeline.writing import replace_file

# How long who has just typed an address waits for what may be a fault that passes, in seconds.
HASTE: Final = 3
# By what names drivers say when a file was last written.
WRITTEN: Final = ("LastModified", "mtime", "last_modified", "modified", "created")


class SharedFiles:
    """The files below an address; paths are relative to it, and a connection is made when it is first needed.

    Attributes:
        is_flat: whether one listing tells of all files, however deep they lie.
        threads: how many threads may use it at once.
    """

    is_flat = False
    threads = 1

    def __init__(self, address: str, patience: float = HASTE) -> None:
        self.address = address
        self.patience = Patience(patience)
        self.made: set[str] = set()

    @cached_property
    def opened(self) -> tuple[Any, str]:
        """The file system, as fsspec has it, and the address's path on it."""
        import fsspec  # noqa: PLC0415 - only a cluster needs it

        system, root = fsspec.core.url_to_fs(self.address, use_listings_cache=False)  # other machines write
        return system, root.rstrip("/")

    def explain(self, fault: Exception) -> Sentence:
        """Return what a fault means, and what to do."""
        return f"用不了这个位置：{fault}", "请检查地址、登录信息和网络"

    def passes(self, fault: Exception) -> bool:
        """Return whether a fault may be gone after a while."""
        return not isinstance(fault, FileNotFoundError | TargetError | ImportError) and self.explain(fault) in (REFUSED, SLOW, CUT)

    def in_folders(self) -> list[str]:
        """Return the files in the folders below the address, but not in those below them: xinfang/2020.yaml."""
        paths = self.patience.call(lambda: self.opened[0].find(self.opened[1], maxdepth=2), self.passes)
        return [path for path in (str(each).removeprefix(f"{self.opened[1]}/") for each in paths) if path.count("/") == 1]

    def find(self, folder: str = "") -> dict[str, float]:
        """Return when each file in a folder, and in those below it, was last written, in seconds; 0 where nobody knows."""
        place = f"{self.opened[1]}/{folder}".rstrip("/")
        found = self.patience.call(lambda: self.opened[0].find(place, detail=True), self.passes)
        return {path.removeprefix(f"{self.opened[1]}/"): written_at(about) for path, about in found.items()}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those files that are there."""
        wanted = list(paths)
        return self.patience.call(lambda: self.read_once(wanted), self.passes) if wanted else {}

    def read_once(self, paths: list[str]) -> dict[str, bytes]:
        """Return the same, read in a single try."""
        system, root = self.opened
        answers = system.cat([f"{root}/{path}" for path in paths], on_error="return")
        found = dict(zip(paths, (answers[f"{root}/{path}"] for path in paths), strict=True))
        for answer in found.values():
            if isinstance(answer, Exception) and not isinstance(answer, FileNotFoundError):
                raise answer
        return {path: bytes(answer) for path, answer in found.items() if not isinstance(answer, Exception)}

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files, in no order, and make the folders that they are in."""
        if files:
            self.patience.call(lambda: self.write_once(files), self.passes)

    def write_once(self, files: Mapping[str, bytes]) -> None:
        """Do the same in a single try."""
        system, root = self.opened
        self.make_folders({f"{root}/{path}".rpartition("/")[0] for path in files})
        system.pipe({f"{root}/{path}": data for path, data in files.items()})

    def make_folders(self, folders: Collection[str]) -> None:
        """Make folders, and those that they are in, unless they are known to be there."""
        for folder in sorted({*folders} - self.made):
            try:
                self.opened[0].makedirs(folder, exist_ok=True)
            except OSError:
                if not self.opened[0].isdir(folder):  # else another machine has made it at the same moment
                    raise
            self.made.add(folder)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; those that are not there are no fault."""
        for path in paths:
            self.patience.call(partial(self.remove_once, path), self.passes)

    def remove_once(self, path: str) -> None:
        """Remove a file in a single try."""
        with suppress(FileNotFoundError):
            self.opened[0].rm_file(f"{self.opened[1]}/{path}")


class FolderFiles(SharedFiles):
    """Files in a folder that all machines see."""

    def in_folders(self) -> list[str]:
        """Return the files in the folders below this one; those in folders that are links too, which fsspec passes over."""
        return [path.relative_to(self.address).as_posix() for path in Path(self.address).glob("*/*") if path.is_file()]

    def write_once(self, files: Mapping[str, bytes]) -> None:
        """Write files, each whole or not at all, that are not so already."""
        for name, data in files.items():
            if not holds(Path(self.address, name), data):
                replace_file(Path(self.address, name), data)


def written_at(about: Mapping[str, Any]) -> float:
    """Return when a file was last written, as a driver says; 0 if it does not."""
    said = next((about[name] for name in WRITTEN if about.get(name)), 0.0)
    return said.timestamp() if isinstance(said, datetime) else float(said)


def open_shared(address: str, patience: float = HASTE) -> SharedFiles:
    """Return the files below an address; no connection is made yet.

    Args:
        address: a folder, or an address that fsspec knows.
        patience: how long to wait while the place is away, in seconds.

    Raises:
        ImportError: what reaches it is not installed.
    """
    if not scheme_of(address):
        return FolderFiles(address, patience)
    scheme = SCHEMES.get(scheme_of(address))
    kind: type[SharedFiles] = load(scheme.shared) if scheme and scheme.shared else SharedFiles
    return kind(address, patience)


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn what goes wrong with the files below an address into a problem.

    Raises:
        Stop: something went wrong.
    """
    try:
        yield
    except ImportError as fault:
        raise Stop(error(Kind.CLUSTER, f"缺少访问它的组件：{fault.name}", Place(address), hint="安装 ziping 的 cluster 组件")) from None
    except TargetError as failure:
        raise Stop(error(Kind.CLUSTER, failure.message, Place(address), hint=failure.hint)) from failure
    except Exception as fault:
        message, hint = open_shared(address).explain(fault)
        raise Stop(error(Kind.CLUSTER, message, Place(address), hint=hint)) from fault
