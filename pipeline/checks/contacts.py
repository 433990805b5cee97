"""Telephone numbers, mailboxes and web addresses by their shape, and the addresses of a unit beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from pipeline.checks.passages import Passage, passage
from pipeline.facts.fact import Facts
from pipeline.form.form import Form
from pipeline.language.values import Address, Words
from pipeline.paths import is_in_rows
from pipeline.regex import regex

# What a field holds, by how it is masked or called → what that looks like.
SHAPES: Final = {
    "手机": regex(r"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}"),
    "邮箱": regex(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "电话": regex(
        r"(?:[(（]?0[0-9]{2,3}[)）]?[-— ]?)?[0-9]{7,8}(?:[-转][0-9]{1,6})?|[0-9]{3,6}|(?:400|800)-?[0-9]{3}-?[0-9]{4}|1[3-9][0-9]{9}"
    ),
}
NAMES: Final = {"手机": "手机", "移动电话": "手机", "邮箱": "邮箱", "邮件": "邮箱", "电话": "电话"}
SEVERAL: Final = regex("[、，,;；/]|\\s+或\\s*")
# A file of the government sites of Guangdong lies in folders that are made of its page's number: 42689 → 0/42/42689.
ATTACHMENT: Final = regex(r"/attachment/([0-9]+)/([0-9]+)/([0-9]+)/[0-9]+\.")
HOME: Final = regex(r"https?://[^/?#]+/?(?:(?:index|default|main|home)\.[a-z]+)?#?", re.IGNORECASE)
MAJORITY: Final = 3  # addresses that show that the one that differs from all of them by a letter is a slip, however short
LONG_LABEL: Final = 5  # characters; shorter parts of a host's name, such as dag and tsg, differ by one letter without a slip


@lru_cache(maxsize=16)
def contact_paths(form: Form) -> tuple[tuple[str, str], ...]:
    """Return where a form asks for a number or a mailbox, rows apart, and of which kind each is."""
    kinds = {
        field.path: "手机" if field.private == "mobile" else next((kind for word, kind in NAMES.items() if word in field.name), "")
        for field in form.root.leaves()
        if field.type == "text" and not is_in_rows(field.path)
    }
    return tuple((path, kind) for path, kind in kinds.items() if kind)


def contacts(facts: Facts) -> list[tuple[str, Words]]:
    """Return the numbers and mailboxes that are filled in, each with its kind."""
    values = ((kind, facts.by_path[path].value) for path, kind in contact_paths(facts.form) if path in facts.by_path)
    return [(kind, value) for kind, value in values if isinstance(value, Words)]


def misshapen(several: Sequence[tuple[str, Words]], kind: str) -> list[Passage]:
    """Return the numbers or mailboxes of a kind that do not look like one; of how many digits one is, as 位数."""
    return [
        passage(words, 0, len(words), 位数=sum(char.isdigit() for char in words))
        for own, words in several
        if own == kind and words not in ("无", "不适用", "/") and not all(map(SHAPES[kind].fullmatch, SEVERAL.split(words.strip())))
    ]


@lru_cache(maxsize=16)
def address_paths(form: Form) -> tuple[str, ...]:
    """Return where a form asks for a web address, rows apart."""
    return tuple(field.path for field in form.root.leaves() if field.type == "url" and not is_in_rows(field.path))


def addresses(facts: Facts) -> list[Address]:
    """Return the web addresses that are filled in."""
    values = (facts.by_path[path].value for path in address_paths(facts.form) if path in facts.by_path)
    return [value for value in values if isinstance(value, Address)]


def repeated(several: Sequence[Address]) -> list[Passage]:
    """Return the addresses that stand elsewhere already, where as 同于."""
    first: dict[str, str] = {}
    places = [(address, first.setdefault(address.rstrip("/"), address.path)) for address in several]
    return [passage(address, 0, len(address), 同于=place) for address, place in places if place != address.path]


def broken_attachments(several: Sequence[Address]) -> list[Passage]:
    """Return the numbers of attachment addresses whose parts do not agree, the folders that they should lie in as 应为."""
    found = []
    for address in several:
        match = ATTACHMENT.search(address)
        right = f"{int(match[3]) // 1_000_000}/{int(match[3]) // 1000}/{match[3]}" if match else ""
        if match and f"{match[1]}/{match[2]}/{match[3]}" != right:
            found.append(passage(address, match.start(1), match.end(3), 应为=right))
    return found


def near_hosts(several: Sequence[Address]) -> list[Passage]:
    """Return the hosts that differ from another address's by a letter, that one as 另一个; of the two the rarer one."""
    hosts = {address: (urlsplit(address).hostname or "") for address in several}
    counts: dict[str, int] = {}
    for host in hosts.values():
        counts[host] = counts.get(host, 0) + 1
    found = []
    for address, host in hosts.items():
        like = next(
            (
                other
                for other in counts
                if other != host and counts[other] >= counts[host] and is_near(host, other, 1 if counts[other] >= MAJORITY else LONG_LABEL)
            ),
            "",
        )
        if like:
            start = address.lower().find(host)
            found.append(passage(address, start, start + len(host), 另一个=like))
    return found


def near_folders(several: Sequence[Address]) -> list[Passage]:
    """Return the first folders that differ by a letter from that of all other addresses of the same site, that one as 另一个."""
    parts = {address: urlsplit(address) for address in several}
    folders = {address: (one.hostname or "", one.path.split("/")[1]) for address, one in parts.items() if one.path.count("/") > 1}
    found = []
    for address, (host, folder) in folders.items():
        others = [other for one, other in folders.items() if one is not address]
        like = others[0][1] if len(others) >= MAJORITY and set(others) == {(host, others[0][1])} else ""
        if like and like != folder and like.isalpha() and differs_by_one(folder, like):
            start = address.index(f"/{folder}/", len(f"{parts[address].scheme}://")) + 1
            found.append(passage(address, start, start + len(folder), 另一个=like))
    return found


def home_pages(several: Sequence[Address]) -> list[Passage]:
    """Return the addresses that lead to the home page of a site only."""
    return [passage(address, 0, len(address)) for address in several if HOME.fullmatch(address)]


def is_near(host: str, other: str, shortest: int) -> bool:
    """Return whether two hosts are alike but for a letter or two in one of their parts.

    Args:
        host: a host.
        other: another one.
        shortest: how long that part is at least.
    """
    parts, others = host.split("."), other.split(".")
    differing = [(one, another) for one, another in zip(parts, others, strict=False) if one != another]
    if len(parts) != len(others) or len(differing) != 1:
        return False
    one, another = differing[0]
    return min(len(one), len(another)) >= shortest and differs_by_one(one, another)


def differs_by_one(one: str, other: str) -> bool:
    """Return whether a letter was changed, lost, added or swapped with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    rest, others = one[same:], other[same:]
    if len(one) < len(other):
        return rest == others[1:]
    return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
