"""A store on a WebDAV server; account and password come from ~/.netrc or from WEBDAV_USER and WEBDAV_PASSWORD."""

from __future__ import annotations

import io
import netrc
import os
from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Final

import httpx
from webdav4.client import (
    ClientError,
    HTTPError,
    InsufficientStorage,
    ResourceAlreadyExists,
    ResourceConflict,
    ResourceLocked,
    ResourceNotFound,
)
from webdav4.fsspec import WebdavFileSystem

from pipeline.remote.address import Address
from pipeline.remote.copied_target import CopiedTarget
from pipeline.remote.failures import TargetError
from pipeline.remote.faults import ABSENT, CUT, FORBIDDEN, FULL, LOGIN, REFUSED, SLOW, Sentence, chain, known_sentence, sentence
from pipeline.remote.layout import HOME
from pipeline.remote.store import put_whole

LOCK: Final = f"{HOME}lock"
LOCK_TEXT: Final = f"{LOCK}/owner.json"

# How long to wait for a connection, and for the next bytes of an answer, in seconds.
PATIENCE: Final = httpx.Timeout(9, connect=5)

CREDENTIALS: Final = "请把账号和密码写入 ~/.netrc，或设置环境变量 WEBDAV_USER 和 WEBDAV_PASSWORD，再运行一次"

BY_STATUS: Final = {
    HTTPStatus.UNAUTHORIZED: (LOGIN[0], CREDENTIALS),
    HTTPStatus.FORBIDDEN: FORBIDDEN,
    HTTPStatus.NOT_FOUND: ABSENT,
    HTTPStatus.CONFLICT: ABSENT,
    HTTPStatus.METHOD_NOT_ALLOWED: ("这个地址不能用 WebDAV 写入", "请核对地址，并请管理员确认 WebDAV 已经开通"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("服务器不接受这样大的文件", "请管理员调大上传限制"),
    HTTPStatus.LOCKED: ("文件被别的程序锁住", "请等对方用完，再运行一次"),
    HTTPStatus.INSUFFICIENT_STORAGE: FULL,
}


class WebdavStore:
    """The folder on a WebDAV server that a site is in."""

    faults: tuple[type[Exception], ...] = (OSError, ClientError, httpx.HTTPError, httpx.InvalidURL)

    def __init__(self, address: Address, protocol: str) -> None:
        self.lock_name = f"{address.name}/{LOCK}"
        self.root = address.path
        # The client starts from the server's own root, because the site's folder may have to be made.
        url = f"{protocol}://{address.server}"
        self.system = WebdavFileSystem(url, auth=login_for(address), timeout=PATIENCE, skip_instance_cache=True)
        self.client = self.system.client
        self.there: set[PurePosixPath] = set()

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        for each in chain(fault):
            status = status_of(each)
            if status in BY_STATUS:
                return BY_STATUS[HTTPStatus(status)]
            if known := known_sentence(each):
                return known
        for kind, known in ((httpx.TimeoutException, SLOW), (httpx.ConnectError, REFUSED), (httpx.TransportError, CUT)):
            if isinstance(fault, kind):
                return known
        return sentence(fault)

    def path(self, path: str) -> str:
        """Return a path as the server knows it."""
        return f"{self.root}/{path}"

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        try:
            response = self.client.request("GET", self.path(path))
        except ResourceNotFound as fault:
            raise FileNotFoundError(path) from fault
        return bytes(response.content)

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        put_whole(self, path, data)

    def put(self, path: str, data: bytes) -> None:
        """Send a file."""
        self.make_folder(PurePosixPath(self.path(path)).parent)
        self.client.upload_fileobj(io.BytesIO(data), self.path(path), overwrite=True, size=len(data))

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder."""
        try:
            return [PurePosixPath(path).name for path in self.system.ls(self.path(folder), detail=False)]
        except FileNotFoundError:
            return []

    def walk(self, folder: str) -> list[str]:
        """Return the path, from a folder on, of every file that is in it or in folders below it."""
        found = []
        for entry in self.system.ls(self.path(folder), detail=True) if self.client.exists(self.path(folder)) else ():
            path = f"{folder}/{PurePosixPath(entry['name']).name}".lstrip("/")
            found += self.walk(path) if entry["type"] == "directory" else [path]
        return found

    def remove(self, paths: Collection[str]) -> None:
        """Remove files."""
        for path in paths:
            with suppress(ResourceNotFound):
                self.client.remove(self.path(path))

    def copy(self, origin: str, path: str) -> None:
        """Copy a file over another one."""
        self.make_folder(PurePosixPath(self.path(path)).parent)
        try:
            self.client.copy(self.path(origin), self.path(path), overwrite=True)
        except ResourceNotFound as fault:
            raise FileNotFoundError(origin) from fault

    def move(self, origin: str, path: str) -> None:
        """Let a file be at another path, in place of one that is there."""
        self.make_folder(PurePosixPath(self.path(path)).parent)
        self.client.move(self.path(origin), self.path(path), overwrite=True)

    def make_folder(self, path: PurePosixPath) -> None:
        """Make a folder, and those that it is in, unless it is known to be there."""
        if path in self.there or path == path.parent:
            return
        try:
            self.mkdir(path)
        except (ResourceConflict, ResourceNotFound):  # the folder that it is in is missing
            self.make_folder(path.parent)
            self.mkdir(path)
        self.there.add(path)

    def mkdir(self, path: PurePosixPath) -> None:
        """Make one folder; one that is there already is no fault."""
        with suppress(ResourceAlreadyExists):
            self.client.mkdir(str(path))

    def create_lock(self, text: str) -> bool:
        """Make the lock: a folder, because making one is the only step that fails if it is there."""
        self.make_folder(PurePosixPath(self.path(HOME)))
        try:
            self.client.mkdir(self.path(LOCK))
        except ResourceAlreadyExists:
            return False
        self.put(LOCK_TEXT, text.encode())
        return True

    def read_lock(self) -> str | None:
        """Return the lock's text; an empty one if it has none yet, None if there is no lock."""
        try:
            return self.read(LOCK_TEXT).decode()
        except FileNotFoundError:
            return "" if self.client.exists(self.path(LOCK)) else None

    def write_lock(self, text: str) -> None:
        """Replace the lock's text."""
        self.put(LOCK_TEXT, text.encode())

    def remove_lock(self) -> None:
        """Remove the lock, whoever holds it."""
        self.remove([LOCK])


def status_of(fault: BaseException) -> int:
    """Return the HTTP status that a fault stands for; 0 if none."""
    if isinstance(fault, HTTPError):
        return int(fault.status_code)
    if isinstance(fault, httpx.HTTPStatusError):
        return fault.response.status_code
    if isinstance(fault, InsufficientStorage):
        return HTTPStatus.INSUFFICIENT_STORAGE
    return HTTPStatus.LOCKED if isinstance(fault, ResourceLocked) else 0


def login_for(address: Address) -> tuple[str, str] | None:
    """Return the account and the password for a server; None if none are stated anywhere.

    Raises:
        TargetError: ~/.netrc cannot be read.
    """
    user, password = os.environ.get("WEBDAV_USER", ""), os.environ.get("WEBDAV_PASSWORD", "")
    if password:
        return address.user or user, password
    try:
        found = netrc.netrc().authenticators(address.host)
    except FileNotFoundError:
        return None
    except (OSError, netrc.NetrcParseError) as fault:
        raise TargetError("~/.netrc 读不出来，没有发布任何内容", "请核对它的写法和权限（chmod 600 ~/.netrc）") from fault
    return (found[0], found[2] or "") if found and address.user in ("", found[0]) else None


def open_http(address: Address) -> CopiedTarget:
    """Return a site on a WebDAV server that is reached without encryption."""
    return CopiedTarget(address.name, WebdavStore(address, "http"))


def open_https(address: Address) -> CopiedTarget:
    """Return a site on a WebDAV server that is reached with encryption."""
    return CopiedTarget(address.name, WebdavStore(address, "https"))
