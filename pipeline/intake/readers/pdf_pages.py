"""Reads a PDF in a process of its own, since one that is made so can take any time and memory: `python -m …pdf_pages <file`.

What it says goes out as JSON: lines, each a table's number and its cells as words, place and columns; and remarks; or a refusal.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any, Final

from pipeline.intake.readers.lookalikes import meant
from pipeline.intake.readers.pdf_tables import Box, Grid, is_continued, joined, with_spots
from pipeline.intake.readers.pdf_words import Letter, Line, continues, lines_of, paragraphs
from pipeline.intake.readers.symbols import is_of_signs, shown

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MOST_PAGES: Final = 200
MEMORY: Final = 2_000_000_000  # bytes; a form of 20 pages takes 150 MB
# Refusals, which `pdf` puts into sentences.
MISSING, PASSWORD, BROKEN, LONG, NO_WORDS = "missing", "password", "broken", "long", "no words"
PICTURES, TURNED, UNKNOWN, DAMAGED = "pictures", "turned", "unknown", "damaged"
LOSS: Final = "Data-loss"  # how pdfminer begins what it logs of a stream that is cut off or changed
PAGE_NUMBER: Final = re.compile(r"[-—–－\s]*第?\s*\d{1,4}\s*页?(\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－\s]*")
SEVERAL, FAR = 3, 0.7  # lines that end at the same place end where the text does; it is wider than this part of the page
FIGURE: Final = re.compile(r"\d")
MARGIN: Final = 0.12  # of the page's height, in which its number stands
NO_CODE: Final = re.compile(r"\(cid:\d+\)|[\ue000-\uefff\uf100-\uf8ff]")


@dataclass(slots=True)
class Sheet:
    """What stands on a page.

    Attributes:
        number: the page's.
        width: in points.
        height: likewise.
        lines: the lines outside of tables.
        grids: the tables.
        has_pictures: whether there are pictures and no words on it.
        has_turned: whether there are letters that do not stand upright, such as those of watermarks; they are not read.
    """

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    has_pictures: bool = False
    has_turned: bool = False


class Losses(logging.Handler):
    """Notes whether a part of a PDF could not be unpacked.

    Attributes:
        found: whether there was one.
    """

    found = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take up what is logged."""
        self.found |= record.getMessage().startswith(LOSS)


class RefusalError(Exception):
    """A PDF cannot be read."""


def main() -> None:
    """Read a PDF from the standard input and write what it says to the standard output, for the process that started this one."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - only some systems have it

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = read(sys.stdin.buffer.read())
    except RefusalError as refusal:
        answer = {"refusal": str(refusal)}
    except ImportError:
        answer = {"refusal": MISSING}
    except (MemoryError, RecursionError):  # whoever started this process says that it is too much
        raise
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file
        answer = {"refusal": BROKEN}
    sys.stdout.write(json.dumps(answer))


def read(data: bytes) -> dict[str, Any]:
    """Return what a PDF says.

    Raises:
        RefusalError: it cannot be read.
    """
    import pdfplumber  # noqa: PLC0415 - an extra
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    losses = Losses()
    logging.getLogger("pdfminer").addHandler(losses)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise RefusalError(LONG)
            sheets = [sheet_of(page) for page in pdf.pages]
    except PdfminerException as fault:
        is_locked = any(isinstance(each, PDFPasswordIncorrect) for each in fault.args)
        raise RefusalError(PASSWORD if is_locked else BROKEN) from None
    drop_furniture(sheets)
    if not any(sheet.lines or sheet.grids for sheet in sheets):
        raise RefusalError(NO_WORDS)
    lines = list(laid_out(sheets))
    remarks = {
        PICTURES: any(sheet.has_pictures for sheet in sheets),
        TURNED: any(sheet.has_turned for sheet in sheets),
        UNKNOWN: any("\ufffd" in words for _, cells in lines for words, _, _ in cells),
        DAMAGED: losses.found,
    }
    return {"lines": lines, "remarks": [kind for kind, holds in remarks.items() if holds]}


def sheet_of(page: Page) -> Sheet:
    """Return what stands on a page."""
    chars = page.dedupe_chars().chars
    letters = [letter_of(char) for char in chars if char.get("upright", True)]
    sheet = Sheet(page.page_number, float(page.width), float(page.height))
    sheet.has_pictures, sheet.has_turned = bool(page.images) and not letters, len(letters) < len(chars)
    for table in page.find_tables():
        grid, letters = grid_of(table, letters)
        if any(box.lines for row in grid.rows for box in row):
            sheet.grids.append(grid)
    sheet.grids.sort(key=lambda grid: grid.top)
    sheet.lines = lines_of(letters)
    page.close()
    return sheet


def letter_of(char: dict[str, Any]) -> Letter:
    """Return a letter as pdfplumber found it, as a person reads it."""
    font = char["fontname"].rpartition("+")[2].replace("-Regular", "").replace("Wingdings2", "Wingdings 2")
    text = shown(char["text"], font) if is_of_signs(font) else NO_CODE.sub("\ufffd", char["text"])
    return Letter(meant(text), float(char["x0"]), float(char["x1"]), float(char["top"]), float(char["bottom"]))


def grid_of(table: Table, letters: Sequence[Letter]) -> tuple[Grid, list[Letter]]:
    """Return a table with the letters in it, and the letters that are not."""
    left, top, right, bottom = table.bbox
    inside: list[list[Letter]] = [[] for _ in table.cells]
    outside: list[Letter] = []
    for letter in letters:
        place = cell_at((letter.left + letter.right) / 2, letter.middle, table.cells)
        (outside if place is None else inside[place]).append(letter)
    xs, ys = ({cell[axis] for cell in table.cells} for axis in (0, 1))
    grid, row_top = Grid(left, right, top, bottom), None
    for _, place in sorted(((cell[1], cell[0]), place) for place, cell in enumerate(table.cells)):
        cell = table.cells[place]
        columns, rows = (sum(cell[axis] <= edge < cell[axis + 2] for edge in edges) for axis, edges in ((0, xs), (1, ys)))
        box = Box(cell[0], cell[2], cell[3], columns, rows, tuple(lines_of(inside[place])))
        if cell[1] == row_top:
            grid.rows[-1].append(box)
        else:
            grid.rows.append([box])
        row_top = cell[1]
    return grid, outside


def cell_at(across: float, down: float, cells: Sequence[tuple[float, float, float, float]]) -> int | None:
    """Return the number of the cell in which a point lies.

    Args:
        across: the point's distance from the page's left edge.
        down: from its upper edge.
        cells: left, top, right and bottom of each.
    """
    return next((place for place, (left, top, right, bottom) in enumerate(cells) if left <= across < right and top <= down < bottom), None)


def drop_furniture(sheets: Sequence[Sheet]) -> None:
    """Take away the numbers of pages, and the heads and feet that all pages have but for figures; a head stays once: it may be a title."""
    for sheet in sheets:
        margin = MARGIN * sheet.height
        sheet.lines = [
            line for line in sheet.lines if margin < line.top < sheet.height - margin - line.height or not PAGE_NUMBER.fullmatch(line.text)
        ]
    for edge in (0, -1):
        texts = {FIGURE.sub("", sheet.lines[edge].text) if sheet.lines else "" for sheet in sheets}
        if len(sheets) > 1 and len(texts) == 1 and texts != {""}:
            for sheet in sheets[1:] if edge == 0 else sheets:
                del sheet.lines[edge]


def laid_out(sheets: Sequence[Sheet]) -> Iterator[tuple[int, list[tuple[str, str, int]]]]:
    """Yield the lines of pages, each as its table's number, 0 if it is in none, and its cells as words, place and columns."""
    numbers = numbered(sheets)
    left, right = edges(sheets)
    for before, after in pairwise(sheets):
        move_up(before, after, left, right)
    for sheet in sheets:
        rest, number, rows = list(sheet.lines), 0, 0
        for grid in [*sheet.grids, None]:
            above = rest if grid is None else above_of(grid, rest)
            rest = rest[len(above) :]
            for _, text in paragraphs(above, left, right):
                number += 1
                yield 0, [(text, f"第{sheet.number}页第{number}段", 1)]
            if grid is not None:
                yield from ((numbers[id(grid)], cells) for cells in with_spots(grid, sheet.number, rows))
                rows += len(grid.rows) + grid.moved


def above_of(grid: Grid, lines: Sequence[Line]) -> list[Line]:
    """Return the first lines of a page that stand above a table."""
    return list(takewhile(lambda line: line.top < grid.top, lines))


def move_up(before: Sheet, after: Sheet, left: float, right: float) -> None:
    """Move the lines to a page with which its last paragraph goes on on the next one.

    Args:
        before: the page.
        after: the next one.
        left: where lines may begin, in points.
        right: where they may end.
    """
    if not before.lines or any(grid.top > before.lines[-1].top for grid in before.grids):
        return
    top = min((grid.top for grid in after.grids), default=after.height)
    while after.lines and after.lines[0].top < top and continues(before.lines[-1], after.lines[0], left, right):
        before.lines.append(after.lines.pop(0))


def edges(sheets: Sequence[Sheet]) -> tuple[float, float]:
    """Return where the lines outside of tables may begin and end: to the right where several do; else where tables or margins end."""
    lines = [line for sheet in sheets for line in sheet.lines]
    grids = [grid for sheet in sheets for grid in sheet.grids]
    width = max(sheet.width for sheet in sheets)
    ends = Counter(round(line.right) for line in lines)
    full = [float(end) for end, times in ends.items() if times >= SEVERAL and end > FAR * width]
    left = min([width / 2, *(line.left for line in lines), *(grid.left for grid in grids if not full)])
    return left, max(full or [width - left, *(line.right for line in lines), *(grid.right for grid in grids)])


def numbered(sheets: Sequence[Sheet]) -> dict[int, int]:
    """Return the numbers of tables, one that goes on on the next page being one; its parts are joined."""
    tables: list[list[Grid]] = []
    last: Sheet | None = None
    for sheet in sheets:
        for place, grid in enumerate(sheet.grids):
            goes_on = place == 0 and last is not None and not is_parted(last, sheet) and is_continued(last.grids[-1], grid)
            if goes_on:
                tables[-1].append(grid)
            else:
                tables.append([grid])
        last = sheet if sheet.grids else None
    for parts in tables:
        joined(parts)
    return {id(grid): number for number, parts in enumerate(tables, 1) for grid in parts}


def is_parted(before: Sheet, after: Sheet) -> bool:
    """Return whether words stand between the last table of a page and the first one of the next."""
    below = any(line.top > before.grids[-1].top for line in before.lines)
    return below or any(line.top < after.grids[0].top for line in after.lines)


if __name__ == "__main__":
    main()
