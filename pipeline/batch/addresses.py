"""Addresses that units share, or that lie in another unit's part of a site."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline.batch.compact import all_of
from pipeline.batch.remark import Remark
from pipeline.batch.task import Result
from pipeline.form.form import Form
from pipeline.paths import as_declared
from pipeline.problems import Kind
from pipeline.workspace import UnitYear

# An address that more units give, or half of them, is a platform's page on which all of them publish.
PLATFORM: Final = 5
OWN: Final = 2  # addresses that a unit has in its own part of a site at least
HINT: Final = "请打开网址核对，填本单位公开的那一份"
NEIGHBOURS: Final = 3  # units with parts of their own beside each other, so that it is clear that parts belong to units

# Where an address stands. Whose a part of a site is goes by units, whatever they hand in.
Spot = tuple[UnitYear, str]
# How many addresses units have in a part of a site; None where there are more than two units, so that it is nobody's.
Holders = tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True)
class Given:
    """The addresses that units give, looked up anew each time: of a hundred thousand units they would fill the memory.

    Attributes:
        results: what came of the units.
        fields: the addresses, as the form declares them.
    """

    results: Sequence[Result]
    fields: Container[str]

    def __iter__(self) -> Iterator[tuple[UnitYear, list[tuple[str, str]]]]:
        for result in self.results:
            facts = all_of(result.facts).items()
            yield result.of, [(path, text) for path, text in facts if "://" in text and as_declared(path) in self.fields]


def wrong_addresses(results: Sequence[Result], form: Form) -> Iterator[Remark]:
    """Yield which addresses of which units are another unit's.

    Args:
        results: what came of the units that fill the form.
        form: the form.
    """
    given = Given(results, {leaf.path for leaf in form.root.leaves() if leaf.type == "url" and not leaf.private})
    names = {result.unit: result.name for result in results}
    astray = dict(strays(given))
    lenders = {(owner, of.unit) for (of, _), owner in astray.items()}
    for (of, path), owner in astray.items():
        message = f"这个网址在{names[owner]}的栏目下，本单位的其他网址不在那里"
        yield Remark(of, Kind.SHARED_ADDRESS, path, message, HINT)
    for (of, path), others in shared_addresses(given):
        if (of, path) not in astray and not all((of.unit, other) in lenders for other in others):
            message = f"与{'、'.join(names[other] for other in others)}填的是同一个网址，而这是一份文件的网址，不是共用的栏目"
            yield Remark(of, Kind.SHARED_ADDRESS, path, message, HINT)


def shared_addresses(given: Given) -> Iterator[tuple[Spot, list[str]]]:
    """Yield where each address of a file stands that few other units give as well, with these units."""
    count = len({result.unit for result in given.results})
    keys = array("q", (key_of(text) for _, addresses in given for _, text in addresses))
    once, again = set[int](), set[int]()
    for key in keys:
        (again if key in once else once).add(key)
    places: dict[int, list[Spot]] = {}
    every = ((of, path, text) for of, addresses in given for path, text in addresses)
    for key, (of, path, text) in zip(keys, every, strict=True):
        if key in again and is_of_a_file(text):
            places.setdefault(key, []).append((of, path))
    for spots in places.values():
        units = dict.fromkeys(of.unit for of, _ in spots)
        if 1 < len(units) <= PLATFORM and (len(units) == 2 or len(units) * 2 < count):  # noqa: PLR2004 - one and another
            yield from ((spot, [unit for unit in units if unit != spot[0].unit]) for spot in spots)


def key_of(address: str) -> int:
    """Return the hash of an address, of which there are many; two that lead to the same have the same."""
    return hash("".join(parts(address)))


def is_of_a_file(address: str) -> bool:
    """Return whether an address is that of one article or attachment, not of a site or a list of articles."""
    last = urlsplit(address).path.rpartition("/")[2]
    return any(char.isdigit() for char in last + urlsplit(address).query) and not last.startswith("index")


def parts(address: str) -> list[str]:
    """Return an address from the general to the special: the host's names from the last one on, then the folders, then the file."""
    split = urlsplit(address)
    host = [f"{name}." for name in reversed((split.hostname or "").split("."))]
    return [*host, *(f"/{name}" for name in split.path.split("/") if name), *([f"?{split.query}"] if split.query else [])]


def strays(given: Given) -> Iterator[tuple[Spot, str]]:
    """Yield where each address stands, and the owner, that lies in a part of a site that is another unit's.

    A part is a unit's if it has several addresses there and nobody else has more than one, and if units beside it have parts of
    their own; and only a unit with a part of its own beside it can stray.
    """
    owners, strangers = owned_parts(given)
    abroad = set(strangers)
    beside: dict[int, set[str]] = {}
    spots: dict[tuple[int, str], tuple[Spot, int]] = {}
    for of, addresses in given:
        for path, text in addresses:
            for part, around in prefixes(text):
                if owners.get(key := hash(part)) == of.unit:
                    beside.setdefault(hash(around), set()).add(of.unit)
                elif (key, of.unit) in abroad:
                    spots.setdefault((key, of.unit), ((of, path), hash(around)))
    for key, unit in strangers:
        spot, where = spots[key, unit]
        neighbours = beside[where]
        if len(neighbours) >= NEIGHBOURS and unit in neighbours:
            yield spot, owners[key]


def owned_parts(given: Given) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """Return whose a part of a site is, by the part's hash, of which there are many; and who else has an address in such a part."""
    below: dict[int, Holders] = {}
    for of, addresses in given:
        counts = Counter(hash(part) for _, text in addresses for part, _ in prefixes(text))
        alone = {count: with_holder((), of.unit, count) for count in counts.values()}  # most parts are one unit's, and hold the same
        for key, count in counts.items():
            holders = below.setdefault(key, alone[count])
            if holders is not None and holders is not alone[count]:
                below[key] = with_holder(holders, of.unit, count)
    owners = {key: owner for key, holders in below.items() if holders and (owner := owner_of(holders))}
    return owners, [(key, unit) for key in owners for unit, _ in below[key] or () if unit != owners[key]]


def with_holder(holders: Sequence[tuple[str, int]], unit: str, count: int) -> Holders:
    """Return who has addresses in a part of a site, a unit with some more among them.

    Args:
        holders: who has some.
        unit: the unit.
        count: how many more it has.
    """
    found = tuple((one, number + count) if one == unit else (one, number) for one, number in holders)
    found = found if any(one == unit for one, _ in found) else (*found, (unit, count))
    return found if len(found) <= OWN else None


def prefixes(address: str) -> Iterator[tuple[str, str]]:
    """Yield each part of a site that an address lies in, with the part around it."""
    around = ""
    for step in parts(address)[:-1]:
        yield around + step, around
        around += step


def owner_of(holders: Sequence[tuple[str, int]]) -> str:
    """Return the only unit that has several addresses somewhere; nobody if there is none."""
    several = [unit for unit, count in holders if count >= OWN]
    return several[0] if len(several) == 1 else ""
