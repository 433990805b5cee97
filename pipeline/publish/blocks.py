"""Blocks: what is gathered of many articles is cut into pieces of at most a hundred, and what changes an article changes one of them.

A block begins with a unit and goes on to where the next one begins, so that its members stay its members whatever is published
before or after them. A block that grows too large is cut in two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from pipeline.records import record

# How many members a block has at most, but for the articles of a single unit.
BLOCK: Final = 100

Member = Mapping[str, Any]


@record()
class Block:
    """A piece of a list by unit.

    Attributes:
        number: what its files are called by; no other block of the list has ever had it.
        start: the folder name of the unit that it begins with; empty for the first block.
        units: how many units are in it.
        first: the name of the first of them.
        last: the name of the last.
    """

    number: int
    start: str = ""
    units: int = 0
    first: str = ""
    last: str = ""

    @property
    def range(self) -> str:
        """Which units are in it, in words."""
        return self.first if self.first == self.last else f"{self.first} 至 {self.last}"

    def record(self) -> list[Any]:
        """Return it as the site's index holds it."""
        return [self.number, self.start, self.units, self.first, self.last]

    def holding(self, members: Iterable[Member]) -> Block:
        """Return it with what is to be known of its members."""
        names = {member["unit"]: member["name"] for member in members}
        return Block(self.number, self.start, len(names), next(iter(names.values()), ""), next(reversed(names.values()), ""))


FIRST: Final = Block(1)


def block_of(blocks: Sequence[Block], unit: str) -> Block:
    """Return the block that a unit is in, or would be."""
    return blocks[bisect_right([block.start for block in blocks], unit) - 1]


def cut(blocks: Sequence[Block], members: Sequence[Member], unit: str = "") -> list[tuple[Block, Sequence[Member]]]:
    """Return a block as it is, or cut into pieces if it has grown too large, each with its members.

    A member that was added behind all others begins a block of its own, so that a list that grows at its end has full blocks.

    Args:
        blocks: all blocks of the list.
        members: what is in the block, by unit.
        unit: the unit that was added; empty if all were.
    """
    block = block_of(blocks, members[0]["unit"] if members else "")
    units = [list(some) for _, some in groupby(members, lambda member: member["unit"])]
    if len(members) <= BLOCK or len(units) == 1:
        return [(block.holding(members), members)]
    is_behind = block == blocks[-1] and units[-1][0]["unit"] == unit
    middle = len(units) - 1 if is_behind else len(units) // 2
    lower, upper = ([member for some in part for member in some] for part in (units[:middle], units[middle:]))
    number = max(block.number for block in blocks) + 1
    return [(block.holding(lower), lower), (Block(number, upper[0]["unit"]).holding(upper), upper)]
