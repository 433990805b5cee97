"""What Word leaves in files that people have worked on: tracked changes, content controls, boxes, tables in cells, torn runs, other grids."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Final

from lxml import etree

from tests.intake.mixture.figures import values
from tests.intake.mixture.pieces import Piece
from tests.intake.mixture.rows import put_below
from tests.intake.mixture.runs import NESTED, WHO, W, new, w
from tests.intake.mixture.sheet import Cell, Row, Sheet, pick

FORMER: Final = ("12.34", "无", "另行说明", "2019.5.6", "35")
BOXED: Final = "请于月底前报送"
BEFORE: Final = ("附件3", "（此表一式两份）")
BEHIND: Final = ("填表说明：本表由各单位如实填写，不得漏项。", "联系科室：绩效科")
HIDDEN: Final = "（此处由财政部门填写）"
SEVERAL: Final = 6
BOX: Final = """<w:p xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:inline><wp:extent cx="1200000" cy="300000"/><wp:docPr id="9" name="文本框"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>
<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:90pt;height:20pt"><v:textbox><w:txbxContent><w:p><w:r>
<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def some_values(how: Callable[[Piece, Random], list[Piece]]) -> Callable[[Sheet, Random], None]:
    """Return an edit of how Word has some values."""

    def edit(sheet: Sheet, chance: Random) -> None:
        there = [(cell, piece) for cell, piece, _ in values(sheet)]
        for cell, piece in chance.sample(there, min(SEVERAL, len(there))):
            cell.turn(piece, *how(piece, chance))

    return edit


def as_(how: str, piece: Piece) -> Piece:
    return Piece(piece.text, piece.held, piece.is_label, how)


def tracked(piece: Piece, chance: Random) -> list[Piece]:
    """Return a value that somebody put in the place of another one, changes being tracked."""
    return [Piece(chance.choice(FORMER), is_label=False, how="deleted"), as_("inserted", piece)]


def row_crossed_out(sheet: Sheet, chance: Random) -> None:
    """Put in a row that somebody has deleted, changes being tracked."""
    row = chance.choice(sheet.rows)
    cells = [
        cell.copy(*([Piece(chance.choice(FORMER), is_label=False, how="deleted")] if cell.merge != "continue" else []))
        for cell in row.cells
    ]
    for cell in cells:
        cell.merge = "continue" if cell.merge else ""
    made = row.copy(cells)
    properties = made.element.find(w("trPr"))
    if properties is None:
        made.element.insert(0, properties := new("trPr"))
    properties.append(new("del", **WHO))
    put_below(sheet, row, made)


def controlled_cells(sheet: Sheet, chance: Random) -> None:
    for cell in chance.sample([cell for row in sheet.rows for cell in row.cells], SEVERAL):
        cell.is_controlled = True


def nested(sheet: Sheet, chance: Random) -> None:
    """Put a value into a table of its own within its cell."""
    there = [cell for row in sheet.rows for cell in row.shown if cell.is_value]
    cell = pick(chance, there)
    cell.say(as_(NESTED, cell.pieces[0]), *cell.pieces[1:])


def torn(sheet: Sheet, chance: Random) -> None:
    """Tear the runs of half of all cells."""
    for cell in sheet.cells:
        if chance.randrange(2) and all(not piece.how for piece in cell.pieces):
            cell.say(*(as_("torn", piece) if "\n" not in piece.text else piece for piece in cell.pieces))


def boxed(sheet: Sheet, chance: Random) -> None:
    sheet.blocks.insert(chance.randint(0, len(sheet.blocks)), Cell(etree.fromstring(BOX.format(w=W["w"], text=BOXED)), []))
    sheet.strays.append(BOXED)


def linked(sheet: Sheet, chance: Random) -> None:
    """Make links of addresses, as Word does while they are typed."""
    for cell, piece, held in [*values(sheet)]:
        if held.fact.field.type == "url" and piece.text.startswith("http"):
            cell.turn(piece, as_(chance.choice(("field", "linked")), piece))


def hidden(sheet: Sheet, chance: Random) -> None:
    """Put hidden words beside values."""
    for cell, piece, _ in chance.sample([*values(sheet)], 2):
        cell.turn(piece, piece, Piece(HIDDEN, is_label=False, how="hidden"))


def paragraphs(sheet: Sheet, chance: Random) -> None:
    """Put a paragraph before all and one behind."""
    like = next(block for block in sheet.blocks if isinstance(block, Cell)).element
    first, last = (chance.choice(some) for some in (BEFORE, BEHIND))
    sheet.blocks.insert(0, Cell(deepcopy(like), [Piece(first)], is_edited=True))
    sheet.blocks.append(Cell(deepcopy(like), [Piece(last)], is_edited=True))
    sheet.strays += [first, last]


def regridded(sheet: Sheet, chance: Random) -> None:
    """Give tables columns of other widths, twice as many, as after cells were dragged about."""
    for table in sheet.tables:
        for column in table.element.findall("w:tblGrid/w:gridCol", W):
            column.set(w("w"), str(chance.randint(200, 2000)))
            column.addnext(deepcopy(column))
        for row in table.rows:
            stretch(row, chance)


def stretch(row: Row, chance: Random) -> None:
    for cell in row.cells:
        cell.span *= 2
        for width in cell.element.findall("w:tcPr/w:tcW", W):
            width.set(w("w"), str(chance.randint(200, 4000)))


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {
    "values tracked": some_values(tracked),
    "row crossed out, tracked": row_crossed_out,
    "values in content controls": some_values(lambda piece, _: [as_("controlled", piece)]),
    "cells in content controls": controlled_cells,
    "text box": boxed,
    "table in a cell": nested,
    "runs torn": torn,
    "links": linked,
    "hidden words": hidden,
    "paragraphs before and behind": paragraphs,
    "other grid": regridded,
}
