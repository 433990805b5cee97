"""Which cells of a Word form head a row or a column: those written in the style of labels, or where there is none, short fixed words."""

from __future__ import annotations

from typing import Final

from pipeline.document.neighbours import nodes_in
from pipeline.document.tree import LineBreak, Text
from pipeline.document.word.grid import GridCell
from pipeline.document.word.looks import Looks
from pipeline.document.word.xml import W, paragraph_text
from pipeline.regex import regex

# Characters of a label; what is longer is a sentence. The longest in known forms has 32.
LONGEST: Final = 40
# What only a sentence or a note has.
SENTENCE: Final = regex(r"[。；;！？]|^\s*(?:附?注|备注|说明|填[表报写]说明|提示)\s*[:：]")
# Without a letter it is a figure, a stroke or a box to tick.
LETTER: Final = regex(r"[^\W\d_]")


def is_label(cell: GridCell, looks: Looks | None) -> bool:
    """Return whether a cell heads a row or a column.

    Args:
        cell: the cell.
        looks: the form's styles, if there is one of labels among them.
    """
    if looks is not None:
        written = [paragraph for paragraph in cell.element.findall(f"{W}p") if paragraph_text(paragraph).strip()]
        return bool(written) and all(map(looks.is_label, written))
    nodes = list(nodes_in(cell.blocks))
    text = "".join(node.text for node in nodes if isinstance(node, Text))
    return all(isinstance(node, Text | LineBreak) for node in nodes) and is_short_label(text)


def is_short_label(text: str) -> bool:
    """Return whether fixed words are short enough, and such words, as to name what stands beside or below them."""
    return len(text.strip()) <= LONGEST and bool(LETTER.search(text)) and not SENTENCE.search(text)
