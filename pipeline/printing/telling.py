"""What a finished document says, told in the same few marks and its words whatever kind of file it is, so that files can be compared.

Behind a mark, or before the words of a link, stand notes: what else is said there than words.
"""

from __future__ import annotations

from typing import Final

from pipeline.characters import AFTER, CELL, LINE_END, NOTE, NOTE_END, PARAGRAPH, ROW, TABLE
from pipeline.language.filters import link_part
from pipeline.records import record
from pipeline.regex import regex

TOKEN: Final = regex(f"([{PARAGRAPH}-{AFTER}])")
EMPTY: Final = regex(rf"{PARAGRAPH}(?:{NOTE}[^{NOTE_END}]*{NOTE_END})*(?=[{PARAGRAPH}-{AFTER}]|\Z)")
NOTES: Final = regex(f"{NOTE}([^{NOTE_END}]*){NOTE_END}")
BREAKS: Final = regex("\n+")
LEVELS: Final = "一二三四"

# Where something stands in a document → its text there.
Said = dict[str, str]
# How a fact appears: as a machine reads it and as people do.
Shown = tuple[str, str]
# The facts that a file names, each with how it appears there.
Facts = tuple[tuple[str, Shown], ...]


@record()
class Telling:
    """What one file says.

    Attributes:
        text: its words with marks and notes between them.
        figures: each fact that it names with how it appears there, if it is a kind of file that names facts.
        contradictions: sentences about what it says twice and not alike, such as a chart and the figures that it is drawn from.
        has_notes: whether it is a kind of file that tells notes.
    """

    text: str
    figures: Facts = ()
    contradictions: tuple[str, ...] = ()
    has_notes: bool = True

    @property
    def words(self) -> str:
        """Its words with marks between them, without notes."""
        return EMPTY.sub("", NOTES.sub("", self.text))

    def places(self) -> Said:
        """Return its words by the place where they stand; a cell's paragraphs are its lines."""
        return placed(self.words)

    def notes(self) -> dict[str, list[str]]:
        """Return its notes by the place where they stand."""
        noted = {place: NOTES.findall(text) for place, text in placed(self.text).items()}
        return {place: notes for place, notes in noted.items() if notes}


def placed(text: str) -> Said:
    """Return what stands between the marks of a text by the place where it does."""
    said: Said = {}
    table = row = cell = paragraph = 0
    in_table = False
    for mark, words in zip(*[iter(TOKEN.split(text)[1:])] * 2, strict=True):
        if mark == TABLE:
            table, row, paragraph, in_table = table + 1, 0, 0, True
        elif mark == AFTER:
            in_table = False
        elif mark == ROW:
            row, cell = row + 1, 0
        elif mark == CELL:
            cell += 1
            said[f"第{table}个表格第{row}行第{cell}格"] = words
        elif in_table:
            place = f"第{table}个表格第{row}行第{cell}格"
            said[place] += f"\n{words}" if said[place] else words
        else:
            paragraph += 1
            said[f"第{table}个表格之后第{paragraph}段" if table else f"第{paragraph}段"] = words
    return said


def note(words: str) -> str:
    """Return a note."""
    return f"{NOTE}{words}{NOTE_END}"


def heading(level: int) -> str:
    """Return the note that a paragraph is a heading of a level, or the title, whose level is 0."""
    return note(f"是{LEVELS[level - 1]}级标题" if level else "是文件标题")


def item(number: int) -> str:
    """Return the note that a paragraph is an item of a list, with its number; 0 in a list without numbers."""
    return note(f"是编号列表的第{number}项" if number else "是不编号的列项")


def spans(across: int, down: int) -> str:
    """Return the notes that a cell covers several columns or rows."""
    return (note(f"横跨{across}列") if across != 1 else "") + (note(f"竖跨{down}行") if down != 1 else "")


def link(target: str, words: str) -> str:
    """Return the note that words lead somewhere; none if they lead nowhere, or are the address itself, which any reader can follow.

    Args:
        target: where they lead.
        words: the words behind the note.
    """
    return note(f"链接指向“{link_part(target)}”") if target not in ("", words) else ""


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
