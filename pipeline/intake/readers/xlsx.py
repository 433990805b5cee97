"""Reads a workbook of today's format (xlsx: Office Open XML, ECMA-376 part 1, 18) into its sheets.

It is read here and not by a library, because a percentage, a day and a formula are told apart by what stands around the number only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import join, normpath, split
from typing import Final

from lxml import etree

from pipeline.intake.readers.bounds import Parts, refusal
from pipeline.intake.readers.listing import MARK
from pipeline.intake.readers.number_format import GENERAL, built_in
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
    column_number,
    hidden_words,
    number_cell,
    yes_or_no,
)

BOOK: Final = "xl/workbook.xml"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DRAWINGS: Final = ("xl/drawings/drawing", "xl/media/", "xl/ctrlProps/", "xl/activeX/")
REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")
# Signs that XML does not allow stand as _x000D_ (18.4.12).
ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE, FALSE = ("1", "true"), ("0", "false")
SHOWN, VERY_HIDDEN = "visible", "veryHidden"


@dataclass(frozen=True, slots=True)
class Common:
    """What all sheets of a workbook share.

    Attributes:
        strings: the texts, by number.
        formats: the formats of numbers, by the number of a cell's style.
        from_1904: whether days count from 1904.
    """

    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool


def read_xlsx(data: bytes, file: str) -> Book:
    """Return a workbook's sheets.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is broken, or holds more than a form does.
    """
    parts = Parts(data, file)
    book = next((path for kind, path in relations(parts, "").values() if kind == "officeDocument"), BOOK)
    if book not in parts.names or not book.endswith(".xml"):
        raise refusal(file, "是 .xlsb 格式，读不了" if book.endswith(".bin") else "不是 Excel 工作簿", AGAIN)
    root, related = parts.xml(book), relations(parts, book)
    common = read_common(parts, root, dict(related.values()))
    named, shown_sheets, hidden = marks(root), [], []
    listing = list(root.iter("{*}sheet"))
    check_sheets(len(listing), file)
    for listed in listing:
        kind, path = related.get(listed.get(RELATION, ""), ("", ""))
        name, state = listed.get("name", ""), listed.get("state", SHOWN)
        if kind != "worksheet" or path not in parts.names or state == VERY_HIDDEN:
            continue
        if state == SHOWN:
            shown_sheets.append(read_sheet(parts.xml(path), name, common, named.get(name, {})))
        else:
            hidden.append(name)
    return Book([sheet for sheet in shown_sheets if sheet.cells], hidden, any(name.startswith(DRAWINGS) for name in parts.names))


def relations(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part is related to, by id: the kind of each and the name of its part; of the whole file if it is no part."""
    folder, name = split(part)
    listing = join(folder, "_rels", f"{name}.rels")
    found = parts.xml(listing).iter("{*}Relationship") if listing in parts.names else ()
    return {
        each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], normpath(join("/", folder, each.get("Target", ""))).lstrip("/"))
        for each in found
        if each.get("TargetMode") != "External"
    }


def read_common(parts: Parts, book: etree._Element, related: Mapping[str, str]) -> Common:
    """Return what all sheets share.

    Args:
        parts: the file's parts.
        book: the root of the part that lists the sheets.
        related: the parts that it is related to, by their kinds.
    """
    texts, styles = (parts.xml(related[kind]) if related.get(kind) in parts.names else None for kind in ("sharedStrings", "styles"))
    return Common(
        strings=() if texts is None else [string(item) for item in texts.iter("{*}si")],
        formats=() if styles is None else formats(styles),
        from_1904=any(each.get("date1904") in TRUE for each in book.iter("{*}workbookPr")),
    )


def string(item: etree._Element) -> str:
    """Return a text, whose pieces may look different, without what says how it is pronounced."""
    pieces = item.iterfind("{*}t") if item.find("{*}r") is None else item.iterfind("{*}r/{*}t")
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(piece.text or "" for piece in pieces))
    return cleaned(text)


def formats(styles: etree._Element) -> list[str]:
    """Return the formats of numbers by the number of a cell's style."""
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [each.get("numFmtId", "0") for each in styles.iterfind("{*}cellXfs/{*}xf")]
    return [own.get(number) or built_in(number) for number in numbers]


def marks(book: etree._Element) -> dict[str, dict[At, tuple[str, ...]]]:
    """Return the names of cells that a form has that was sent out, by sheet and place."""
    found: dict[str, dict[At, tuple[str, ...]]] = {}
    for defined in book.iter("{*}definedName"):
        name, (sheet, _, reference) = defined.get("name", ""), (defined.text or "").rpartition("!")
        if name.startswith(MARK) and (area := area_of(reference)):
            cells = found.setdefault(sheet.removeprefix("'").removesuffix("'").replace("''", "'"), {})
            cells[area[:2]] = (*cells.get(area[:2], ()), name)
    return found


def area_of(reference: str) -> Area | None:
    """Return the area that a reference such as $C$5:$D$6 means, if it means one."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return None
    left, top, right, bottom = found.groups()
    return int(top), column_number(left), int(bottom or top), column_number(right or left)


def read_sheet(root: etree._Element, name: str, common: Common, named: Mapping[At, tuple[str, ...]]) -> Sheet:
    """Return a sheet.

    Args:
        root: its part.
        name: its name.
        common: what all sheets share.
        named: the names of its cells.
    """
    shows_zeros = not any(view.get("showZeros") in FALSE for view in root.iter("{*}sheetView"))
    cells = {}
    for at, element in places(root):
        cell = read_cell(element, common)
        if (cell.text.strip() or cell.caution) and (shows_zeros or not is_zero(element)):
            cells[at] = cell
    merges = [area for each in root.iter("{*}mergeCell") if (area := area_of(each.get("ref", "")))]
    return Sheet(name, cells, merges, named, hidden_parts(root, cells))


def places(root: etree._Element) -> Iterator[tuple[At, etree._Element]]:
    """Yield the cells of a sheet, each with its row and column; one that does not say where it is stands behind the one before."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row, column = int(line.get("r", row + 1)), 0
        for cell in line.iterfind("{*}c"):
            area = area_of(cell.get("r", ""))
            column = area[1] if area else column + 1
            yield (row, column), cell


def read_cell(cell: etree._Element, common: Common) -> SheetCell:
    """Return what a cell shows."""
    kind, value, is_formula = cell.get("t", "n"), cell.findtext("{*}v"), cell.find("{*}f") is not None
    inline = cell.find("{*}is")
    caution = Caution.FORMULA if is_formula else None
    if value is None:
        if inline is not None:
            return SheetCell(string(inline), caution)
        return SheetCell("", Caution.NOT_COMPUTED if is_formula else None)
    if kind == "n":
        style = int(cell.get("s", 0))
        code = common.formats[style] if style < len(common.formats) else GENERAL
        return number_cell(float(value), code, caution, from_1904=common.from_1904)
    return SheetCell(text_of(kind, value, common.strings), caution)


def text_of(kind: str, value: str, strings: Sequence[str]) -> str:
    """Return what a cell says that holds no number.

    Args:
        kind: what it holds: the number of a text, a text, 是 or 否, an error or a day.
        value: how it says so.
        strings: the texts by number.
    """
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "b":
        return yes_or_no(is_yes=value in TRUE)
    return value.removesuffix("T00:00:00") if kind == "d" else cleaned(value)


def is_zero(cell: etree._Element) -> bool:
    """Return whether a cell holds a zero."""
    return cell.get("t", "n") == "n" and not (cell.findtext("{*}v") or "").strip("0.-")


def hidden_parts(root: etree._Element, cells: Iterable[At]) -> list[str]:
    """Return the hidden rows and columns of a sheet that have words."""
    rows = {int(row.get("r", 0)) for row in root.iter("{*}row") if row.get("hidden") in TRUE}
    hidden = (each for each in root.iter("{*}col") if each.get("hidden") in TRUE)
    return hidden_words(cells, rows, [range(int(each.get("min", 0)), int(each.get("max", 0)) + 1) for each in hidden])
