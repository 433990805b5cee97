"""Reads an Excel workbook, of today's format or the old one, as lines of cells that say what is seen in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.intake.parts import rejoined
from pipeline.intake.readers.bounds import refusal
from pipeline.intake.readers.sheet import At, Book, Caution, Sheet, cell_name, laid_out
from pipeline.intake.readers.xls import read_xls
from pipeline.intake.readers.xlsx import read_xlsx
from pipeline.intake.received import Received
from pipeline.problems import Kind, Place, Problem, Severity

ZIP: Final = b"PK"
# How many cells a sentence names.
NAMED: Final = 5
GENERAL_HINT: Final = "请在 Excel 或 WPS 里把这些格的格式改为“常规”或“数值”，核对后保存再读"
COMPUTE_HINT: Final = "请用 Excel 或 WPS 打开，等它算好，保存后再读"
# What is said of cells that somebody has to look at: of which kind and how bad it is, the sentence behind their names, and what to do.
SENTENCES: Final[Mapping[Caution, tuple[Kind, Severity, str, str]]] = {
    Caution.FORMULA: (Kind.RECEIVED, Severity.NOTE, "是公式，读的是上次保存时算出的结果", ""),
    Caution.NOT_COMPUTED: (Kind.NOT_TAKEN, Severity.WARNING, "是公式，文件里没有算出的结果，没有读", COMPUTE_HINT),
    Caution.ROUNDED: (Kind.RECEIVED, Severity.NOTE, "显示的是四舍五入后的数，读的是显示的数", ""),
    Caution.UNSURE: (Kind.NOT_TAKEN, Severity.WARNING, "显示成什么样读不准，没有读", GENERAL_HINT),
}


def read_workbook(data: bytes, file: str) -> Received:
    """Return what a workbook says, its sheets being its tables.

    Hidden rows and columns are read and told; hidden sheets are told and not read. The parts of a cell of an issued form are one cell.

    Args:
        data: the file, xlsx or xls.
        file: how messages name it.

    Raises:
        Stop: it is broken, has a password, or holds more than a form does.
    """
    read: Callable[[bytes, str], Book] = read_xlsx if data.startswith(ZIP) else read_xls
    try:
        book = read(data, file)
    except (ValueError, ArithmeticError):  # where a number stands in a file, something else may stand
        raise refusal(file, "文件已损坏") from None
    return Received(file, "Excel", rejoined(laid_out(book.sheets, file)), remarks=tuple(remarks_on(book, file)))


def remarks_on(book: Book, file: str) -> Iterator[Problem]:
    """Yield what is to be told of a workbook besides what it says."""
    for name in book.hidden:
        yield note(f"工作表“{name}”是隐藏的，没有读", Place(file))
    if book.has_drawings:
        yield note("工作簿里有图片、文本框、控件或图表，其中的文字没有读", Place(file))
    for sheet in book.sheets:
        if sheet.hidden:
            hidden = f"{'、'.join(sheet.hidden[:NAMED])}{more(len(sheet.hidden))}"
            yield note(f"{hidden}是隐藏的，里面的内容也读了，请核对", Place(file, spot=f"工作表“{sheet.name}”"))
        for caution in Caution:
            if cells := sorted(at for at, cell in sheet.cells.items() if cell.caution is caution):
                yield cautioned(sheet, caution, cells, file)


def cautioned(sheet: Sheet, caution: Caution, cells: Sequence[At], file: str) -> Problem:
    """Return what is said of cells that somebody has to look at.

    Args:
        sheet: their sheet.
        caution: why.
        cells: where they stand.
        file: how messages name the file.
    """
    kind, severity, sentence, hint = SENTENCES[caution]
    names = "、".join(named(sheet, at) for at in cells[:NAMED])
    return Problem(severity, kind, f"{names}{more(len(cells))}{sentence}", Place(file, spot=sheet.spot(cells[0])), hint=hint)


def named(sheet: Sheet, at: At) -> str:
    """Return a cell's name, and what it holds if it shows something else."""
    cell = sheet.cells[at]
    held = f"所存的是 {cell.holds}" if cell.holds else ""
    seen = f"显示 {cell.text}" if held and cell.text else ""
    told = "，".join(filter(None, (seen, held)))
    return cell_name(at) + (f"（{told}）" if told else "")


def more(count: int) -> str:
    """Return how it is said that only some of many were named."""
    return f" 等 {count} 处" if count > NAMED else ""


def note(sentence: str, place: Place) -> Problem:
    """Return a remark that asks for nothing."""
    return Problem(Severity.NOTE, Kind.RECEIVED, sentence, place)
