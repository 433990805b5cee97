"""An empty form as a workbook: a sheet for each document, cells that take what their fields take, the form's own words protected."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import xlsxwriter
from lxml import etree
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from pipeline.batch.workbook import CREATED, FORBIDDEN, LONGEST, repacked
from pipeline.document.word.xml import W
from pipeline.form.field import UNIT_NAME
from pipeline.intake.blank import hints
from pipeline.intake.blank.marking import Marks
from pipeline.intake.blank.printed import BlankPrint
from pipeline.intake.blank.sheet import Box, Sheet, SheetMaker
from pipeline.intake.blank.typing_rules import LONGEST_MESSAGE, PERCENT, TypingRule, is_long_list, rule_of, validation
from pipeline.intake.blueprints.blueprint import Blueprint
from pipeline.intake.parts import part_name
from pipeline.language.values import Blank, Figure

# A sheet is so much larger than the form's page, in pixels for each twentieth of a point; printed it is shrunk to the page again.
SCALE, POINTS = 0.087, 20
INPUT, LABEL, COMPUTED, COMPUTED_NAME = "#FFFBE6", "#F2F2F2", "#D0D0D0", "灰色"
FONT: Final = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
SHORT, UNIT = 14, 3  # characters of a label that is bold and centred, and of what stands in the middle of a narrow cell
# Where texts are expected that are longer than a line, in twentieths of a point.
WIDE_BOX: Final = 4000
# What Excel indents by, in twentieths of a point.
INDENT: Final = 180
LISTS: Final = "_选项"
A4, MARGINS = 9, {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
# What a clerk may do with a protected sheet: anything but to change the form's words.
ALLOWED: Final = dict.fromkeys(("insert_rows", "delete_rows", "format_rows", "format_columns", "format_cells", "sort"), True)


def blank_workbook(blanks: Sequence[BlankPrint], blueprints: Sequence[Blueprint]) -> bytes:
    """Return a form's empty documents as one workbook.

    Args:
        blanks: the documents as printed.
        blueprints: their blueprints, in the same order.
    """
    data = io.BytesIO()
    book = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    unit = blanks[0].facts.get(UNIT_NAME)
    properties = {"title": blanks[0].title, "author": str(unit.value).strip() if unit else ""}
    book.set_properties({**properties, "created": CREATED.replace(tzinfo=None)})
    writer = _Writer(book)
    for blank, blueprint in zip(blanks, blueprints, strict=True):
        writer.document(blank, SheetMaker(blank, Marks(blueprint)).made())
    writer.close()
    return repacked(data)


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter is published without types
        """Begin."""
        self.book = book
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.names: list[str] = []
        self.lists: list[tuple[str, ...]] = []
        self.cells = 0

    def document(self, blank: BlankPrint, sheet: Sheet) -> None:
        """Add the sheet of a document."""
        name = sheet_name(sheet, self.names)
        self.names.append(name)
        page = self.book.add_worksheet(name)
        edges = sheet.columns
        for column, (left, right) in enumerate(pairwise(edges)):
            page.set_column_pixels(column, column, max(4, round((right - left) * SCALE)))
        for row, height in enumerate(sheet.heights):
            page.set_row_pixels(row, round(height * SCALE))
        columns = {edge: column for column, edge in enumerate(edges)}
        for box in sheet.boxes:
            self.box(page, name, box, columns)
        self.cells += max((box.part[0] for box in sheet.boxes if box.part), default=0)
        self.explain(page, sheet, columns)
        set_up(page, blank, sheet, len(edges) - 2)

    def box(self, page: Any, name: str, box: Box, columns: Mapping[int, int]) -> None:  # noqa: ANN401
        """Write a cell.

        Args:
            page: the sheet.
            name: its name.
            box: the cell.
            columns: the columns by where they begin.
        """
        left, right = columns[box.left], columns[box.right] - 1
        rule = rule_of(box.atom.opening.fact.field, is_wide=box.right - box.left > WIDE_BOX) if is_open(box) and box.atom.opening else None
        look = self.format(format_of(box, rule))
        if (box.top, left) != (box.bottom, right):
            page.merge_range(box.top, left, box.bottom, right, "", look)
        write_value(page, (box.top, left), box, look)
        place = f"={quote_sheetname(name)}!{xl_range_abs(box.top, left, box.top, left)}"
        marks = [box.atom.mark, part_name(self.cells + box.part[0], *box.part[1:]) if box.part else ""]
        for mark in filter(None, marks):
            self.book.define_name(mark, place)
        if rule and (checks := validation(rule, xl_rowcol_to_cell(box.top, left), self.listed(rule))):
            page.data_validation(box.top, left, box.bottom, right, checks)

    def listed(self, rule: TypingRule) -> str:
        """Return where the words to choose from stand if there are too many of them for a rule."""
        if not is_long_list(rule.words):
            return ""
        if rule.words not in self.lists:
            self.lists.append(rule.words)
        column = self.lists.index(rule.words)
        return f"='{LISTS}'!{xl_range_abs(0, column, len(rule.words) - 1, column)}"

    def explain(self, page: Any, sheet: Sheet, columns: Mapping[int, int]) -> None:  # noqa: ANN401
        """Say what holds for the whole form beside its title, where the cursor stands when the file is opened.

        Args:
            page: the sheet.
            sheet: the document.
            columns: the columns by where they begin.
        """
        fields = [box.atom.opening.fact.field for box in sheet.boxes if box.atom.opening]
        said = hints.rules_of_workbook(fields, shade=COMPUTED_NAME)
        words = [box for box in sheet.boxes if not is_open(box)]
        title = max(words, key=lambda box: box.look.is_title, default=None)  # or else the first words
        if title is None:
            return
        place = title.top, columns[title.left]
        page.data_validation(
            *place, *place, {"validate": "any", "input_title": "填表说明", "input_message": "".join(said)[:LONGEST_MESSAGE]}
        )
        page.set_selection(*place, *place)

    def format(self, wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Return a format, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(wanted))
        return self.formats[key]

    def close(self) -> None:
        """Finish the workbook: long lists of words stand in a sheet that nobody sees."""
        if self.lists:
            page = self.book.add_worksheet(LISTS)
            for column, words in enumerate(self.lists):
                for row, word in enumerate(words):
                    page.write_string(row, column, word)
            page.very_hidden()
        self.book.close()


def is_open(box: Box) -> bool:
    """Return whether a clerk fills in a cell."""
    return box.atom.opening is not None and not box.atom.opening.is_computed


def format_of(box: Box, rule: TypingRule | None) -> dict[str, Any]:
    """Return how a cell looks, and whether it is protected; `rule` is what it takes, if a clerk fills it in."""
    look = {**FONT, **({"border": 1} if box.look.is_framed else {})}
    if rule:
        is_short = box.right - box.left <= WIDE_BOX
        shown = {"num_format": rule.shown} if rule.shown else {}
        fitting = {"shrink": True, "text_wrap": False} if rule.formula else {}
        line = {} if box.look.is_framed else {"bottom": 1}
        return {
            **look,
            **line,
            **shown,
            **fitting,
            "bg_color": INPUT,
            "locked": False,
            **({"align": "center"} if is_short else {"align": "left", "indent": 1}),
        }
    if box.atom.opening:
        return {**look, "bg_color": COMPUTED}
    if box.look.is_title:
        return {**look, "font_size": 16, "bold": True, "align": "center"}
    return {**look, **label_look(box)}


def label_look(box: Box) -> dict[str, Any]:
    """Return how words of the form look."""
    text = box.atom.text.strip()
    is_short = len(text) <= SHORT
    if box.part and len(text) <= UNIT:
        align = "center"
    elif box.part:
        align = "left" if box.look.is_framed or box.part[2] else "right"
    else:
        align = box.look.align or ("center" if is_short and not box.look.indent else "left")
    shade = {"bg_color": LABEL} if box.look.is_framed and text else {}
    indent = {"indent": max(1, round(box.look.indent / INDENT))} if align == "left" and box.look.is_framed else {}
    return {**shade, **indent, "align": align, "bold": is_short and box.part is None and box.look.is_framed}


def write_value(page: Any, place: tuple[int, int], box: Box, look: Any) -> None:  # noqa: ANN401
    """Write what a cell says: the form's words, or what is known already.

    Args:
        page: the sheet.
        place: the cell's row and column.
        box: the cell.
        look: its format.
    """
    opening = box.atom.opening
    value = opening.fact.value if opening and is_open(box) else None
    if isinstance(value, Figure):
        page.write_number(*place, Decimal(value) / (100 if look.num_format == PERCENT else 1), look)
    elif opening is None or (value is not None and not isinstance(value, Blank)):
        page.write_string(*place, box.atom.text.strip() if opening is None else str(value), look)
    else:
        page.write_blank(*place, None, look)


def sheet_name(sheet: Sheet, taken: Sequence[str]) -> str:
    """Return a name for a sheet, from its title; `taken` are those of the others."""
    title = next((box.atom.text for box in sheet.boxes if box.look.is_title), "")
    bare = FORBIDDEN.sub("", "".join(title.split())).strip("'")[:LONGEST] or "表"
    return bare if bare not in taken else f"{bare[: LONGEST - 4]}（{len(taken) + 1}）"


def set_up(page: Any, blank: BlankPrint, sheet: Sheet, last_column: int) -> None:  # noqa: ANN401
    """Set a sheet up to be printed on A4 one page wide, and protect it without a password.

    Args:
        page: the sheet.
        blank: the document, whose page it takes.
        sheet: what stands in it.
        last_column: the number of its last column.
    """
    size = blank.root.find(f".//{W}sectPr/{W}pgSz")
    if is_wide(size):
        page.set_landscape()
    page.set_paper(A4)
    page.set_margins(**MARGINS)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, len(sheet.heights) - 1, last_column)
    page.set_footer("&C— &P —")
    page.hide_gridlines(2)
    if sheet.heads:
        first = sheet.heads[0]
        page.repeat_rows(first, next(row for row in range(first, first + len(sheet.heads)) if row + 1 not in sheet.heads))
    page.protect("", ALLOWED)


def is_wide(size: etree._Element | None) -> bool:
    """Return whether a page is wider than high."""
    return size is not None and float(size.get(f"{W}w", "0")) > float(size.get(f"{W}h", "0"))
