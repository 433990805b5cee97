"""The mark that a site bears from its first publication on: by it the program knows its own, and this site from every other one."""

from __future__ import annotations

import re
import secrets
from typing import Final

from pipeline.remote.failures import AddressError
from pipeline.remote.layout import MARK
from pipeline.remote.store import Store

TEXT: Final = """\
这个文件夹由自评程序（ziping）写入，存着网站最近各版的文件。请不要改动、移走或删除，也不要让读者访问它。
程序凭下面的编号认出这个网站：

网站编号：{}
"""
NUMBER: Final = re.compile(r"^网站编号：([0-9a-f]{32})$", re.MULTILINE)


def new_mark() -> bytes:
    """Return the mark of a new site."""
    return TEXT.format(secrets.token_hex(16)).encode()


def identity_of(store: Store) -> str | None:
    """Return the number of the site in a store; None if it is not marked, or its mark is damaged."""
    try:
        found = NUMBER.search(store.read(MARK).decode(errors="replace"))
    except FileNotFoundError:
        return None
    return found[1] if found else None


def foreign(name: str) -> AddressError:
    """Return the failure that a place holds something which this program did not put there."""
    return AddressError(
        f"{name} 里已经有别的内容，不是本程序发布的网站。没有发布任何内容，那里的文件都没有动",
        "请换一个专用的位置：还没有的，或者空的",
    )
