"""Equal neighbours in a column of a table: cells that ask for it with `| 合并` become one with those below that say the same.

Which they are is known only when the table is printed, and a page must say it at the first of them. So the rows are gone
through once before they are printed, as a `Comparison` of the tree; each row then asks what became of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.document.runs import BEGIN_ROWS, END_RUNS, NEXT_ROW, NOTE_ROW, Spot
from pipeline.document.tree import (
    Block,
    Cell,
    Comparison,
    Expression,
    Heading,
    Inline,
    List,
    Macro,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.document.walking import tags_of
from pipeline.language.expressions import own_name
from pipeline.problems import Kind, Place, Problem, error
from pipeline.regex import regex

JOINING: Final = regex(r"(?P<value>.*?)\s*\|\s*合并\s*", re.DOTALL)
IGNORED: Final = own_name("ignored")
HINT: Final = "合并 写在表格的一格里，放在标记的最后，如 {{ 项.一级指标 | 合并 }}；这一格里只有标记和固定的文字"
MISPLACED: Final = "合并 只能用在表格的格里"
# A step through a table's rows: a statement, a row as the cells in it that join, or the column of a border no run may cross.
Step = Statement | Sequence[tuple[Spot, Sequence[Expression]]] | int


def expression(source: str, place: Place) -> Expression:
    """Return a tag's expression; what asks for joining at its end is taken off."""
    match = JOINING.fullmatch(source)
    return Expression(match["value"], place, joins=True) if match else Expression(source, place)


def joining_values(blocks: Sequence[Paragraph | Statement]) -> tuple[Expression, ...]:
    """Return all that a cell prints which joins equal neighbours; nothing of one that does not."""
    found = [node for node in nodes_in(blocks) if isinstance(node, Expression)]
    return tuple(found) if any(node.joins for node in found) else ()


def nodes_in(blocks: Iterable[Paragraph | Statement]) -> Iterator[Inline]:
    """Yield what stands in a cell's paragraphs, and the statements between them."""
    for block in blocks:
        yield from block.content if isinstance(block, Paragraph) else (block,)


def cell_fault(blocks: Sequence[Paragraph | Statement], *, merged: bool = False, shifting: bool = False) -> Problem | None:
    """Return what keeps a cell from joining equal neighbours, or None.

    Args:
        blocks: what stands in the cell.
        merged: whether it is merged vertically in the template already.
        shifting: whether cells of its row are repeated or left out, so that its column is not known.
    """
    values = joining_values(blocks)
    if not values:
        return None
    message = ""
    if any(not isinstance(node, Text | Expression) for node in nodes_in(blocks)):
        message = "用了 合并 的这一格里还有判断、循环或链接，无法比较"
    elif merged:
        message = "这一格在模板里已经上下合并，不能再用 合并"
    elif shifting:
        message = "这一行里有 {%tc %}，不能用 合并"
    return error(Kind.TEMPLATE, message, values[0].place, hint=HINT) if message else None


def misplaced(blocks: Iterable[Block]) -> Iterator[Problem]:
    """Yield each expression outside of a table's cells that asks for joining."""
    for block in blocks:
        for content in contents(block):
            for tag in tags_of(content):
                if isinstance(tag, Expression) and tag.joins:
                    yield error(Kind.TEMPLATE, MISPLACED, tag.place, hint=HINT)


def contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield what a block says outside of cells."""
    if isinstance(block, Paragraph | Heading | Macro):
        yield block.content
    elif isinstance(block, Table):
        yield block.caption
    elif isinstance(block, List):
        yield from (item.content for item in block.items if not isinstance(item, Statement))


def around(items: Sequence[object], first: int, last: int) -> tuple[int, int]:
    """Return the range of items from the outermost loop or condition that holds the first row to that which holds the last.

    Args:
        items: the table's rows and statements.
        first: the index of the first row.
        last: the index of the last row.
    """
    depth, low, high = 0, 0, len(items) - 1
    for index, item in enumerate(items):
        if depth == 0 and index <= first:
            low = index
        depth += item.depth if isinstance(item, Statement) else 0
        if depth == 0 and index >= last:
            high = index
            break
    return low, high


def comparison(number: int, steps: Iterable[Step]) -> Comparison:
    """Return what goes through a table's rows, in a scope of its own, before they are printed."""
    return Comparison(number, (f"{{% with %}}{{% set {IGNORED} = {BEGIN_ROWS}({number}) %}}", *codes(number, steps), end(number)))


def codes(number: int, steps: Iterable[Step]) -> Iterator[str | Statement]:
    """Yield the code of each step."""
    for step in steps:
        if isinstance(step, Statement):
            yield step
        elif isinstance(step, int):
            yield f"{{% set {IGNORED} = {END_RUNS}({number}, {step}) %}}"
        elif not step:
            yield f"{{% set {IGNORED} = {NOTE_ROW}({number}, []) %}}"
        else:
            cells = (f"({spot}, [{', '.join(f'({value.source})' for value in values)}])" for spot, values in step)
            yield Statement(f"set {IGNORED} = {NOTE_ROW}({number}, [{', '.join(cells)}])", step[0][1][0].place)


def end(number: int) -> str:
    """Return the code that ends a comparison, after which its rows are asked for from the first."""
    return f"{{% set {IGNORED} = {END_RUNS}({number}, -1) %}}{{% endwith %}}"


def joined(rows: Sequence[Row | Statement], number: int) -> list[Row | Statement | Comparison]:
    """Return a narrative's table rows, their cells that join equal neighbours prepared to ask how many rows they cover.

    Args:
        rows: the rows, with statements among them.
        number: the number of the comparison.
    """
    joining = [index for index, row in enumerate(rows) if isinstance(row, Row) and any(spots_of(row))]
    if not joining:
        return list(rows)
    low, high = around(rows, joining[0], joining[-1])
    steps = [row if isinstance(row, Statement) else list(spots_of(row)) for row in rows[low : high + 1]]
    asking = [row if isinstance(row, Statement) else asking_row(row, number) for row in rows[low : high + 1]]
    return [*rows[:low], comparison(number, steps), *asking, *rows[high + 1 :]]


def spots_of(row: Row) -> Iterator[tuple[Spot, Sequence[Expression]]]:
    """Yield the cells of a row that join equal neighbours: where they stand and by which values."""
    for column, cell in enumerate(row.cells):
        if isinstance(cell, Cell) and (values := joining_values(cell.blocks)):
            yield (column, 1), values


def asking_row(row: Row, number: int) -> Row:
    """Return a row that asks when it is printed what became of its joining cells."""
    indices = {column: index for index, ((column, _), _) in enumerate(spots_of(row))}
    cells = (
        replace(cell, equal=rows_covered(number, indices[column])) if isinstance(cell, Cell) and column in indices else cell
        for column, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells), before=next_row(number))


def row_name(number: int) -> str:
    """Return the name of what a printed row knows about its cells."""
    return own_name("row", number)


def next_row(number: int) -> str:
    """Return the code with which a row begins that is printed."""
    return f"{{% set {row_name(number)} = {NEXT_ROW}({number}) %}}"


def rows_covered(number: int, index: int) -> str:
    """Return the expression of how many rows a cell covers: the index-th of its row that join."""
    return f"{row_name(number)}[{index}]"
