"""An http or https address, kept as given."""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from pipeline.form.field import Field
from pipeline.form.types.field_type import WORD, FieldType, MistakeError, matching, one_line, shortened, word_in
from pipeline.language.values import Address, NotApplicable
from pipeline.language.wording import half_width
from pipeline.regex import regex

ADDRESS = regex(r"https?://[^\s<>\"'“”，。、：；（）【】]+")
# A part of a host's name: Latin letters or Chinese characters, never both, which could look like another name; no other script.
LABEL = regex(r"(?!-)(?:[a-z0-9_-]+|[0-9\u3400-\u9fff-]+)(?<!-)")
MAX_LABEL, MAX_HOST = 63, 253  # characters of a part, and of the whole (RFC 1035)
NUMBER = regex("[0-9]+|0x[0-9a-f]*")
# What may be the number of a host as it is usually written.
LIKE_A_NUMBER = regex("[0-9.]+|.*:.*")
# Names of networks that are not the public one (RFC 6761, RFC 6762, RFC 8375).
PRIVATE = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet", ".corp")
AGAIN, BACKSLASH = "从浏览器地址栏重新复制", "\\"
# An address that plainly ends where it seems to; `https://www。gov` and `…/x（2020）.html` go on behind the sign that ends them.
BEHIND = r"[\s<>\"'”】].*|（[\u4e00-\u9fff]+）[^a-zA-Z0-9/]*|[。，、；：]?[^a-zA-Z0-9/（]*"
ALONE = regex(f"(?:.*[^a-zA-Z0-9])?{ADDRESS.pattern}(?:{BEHIND})")
SCHEME = regex("https?[：:][／/]{2}", re.IGNORECASE)


def _read(typed: str, _field: Field, path: str) -> Address | NotApplicable:
    """Return an http or https address."""
    if word := word_in(typed, path):
        return word
    if ADDRESS.fullmatch(one_line(typed)):
        refuse_host(typed)
        return Address(typed, path)
    plain = SCHEME.sub(lambda scheme: half_width(scheme[0]).lower(), typed)
    inside = list(dict.fromkeys(ADDRESS.findall(plain)))
    if len(inside) > 1:
        raise MistakeError(f"一项里有 {len(inside)} 个网址：“{shortened(typed)}”", "只填其中一个")
    if inside and typed.lower().startswith("http") and re.search(r"\s", typed.strip()):
        raise MistakeError(f"网址里不能有空格：“{shortened(typed)}”", AGAIN)
    hint = f"只填网址 {inside[0]}" if inside and ALONE.fullmatch(plain) else "网址以 http:// 或 https:// 开头，从浏览器地址栏复制"
    raise MistakeError(f"应填网址，现为“{shortened(typed)}”", hint)


def refuse_host(address: str) -> None:
    """Refuse an address that does not lead where the public can go, or does not lead where it seems to.

    Raises:
        MistakeError: says why.
    """
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise MistakeError(f"网址的写法不对：“{shortened(address)}”", AGAIN) from None
    if parts.username is not None or "\\" in address:
        raise MistakeError(f"网址里不能有“{'@' if parts.username is not None else BACKSLASH}”：“{shortened(address)}”", AGAIN)
    if not is_public(host):
        raise MistakeError(f"这个网址公众打不开：“{shortened(address)}”", "填公开网站上的网址，不填内网的")
    if len(host) > MAX_HOST or not all(LABEL.fullmatch(seen(label)) for label in host.split(".")):
        raise MistakeError(f"网站的名称不对：“{shortened(host)}”", AGAIN)


def seen(label: str) -> str:
    """Return a part of a host's name as a browser shows it: xn-- stands for other scripts; nothing for one that no host has."""
    if not label.startswith("xn--"):
        return label if len(label) <= MAX_LABEL else ""
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return ""


def is_public(host: str) -> bool:
    """Return whether a host can be reached from everywhere: a name with a dot, or an address of the public network."""
    if LIKE_A_NUMBER.fullmatch(host):
        with suppress(ValueError):
            return ip_address(host).is_global
    # 127.1, 0x7f.1 and 0177.0.0.1 are numbers of hosts to a browser.
    return "." in host and not host.endswith(PRIVATE) and not NUMBER.fullmatch(host.rpartition(".")[2])


URL = FieldType(
    name="url",
    called="网址",
    read=_read,
    schemas=lambda _: [matching("^https?://"), WORD],
    sample=lambda _field, path, _number: Address("https://www.example.gov.cn/", path),
    comment="网址",
)
