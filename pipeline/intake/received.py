"""What a received file says, whatever kind of file it is: lines of cells, each of which knows where a person finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.problems import Problem


@dataclass(frozen=True, slots=True)
class ReceivedCell:
    """A cell of a table, or a paragraph outside of tables.

    Attributes:
        text: its words; its paragraphs and lines are divided by line feeds.
        spot: where a person finds it, such as 第1个表格第8行第3格, 第3段, 工作表“基础数据表”C8 or 第2页第5行第1格.
        columns: how many columns it covers, as far as the file says so.
        marks: the names of bookmarks and named ranges in it, which a form that was sent out has (`marks`).
    """

    text: str
    spot: str
    columns: int = 1
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """A row of a table, without the lower cells of vertical merges; or a paragraph, as its only cell.

    Attributes:
        cells: its cells.
        table: the table's number, from 1; 0 for a paragraph outside of tables.
    """

    cells: tuple[ReceivedCell, ...]
    table: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A received file.

    Attributes:
        file: how messages name it.
        called: the kind of file, in words: Word, Excel, PDF, 网页.
        lines: what it says, from top to bottom.
        is_exact: whether its cells are those that its author saw; those of a PDF are guessed from where its words stand, so that
            every value from it has to be confirmed.
        remarks: what is to be told of it besides: changes that were tracked, pictures that may show words, formulas.
    """

    file: str
    called: str
    lines: Sequence[ReceivedLine]
    is_exact: bool = True
    remarks: Sequence[Problem] = ()
