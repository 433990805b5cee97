"""An http or https address, kept as given."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pipeline.form.field import Field
from pipeline.form.types.field_type import WORD, FieldType, MistakeError, matching, one_line, shortened, word_in
from pipeline.language.values import Address, NotApplicable
from pipeline.language.wording import half_width

ADDRESS = re.compile(r"https?://[^\s<>\"'“”，。、：；（）【】]+")
# A part of a host's name: Latin letters or Chinese characters, never both, which could look like another name; no other script.
LABEL = re.compile(r"(?!-)(?:[a-z0-9_-]+|[0-9\u3400-\u9fff-]+)(?<!-)")
# Names of networks that are not the public one (RFC 6761, RFC 6762, RFC 8375).
PRIVATE = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet", ".corp")
AGAIN, BACKSLASH = "从浏览器地址栏重新复制", "\\"
# An address that plainly ends where it seems to; `https://www。gov` and `…/x（2020）.html` go on behind the sign that ends them.
BEHIND = r"[\s<>\"'”】].*|（[\u4e00-\u9fff]+）[^a-zA-Z0-9/]*|[。，、；：]?[^a-zA-Z0-9/（]*"
ALONE = re.compile(f"(?:.*[^a-zA-Z0-9])?{ADDRESS.pattern}(?:{BEHIND})")
SCHEME = re.compile("https?[：:][／/]{2}", re.IGNORECASE)


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
    if not all(LABEL.fullmatch(label) for label in host.split(".")):
        raise MistakeError(f"网站的名称不对：“{shortened(host)}”", AGAIN)


def is_public(host: str) -> bool:
    """Return whether a host can be reached from everywhere: a name with a dot, or an address of the public network."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(PRIVATE)


URL = FieldType(
    name="url",
    read=_read,
    schemas=lambda _: [matching("^https?://"), WORD],
    sample=lambda _field, path, _number: Address("https://www.example.gov.cn/", path),
    comment="网址",
)
