"""What a YAML file says, as frozen nodes, each of which knows where it stands: a text, items, entries, or something broken.

Values are never converted (YAML reads 12:30 as 750 and 010 as 8): a text stays as typed, and the field that it belongs to
decides what it means.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import field
from typing import Any

from pipeline.problems import Kind, Place
from pipeline.records import record


@record()
class Finding:
    """A mistake in a YAML text and, if it is understood, its correction.

    Attributes:
        kind: what the mistake is.
        line: 1-based.
        column: 1-based, in characters.
        message: the sentence for the clerk; empty where another finding on the line says it already.
        hint: what to do.
        length: how many characters are wrong.
        right: what should stand in their place.
    """

    kind: Kind
    line: int
    column: int
    message: str
    hint: str = ""
    length: int = 0
    right: str = ""


@record()
class Origin:
    """The text that nodes were read from.

    Attributes:
        file: its path as the user would type it, for messages.
        lines: the text as typed, line by line.
        corrections: the typing mistakes that were put right before it was read, by line and in the order of their columns.
    """

    file: str
    lines: list[str] = field(default_factory=list)
    corrections: dict[int, list[Finding]] = field(default_factory=dict)

    def settled(self) -> list[Finding]:
        """Return all corrections."""
        return [finding for findings in self.corrections.values() for finding in findings]

    def settle(self, findings: Iterable[Finding]) -> None:
        """Take up more corrections."""
        for finding in findings:
            insort(self.corrections.setdefault(finding.line, []), finding, key=lambda known: known.column)

    def place(self, line: int, column: int = 0) -> Place:
        """Return a place by its 1-based numbers in the text as typed, with the text of the line."""
        return Place(self.file, line, column, self.lines[line - 1] if 0 < line <= len(self.lines) else "")

    def line_as_read(self, line: int) -> str:
        """Return a line with its typing mistakes put right, by its 1-based number."""
        text = self.lines[line - 1]
        for finding in reversed(self.corrections.get(line, ())):
            text = text[: finding.column - 1] + finding.right + text[finding.column - 1 + finding.length :]
        return text

    def column_as_typed(self, line: int, column: int) -> int:
        """Return where a column of the corrected text stands in the text as typed."""
        for finding in self.corrections.get(line, ()):
            if column >= finding.column + len(finding.right):
                column += finding.length - len(finding.right)
            elif column > finding.column:
                column = finding.column
        return column


@record(eq=False)
class Node:
    """Something in a YAML file.

    Attributes:
        origin: the text that it stands in.
        start: the line and column where it begins in the corrected text, 1-based.
        end: where it ends.
    """

    origin: Origin
    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def place(self) -> Place:
        """Where it begins in the text as typed."""
        line, column = self.start
        return self.origin.place(line, self.origin.column_as_typed(line, column) if self.origin.corrections else column)

    @property
    def is_empty(self) -> bool:
        """Whether a key is there without any content: not yet filled, which is neither 0 nor 无."""
        return False


@record(eq=False)
class TextNode(Node):
    """A text.

    Attributes:
        typed: the text, with the line break at a block's end.
        style: how it is quoted: nothing, one of the quotation marks, or a block's | or >.
    """

    typed: str = ""
    style: str = ""

    @property
    def text(self) -> str:
        """The text; a block ends without a line break."""
        return self.typed.rstrip("\n") if self.style in ("|", ">") else self.typed

    @property
    def is_empty(self) -> bool:
        """Whether a key is there without any content."""
        return not self.style and self.typed in ("", "~", "null")


@record(eq=False)
class ItemsNode(Node):
    """A list."""

    items: tuple[Node, ...] = ()


@record()
class Entry:
    """A name with its content."""

    key: TextNode
    value: Node


@record(eq=False)
class EntriesNode(Node):
    """Lines of `名称: 内容`, by name."""

    entries: dict[str, Entry] = field(default_factory=dict)


@record(eq=False)
class BrokenNode(Node):
    """Something that is reported already and has no value, such as an alias."""


def entries_of(node: Node | None) -> dict[str, Entry]:
    """Return a node's entries by name; for any other node than entries, none."""
    return node.entries if isinstance(node, EntriesNode) else {}


def value_of(node: Node | None, name: str) -> Node | None:
    """Return what stands behind a name in a node's entries, if anything does."""
    entry = entries_of(node).get(name)
    return entry.value if entry else None


def text_of(node: Node | None) -> str:
    """Return a text node's text; for any other node, nothing."""
    return node.text if isinstance(node, TextNode) else ""


def content_of(node: Node) -> Any:  # noqa: ANN401 - texts, lists and dictionaries of them, as deep as they go
    """Return all that a node says, as texts, lists and dictionaries."""
    if isinstance(node, EntriesNode):
        return {name: content_of(entry.value) for name, entry in node.entries.items()}
    return [content_of(item) for item in node.items] if isinstance(node, ItemsNode) else node.typed if isinstance(node, TextNode) else ""
