"""Reads a workbook of the format that Excel had until 2003 (xls), which WPS calls et, into its sheets.

It is read here and not by python-calamine 0.9.1, which tells neither formats nor formulas, and on a broken file ends the program:
"memory allocation of 620085905280 bytes failed".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from pipeline.intake.readers.biff import FORMULA, RESULT, Pieces, Value, named_cell, records, texts, values
from pipeline.intake.readers.bounds import needs_password, refusal
from pipeline.intake.readers.listing import MARK
from pipeline.intake.readers.number_format import GENERAL, built_in
from pipeline.intake.readers.ole import BrokenFileError, CompoundFile
from pipeline.intake.readers.sheet import (
    AGAIN,
    Area,
    At,
    Book,
    Caution,
    Sheet,
    SheetCell,
    check_sheets,
    cleaned,
    hidden_words,
    number_cell,
    yes_or_no,
)

STREAM, OLDER_STREAM, ENCRYPTED = "Workbook", "Book", "EncryptedPackage"
PASSWORD, FROM_1904, SHEET, FORMAT, STYLE, TEXTS = 0x2F, 0x22, 0x85, 0x41E, 0xE0, 0xFC
BOOK, REFERENCES, NAME, ITSELF = 0x1AE, 0x17, 0x18, b"\x01\x04"
MERGES, ROW, COLUMNS, WINDOW, OBJECT = 0xE5, 0x208, 0x7D, 0x23E, 0x5D
COMMENT, DROP_DOWN = 0x19, 0x14  # objects that belong to cells and are no drawings
SHOWN, HIDDEN, WORKSHEET = 0, 1, 0


@dataclass(slots=True)
class Common:
    """What a workbook says before its sheets.

    Attributes:
        sheets: where the records of each worksheet begin, whether it is shown, and its name.
        texts: the texts that cells share.
        own: formats of numbers that it declares.
        styles: the number of the format of each style.
        from_1904: whether days count from 1904.
        names: the names of all sheets, those without cells among them.
        books: how many workbooks formulas refer to.
        own_book: the number of this one among them.
        referred: to which of them, and which of its sheets, each reference of a formula leads.
        named: names of cells, each with the number of a reference and the cell.
    """

    sheets: list[tuple[int, int, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    own: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    from_1904: bool = False
    names: list[str] = field(default_factory=list)
    books: int = 0
    own_book: int = -1
    referred: list[tuple[int, int]] = field(default_factory=list)
    named: list[tuple[str, int, At]] = field(default_factory=list)

    def marks(self, sheet: str) -> dict[At, tuple[str, ...]]:
        """Return the names of a sheet's cells that a form has that was sent out."""
        found: dict[At, tuple[str, ...]] = {}
        for name, reference, at in self.named:
            book, number = self.referred[reference]
            if name.startswith(MARK) and book == self.own_book and self.names[number] == sheet:
                found[at] = (*found.get(at, ()), name)
        return found

    def format(self, style: int) -> str:
        """Return the format of numbers of a style."""
        number = self.styles[style] if style < len(self.styles) else 0
        return self.own.get(number) or built_in(str(number)) or GENERAL


@dataclass(slots=True)
class Reading:
    """What was read of a sheet.

    Attributes:
        cells: its cells with words.
        merges: the areas that are one cell each.
        rows: its hidden rows.
        columns: its hidden columns.
        shows_zeros: whether cells that hold 0 show it.
        has_drawings: whether there is something on it that is in no cell.
    """

    cells: dict[At, SheetCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: list[range] = field(default_factory=list)
    shows_zeros: bool = True
    has_drawings: bool = False


def read_xls(data: bytes, file: str) -> Book:
    """Return a workbook's sheets.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is broken, has a password, or holds more than a form does.
    """
    try:
        stream = workbook_stream(CompoundFile(data), file)
        common = read_common(stream, file)
        check_sheets(len(common.sheets), file)
        read = [(name, read_sheet(stream, start, common)) for start, state, name in common.sheets if state == SHOWN]
        sheets = [made(name, each, common) for name, each in read if each.cells]
    except (BrokenFileError, struct.error, IndexError):
        raise refusal(file, "文件已损坏") from None
    return Book(sheets, [name for _, state, name in common.sheets if state == HIDDEN], any(each.has_drawings for _, each in read))


def made(name: str, reading: Reading, common: Common) -> Sheet:
    """Return a sheet of what was read of it.

    Args:
        name: its name.
        reading: what was read.
        common: what all sheets share.
    """
    hidden = hidden_words(reading.cells, reading.rows, reading.columns)
    return Sheet(name, reading.cells, reading.merges, common.marks(name), hidden)


def workbook_stream(compound: CompoundFile, file: str) -> bytes:
    """Return the stream of a compound file that is its workbook.

    Raises:
        Stop: it has a password, is older than Excel 97, or no workbook.
    """
    if ENCRYPTED in compound.names:
        raise needs_password(file)
    if STREAM not in compound.names:
        raise refusal(file, "是 Excel 95 或更早的格式，读不了" if OLDER_STREAM in compound.names else "不是 Excel 工作簿", AGAIN)
    return compound.stream(STREAM)


def read_common(stream: bytes, file: str) -> Common:
    """Return what a workbook says before its sheets.

    Raises:
        Stop: only a password opens it.
    """
    common = Common()
    for kind, pieces in records(stream, 0):
        body = pieces[0]
        if kind == PASSWORD:
            raise needs_password(file)
        if kind == SHEET:
            start, state, layout = struct.unpack_from("<IBB", body)
            common.names.append(Pieces(pieces, 6).text("<B"))
            if layout == WORKSHEET:
                common.sheets.append((start, state & 3, common.names[-1]))
        elif kind == TEXTS:
            common.texts = texts(pieces)
        elif kind == FORMAT:
            common.own[struct.unpack_from("<H", body)[0]] = Pieces(pieces, 2).text()
        elif kind == STYLE:
            common.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FROM_1904:
            common.from_1904 = body[:1] == b"\x01"
        else:
            take_up_name(common, kind, body)
    return common


def take_up_name(common: Common, kind: int, body: bytes) -> None:
    """Take up what a record says of names of cells.

    Args:
        common: what is known of the workbook.
        kind: the record's kind.
        body: its content.
    """
    if kind == BOOK:
        common.books += 1
        if body[2:4] == ITSELF:
            common.own_book = common.books - 1
    elif kind == REFERENCES:
        common.referred = [(book, first) for book, first, _ in struct.iter_unpack("<3H", body[2 : 2 + (len(body) - 2) // 6 * 6])]
    elif kind == NAME and (named := named_cell(body)):
        common.named.append(named)


def read_sheet(stream: bytes, start: int, common: Common) -> Reading:
    """Return a sheet.

    Args:
        stream: the workbook's records.
        start: where the sheet's begin, in bytes.
        common: what all sheets share.
    """
    reading, held, formulas = Reading(), dict[At, tuple[int, Value]](), list[At]()
    for kind, pieces in records(stream, start):
        for at, style, value in values(kind, pieces, common.texts):
            held[at] = style, value
            if kind == FORMULA:
                formulas.append(at)
        if kind == RESULT and formulas:
            held[formulas[-1]] = held[formulas[-1]][0], Pieces(pieces).text()
        take_up(reading, kind, pieces[0])
    of_formulas = frozenset(formulas)
    for at, (style, value) in held.items():
        cell = read_cell(value, common.format(style), Caution.FORMULA if at in of_formulas else None, from_1904=common.from_1904)
        if (cell.text.strip() or cell.caution) and (reading.shows_zeros or value != 0 or value is False):
            reading.cells[at] = cell
    return reading


def take_up(reading: Reading, kind: int, body: bytes) -> None:
    """Take up what a record says of a sheet besides its values.

    Args:
        reading: what was read of the sheet.
        kind: the record's kind.
        body: its content.
    """
    if kind == MERGES:
        areas = struct.iter_unpack("<4H", body[2 : 2 + (len(body) - 2) // 8 * 8])
        reading.merges += [(top + 1, left + 1, bottom + 1, right + 1) for top, bottom, left, right in areas]
    elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
        reading.rows.add(struct.unpack_from("<H", body)[0] + 1)
    elif kind == COLUMNS and struct.unpack_from("<H", body, 8)[0] & 1:
        first, last = struct.unpack_from("<HH", body)
        reading.columns.append(range(first + 1, last + 2))
    elif kind == WINDOW:
        reading.shows_zeros = bool(struct.unpack_from("<H", body)[0] & 0x10)
    elif kind == OBJECT:
        reading.has_drawings |= struct.unpack_from("<H", body, 4)[0] not in (COMMENT, DROP_DOWN)


def read_cell(value: Value, code: str, caution: Caution | None, *, from_1904: bool) -> SheetCell:
    """Return what a cell shows.

    Args:
        value: what it holds.
        code: the format of its numbers.
        caution: why somebody has to look at it besides.
        from_1904: whether days count from 1904.
    """
    if isinstance(value, bool):
        return SheetCell(yes_or_no(is_yes=value), caution)
    if isinstance(value, float | int):
        return number_cell(value, code, caution, from_1904=from_1904)
    return SheetCell(cleaned(value or ""), caution)
