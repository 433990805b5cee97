"""The summary's numbers as a workbook; every text is written as a text, so none is ever computed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from pipeline.batch.summary import Summary
from pipeline.document.word.package import add_part
from pipeline.problems import Severity

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same content gives the same bytes
WIDEST = 60


def workbook(summary: Summary) -> bytes:
    """Return the summary as an XLSX file: units, rates, outliers, units beside each other, findings."""
    data = io.BytesIO()
    # Texts that begin with = + - @ would else become formulas, addresses become links.
    book = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": f"{summary.year}年度自评汇总", "created": CREATED.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#F4F1EC", "border": 1})
    write_sheet(book, head, "单位", ("单位代码", "单位", "结果", "错误", "警告", "空白项", "公开版", "已说明"), units(summary))
    write_sheet(book, head, "比率", ("比率", "单位数", "下四分位", "中位数", "上四分位", "最低", "最高", "没有这个比率的"), rates(summary))
    write_sheet(book, head, "离群单位", ("比率", "单位代码", "单位", "数值"), outliers(summary))
    write_sheet(
        book, head, "单位之间对照", ("种类", "单位代码", "单位", "位置", "项目", "说明", "怎么办", "属实时的核实说明"), beside(summary)
    )
    write_sheet(book, head, "常见问题", ("级别", "项目", "问题", "例如", "单位数", "单位"), found(summary))
    write_sheet(book, head, "没有数据的单位", ("单位代码",), ((unit,) for unit in summary.missing))
    book.close()
    return repacked(data)


def repacked(data: io.BytesIO) -> bytes:
    """Return a package that does not say on which system it was made."""
    archive = io.BytesIO()
    with ZipFile(data) as made, ZipFile(archive, "w") as package:
        for name in made.namelist():
            add_part(package, name, made.read(name))
    return archive.getvalue()


def units(summary: Summary) -> Iterable[Sequence[Any]]:
    """Yield a row for each unit."""
    for result in summary.results:
        counts = (result.count(Severity.ERROR), result.count(Severity.WARNING), result.blanks)
        yield result.unit, result.name, result.standing, *counts, "有" if result.has_public else "没有", len(result.answered)


def rates(summary: Summary) -> Iterable[Sequence[Any]]:
    """Yield a row for each rate."""
    for item in summary.distributions:
        yield item.label, len(item.values), item.lower, item.median, item.upper, item.values[0], item.values[-1], item.without


def outliers(summary: Summary) -> Iterable[Sequence[Any]]:
    """Yield a row for each outlier."""
    for item in summary.distributions:
        for outlier in item.outliers:
            yield item.label, outlier.unit, outlier.name, outlier.value


def beside(summary: Summary) -> Iterable[Sequence[Any]]:
    """Yield a row for each finding that units beside each other show."""
    for kind in summary.beside:
        for one in kind.found:
            problem = one.problem
            yield kind.title, one.result.unit, one.result.name, str(problem.place), one.label, problem.message, problem.hint, one.answer


def found(summary: Summary) -> Iterable[Sequence[Any]]:
    """Yield a row for each frequent finding."""
    for finding in summary.findings:
        yield finding.severity.value, finding.label, finding.title, finding.example, len(finding.units), "、".join(finding.units)


def write_sheet(book: Any, head: Any, name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:  # noqa: ANN401 - published without types
    """Add a sheet with a heading that stays, filters and fitting widths.

    Args:
        book: the workbook.
        head: the format of the heading.
        name: the sheet's name.
        titles: the heading: a title for each column.
        rows: the values below it, in the same order.
    """
    sheet = book.add_worksheet(name)
    widths = [2 * len(title) + 2 for title in titles]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, head)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | Decimal):
                sheet.write_number(count, column, value)
            else:
                sheet.write_string(count, column, str(value))
            widths[column] = min(WIDEST, max(widths[column], 2 * len(str(value)) + 2))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), len(titles) - 1)
