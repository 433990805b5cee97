"""What a person sees in a workbook is read, cell by cell; what is only kept in it is not, or is told."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from pipeline.intake.readers.biff import records, values
from pipeline.intake.readers.biff import texts as shared_texts
from pipeline.intake.readers.number_format import shown
from pipeline.intake.readers.workbook import read_workbook
from pipeline.intake.received import Received
from pipeline.problems import Problem, Stop, gathering
from tests.intake.office import needs_calc
from tests.intake.readers.conftest import Saved
from tests.intake.readers.filled_workbook import FILLED, fill, written

# A number, its format, and what its cell shows.
SHOWN = [
    ("8.06000000000001", "General", "8.06"),
    ("4919.0", "General", "4919"),
    ("13800000000", "0", "13800000000"),
    ("0.8956", "0.00%", "89.56%"),
    ("1", "0.00%", "100%"),
    ("0.99996", "0.00%", "100.00%"),
    ("0.895555", "0%", "90%"),
    ("8.057", "0.00", "8.06"),
    ("9", "0.00", "9"),
    ("3500", "#,##0.00_ ", "3500"),
    ("-3.5", "#,##0.00_);[Red](#,##0.00)", "-3.5"),
    ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
    ("0", "0;-0;;@", ""),
    ("5", '0"个"', "5个"),
    ("5", "G/通用格式", "5"),
    ("12300", '0.0,"千元"', "12.3千元"),
    ("755", "0000", "0755"),
    ("3500", "[$￥-804]#,##0.00", "3500"),
    ("44348", 'yyyy"年"m"月"d"日"', "2021-06-01"),
    ("44348", "[DBNum1][$-804]yyyy/m/d;@", "2021-06-01"),
    ("44348.5", "m/d/yy h:mm", "2021-06-01 12:00"),
    ("44348", 'yyyy"年"m"月"', "2021-06"),
    ("44348", 'm"月"d"日"', "6月1日"),
    ("0.5", "上午/下午h:mm", "12:00"),
]


@pytest.mark.parametrize(("number", "code", "text"), SHOWN)
def test_a_number_is_read_as_its_cell_shows_it(number: str, code: str, text: str) -> None:
    assert (shown(Decimal(number), code).text, shown(Decimal(number), code).is_unsure) == (text, False)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("12345", '0!.0,"万元"'),
        ("0.5", "# ?/?"),
        ("1.5", "[h]:mm"),
        ("12", "[>=10]0.0;0"),
        ("12", "0.0E+0"),
        ("44348", "[$-804]aaaa"),
        ("440811199001010000", "0"),
    ],
)
def test_what_cannot_be_told_from_a_format_is_not_taken_for_what_the_cell_shows(number: str, code: str) -> None:
    assert shown(Decimal(number), code).is_unsure


def test_days_of_the_calendar_that_begins_in_1904_are_read_as_such() -> None:
    assert shown(Decimal(42886), "yyyy-mm-dd", from_1904=True).text == "2021-06-01"


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with a part's text changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            assert name != part or old.encode() in text
            after.writestr(name, text.replace(old.encode(), new.encode()) if name == part else text)
    return file.getvalue()


def texts(read: Received) -> list[tuple[int, list[str]]]:
    return [(line.table, [cell.text for cell in line.cells]) for line in read.lines]


@pytest.fixture(scope="module")
def filled() -> bytes:
    return written(fill)


def test_the_rows_of_each_shown_sheet_are_lines_without_what_a_merge_continues(filled: bytes) -> None:
    read = read_workbook(filled, "收到的表.xlsx")
    assert texts(read) == [*FILLED, (1, [""] * 6), (2, ["备注"])]
    assert [(cell.spot, cell.columns) for line in read.lines[:1] for cell in line.cells] == [("工作表“基础'数据表”A1", 6)]
    assert [(cell.spot[-2:], cell.columns) for cell in read.lines[3].cells] == [("B4", 1), ("C4", 2), ("E4", 1), ("F4", 1)]


MARKS = [("C4", ("zp_0badcafe_1",)), ("F9", ("zp_0badcafe_2",))]


def marks(read: Received) -> list[tuple[str, tuple[str, ...]]]:
    return [(cell.spot[-2:], cell.marks) for line in read.lines for cell in line.cells if cell.marks]


def test_names_of_cells_are_marks(filled: bytes) -> None:
    assert marks(read_workbook(filled, "收到的表.xlsx")) == MARKS


def remarks(read: Received) -> Iterator[str]:
    return (f"{remark.place.spot} {remark.severity} {remark.message}".strip() for remark in read.remarks)


def test_what_is_hidden_computed_rounded_or_not_to_be_told_is_said(filled: bytes) -> None:
    sheet = "工作表“基础'数据表”"
    assert list(remarks(read_workbook(filled, "收到的表.xlsx"))) == [
        "提示 工作表“底稿”是隐藏的，没有读",
        f"{sheet} 提示 第 6 行、B 列是隐藏的，里面的内容也读了，请核对",
        f"{sheet}B3 提示 B3、C3是公式，读的是上次保存时算出的结果",
        f"{sheet}D3 提示 D3（显示 8.06，所存的是 8.057）显示的是四舍五入后的数，读的是显示的数",
        f"{sheet}E3 警告 E3（所存的是 12345）显示成什么样读不准，没有读",
    ]


def test_a_formula_that_was_never_computed_says_nothing(filled: bytes) -> None:
    data = changed(filled, "xl/worksheets/sheet1.xml", "<v>#DIV/0!</v>", "")
    read = read_workbook(data, "收到的表.xlsx")
    assert texts(read)[2][1][1] == ""
    assert "工作表“基础'数据表”B3 警告 B3是公式，文件里没有算出的结果，没有读" in remarks(read)


def test_a_zero_that_the_sheet_does_not_show_is_a_blank() -> None:
    def write(book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["合计", 0, 10])
        sheet.hide_zero()

    assert texts(read_workbook(written(write), "收到的表.xlsx")) == [(1, ["合计", "", "10"])]


def test_pictures_and_controls_are_told_since_their_words_are_not_read() -> None:
    def write(book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        book.add_worksheet().insert_textbox("A1", "在文本框里")

    read = read_workbook(written(write), "收到的表.xlsx")
    assert list(remarks(read)) == ["提示 工作簿里有图片、文本框、控件或图表，其中的文字没有读"]


@pytest.mark.parametrize(
    ("part", "old", "new", "sentence"),
    [
        ("xl/worksheets/sheet1.xml", "<v>8.06</v>", "<v>八</v>", "文件已损坏"),
        ("xl/worksheets/sheet1.xml", "<v>8.06</v>", "<v>1e999</v>", "文件已损坏"),
        ("xl/worksheets/sheet1.xml", 'ref="A3:A4"', 'ref="A3:XFD1048576"', "工作簿里的表格太大（超过 20000 格）"),
        ("_rels/.rels", "xl/workbook.xml", "xl/workbook.bin", "是 .xlsb 格式，读不了"),
        ("xl/workbook.xml", "<sheets>", "<sheets>" + '<sheet name="甲"/>' * 101, "工作簿里的工作表太多（超过 100 张）"),
    ],
)
def test_a_broken_or_endless_workbook_is_refused_in_one_sentence(filled: bytes, part: str, old: str, new: str, sentence: str) -> None:
    with pytest.raises(Stop) as stop:
        read_workbook(changed(filled, part, old, new), "收到的表.xlsx")
    assert [problem.message for problem in stop.value.problems] == [sentence]


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_the_records_of_an_old_sheet_say_its_values_however_they_are_packed() -> None:
    cell = struct.pack("<3H", 0, 1, 7)
    wide, narrow = "表".encode("utf-16-le"), b"\x00ABC"
    stream = b"".join((
        record(0x809, b"\x00\x06\x10\x00"),
        record(0xFC, struct.pack("<IIHB", 2, 2, 4, 1) + wide),  # the first of two texts goes on, in narrow signs, in the next record
        record(0x3C, narrow + struct.pack("<HBH", 1, 8, 1) + b"D" + b"\x00" * 4),
        record(0x27E, cell + struct.pack("<I", (806 << 2) | 3)),
        record(0xBD, struct.pack("<HHHiHIH", 2, 3, 0, -5 << 2 | 2, 0, 0x3FF80000, 4)),
        record(0x06, cell + b"\x00" * 6 + b"\xff\xff" + b"\x00" * 6),
        record(0x205, cell + b"\x07\x01"),
        record(0x0A, b""),
    ))  # fmt: skip
    found = [(kind, pieces) for kind, pieces in records(stream, 0) if kind != 0x809]
    assert shared_texts(found[0][1]) == ["表ABC", "D"]
    assert [each for kind, pieces in found for each in values(kind, pieces, ())] == [
        ((1, 2), 7, 8.06),
        ((3, 4), 0, -5.0),
        ((3, 5), 0, 1.5),
        ((1, 2), 7, None),
        ((1, 2), 7, "#DIV/0!"),
    ]


@needs_calc
@pytest.mark.office
@pytest.mark.slow
def test_a_workbook_of_the_old_format_reads_the_same(filled: bytes, saved: Saved) -> None:
    old = saved.by_office["xls"]
    read = read_workbook(old, "收到的表.xls")
    assert texts(read) == [*FILLED, (1, [""] * 6), (2, ["备注"])]
    assert marks(read) == MARKS
    assert [remark for remark in remarks(read) if "底稿" in remark or "E3" in remark] == [
        remark for remark in remarks(read_workbook(filled, "收到的表.xlsx")) if "底稿" in remark or "E3" in remark
    ]
    by_calamine = CalamineWorkbook.from_filelike(io.BytesIO(old)).get_sheet_by_index(0)
    assert by_calamine.to_python()[1][:4] == ["第一行\n第二行\t完", 8.06, 4919.0, "８.０６"]


@needs_calc
@pytest.mark.office
@pytest.mark.slow
def test_a_damaged_workbook_of_the_old_format_ends_in_a_sentence(saved: Saved) -> None:
    old = saved.by_office["xls"]
    problems: list[Problem] = []
    for at in range(0, len(old), 97):
        with gathering(problems):
            read_workbook(old[:at] + b"\xff\xff" + old[at + 2 :], "收到的表.xls")
    assert "文件已损坏" in {problem.message for problem in problems}
