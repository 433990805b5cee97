"""A workbook in which a clerk has done all that can be done in one."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter

FILLED = [
    (1, ["部门整体支出绩效自评基础数据表"]),
    (1, ["第一行\n第二行 完", "8.06", "4919", "８.０６", "89.56%", "红色\n字"]),
    (1, ["三公经费", "#DIV/0!", "8", "8.06", "", ""]),
    (1, ["是", "", "2021-06-01", ""]),
    (1, ["藏", "列", "", "", "", ""]),
]


def written(write: Callable[[Any], None]) -> bytes:
    """Return a workbook that `write` fills."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        write(book)
    return file.getvalue()


def fill(book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Fill a workbook with everything that a form may meet."""
    sheet = book.add_worksheet("基础'数据表")
    sheet.merge_range("A1:F1", "部门整体支出绩效自评基础数据表")
    sheet.write_row("A2", ["第一行\r\n第二行\t完", 8.06, 4919.0, "８.０６"])
    sheet.write("E2", 0.8956, book.add_format({"num_format": "0.00%"}))
    sheet.write_rich_string("F2", "红", book.add_format({"bold": True}), "色\n字")
    sheet.merge_range("A3:A4", "三公经费")
    sheet.write_formula("B3", "=1/0", value="#DIV/0!")
    sheet.write_formula("C3", "=3+5", value=8)
    sheet.write("D3", 8.057, book.add_format({"num_format": "0.00"}))
    sheet.write("E3", 12345, book.add_format({"num_format": '0!.0,"万元"'}))
    sheet.write_boolean("B4", True)  # noqa: FBT003 - so does xlsxwriter call it
    sheet.merge_range("C4:D4", "")
    sheet.write("E4", 44348, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    sheet.write_row("A6", ["藏", "列"])
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column("B:B", None, None, {"hidden": True})
    book.define_name("zp_0badcafe_1", "='基础''数据表'!$C$4")
    book.define_name("zp_0badcafe_2", "='基础''数据表'!$F$9")
    for name, hide in (("底稿", "hide"), ("选项", "very_hidden")):
        hidden = book.add_worksheet(name)
        hidden.write("A1", "是")
        getattr(hidden, hide)()
    book.add_worksheet("空")
    book.add_worksheet("二").write("D4", "备注")
