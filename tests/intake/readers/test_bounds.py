"""Whatever a received file is, it is read or refused in one sentence, in bounded time, and nothing in it is run or fetched."""

from __future__ import annotations

import os
import struct
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake.readers.bounds import MAX_CELLS, MAX_FILE, MAX_PART, MAX_PARTS
from pipeline.intake.readers.kinds import read_received
from pipeline.intake.received import Received
from pipeline.problems import Kind, Stop
from tests.word_files import RELATIONSHIPS, W, cell, paragraph, related, row, table, write_word_file

LONGEST = 5  # seconds of the processor, of which the worst file here takes one or two
GOOD_PAGE = "<html><head><meta charset=utf-8></head><body><table><tr><td colspan=2>预算<td>8.06</tr></table></body></html>".encode()


def refused(path: Path) -> str:
    """Return the one sentence that a file is refused with."""
    begun = time.process_time()
    with pytest.raises(Stop) as stop:
        read_received(path, path.name)
    (problem,) = stop.value.problems
    assert (problem.kind, problem.place.file) == (Kind.RECEIVED, path.name)
    assert "\n" not in problem.message
    assert time.process_time() - begun < LONGEST
    return problem.message


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def word_file(folder: Path, body: str = "<w:p/>", extra: Mapping[str, str] | None = None) -> Path:
    return write_word_file(folder / "表.docx", body, dict(extra or {}))


def document(body: str, head: str = "") -> dict[str, str]:
    """Return the part that holds a text, as it stands."""
    return {"word/document.xml": f"{head}<w:document {W}><w:body>{body}</w:body></w:document>"}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the parts of a good Word file."""
    path = write_word_file(
        tmp_path_factory.mktemp("good") / "表.docx", paragraph("表") + table(row(cell("预算", span=2), cell("8", merge="restart")))
    )
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_file_that_is_none_or_leads_elsewhere_is_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "收件" / "甲"
    inside.mkdir(parents=True)
    assert refused(inside) == "这是一个文件夹，应是一个文件"
    assert refused(inside / "没有.docx") == "没有这个文件"
    (inside / "空链接.docx").symlink_to(inside / "没有.docx")
    assert refused(inside / "空链接.docx") == "这个链接指向的文件不存在"
    (inside / "链接.docx").symlink_to("/etc/hostname")
    assert refused(inside / "链接.docx") == "这是一个链接，指向别处的文件"
    os.mkfifo(inside / "管道.docx")
    assert refused(inside / "管道.docx") == "这不是普通的文件"
    assert refused(Path("/dev/zero")) == "这不是普通的文件"
    assert refused(written(inside / "空.docx", b"")) == "文件是空的"


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "表.docx").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    assert refused(tmp_path / "表.docx") == "文件过大（超过 40 MB）"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert refused(word_file(tmp_path, " " * MAX_PART)) == "文件里的内容太多（超过 10 MB）"
    nested = tmp_path / "里.zip"
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("表.docx", b"\0" * (MAX_PART + 1))
    assert refused(nested) == "这是压缩包，读不了"


def test_the_size_that_a_part_gives_itself_is_not_believed(tmp_path: Path) -> None:
    path = word_file(tmp_path, " " * MAX_PART)
    real, said = struct.pack("<I", zipfile.ZipFile(path).getinfo("word/document.xml").file_size), struct.pack("<I", 100)
    data = path.read_bytes()
    assert data.count(real) == 2
    assert refused(written(path, data.replace(real, said))) == "文件已损坏：里面的 word/document.xml 读不出来"


def test_too_many_parts_are_not_listed(tmp_path: Path) -> None:
    assert (
        refused(word_file(tmp_path, extra={f"word/{number}": "" for number in range(MAX_PARTS)})) == "文件里压缩的部件太多（超过 2000 个）"
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_parts_of_one_name_none_is_believed(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("8"))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/document.xml", document(paragraph("9"))["word/document.xml"])
    assert refused(path) == "文件已损坏：里面的 word/document.xml 读不出来"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE d [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE d [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY % e SYSTEM "http://127.0.0.1:9/e.dtd"> %e;]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/e.dtd">',
    ],
)
def test_xml_that_says_how_it_is_to_be_read_is_refused(tmp_path: Path, declared: str) -> None:
    named = "&c;" if "ENTITY c" in declared else ""
    path = word_file(tmp_path, extra=document(f"<w:p><w:r><w:t>{named}</w:t></w:r></w:p>", declared))
    assert refused(path) == "文件含有文档类型声明（DTD），正常的 Word、Excel 文件里没有"


def test_a_bomb_of_entities_in_an_attribute_is_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 1000}">' for n in range(9))
    path = word_file(tmp_path, extra=document('<w:p w:x="&e8;"/>', f"<!DOCTYPE d [{levels}]>"))
    assert refused(path) in {"文件已损坏：里面的 word/document.xml 读不出来", "文件含有文档类型声明（DTD），正常的 Word、Excel 文件里没有"}


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>" + "<w:ins>" * 100_000 + "</w:ins>" * 100_000 + "</w:p>",
        "<w:tbl><w:tr><w:tc>" * 1_500 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 1_500,
        "<w:p>" + "<w:smartTag>" * 1_900 + "</w:smartTag>" * 1_900 + "</w:p>",
        "<w:sdt><w:sdtContent>" * 900 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 900,
    ],
)
def test_what_is_nested_too_deeply_is_refused(tmp_path: Path, body: str) -> None:
    assert refused(word_file(tmp_path, body)) in {"文件的结构嵌套得太深，读不了", "文件已损坏：里面的 word/document.xml 读不出来"}


@pytest.mark.parametrize("opened", ["<div>", "<table><tr><td>", "<b>"])
def test_a_page_that_is_nested_too_deeply_is_refused(tmp_path: Path, opened: str) -> None:
    assert refused(written(tmp_path / "表.html", f"<html>{opened * 100_000}8".encode())) == "文件的结构嵌套得太深，读不了"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><style>{'/*a' * 300_000}</style><p>8",
        f"<html><style>{'@a' * 300_000}</style><p>8",
        f"<html><p style='{'text-decoration ' * 60_000}'>8",
        f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b{';' * 900_000}\n\n--b\nContent-Type: text/html\n\n<p>8",
    ],
)
def test_a_page_that_is_made_to_be_slow_is_read_all_the_same(tmp_path: Path, page: str) -> None:
    begun = time.process_time()
    assert [cell.text for line in read_received(written(tmp_path / "表.html", page.encode()), "表.html").lines for cell in line.cells] == [
        "8"
    ]
    assert time.process_time() - begun < LONGEST


def test_a_fields_code_that_is_made_to_be_slow_is_read_all_the_same(tmp_path: Path) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    path = word_file(tmp_path, f"<w:p>{begin}<w:r><w:instrText>EQ \\o({',' * 500_000}</w:instrText></w:r>{end}</w:p>")
    begun = time.process_time()
    assert [cell.text for line in read_received(path, "表.docx").lines for cell in line.cells] == ["\ufffd"]
    assert time.process_time() - begun < LONGEST


def test_a_table_of_a_million_cells_and_a_book_are_refused(tmp_path: Path) -> None:
    many = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 1_000 + "</w:tr>"
    assert refused(word_file(tmp_path, f"<w:tbl>{many * 1_000}</w:tbl>")) == "文件里的内容太多（超过 10 MB）"
    assert refused(word_file(tmp_path, f"<w:tbl>{many * (MAX_CELLS // 1_000 + 1)}</w:tbl>")) == "文件里的表格太大（超过 20000 格）"
    assert refused(written(tmp_path / "表.html", b"<p>" + "字".encode() * 500_001)) == "文件里的文字太多（超过 50 万字）"
    assert refused(written(tmp_path / "表.html", b"<table>" + b"<td>" * 600_001)) == "文件里的内容太多，不像一份填好的表"


def test_a_part_that_needs_a_password_is_told_so(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("8"))
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + flags] |= 1
    assert refused(written(path, bytes(data))) == "文件加了密码，打不开"


def test_nothing_is_fetched_from_elsewhere_and_no_macro_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", None)
    relations = related(
        ("image", "http://127.0.0.1:9/a.png"), ("attachedTemplate", "http://127.0.0.1:9/a.dotm"), mode=' TargetMode="External"'
    )
    macro = {"word/_rels/document.xml.rels": relations, "word/vbaProject.bin": "Sub AutoOpen()"}
    path = word_file(tmp_path, paragraph("8"), macro).rename(tmp_path / "表.docm")
    assert [cell.text for line in read_received(path, path.name).lines for cell in line.cells] == ["8"]
    page = b"<html><link rel=stylesheet href=http://127.0.0.1:9/a.css><script src=http://127.0.0.1:9/a.js></script><iframe src=/etc/passwd></iframe><p>8"
    assert [cell.text for line in read_received(written(tmp_path / "表.html", page), "表.html").lines for cell in line.cells] == ["8"]


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"word/document.xml": "<w:document>"}, "文件已损坏：里面的 word/document.xml 读不出来"),
        ({"word/document.xml": f"<w:document {W}/>"}, "文件已损坏：里面没有正文"),
        ({"_rels/.rels": RELATIONSHIPS.replace("officeDocument", "other")}, "文件已损坏：里面没有正文"),
        ({"_rels/.rels": RELATIONSHIPS.replace("word/document.xml", "../../etc/passwd")}, "文件已损坏：里面的 ../../etc/passwd 读不出来"),
        ({"_rels/.rels": "<"}, "文件已损坏：里面的 _rels/.rels 读不出来"),
    ],
)
def test_broken_parts_are_told(tmp_path: Path, extra: dict[str, str], message: str) -> None:
    assert refused(word_file(tmp_path, extra=extra)) == message


def read_or_refused(path: Path, data: bytes) -> Received | list[str]:
    """Return what a file says, or the kinds of what it is refused with."""
    path.write_bytes(data)
    try:
        return read_received(path, path.name)
    except Stop as stop:
        return [problem.kind for problem in stop.problems]


@settings(max_examples=30)
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5), cut=st.floats(0, 1))
def test_a_damaged_file_is_read_or_refused_in_one_sentence(
    good: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, int]], cut: float
) -> None:
    def damaged(data: bytes, *, whole: bool = True) -> bytes:
        spoiled = bytearray(data)
        for place, byte in changes:
            spoiled[int(place * len(spoiled))] = byte
        return bytes(spoiled if whole else spoiled[: int(cut * len(spoiled)) + 1])

    path = tmp_path_factory.getbasetemp() / "damaged.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in good.items():
            package.writestr(name, data)
    packed = path.read_bytes()
    found = [read_or_refused(path, damaged(data, whole=whole)) for data in (packed, GOOD_PAGE) for whole in (True, False)]
    with zipfile.ZipFile(path, "w") as package:  # with its checksums right
        for name, data in good.items():
            package.writestr(name, damaged(data) if name == "word/document.xml" else data)
    found.append(read_or_refused(path, path.read_bytes()))
    assert all(isinstance(outcome, Received) or outcome == [Kind.RECEIVED] for outcome in found)
