"""Writes a tree's tables as Typst: grid, spans, lines and margins as in the Word file, the head repeated on each page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from pipeline.document.columns import column_widths, on_condition, printing
from pipeline.document.html import head_rows
from pipeline.document.styles import CellStyle, ParagraphStyle, TableStyle
from pipeline.document.tree import Cell, Comparison, Merge, Paragraph, Row, Statement, Table
from pipeline.document.typst.fitting import FITTED
from pipeline.document.typst.heights import CELL, CELL_SETTINGS, Measures, Sides, cell_settings, inset, points, row_mark, rows_mark
from pipeline.document.typst.paragraphs import INLINES, begin, write_paragraph
from pipeline.document.typst.source import TypstSource
from pipeline.regex import regex

# The roles of a narrative's table: its caption, and the paragraphs in its head and below.
CAPTION, HEAD, TEXT = "题注", "TableHead", "TableText"
# What only prints something at run time.
TAG: Final = regex(r"\{[{%]")
VERTICAL: Final = {"top": "top", "bottom": "bottom"}
RowOrOther = Row | Statement | Merge | Comparison
Group = tuple[RowOrOther, ...]


def write_table(table: Table, source: TypstSource) -> None:
    """Add a table, a narrative's below its caption."""
    if table.caption:
        write_paragraph(Paragraph(table.caption, CAPTION), source)
    style = table.style or source.table
    widths = column_widths(table, source) if table.style is None else [(str(width), "") for width in table.widths]
    rows = table.rows if table.style else tuple(drawn_as(source.cell, row) for row in table.rows)
    usual = usual_margins(rows)
    source.program(f"sheet({table_settings(style, len(widths))},{inset(usual)}columns:(")
    source.program("".join(on_condition(shown, f"{printing(width)}*0.05pt,") for width, shown in widths))
    source.program("),")
    head = len(head_rows(table))
    own = () if table.style else tuple(width for width, _ in widths)
    source.program("head:(")
    write_rows(rows[:head], usual, own, source)
    source.program("),")
    write_rows(rows[head:], usual, own, source)
    source.program("),")


def table_settings(style: TableStyle, columns: int) -> str:
    """Return where a table stands and which lines it has.

    Args:
        style: how it is set.
        columns: how many grid columns it has.
    """
    lines = line(style.borders[0]) if len(set(style.borders)) == 1 else f"lines({columns - 1},{','.join(map(line, style.borders))})"
    return f'place:"{style.align}",indent:{points(style.indent)},stroke:{lines}'


def line(thickness: int) -> str:
    """Return a line so many eighths of a point thick."""
    return f"{thickness / 8:g}pt" if thickness else "none"


def drawn_as(style: CellStyle, row: RowOrOther) -> RowOrOther:
    """Return a row, or what stands among rows, with its cells drawn in a style: a narrative says nothing of that."""
    if not isinstance(row, Row):
        return row
    return replace(row, cells=tuple(replace(cell, style=style) if isinstance(cell, Cell) else cell for cell in row.cells))


def usual_margins(rows: Group) -> Sides:
    """Return the margins that most cells of a table have."""
    cells = chain.from_iterable(row.cells for row in rows if isinstance(row, Row))
    found = Counter(cell.style.margins for cell in cells if isinstance(cell, Cell) and not cell.gap)
    return found.most_common(1)[0][0] if found else CellStyle().margins


def write_rows(rows: Group, usual: Sides, widths: Sequence[str], source: TypstSource) -> None:
    """Add rows, with what stands among them.

    Args:
        rows: the rows.
        usual: the margins that need not be said.
        widths: the expressions of the columns' widths; none of a form's, whose cells say their own.
        source: what they are added to.
    """
    for index, row in enumerate(rows):
        if isinstance(row, Statement):
            source.tag(row)
        elif isinstance(row, Merge):
            source.count_rows(row)
        elif isinstance(row, Comparison):
            source.steps(row.steps)
        else:
            write_row(row, rows[index:], usual, widths, source)


def write_row(row: Row, rows: Group, usual: Sides, widths: Sequence[str], source: TypstSource) -> None:
    """Add a row; a merge's cell is printed only by the first of its rows at run time.

    Args:
        row: the row.
        rows: the row and those below it.
        usual: the margins that need not be said.
        widths: the expressions of the columns' widths; none of a form's, whose cells say their own.
        source: what it is added to.
    """
    source.program(f"{row.before}{row_mark(usual)}")
    carrier = height_carrier(row)
    for number, cell in enumerate(row.cells):
        if isinstance(cell, Statement):
            source.tag(cell)
            continue
        source.program(f"{{% if not {cell.merge.name}.begun %}}" if cell.merge else "")
        shown = " and ".join(filter(None, (cell.column, cell.equal)))
        source.program(f"{{% if {shown} %}}" if shown else "")
        source.program(f"cell({''.join(f'{setting},' for setting in (*spans(cell), *drawing(cell)))}{rows_mark(covered(cell))}")
        least = row.style.height - cell.style.margins[0] - cell.style.margins[2] if cell is carrier else 0
        kept = cell.rowspan if is_whole(cell, row, rows) else 0
        plain = simplified(cell)
        write_words(
            plain,
            HEAD if row.header else TEXT,
            measures(plain, least, usual, kept),
            widths[number] if widths else str(plain.style.width),
            source,
        )
        source.program("{% endif %}" if shown else "")
        source.program(f"{{% endif %}}{{% set {cell.merge.name}.begun = true %}}" if cell.merge else "")


def height_carrier(row: Row) -> Cell | None:
    """Return the cell that makes a row as high as it is to be at least: one of this row alone, with fixed words if there is one."""
    own = [cell for cell in row.cells if isinstance(cell, Cell) and not (cell.gap or goes_on(cell)) and cell.style.width]
    return next((cell for cell in own if cell.label), own[0] if own else None) if row.style.height else None


def goes_on(cell: Cell) -> bool:
    """Return whether a cell covers rows below its own."""
    return cell.merge is not None or bool(cell.equal) or cell.rowspan > 1


def spans(cell: Cell) -> Iterator[str]:
    """Yield how many columns and rows a cell covers."""
    if cell.colspan > 1:
        yield f"colspan:{cell.colspan}"
    if rows := covered(cell):
        yield f"rowspan:{rows}"


def covered(cell: Cell) -> str:
    """Return what prints how many rows a cell covers; nothing of a cell of one row."""
    counted = f"{cell.merge.name}.rows" if cell.merge else cell.equal
    return f"{{{{ {counted} }}}}" if counted else str(cell.rowspan) if cell.rowspan > 1 else ""


def drawing(cell: Cell) -> Iterator[str]:
    """Yield how a cell is drawn where it is drawn otherwise than most."""
    if cell.gap:
        yield "stroke:none"
        return
    if cell.vertical:
        yield f"align:{VERTICAL[cell.vertical]}"
    if cell.style.borders:
        yield f"stroke:({','.join(f'{side}:{line(width)}' for side, width in cell.style.borders)})"
    if cell.style.fill:
        yield f'fill:rgb("{cell.style.fill}")'


def is_whole(cell: Cell, row: Row, rows: Group) -> bool:
    """Return whether a cell, or the rows that it covers, is to stay on one page.

    Args:
        cell: the cell.
        row: its row.
        rows: the row and those below it.
    """
    if goes_on(cell):
        covered = rows[: cell.rowspan - 1]
        return cell.rowspan > 1 and all(isinstance(each, Row) and each.style.keeps_next for each in covered)
    return not cell.gap and (row.header or not row.style.splits)


def simplified(cell: Cell) -> Cell:
    """Return a cell in which a paragraph that stands alone needs no block of its own, which takes Typst half as long.

    Its indents are margins of the cell.
    """
    block = cell.blocks[0] if len(cell.blocks) == 1 else None
    if not isinstance(block, Paragraph) or block.style is None or block.style.first < 0 or cell.gap:
        return cell
    style, (top, right, bottom, left) = block.style, cell.style.margins
    margins = (top, right + style.right, bottom, left + style.left)
    return replace(cell, blocks=(replace(block, style=replace(style, left=0, right=0)),), style=replace(cell.style, margins=margins))


def measures(cell: Cell, least: int, usual: Sides, rows: int) -> Measures:
    """Return what a cell's height depends on besides its words; it has none of its own if it goes on below its row, or is of no width.

    Args:
        cell: the cell.
        least: how high it is to be at least.
        usual: the margins that most cells of its table have.
        rows: how many rows are to stay on one page with it, its own among them; 0 if none.
    """
    margins, above = usual if cell.gap else cell.style.margins, 0 if cell.vertical else 0.5
    style = next((block.style for block in cell.blocks if isinstance(block, Paragraph)), None)
    if style is None or not cell.style.width:
        return Measures(0, 0, 0, 0, margins, usual, above, rows)
    room = cell.style.width - cell.style.margins[1] - cell.style.margins[3] - style.left - style.right
    return Measures(room, style.letters.width, round(style.line_height), least, margins, usual, above, rows)


def write_words(cell: Cell, role: str, told: Measures, width: str, source: TypstSource) -> None:
    """Add what a cell is told of its height, and what stands in it, and end the cell.

    The height is counted here of a cell of fixed words, of others when they are printed; then, too, which of their words are too long.

    Args:
        cell: the cell.
        role: the role of a narrative's paragraphs in it.
        told: what its height depends on besides its words.
        width: the expression of how wide it is; 0 if that is not said.
        source: what it is added to.
    """
    before = len(source.parts)
    write_blocks(cell, role, source)
    words = "".join(source.parts[before:])
    if TAG.search(words) and width != "0":
        source.parts.insert(before, f"{{% set {CELL} %}}" if told.line else f"{cell_settings(words, told)}{{% set {CELL} %}}")
        source.program(f"{{% endset %}}{{{{ {printed_cell(cell, role, told, width, source)} }}}}")
    else:
        source.parts.insert(before, cell_settings(words, told))
    source.program("),")


def printed_cell(cell: Cell, role: str, told: Measures, width: str, source: TypstSource) -> str:
    """Return the expression of a cell when its words are printed, which are kept meanwhile.

    Args:
        cell: the cell.
        role: the role of a narrative's paragraphs in it.
        told: what its height depends on besides its words.
        width: the expression of how wide it is.
        source: what it is added to.
    """
    if told.line:
        return f"{CELL_SETTINGS}({CELL}, '{json.dumps(told)}')"
    style = next(block.style or source.roles[role] for block in cell.blocks if isinstance(block, Paragraph))
    margins = cell.style.margins[1] + cell.style.margins[3] + style.left + style.right
    return f"{FITTED}({CELL}, {width} - {margins}, {style.letters.width})"


def write_blocks(cell: Cell, role: str, source: TypstSource) -> None:
    """Add the paragraphs of a cell, and the statements among them.

    None is kept with the next: whole rows are (`is_whole`), and Typst would print all of a cell higher than a page on one, and beyond it.
    A short one beside several rows stays in one piece where these go on on the next page (`finish`).

    Args:
        cell: the cell.
        role: the role of a narrative's paragraphs in it.
        source: what they are added to.
    """
    is_single = len(cell.blocks) == 1
    source.program("" if is_single else "joined(")
    for block in cell.blocks:
        if isinstance(block, Statement):
            source.tag(block)
        else:
            style = block.style or aligned(source.roles[role], cell.align)
            begin(replace(style, keeps_next=False, keeps_lines=style.keeps_lines or goes_on(cell)), source)
            source.nodes(block.content, INLINES)
            source.program("),")
    source.program("" if is_single else "),")


def aligned(style: ParagraphStyle, align: str) -> ParagraphStyle:
    """Return how a paragraph is set in a cell that may have an alignment of its own."""
    return replace(style, align=align) if align else style
