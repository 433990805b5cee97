"""A PDF's tables are read by their strokes and its words by where they stand; what only its pages brought in is taken out again."""

from __future__ import annotations

import difflib
import os
import sys
import zlib
from pathlib import Path

import pytest

from pipeline.intake.readers import pdf
from pipeline.intake.readers.pdf import read_pdf
from pipeline.intake.readers.pdf_tables import Box, Grid, joined
from pipeline.intake.readers.pdf_words import Letter, Line, is_in_address, paragraphs
from pipeline.intake.readers.word import read_word
from pipeline.intake.received import Received
from pipeline.problems import Kind, Stop
from tests.intake.readers.conftest import Saved
from tests.pdf_files import typeset, whole

# Three pages with a running head: a merged cell and a row that go over a page's end, an address that is broken, a head that is repeated.
LONG = "".join(f"第{number}句；" for number in range(30))
PAGES = f"""
#set page(width: 300pt, height: 260pt, margin: 40pt, header: [湛江市财政局])
#set text(size: 10pt)
#align(center)[自评表]
#table(columns: (40pt, 60pt, 120pt), table.header([类别], [项目], [说明]),
  table.cell(rowspan: 4)[产出], [甲], [{"一二三四五六七八九十" * 5}。], [乙], [],
  [丙], [短], [丁], [0759-0000000 13800000000], [效益], [戊], [https://www.example.gov.cn/attachment/0/42/42689/1360044.pdf],
  table.cell(colspan: 2)[己], [{LONG}完。])
结尾。
"""


def lines(read: Received) -> list[tuple[int, list[str]]]:
    return [(line.table, [cell.text for cell in line.cells]) for line in read.lines]


def test_what_goes_over_the_ends_of_pages_is_put_together_again() -> None:
    read = read_pdf(typeset(PAGES), "收到的表.pdf")
    assert lines(read) == [
        (0, ["湛江市财政局"]),
        (0, ["自评表"]),
        (1, ["类别", "项目", "说明"]),
        (1, ["产出", "甲", f"{'一二三四五六七八九十' * 5}。"]),
        (1, ["乙", ""]),
        (1, ["丙", "短"]),
        (1, ["丁", "0759-0000000 13800000000"]),
        (1, ["效益", "戊", "https://www.example.gov.cn/attachment/0/42/42689/1360044.pdf"]),
        (1, ["己", f"{LONG}完。"]),
        (0, ["结尾。"]),
    ]
    assert [cell.spot for line in read.lines for cell in line.cells[-1:]][-3:] == ["第2页第2行第3格", "第2页第3行第2格", "第3页第1段"]
    assert [cell.columns for cell in read.lines[-2].cells] == [2, 1]
    assert not read.is_exact


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("by", ["program", "office"])
def test_the_shipped_table_says_in_pdf_what_it_says_in_word(saved: Saved, by: str) -> None:
    read = read_pdf(saved.pdf if by == "program" else saved.by_office["pdf"], "收到的表.pdf")
    found, expected = (
        ["".join(cell.text.split()) for line in each.lines for cell in line.cells if cell.text.strip()]
        for each in (read, read_word(saved.printed, "收到的表.docx"))
    )
    same = sum(block.size for block in difflib.SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks())
    assert same >= len(expected) - 1  # the line break in the paragraph at the end is a new paragraph in a PDF


def set_out(*texts: str, width: float = 10.0) -> list[Line]:
    """Return lines below one another, each letter as wide as a Chinese one or half as wide."""
    made = []
    for number, text in enumerate(texts):
        letters, left = [], 0.0
        for char in text:
            right = left + (width / 2 if char.isascii() else width)
            letters.append(Letter(char, left, right, 12.0 * number, 12.0 * number + width))
            left = right
        made.append(Line(tuple(letters)))
    return made


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (("一二三四五六七八九", "十。"), ["一二三四五六七八九十。"]),
        (("一二三四五", "六七八九十。"), ["一二三四五", "六七八九十。"]),
        (("一二三四五六", "《甲》八。"), ["一二三四五六", "《甲》八。"]),
        (("一二三四五六七八", "“甲”九。"), ["一二三四五六七八“甲”九。"]),
        (("0759-0000000", "13800000000"), ["0759-0000000 13800000000"]),
        (("一二https://a.cn/", "b/c.html", "2020年"), ["一二https://a.cn/b/c.html", "2020年"]),
    ],
)
def test_lines_are_one_paragraph_where_the_next_words_had_no_room(texts: tuple[str, ...], read: list[str]) -> None:
    assert [text for _, text in paragraphs(set_out(*texts), 0.0, 100.0)] == read


def test_an_address_goes_on_after_its_signs_and_no_other_begins_in_it() -> None:
    assert is_in_address("邮箱：xinfang@", "example.com")
    assert not is_in_address("https://a.cn/b/", "https://c.cn")


def part(*rows: str) -> Grid:
    """Return a table's part on a page: in each row its cells, - for one that the cell above covers."""
    grid = Grid(0.0, 100.0 * len(rows[0].split()), 0.0, 100.0 * len(rows))
    columns = [[row.split()[column] for row in rows] for column in range(len(rows[0].split()))]
    for number in range(len(rows)):
        grid.rows.append([])
        for column, cells in enumerate(columns):
            if cells[number] != "-":
                span = 1 + next((place for place, cell in enumerate(cells[number + 1 :]) if cell != "-"), len(rows) - number - 1)
                lines = () if cells[number] == "." else tuple(set_out(cells[number]))
                grid.rows[-1].append(Box(100.0 * column, 100.0 * (column + 1), 100.0 * (number + span), 1, span, lines))
    return grid


def test_a_merged_cell_goes_on_over_pages_until_another_begins() -> None:
    grids = [
        part("类别 项目 得分", "过程 甲 8"),
        part(". 乙 7", "- 丙 ."),
        part(". 丁 6", "- 戊 5"),
        part("产出 己 4", "- 庚 3"),
        part("类别 项目 得分", ". 辛 2"),
    ]
    joined(grids)
    assert [[[grid.text(box) for box in row] for row in grid.rows] for grid in grids] == [
        [["类别", "项目", "得分"], ["过程", "甲", "8"]],
        [["乙", "7"], ["丙", ""]],
        [["丁", "6"], ["戊", "5"]],
        [["产出", "己", "4"], ["庚", "3"]],
        [["辛", "2"]],
    ]


def page(content: bytes, trailer: bytes = b"", said: bytes = b"") -> bytes:
    """Return a PDF of one page, with more in its trailer and more said of its content."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>>>",
        4: b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), said, content),
        5: b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32),
        6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    return whole(objects, b"<</Size 7/Root 1 0 R%s>>" % trailer)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (page(b"BT /F 12 Tf 150 10 Td (1) Tj ET"), "PDF 里没有文字，多半是扫描件，读不了"),
        (page(b"0 0 100 100 re f"), "PDF 里没有文字，多半是扫描件，读不了"),
        (page(b"", b"/Encrypt 5 0 R/ID[<41><41>]"), "文件加了密码，打不开"),
        (b"%PDF-1.7\n%%EOF", "文件已损坏，可能没有传完"),
    ],
)
def test_a_pdf_that_says_nothing_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Stop) as stop:
        read_pdf(data, "收到的表.pdf")
    assert [problem.message for problem in stop.value.problems] == [sentence]


def test_a_pdf_of_which_a_part_is_lost_is_told() -> None:
    words = "".join(f"BT /F 12 Tf 20 {place} Td ({place**9} yuan) Tj ET\n" for place in range(20, 280, 20))
    packed = bytearray(zlib.compress(words.encode()))
    packed[-40] ^= 0xFF
    read = read_pdf(page(bytes(packed), said=b"/Filter/FlateDecode"), "收到的表.pdf")
    assert 0 < len(read.lines) < 13
    assert [remark.message for remark in read.remarks] == ["文件有损坏的地方，内容可能没有读全"]


def test_letters_that_do_not_stand_upright_are_told_and_those_of_a_turned_page_do() -> None:
    upright, turned = b"BT /F 12 Tf 20 150 Td (yes) Tj ET ", b"BT /F 12 Tf 0 1 -1 0 150 150 Tm (no) Tj ET"
    read = read_pdf(page(upright + turned), "收到的表.pdf")
    assert (lines(read), [remark.message for remark in read.remarks]) == ([(0, ["yes"])], ["有的字是斜着、竖着或倒着排的，没有读"])
    assert lines(read_pdf(page(turned).replace(b"/MediaBox", b"/Rotate 90/MediaBox"), "收到的表.pdf")) == [(0, ["no"])]


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PATIENCE", 0.05)
    with pytest.raises(Stop, match="PDF 太复杂，读不了"):
        read_pdf(page(b""), "收到的表.pdf")


def test_without_the_reader_of_pdf_one_sentence_says_how_it_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pdfplumber.py").write_text("raise ImportError")
    monkeypatch.setattr(pdf, "ROOT", os.pathsep.join((str(tmp_path), pdf.ROOT)))
    monkeypatch.delenv("MAKELEVEL", raising=False)
    with pytest.raises(Stop) as stop:
        read_pdf(page(b""), "收到的表.pdf")
    (problem,) = stop.value.problems
    assert (problem.kind, problem.message) == (Kind.EXTRA, "没有安装读 PDF 的组件")
    assert problem.hint == f'请运行：{sys.executable} -m pip install "ziping[intake]"'
