"""The summary's numbers as a workbook; every text is written as a text, so none is ever computed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, count, islice
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from pipeline.batch.summary import Group, Summary
from pipeline.document.word.package import COMPRESSION, DOS, ORDINARY_FILE
from pipeline.problems import Severity

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same content gives the same bytes
WIDEST = 60
# The sheets' names, the first that of the only form; and of what nobody knows the form of.
UNITS, RATES, FAR, BESIDE, FOUND, MISSING = "单位", "比率", "离群单位", "单位之间对照", "常见问题", "没有数据的单位"
UNKNOWN = "不知用哪份表"
COUNTED = "单位数"
# What a sheet's name cannot have, and how many characters.
FORBIDDEN, LONGEST = re.compile(r"[\[\]:*?/\\]"), 31
# What Excel lets a cell and a sheet have: characters, and rows below the heading.
LONGEST_CELL, MOST_ROWS = 32_767, 1_048_575
PIECE: Final = 65_536  # bytes that are read at once


def workbook(summary: Summary) -> bytes:
    """Return the summary as an XLSX file: the units form by form, rates, outliers, units beside each other, findings."""
    data = io.BytesIO()
    # Rows are not kept in memory; texts that begin with = + - @ would else become formulas, addresses become links.
    book = xlsxwriter.Workbook(
        data, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": f"{summary.year}年度自评汇总", "created": CREATED.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#F4F1EC", "border": 1})
    several = len(summary.groups) > 1
    names = sheet_names(summary)
    for group, name in zip(summary.groups, names, strict=True):
        write_sheet(book, head, name, unit_titles(group), units(group))
    form = ("表",) if several else ()
    write_sheet(
        book,
        head,
        RATES,
        (*form, "比率", COUNTED, "下四分位", "中位数", "上四分位", "最低", "最高", "没有这个比率的"),
        of_forms(summary, rates),
    )
    write_sheet(book, head, FAR, (*form, "比率", "单位代码", "单位", "数值"), of_forms(summary, outliers))
    write_sheet(book, head, BESIDE, ("种类", "单位代码", "单位", "位置", "项目", "说明", "怎么办", "属实时的核实说明"), beside(summary))
    write_sheet(book, head, FOUND, (*form, "级别", "项目", "问题", "例如", COUNTED, "单位"), of_forms(summary, found))
    write_sheet(book, head, MISSING, ("单位代码",), ((unit,) for unit in summary.missing))
    book.close()
    return repacked(data)


def repacked(data: io.BytesIO) -> bytes:
    """Return a package that does not say on which system it was made: XML's lines end as they do elsewhere."""
    archive = io.BytesIO()
    with ZipFile(data) as made, ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as package:
        for name in made.namelist():
            with made.open(name) as content, package.open(name, "w") as copy:
                copy.writelines(with_plain_lines(content))
            part = package.getinfo(name)
            part.create_system, part.external_attr = DOS, ORDINARY_FILE
    return archive.getvalue()


def with_plain_lines(content: IO[bytes]) -> Iterator[bytes]:
    """Yield a text piece by piece, as a sheet of many units is long, with lines that end in a line feed only."""
    while piece := content.read(PIECE):
        while piece.endswith(b"\r") and (more := content.read(1)):
            piece += more
        yield piece.replace(b"\r\n", b"\n")


def sheet_names(summary: Summary) -> list[str]:
    """Return the names of the sheets of units: 单位, or of several forms their titles, as far as a workbook can have them."""
    if len(summary.groups) <= 1:
        return [UNITS] * len(summary.groups)
    names: list[str] = []
    taken = {RATES, FAR, BESIDE, FOUND, MISSING, "history"}  # Excel keeps the last for itself
    for number, group in enumerate(summary.groups, 1):
        bare = FORBIDDEN.sub("", group.title).strip("' ") or UNKNOWN
        name = bare[:LONGEST]
        if name.casefold() in taken:
            name = f"{bare[: LONGEST - 4]}（{number}）"
        taken.add(name.casefold())
        names.append(name)
    return names


def unit_titles(group: Group) -> tuple[str, ...]:
    """Return the heading of a sheet of units."""
    further = ("名称",) if has_further(group) else ()
    shown = (f"{column.label}（{column.unit}）" if column.unit else column.label for column in group.columns)
    return ("单位代码", *further, "单位", "结果", *shown, "错误", "警告", "空白项", "公开版", "已说明")


def has_further(group: Group) -> bool:
    """Return whether a unit has handed in a further form of the year, which its name tells from others."""
    return any(result.of.name for result in group.results)


def units(group: Group) -> Iterable[Sequence[Any]]:
    """Yield a row for each unit-year."""
    is_further = has_further(group)
    for result in group.results:
        further = (result.of.name,) if is_further else ()
        shown = (column.text(result) if (figure := column.figure(result)) is None else figure for column in group.columns)
        counts = (result.count(Severity.ERROR), result.count(Severity.WARNING), result.blanks)
        public = "有" if result.has_public else "没有"
        yield result.unit, *further, result.name, result.standing, *shown, *counts, public, len(result.answered)


def of_forms(summary: Summary, rows: Callable[[Group], Iterable[Sequence[Any]]]) -> Iterable[Sequence[Any]]:
    """Yield the rows of all forms; where there are several, each begins with its form's title."""
    several = len(summary.groups) > 1
    for group in summary.groups:
        yield from ((group.title or UNKNOWN, *row) if several else row for row in rows(group))


def rates(group: Group) -> Iterable[Sequence[Any]]:
    """Yield a row for each rate."""
    for item in group.distributions:
        yield item.label, item.count, item.lower, item.median, item.upper, item.lowest, item.highest, item.without


def outliers(group: Group) -> Iterable[Sequence[Any]]:
    """Yield a row for each outlier."""
    for item in group.distributions:
        for outlier in item.outliers:
            yield item.label, outlier.of.unit, outlier.name, outlier.value


def beside(summary: Summary) -> Iterable[Sequence[Any]]:
    """Yield a row for each finding that units beside each other show."""
    for kind in summary.beside:
        for one in kind.found:
            problem = one.problem
            yield kind.title, one.result.unit, one.result.listed, str(problem.place), one.label, problem.message, problem.hint, one.answer


def found(group: Group) -> Iterable[Sequence[Any]]:
    """Yield a row for each frequent finding."""
    for finding in group.findings:
        yield finding.severity.value, finding.label, finding.title, finding.example, len(finding.units), some_of(finding.units)


def some_of(names: Sequence[str]) -> str:
    """Return names as a cell can hold them: all, or the first ones and how many there are."""
    whole = "、".join(names)
    if size(whole) <= LONGEST_CELL:
        return whole
    end = f"等，共 {len(names)} 个"
    return fitting(whole, LONGEST_CELL - len(end)).rpartition("、")[0] + end


def written(text: str) -> str:
    """Return a text as a cell can hold it: whole, or its beginning and how much is missing."""
    if size(text) <= LONGEST_CELL:
        return text
    end = f"……（共 {len(text)} 字，一格放不下，没有写全）"
    return fitting(text, LONGEST_CELL - len(end)) + end


def size(text: str) -> int:
    """Return how long a text is for Excel, which counts characters beyond the basic ones twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def fitting(text: str, most: int) -> str:
    """Return as much of a text's beginning as is not longer than a size."""
    end = min(len(text), most)
    while size(text[:end]) > most:
        end -= 1
    return text[:end]


def write_sheet(book: Any, head: Any, name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:  # noqa: ANN401 - published without types
    """Add a sheet, or as many as the rows need, each with a heading that stays, filters and fitting widths.

    Args:
        book: the workbook.
        head: the format of the heading.
        name: the sheet's name.
        titles: the heading: a title for each column.
        rows: the values below it, in the same order.
    """
    coming = iter(rows)
    for number in count(1):
        part = islice(coming, MOST_ROWS)
        first = next(part, None)
        if first is None and number > 1:
            return
        numbered = name if number == 1 else f"{name[: LONGEST - 4]}（{number}）"
        fill_sheet(book.add_worksheet(numbered), head, titles, part if first is None else chain([first], part))


def fill_sheet(sheet: Any, head: Any, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:  # noqa: ANN401 - published without types
    """Write a sheet.

    Args:
        sheet: the sheet.
        head: the format of the heading.
        titles: the heading: a title for each column.
        rows: the values below it, in the same order.
    """
    widths = [2 * len(title) + 2 for title in titles]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | Decimal):
                sheet.write_number(last, column, value)
            else:
                sheet.write_string(last, column, written(str(value)))
            widths[column] = min(WIDEST, max(widths[column], 2 * len(str(value)) + 2))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(titles) - 1)
