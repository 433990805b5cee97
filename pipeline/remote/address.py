"""Where a site or the data of a batch lie on another machine, as a user writes it: sftp://user@host:port/path and its like."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from pipeline.records import record
from pipeline.remote.failures import AddressError
from pipeline.remote.schemes import SCHEMES, scheme_of


@record()
class Address:
    """The parts of an address on another machine.

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
    def name(self) -> str:
        """The address as people see it: without the account."""
        return f"{self.scheme}://{self.server}{self.path}"


def parse(text: str) -> Address:
    """Return the parts of an address.

    Raises:
        AddressError: it is of an unknown kind or not written as it should be, or there is a password in it.
    """
    scheme = scheme_of(text)
    if scheme not in SCHEMES:
        known = "、".join(f"{name}://" for name in SCHEMES)
        raise AddressError(f"不认识发布地址开头的“{scheme}://”，没有发布任何内容", f"可以用：文件夹的路径，或以 {known} 开头的地址")
    try:
        parts = urlsplit(text)
        host, port = parts.netloc.rpartition("@")[2], parts.port
    except ValueError:
        raise wrong(scheme) from None
    if parts.password is not None:
        raise AddressError(
            "发布地址里不能写密码：它会留在命令历史和公开记录里。没有发布任何内容",
            "请去掉地址中的密码，并换一个新密码；登录信息写在哪里，见说明",
        )
    if not parts.hostname or parts.query or parts.fragment:
        raise wrong(scheme)
    # urlsplit's host is in lower case, and without the brackets of IPv6.
    name = host if SCHEMES[scheme].is_case_kept else parts.hostname
    return Address(scheme, unquote(parts.username or ""), name, port, unquote(parts.path).rstrip("/"))


def wrong(scheme: str) -> AddressError:
    """Return the failure that an address is not written as it should be."""
    return AddressError("发布地址的写法不对，没有发布任何内容", f"应写成 {SCHEMES[scheme].pattern}，其中不能有 ? 和 #")
