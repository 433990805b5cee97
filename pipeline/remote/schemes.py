"""The kinds of addresses that lead to another machine: the one registry by URL scheme, and nothing else knows the schemes."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from pipeline.records import record


@record()
class Scheme:
    """What there is for one kind of address. Names of functions and classes are module:name, imported only when they are used.

    Attributes:
        pattern: how such an address is written, for people.
        packages: what is to be installed for it.
        target: the function that opens it as a publishing target.
        shared: the class for files of a batch there; empty if fsspec's own driver does.
        is_case_kept: whether upper and lower case differ in the host's name, as in that of a bucket.
    """

    pattern: str
    packages: str
    target: str
    shared: str = ""
    is_case_kept: bool = False


SCHEMES: Final = {
    "sftp": Scheme(
        pattern="sftp://用户@主机:端口/路径",
        packages="fsspec paramiko",
        target="pipeline.remote.sftp:open_sftp",
        shared="pipeline.remote.sftp_connection:SftpFiles",
    ),
    "s3": Scheme(
        pattern="s3://存储桶/前缀",
        packages="s3fs",
        target="pipeline.remote.s3:open_s3",
        shared="pipeline.remote.s3_files:S3Files",
        is_case_kept=True,
    ),
    "webdav": Scheme("webdav://主机:端口/路径", packages="webdav4[fsspec]", target="pipeline.remote.webdav:open_http"),
    "webdavs": Scheme("webdavs://主机:端口/路径", packages="webdav4[fsspec]", target="pipeline.remote.webdav:open_https"),
}


def scheme_of(address: str) -> str:
    """Return an address's scheme; empty for a folder of this computer."""
    scheme, mark, _ = address.partition("://")
    return scheme.lower() if mark else ""


def load(name: str) -> Any:  # noqa: ANN401 - whichever function or class the registry names
    """Return what the registry names as module:name.

    Raises:
        ImportError: a package that it needs is not installed.
    """
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)
