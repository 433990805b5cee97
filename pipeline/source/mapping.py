"""A mapping that may hold certain names only: what form.yaml, checks.yaml, permits and the log are read by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pipeline.problems import Kind, Place, Problem, error, nearest
from pipeline.records import record
from pipeline.source.nodes import Entry, Node, TextNode, entries_of, text_of


@record()
class KnownEntries:
    """A mapping's entries, those that nobody knows apart.

    Attributes:
        known: the names that may stand in it.
        entries: the entries so named.
        unknown: the others.
    """

    known: Collection[str]
    entries: Mapping[str, Entry]
    unknown: Mapping[str, Entry]

    def node(self, name: str) -> Node | None:
        """Return what stands behind a name, if anything does."""
        return self.entries[name].value if name in self.entries else None

    def text(self, name: str) -> str:
        """Return the text behind a name; nothing if there is none."""
        return text_of(self.node(name))

    def is_text(self, name: str) -> bool:
        """Return whether a text, be it an empty one, stands behind a name."""
        return isinstance(self.node(name), TextNode)

    def is_text_or_missing(self, name: str) -> bool:
        """Return whether nothing but a text stands behind a name."""
        return name not in self.entries or self.is_text(name)

    def place(self, name: str, default: Place) -> Place:
        """Return where a name's content stands, or else the default."""
        node = self.node(name)
        return node.place if node else default

    def lacks(self, name: str) -> bool:
        """Return whether a name is missing and is not one of the unknown ones misspelt, which is fault enough."""
        return name not in self.entries and not self.is_misspelt(name)

    def is_misspelt(self, name: str) -> bool:
        """Return whether one of the unknown names is probably this one."""
        return any(nearest(other, [name]) for other in self.unknown)

    def faults(self, kind: Kind, what: str = "一项", wanted: Collection[str] = ()) -> Iterator[Problem]:
        """Yield a problem for each unknown name.

        Args:
            kind: the kind of the problems.
            what: what the names are called.
            wanted: the names that are meant rather than others, since they are missing.
        """
        for name, entry in self.unknown.items():
            yield error(kind, f"不认识的{what}“{name}”", entry.key.place, hint=nearest(name, wanted) or nearest(name, self.known))


def known_entries(node: Node | None, known: Collection[str]) -> KnownEntries:
    """Return a node's entries, told apart by whether their names are known."""
    every = entries_of(node)
    return KnownEntries(
        known,
        {name: entry for name, entry in every.items() if name in known},
        {name: entry for name, entry in every.items() if name not in known},
    )
