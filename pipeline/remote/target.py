"""Where a site is published to: one small interface, and a registry of what implements it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from pipeline.remote.address import Address, parse
from pipeline.remote.contract import KEPT, AddressError, BusyError, Release, Target, TargetError
from pipeline.remote.faults import sentence

__all__ = ["DEFAULT", "KEPT", "AddressError", "BusyError", "Release", "Target", "TargetError", "open_target"]

# Where a site goes if nothing else is said.
DEFAULT: Final = "output/site"

# What is to be installed for each kind of address, and what opens it: imported only when it is used.
DRIVERS: Final = {
    "sftp": ("fsspec paramiko", "pipeline.remote.sftp:open_sftp"),
    "s3": ("s3fs", "pipeline.remote.s3:open_s3"),
    "webdav": ("webdav4[fsspec]", "pipeline.remote.webdav:open_webdav"),
    "webdavs": ("webdav4[fsspec]", "pipeline.remote.webdav:open_webdav"),
}


def open_target(address: str, base: Path) -> Target:
    """Return the place that an address names; nothing is written there, and no connection made before it is needed.

    Args:
        address: a folder, or sftp://user@host:port/path, s3://bucket/prefix, webdav://host/path, webdavs://host/path;
            empty for the usual folder.
        base: what a folder's path starts from.

    Raises:
        AddressError: the address is wrong or of an unknown kind, or there is a password in it.
        TargetError: its driver is not installed, or a file stands where the folder should be.
    """
    if "://" in address:
        return open_remote(address)
    from pipeline.remote.folder import open_folder  # noqa: PLC0415 - each kind of target is imported when it is used

    path = address or DEFAULT
    try:
        return open_folder(base / path, path)
    except OSError as fault:
        what, hint = sentence(fault)
        raise TargetError(f"{path}：{what}。没有发布任何内容", hint) from fault


def open_remote(text: str) -> Target:
    """Return a place on another machine."""
    scheme = text.partition("://")[0].lower()
    if scheme not in DRIVERS:
        known = "、".join(f"{name}://" for name in DRIVERS)
        raise AddressError(f"不认识发布地址开头的“{scheme}://”，没有发布任何内容", f"可以用：文件夹的路径，或以 {known} 开头的地址")
    place = parse(text)
    packages, entrance = DRIVERS[scheme]
    module, _, function = entrance.partition(":")
    try:
        opener: Callable[[Address], Target] = getattr(import_module(module), function)
    except ImportError as fault:
        hint = f"请运行：.venv/bin/python -m pip install {packages}（或用 make publish，会自动安装）"
        raise TargetError(f"发布到 {scheme}:// 所需的组件没有安装（{fault.name}）。没有发布任何内容", hint) from fault
    return opener(place)
