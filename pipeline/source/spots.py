"""Where in a YAML file each character of a text was typed, however the text is quoted, folded or put right before it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from pipeline.problems import Place
from pipeline.regex import regex
from pipeline.source.nodes import ItemsNode, Node, TextNode

# What stands for one character of a text between quotation marks of either kind.
SIGN: Final = {
    '"': regex(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|[^\\]"),
    "'": regex("''|[^']"),
}
ANY: Final = regex(".")
BLANK_SIGN: Final = regex(r"\s|\\[tnrvfNLP_ ]|\\(?:x(?:09|0A|0a|0D|0d|20|85|A0|a0)|u(?:0020|00[Aa]0|3000))")


def spot(node: Node, texts: Sequence[str], number: int, offset: int) -> Place:
    """Return where a character was typed; where the node begins, if it is not there.

    Blanks are passed over: folding and indentation change them, and nothing else.

    Args:
        node: what holds the texts: one text of one or more lines, or a list.
        texts: the texts that were read from it, without those that are blank.
        number: which of them, from 0.
        offset: which of its characters, from 0.
    """
    before = texts[number][:offset]
    if isinstance(node, ItemsNode):
        items = [item for item in node.items if not (isinstance(item, TextNode) and not item.typed.strip())]
        node = items[number] if number < len(items) else node
    else:
        before = "".join((*texts[:number], before))
    count = sum(not character.isspace() for character in before)
    line, column = next(islice(visible(node), count, None), node.start) if isinstance(node, TextNode) else node.start
    return node.origin.place(line, node.origin.column_as_typed(line, column))


def visible(node: TextNode) -> Iterator[tuple[int, int]]:
    """Yield the line and column of each character of a text that is not blank, in the corrected text."""
    is_block = node.style in ("|", ">")
    sign = SIGN.get(node.style, ANY)
    for line in range(node.start[0] + is_block, min(node.end[0], len(node.origin.lines)) + 1):
        begin = node.start[1] - 1 + (node.style in SIGN) if line == node.start[0] else 0
        for found in sign.finditer(node.origin.line_as_read(line), begin):
            if not BLANK_SIGN.match(found[0]):
                yield line, found.start() + 1
