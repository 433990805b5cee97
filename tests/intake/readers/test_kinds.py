"""A file is what its bytes are, whatever its name says; what is not read is told in one sentence."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.intake.readers.kinds import READERS, read_received
from pipeline.intake.readers.signatures import kind_of
from pipeline.intake.received import Received
from pipeline.problems import Kind, Severity, Stop
from tests.word_files import paragraph, row, table, write_word_file

PAGE = "<html><table><tr><td>一<td>二</table>".encode()


def read(path: Path, data: bytes) -> Received:
    path.write_bytes(data)
    return read_received(path, path.name)


def refused(path: Path, data: bytes) -> str:
    """Return the one sentence that a file is refused with, and its hint."""
    with pytest.raises(Stop) as stop:
        read(path, data)
    (problem,) = stop.value.problems
    assert (problem.kind, problem.place.file) == (Kind.RECEIVED, path.name)
    assert problem.hint
    return problem.message


def zipped(folder: Path, parts: Mapping[str, bytes]) -> bytes:
    path = folder / "parts.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path.read_bytes()


def compound(names: Mapping[str, bytes], inner: str = "") -> bytes:
    """Return a compound file with streams of one sector each at its top, and one in a folder within it."""
    entries = ["Root Entry", *names, *(["ObjectPool", inner] if inner else [])]
    top = range(1, len(names) + (2 if inner else 1))
    directory = b""
    for number, name in enumerate(entries):
        letters = name.encode("utf-16-le")
        kind = 5 if number == 0 else 1 if name == "ObjectPool" else 2
        right = number + 1 if number in top and number + 1 in top else 0xFFFFFFFF
        below = 1 if number == 0 else number + 1 if name == "ObjectPool" else 0xFFFFFFFF
        start = 1 + -(-len(entries) // 4) + list(names).index(name) * 8 if name in names else 0xFFFFFFFE
        directory += struct.pack(
            "<64sHBxIII36xII4x", letters, len(letters) + 2, kind, 0xFFFFFFFF, right, below, start, 4096 if name in names else 0
        )
    sectors = -(-len(directory) // 512)
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    for number in range(len(names)):
        first = 1 + sectors + number * 8
        table += [*range(first + 1, first + 8), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    assert len(header) == 512
    content = b"".join(data.ljust(4096, b"\0") for data in names.values())
    return header + struct.pack("<128I", *table) + directory.ljust(sectors * 512, b"\0") + content


def test_a_file_is_read_by_its_bytes_and_its_wrong_name_is_told(tmp_path: Path) -> None:
    word = write_word_file(tmp_path / "表.docx", table(row("一", "二"))).read_bytes()
    assert read(tmp_path / "表.docx", word).remarks == ()
    assert read(tmp_path / "表", word).remarks == ()
    for name, data, message in (
        ("表.doc", word, "文件名以 .doc 结尾，内容却是 Word 文件，已按 Word 文件读入"),
        ("表.xls", PAGE, "文件名以 .xls 结尾，内容却是网页，已按网页读入"),
        ("表.doc", PAGE, "文件名以 .doc 结尾，内容却是网页，已按网页读入"),
    ):
        received = read(tmp_path / name, data)
        assert [cell.text for cell in received.lines[0].cells] == ["一", "二"]
        assert [(remark.severity, remark.kind, remark.message) for remark in received.remarks] == [(Severity.NOTE, Kind.RECEIVED, message)]


def test_what_nobody_sees_is_not_read_and_every_space_is_a_plain_one(tmp_path: Path) -> None:
    data = write_word_file(tmp_path / "表.docx", paragraph("8\u200b.\u00ad06\u00a0万\ufeff元\u30000759\u20111")).read_bytes()
    assert read(tmp_path / "表.docx", data).lines[0].cells[0].text == "8.06 万元\u30000759-1"


@pytest.mark.parametrize(
    ("names", "inner", "kind"),
    [
        ({"1Table": b"", "WordDocument": b""}, "Workbook", "doc"),
        ({"Workbook": b""}, "WordDocument", "xls"),
        ({"Book": b""}, "", "xls"),
        ({"MatOST": b""}, "", "wps"),
    ],
)
def test_a_compound_file_is_what_stands_at_its_top(names: dict[str, bytes], inner: str, kind: str) -> None:
    assert kind_of(compound(names, inner), "表.doc") == kind


def test_the_kinds_of_other_files_are_known(tmp_path: Path) -> None:
    assert kind_of(b"{\\rtf1 }", "") == "rtf"
    assert kind_of(b"\n%PDF-1.7", "") == "pdf"
    assert kind_of(zipped(tmp_path, {"mimetype": b"application/vnd.oasis.opendocument.text"}), "") == "odt"
    assert kind_of(zipped(tmp_path, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet-template"}), "") == "ods"
    assert kind_of(zipped(tmp_path, {"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "") == "xlsx"
    assert kind_of("\ufeff<html><body>".encode("utf-16"), "") == "html"
    assert kind_of(b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">', "") == "html"
    assert kind_of(b'<?xml version="1.0"?>\n<w:d xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "") == "wordml"
    assert (
        kind_of(
            '\ufeff<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>'.encode(), ""
        )
        == "xmlss"
    )
    assert all(reader.suffixes for reader in READERS.values())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b"form: zhanjiang-2020\n", "这是纯文本文件，不是填好的表，读不了"),
        (b"\x89PNG\r\n\x1a\n\0", "这是图片，不是填好的表，读不了"),
        (b"Rar!\x1a\x07\0", "这是压缩包，不是填好的表，读不了"),
        (b"\0\0\0\x18ftypheic", "这是别的文件，不是填好的表，读不了"),
        (b'<?xml version="1.0"?><data/>', "这是 XML 文件，不是填好的表，读不了"),
        (
            b'<?xml version="1.0"?><!DOCTYPE w><w xmlns="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "这是 XML 文件，不是填好的表，读不了",
        ),
        (compound({"PowerPoint Document": b""}), "这不是 Word、Excel 文件，读不了"),
        (compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "文件加了密码，打不开"),
        (compound({"WordDocument": b"\xec\xa5".ljust(11, b"\0") + b"\x01"}), "文件加了密码，打不开"),
        (compound({"Workbook": struct.pack("<HH16xHH", 0x809, 16, 0x2F, 54)}), "文件加了密码，打不开"),
        (compound({"WordDocument": b""})[:600], "文件已损坏，可能没有传完"),
        (b"PK\x03\x04", "文件已损坏，可能没有传完"),
    ],
)
def test_what_is_no_filled_form_is_refused_in_one_sentence(tmp_path: Path, data: bytes, message: str) -> None:
    assert refused(tmp_path / "收到的表.docx", data) == message


def test_zips_of_other_things_are_refused(tmp_path: Path) -> None:
    for parts, message in (
        ({"表.docx": b""}, "这是压缩包，读不了"),
        ({"OFD.xml": b""}, "这是 OFD 文件，读不了"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, "这不是 Word、Excel 文件，读不了"),
        ({"mimetype": b"application/vnd.oasis.opendocument.presentation"}, "这不是 Word、Excel 文件，读不了"),
    ):
        assert refused(tmp_path / "收到的表.docx", zipped(tmp_path, parts)) == message


def test_a_tick_in_a_box_that_libreoffice_leaves_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = write_word_file(tmp_path / "表.docx", paragraph("是")).read_bytes()
    monkeypatch.setattr("pipeline.intake.readers.office.converted", lambda *_: word)
    code = "\\o\\ac(□,√)".encode("utf-16-le")
    for data, told in ((compound({"WordDocument": code}), 1), (compound({"WordDocument": b""}), 0), (b"{\\rtf1 eq \\\\o\\\\ac(1,2)}", 1)):
        remarks = read(tmp_path / "表.doc", data).remarks
        assert [remark.severity for remark in remarks] == [Severity.WARNING] * told
