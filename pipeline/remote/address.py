"""Where a site is, as a user writes it: sftp://user@host:port/path and its like."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.remote.contract import AddressError


@dataclass(frozen=True, slots=True)
class Address:
    """A place on another machine.

    Attributes:
        scheme: how it is reached, such as sftp.
        user: the account's name; may be empty.
        host: the machine, or the bucket.
        port: None for the usual one.
        path: from the first slash on; empty if there is none.
    """

    scheme: str
    user: str
    host: str
    port: int | None
    path: str

    @property
    def server(self) -> str:
        """The machine and its port, as in an URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host

    @property
    def shown(self) -> str:
        """The address as people see it."""
        return f"{self.scheme}://{self.server}{self.path}"


def parse(text: str) -> Address:
    """Return the parts of an address.

    Raises:
        AddressError: it is not an address, or there is a password in it.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.netloc.rpartition("@")[2], parts.port
    except ValueError:
        raise wrong(text.partition("://")[0]) from None
    if parts.password is not None:
        raise AddressError(
            "发布地址里不能写密码：它会留在命令历史和公开记录里。没有发布任何内容",
            "请去掉地址中的密码，并换一个新密码；登录信息写在哪里，见说明",
        )
    if not parts.hostname or parts.query or parts.fragment:
        raise wrong(parts.scheme)
    # Bucket names are as they are written; urlsplit's host is in lower case, and without the brackets of IPv6.
    name = host if parts.scheme == "s3" else parts.hostname
    return Address(parts.scheme, unquote(parts.username or ""), name, port, unquote(parts.path).rstrip("/"))


def wrong(scheme: str) -> AddressError:
    """Return the failure that an address is not written as it should be."""
    patterns = {
        "sftp": "sftp://用户@主机:端口/路径",
        "s3": "s3://存储桶/前缀",
        "webdav": "webdav://主机:端口/路径",
        "webdavs": "webdavs://主机:端口/路径",
    }
    return AddressError("发布地址的写法不对，没有发布任何内容", f"应写成 {patterns.get(scheme, '方式://主机/路径')}，其中不能有 ? 和 #")
