"""What a finished document says, told in the same few marks and its words whatever kind of file it is, so that files can be compared."""

from __future__ import annotations

from typing import Final

from pipeline.characters import AFTER, CELL, LINE_END, PARAGRAPH, ROW, TABLE
from pipeline.records import record
from pipeline.regex import regex

TOKEN: Final = regex(f"([{PARAGRAPH}-{AFTER}])")
EMPTY: Final = regex(rf"{PARAGRAPH}(?=[{PARAGRAPH}-{AFTER}]|\Z)")
BREAKS: Final = regex("\n+")

# Where something stands in a document → its text there.
Said = dict[str, str]
# How a fact appears: as a machine reads it and as people do.
Shown = tuple[str, str]


@record()
class Telling:
    """What one file says.

    Attributes:
        text: its words with marks between them.
        figures: each fact that it names with how it appears there, if it is a kind of file that names facts.
        contradictions: sentences about what it says twice and not alike, such as a chart and the figures that it is drawn from.
    """

    text: str
    figures: tuple[tuple[str, Shown], ...] = ()
    contradictions: tuple[str, ...] = ()

    def places(self) -> Said:
        """Return its texts by the place where they stand; a cell's paragraphs are its lines."""
        said: Said = {}
        table = row = cell = paragraph = 0
        in_table = False
        for mark, text in zip(*[iter(TOKEN.split(self.text)[1:])] * 2, strict=True):
            if mark == TABLE:
                table, row, paragraph, in_table = table + 1, 0, 0, True
            elif mark == AFTER:
                in_table = False
            elif mark == ROW:
                row, cell = row + 1, 0
            elif mark == CELL:
                cell += 1
                said[f"第{table}个表格第{row}行第{cell}格"] = ""
            elif in_table:
                place = f"第{table}个表格第{row}行第{cell}格"
                said[place] += f"\n{text}" if said[place] else text
            else:
                paragraph += 1
                said[f"第{table}个表格之后第{paragraph}段" if table else f"第{paragraph}段"] = text
        return said


def ended(told: list[str]) -> str:
    """Return what a block says as one text; an empty paragraph says nothing."""
    return EMPTY.sub("", "".join((*told, AFTER) if TABLE in told else told))


def with_lines_of(text: str, other: str) -> str:
    """Return what a file says with its lines ended only where those of another file end that knows which are full.

    Args:
        text: what the file says, with `LINE_END` wherever a line ends.
        other: what the other says.
    """
    if LINE_END not in text:
        return text
    said, *lines = text.split(LINE_END)
    for line in lines:
        broken = BREAKS.match(other, len(said))
        said += (broken[0] if broken else "") + line
    return said
