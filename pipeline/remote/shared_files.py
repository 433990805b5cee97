"""The data and the output of a batch: files that many machines read and write at once, at any address that fsspec knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.files import BusyError, locked, replace_folder
from pipeline.problems import Kind, Place, Stop, error
from pipeline.remote.failures import TargetError
from pipeline.remote.faults import Sentence
from pipeline.remote.schemes import SCHEMES, load, scheme_of


class SharedFiles:
    """The files below an address; paths are relative to it, and a connection is made when it is first needed."""

    def __init__(self, address: str) -> None:
        self.address = address

    @cached_property
    def opened(self) -> tuple[Any, str]:
        """The file system, as fsspec has it, and the address's path on it."""
        import fsspec  # noqa: PLC0415 - only a cluster needs it

        system, root = fsspec.core.url_to_fs(self.address, use_listings_cache=False)  # other machines write
        return system, root.rstrip("/")

    def explain(self, fault: Exception) -> Sentence:
        """Return what a fault means, and what to do."""
        return f"用不了这个位置：{fault}", "请检查地址、登录信息和网络"

    def matching(self, pattern: str) -> list[str]:
        """Return the files that match a pattern such as */2020.yaml, with the folders that they are in."""
        system, root = self.opened
        return [str(path) for path in system.glob(f"{root}/{pattern}")]

    def exists(self, path: str) -> bool:
        """Return whether there is such a file."""
        system, root = self.opened
        return bool(system.exists(f"{root}/{path}"))

    def read(self, path: str) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: there is none.
        """
        system, root = self.opened
        return bytes(system.cat_file(f"{root}/{path}"))

    def write(self, path: str, data: bytes) -> None:
        """Write a file, and make the folders that it is in."""
        system, root = self.opened
        system.makedirs(f"{root}/{path}".rpartition("/")[0], exist_ok=True)
        system.pipe_file(f"{root}/{path}", data)

    def remove(self, path: str) -> None:
        """Remove a file if it is there."""
        system, root = self.opened
        with suppress(FileNotFoundError):
            system.rm_file(f"{root}/{path}")

    def replace(self, files: Mapping[str, bytes], gone: Collection[str]) -> None:
        """Replace files, so that whatever happens the last one, which vouches for the others, is there only when they are.

        Args:
            files: what to write, by path, in this order.
            gone: the paths of files that are to be there no longer.

        Raises:
            OSError: they cannot be written.
        """
        self.remove([*files][-1])
        for path, data in files.items():
            self.write(path, data)
        for path in gone:
            self.remove(path)


class FolderFiles(SharedFiles):
    """Files in a folder that all machines see."""

    def matching(self, pattern: str) -> list[str]:
        """Return the files that match a pattern; those in folders that are links too, which fsspec passes over."""
        return [path.as_posix() for path in Path(self.address).glob(pattern)]

    def replace(self, files: Mapping[str, bytes], gone: Collection[str]) -> None:
        """Replace files, all at once."""
        folder = Path(self.opened[1])
        try:
            with locked(folder):
                replace_folder(folder, files, gone)
        except BusyError:
            raise OSError("另一个程序正在写这个文件夹") from None


def open_shared(address: str) -> SharedFiles:
    """Return the files below an address; no connection is made yet.

    Raises:
        ImportError: what reaches it is not installed.
    """
    if not scheme_of(address):
        return FolderFiles(address)
    scheme = SCHEMES.get(scheme_of(address))
    kind: type[SharedFiles] = load(scheme.shared) if scheme and scheme.shared else SharedFiles
    return kind(address)


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
