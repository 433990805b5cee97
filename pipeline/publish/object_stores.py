"""S3 and WebDAV as object stores, through fsspec. Credentials come from where each keeps them, never from the address.

S3: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws/credentials, or the machine's role; AWS_ENDPOINT_URL for a store that
is not Amazon's. WebDAV: WEBDAV_USER and WEBDAV_PASSWORD, or ~/.netrc.
"""

from __future__ import annotations

import mimetypes
import netrc
import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from pipeline.publish.failures import http_status, told
from pipeline.publish.objects import ObjectStore

CONTENT_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PRECONDITION_FAILED: Final = 412
TIMEOUT: Final = 20  # seconds


def open_store(address: str) -> ObjectStore:
    """Return the store at an address.

    Raises:
        TargetError: it cannot be reached or does not let us in.
    """
    with told(address):
        return open_s3(address) if address.startswith("s3://") else open_webdav(address)


def open_s3(address: str) -> S3Store:
    """Return a bucket, or a part of one."""
    import s3fs  # noqa: PLC0415 - one of two drivers

    parts = urlsplit(address)
    settings = {"connect_timeout": TIMEOUT, "read_timeout": TIMEOUT, "retries": {"max_attempts": 2}}
    files = s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True, config_kwargs=settings)
    return S3Store(files, parts.netloc, unquote(parts.path).strip("/"))


def open_webdav(address: str) -> WebdavStore:
    """Return a folder on a WebDAV server."""
    from webdav4.fsspec import WebdavFileSystem  # noqa: PLC0415 - one of two drivers

    parts = urlsplit(address)
    scheme = "https" if parts.scheme == "webdavs" else "http"
    port = f":{parts.port}" if parts.port else ""
    base = f"{scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}"
    return WebdavStore(WebdavFileSystem(base, auth=webdav_login(parts.hostname or ""), timeout=TIMEOUT))


def webdav_login(host: str) -> tuple[str, str] | None:
    """Return user and password for a host; None if nothing is known."""
    user = os.environ.get("WEBDAV_USER")
    if user:
        return user, os.environ.get("WEBDAV_PASSWORD", "")
    try:
        found = netrc.netrc().authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2]) if found else None


def content_type(path: str) -> str:
    """Return the content type that a browser needs for a file of this name."""
    return CONTENT_TYPES.get(PurePosixPath(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


@dataclass(frozen=True, slots=True)
class S3Store:
    """A bucket of any S3-compatible store, or a part of one."""

    files: Any
    bucket: str
    prefix: str

    def key(self, path: str) -> str:
        """Return an object's key."""
        return f"{self.prefix}/{path}" if self.prefix else path

    def read(self, path: str) -> bytes:
        """Return an object's content."""
        return bytes(self.files.cat_file(f"{self.bucket}/{self.key(path)}"))

    def write(self, path: str, data: bytes, like: str) -> None:
        """Write an object."""
        self.files.call_s3("put_object", Bucket=self.bucket, Key=self.key(path), Body=data, ContentType=content_type(like))

    def copy(self, path: str, to: str) -> None:
        """Copy an object within the bucket, with its content type."""
        source = {"Bucket": self.bucket, "Key": self.key(path)}
        self.files.call_s3("copy_object", CopySource=source, Bucket=self.bucket, Key=self.key(to))

    def create(self, path: str, data: bytes) -> bool:
        """Make an object, unless it is there already."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - one of two drivers

        try:
            self.files.call_s3("put_object", Bucket=self.bucket, Key=self.key(path), Body=data, IfNoneMatch="*")
        except ClientError as fault:
            if http_status(fault) != PRECONDITION_FAILED:
                raise
            return False
        return True

    def names(self, path: str) -> list[str]:
        """Return the names of the objects directly below a path."""
        try:
            found = self.files.ls(f"{self.bucket}/{self.key(path)}", detail=False)
        except FileNotFoundError:
            return []
        return [name.rpartition("/")[2] for name in found]

    def remove(self, path: str) -> None:
        """Remove an object; S3 does not mind if it is not there."""
        self.files.call_s3("delete_object", Bucket=self.bucket, Key=self.key(path))


@dataclass(frozen=True, slots=True)
class WebdavStore:
    """A folder on a WebDAV server."""

    files: Any

    def read(self, path: str) -> bytes:
        """Return a file's content."""
        return bytes(self.files.cat_file(path))

    def write(self, path: str, data: bytes, like: str) -> None:  # noqa: ARG002 - the server goes by a file's name
        """Write a file, in a folder that is made if need be."""
        self.make_folder(path)
        self.files.pipe_file(path, data)

    def copy(self, path: str, to: str) -> None:
        """Copy a file on the server."""
        self.make_folder(to)
        self.files.client.copy(path, to, overwrite=True)

    def create(self, path: str, data: bytes) -> bool:
        """Make a file, unless it is there already: a folder, which only one can make, guards it."""
        from webdav4.client import ResourceAlreadyExists  # noqa: PLC0415 - one of two drivers

        self.make_folder(path)
        try:
            self.files.client.mkdir(f"{path}.held")
        except ResourceAlreadyExists:
            return False
        self.files.pipe_file(path, data)
        return True

    def names(self, path: str) -> list[str]:
        """Return the names of the files directly in a folder."""
        try:
            found = self.files.ls(path, detail=False)
        except FileNotFoundError:
            return []
        return [name.rstrip("/").rpartition("/")[2] for name in found]

    def remove(self, path: str) -> None:
        """Remove a file, and the folder that guards it if it is a lock."""
        for name in (path, f"{path}.held"):
            if self.files.exists(name):
                self.files.client.remove(name)

    def make_folder(self, path: str) -> None:
        """Make the folders above a file."""
        folder = path.rpartition("/")[0]
        if folder and not self.files.exists(folder):
            self.files.makedirs(folder, exist_ok=True)
