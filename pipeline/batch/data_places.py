"""Where a fact stands in a unit's data files, looked up for the few units of which something is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from pipeline.batch.errands import unit_years_of, units_of
from pipeline.build.manifest import manifest_in, read_manifest
from pipeline.paths import steps
from pipeline.problems import Place, Stop
from pipeline.remote.shared_files import SharedFiles, open_shared, told
from pipeline.source.nodes import EntriesNode, ItemsNode, Node
from pipeline.source.reader import read
from pipeline.workspace import DATA, MANIFEST, UnitYear, Workspace


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The data files of many unit-years.

    Attributes:
        workspace: where they are.
        root: where they are if not in the workspace: an address at which only a cluster's workers read them.
        listed: the files' paths below it, if they have been listed already.
        output: where their documents are, if not in the workspace.
    """

    workspace: Workspace
    root: str = ""
    listed: Sequence[str] | None = None
    output: str = ""

    def shown(self, of: UnitYear) -> Mapping[str, str]:
        """Return what a unit-year's documents show for each fact; nothing if nobody can say."""
        return facts_shown(self.workspace, self.output, of)

    def unit_years(self) -> Sequence[UnitYear]:
        """Return every unit-year that has a data file, of whatever year."""
        return self.workspace.unit_years() if self.listed is None else unit_years_of(self.listed)

    def units(self) -> list[str]:
        """Return every unit that has been set up."""
        return self.workspace.units() if self.listed is None else units_of(self.listed)

    def place(self, of: UnitYear, path: str) -> Place:
        """Return where a unit-year's fact stands; its file, if nobody can say the line."""
        if self.root:
            return Place(f"{self.root}/{of.unit}/{of.stem}{DATA}")
        found = [spot for root in roots(self.workspace, of) if (spot := spot_of(root, path))]
        _, place = max(found, key=lambda spot: spot[0], default=(0, None))
        return place or Place(self.workspace.shown(self.workspace.data_file(of)))


@lru_cache(maxsize=256)
def facts_shown(workspace: Workspace, output: str, of: UnitYear) -> Mapping[str, str]:
    """Return what a unit-year's documents show for each fact; nothing if nobody can say.

    Args:
        workspace: where they are.
        output: the root of the output, if it is not the workspace's.
        of: which unit-year.
    """
    manifest = read_manifest(workspace.output(of)) if not output else None
    if output:
        path = f"{of.unit}/{of.stem}/{MANIFEST}"
        with suppress(Stop), told(output):
            manifest = manifest_in(opened(output).read([path]).get(path, b""))
    return manifest.facts if manifest else {}


@lru_cache(maxsize=1)
def opened(address: str) -> SharedFiles:
    """Return the files below an address, with one connection for all that are looked up."""
    return open_shared(address)


@lru_cache(maxsize=8)
def roots(workspace: Workspace, of: UnitYear) -> list[Node]:
    """Return the top nodes of a unit-year's data files, the year's first."""
    found: list[Node] = []
    for path in (workspace.data_file(of), workspace.unit_file(of.unit)):
        with suppress(Stop):
            found.append(read(path, workspace.shown(path)).root)
    return found


def spot_of(root: Node, path: str) -> tuple[int, Place] | None:
    """Return how many names of a path a file has, and where the last of them stands; None if it has none of them."""
    found = list(nodes_on_the_way(root, path))
    return (len(found), found[-1].place) if found else None


def nodes_on_the_way(root: Node, path: str) -> Iterator[Node]:
    """Yield what stands for each step of a path, as far as it is there: the key, and of a row and the last value the content."""
    node: Node = root
    names = steps(path)
    for step in names:
        name, _, number = step.partition("[")
        entry = node.entries.get(name) if isinstance(node, EntriesNode) else None
        if entry is None:
            return
        node = entry.value
        yield node if step == names[-1] and not node.is_empty else entry.key
        if number:
            index = int(number[:-1]) - 1
            if not isinstance(node, ItemsNode) or not index < len(node.items):
                return
            node = node.items[index]


def units_without(known: Sequence[UnitYear], there: Sequence[UnitYear], units: Iterable[str]) -> list[str]:
    """Return the units that have handed in something in some year, or have been set up, but nothing in this one, or no main form any more.

    Args:
        known: all unit-years.
        there: this year's.
        units: those that have been set up.
    """
    begun, main = {of.unit for of in there}, {of.unit for of in there if not of.name}
    without = {of.unit for of in known if of.unit not in (begun if of.name else main)}
    return sorted(without.union(units) - (begun - without))
