"""Where a site is published to: what every target does for the program, and what opens one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

from pipeline.calls import either, installing, is_through_make, option
from pipeline.remote.address import Address, parse
from pipeline.remote.failures import AddressError, TargetError
from pipeline.remote.faults import sentence
from pipeline.remote.forbidden_folders import refuse_forbidden
from pipeline.remote.release import Release
from pipeline.remote.schemes import SCHEMES, load

# Where a site goes if nothing else is said.
DEFAULT: Final = "output/site"


class Target(Protocol):
    """A site in a store, with its releases.

    Every method raises TargetError if the store cannot be reached or does not do as it is told.

    Attributes:
        name: its address as people see it, never with credentials.
    """

    name: str

    def lock(self, waiting: Callable[[str], None] = ...) -> AbstractContextManager[None]:
        """Hold the right to publish; also marks the place, and finishes what a run that died has left unfinished.

        Args:
            waiting: called once, with a sentence, if another publisher has to end first.
        """

    def identity(self) -> str | None:
        """Return what the place was marked with when something was first published there; None if it is not marked, or not there."""

    def current(self) -> Release | None:
        """Return what readers see now; None if nothing was ever published."""

    def releases(self) -> list[int]:
        """Return the numbers of the releases that one can go back to, the present one included, ascending."""

    def release(self, number: int) -> Release:
        """Return a release that one can go back to."""

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return those of the files, digests by path, that have to be sent: the store does not have them, or has them damaged."""

    def upload(self, release: Release, data: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        """Send what a release needs and the store does not have, without any change that readers see, but for what is mended.

        Args:
            release: what will be shown.
            data: the files' bytes by path, at least of all those that the current release does not have; what is among them
                is not believed to be there, but read, and mended if it is damaged.
            sent: called after each file that was sent, with its path and size in bytes.
        """

    def mend(self, data: Mapping[str, bytes]) -> None:
        """Write files of the current release anew, where they are kept and where readers see them, if they are not whole.

        Args:
            data: the right bytes by path; what is not the current release's is passed over.
        """

    def paths(self) -> list[str]:
        """Return the path of every file that readers could fetch from the site as it lies there now, manifest.json included."""

    def show(self, number: int) -> None:
        """Let readers see the uploaded release or an older one; then clear away what is no longer kept."""

    def fetch(self, digest: str) -> bytes:
        """Return a file of any release that is kept, by its digest; it is not believed to be whole.

        Raises:
            FileNotFoundError: it is not there.
        """

    def read(self, path: str) -> bytes:
        """Return a file of the current release.

        Raises:
            FileNotFoundError: it is not there.
        """


def open_target(address: str, base: Path) -> Target:
    """Return the target that an address names; nothing is written there, and no connection made before it is needed.

    Args:
        address: a folder, or sftp://user@host:port/path, s3://bucket/prefix, webdav://host/path, webdavs://host/path;
            empty for the usual folder.
        base: what a folder's path starts from.

    Raises:
        AddressError: the address is wrong or of an unknown kind, there is a password in it, or it is a folder of something else's.
        TargetError: its driver is not installed, or a file stands where the folder should be.
    """
    if "://" in address:
        return open_remote(parse(address))
    if sys.platform == "win32":  # links need an administrator's right there
        example = "sftp://用户@主机/路径"
        hint = f"请发布到服务器上，例如 {either(example, option('site', example))}，也可以用 s3://、webdavs://"
        raise AddressError("在 Windows 上不能发布到本机文件夹：网站靠符号链接一步切换，Windows 上用不了。没有发布任何内容", hint)
    from pipeline.remote.folder import open_folder  # noqa: PLC0415 - each kind of store is imported when it is used

    name = address or DEFAULT
    try:
        path = base / Path(name).expanduser()
        refuse_forbidden(path, base, name)
        return open_folder(path, name)
    except (OSError, RuntimeError) as fault:  # a home, or the end of links, cannot be found
        what, hint = sentence(fault)
        raise TargetError(f"{name}：{what}。没有发布任何内容", hint) from fault


def open_remote(address: Address) -> Target:
    """Return a target on another machine.

    Raises:
        AddressError: its kind of address needs something else.
        TargetError: its driver is not installed.
    """
    scheme = SCHEMES[address.scheme]
    try:
        opener: Callable[[Address], Target] = load(scheme.target)
    except ImportError as fault:
        hint = "用 make publish SITE=… 会自动安装" if is_through_make() else f"请运行：{installing(scheme.packages)}"
        raise TargetError(f"发布到 {address.scheme}:// 所需的组件没有安装（{fault.name}）。没有发布任何内容", hint) from fault
    return opener(address)
