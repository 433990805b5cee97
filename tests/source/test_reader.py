"""How a data file is read: its encoding, its nodes with their places, and that nothing whatever makes the reading fail."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.problems import Place, Problem, Stop
from pipeline.source import reader as source
from pipeline.source.nodes import BrokenNode, EntriesNode, entries_of, value_of
from pipeline.source.reader import MAX_BYTES, Source, not_entries
from tests.small_form import FIELDS, SmallForm, form_in, messages

TEXT = "单位名称: 湛江市信访局\n在职人数: 12\n"
SAVE_AS = "请在编辑器中“另存为”，编码选 UTF-8"
UTF_16 = f"2020.yaml: 文件不是 UTF-8 编码，看来是 UTF-16（Windows 的“Unicode”）编码（{SAVE_AS}）"
GBK = f"2020.yaml: 文件不是 UTF-8 编码，看来是 GBK（ANSI）编码（{SAVE_AS}）"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), FIELDS))


def stopped(data: bytes) -> list[str]:
    with pytest.raises(Stop) as stop:
        source.decode(data, "2020.yaml")
    return messages(stop.value)


# --- the file ---


def test_a_file_is_read_with_the_name_that_messages_use(tmp_path: Path) -> None:
    (tmp_path / "2020.yaml").write_text(TEXT, encoding="utf-8")
    read = source.read(tmp_path / "2020.yaml", "data/xinfang/2020.yaml")
    assert read.root.origin.place(2, 3) == Place("data/xinfang/2020.yaml", 2, 3, "在职人数: 12")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        source.read(tmp_path / "2020.yaml", "data/xinfang/2020.yaml")
    assert messages(stop.value) == ["data/xinfang/2020.yaml: 没有这个文件（请检查单位和年度，或新建：make new UNIT=单位代码 YEAR=年度）"]


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        source.read(tmp_path, "data/2020.yaml")
    assert messages(stop.value) == ["data/2020.yaml: 这是一个文件夹，应是一个文件"]


def test_a_pipe_in_the_place_of_the_file_is_said_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "2020.yaml")
    with pytest.raises(Stop) as stop:
        source.read(tmp_path / "2020.yaml", "data/2020.yaml")
    assert messages(stop.value) == ["data/2020.yaml: 这不是普通的文件（请把文件本身放在这里）"]


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "xinfang").write_text("", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        source.read(tmp_path / "xinfang" / "2020.yaml", "2020.yaml")
    assert messages(stop.value) == ["2020.yaml: 文件打不开（请检查路径和磁盘，或关闭正在使用它的程序）"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said(tmp_path: Path) -> None:
    path = tmp_path / "2020.yaml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(Stop) as stop:
        source.read(path, "2020.yaml")
    assert messages(stop.value) == ["2020.yaml: 没有权限打开这个文件（请检查文件的权限，或关闭正在使用它的程序）"]


def test_a_file_that_cannot_be_opened_is_said_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Stop) as stop:
        source.read(tmp_path / "2020.yaml", "2020.yaml")
    assert messages(stop.value) == ["2020.yaml: 没有权限打开这个文件（请检查文件的权限，或关闭正在使用它的程序）"]


def test_a_file_too_large_for_data_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    with (tmp_path / "2020.yaml").open("wb") as file:
        file.truncate(50 * MAX_BYTES)
    with pytest.raises(Stop) as stop:
        source.read(tmp_path / "2020.yaml", "2020.yaml")
    assert messages(stop.value) == ["2020.yaml: 文件过大（超过 4 MB）（请检查是否放错了文件）"]


# --- the encoding ---


def test_utf_8_is_text() -> None:
    assert source.decode(TEXT.encode(), "2020.yaml") == TEXT


def test_the_byte_order_mark_of_windows_notepad_is_dropped() -> None:
    assert source.decode(TEXT.encode("utf-8-sig"), "2020.yaml") == TEXT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named_with_what_to_do(encoding: str) -> None:
    assert stopped(f"form: zhanjiang-2020\n{TEXT}".encode(encoding)) == [UTF_16]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_named_with_what_to_do(encoding: str) -> None:
    assert stopped(f"# 数据\r\nform: zhanjiang-2020\r\n{TEXT}".encode(encoding)) == [GBK]


def test_a_damaged_utf_8_file_is_not_taken_for_gbk() -> None:
    assert stopped(f"{TEXT}完成率: ".encode() + b"\xb0\xa1%\n") == [
        f"2020.yaml:3: 文件不是 UTF-8 编码，第 3 行有不能识别的字（{SAVE_AS}，再核对这一行）"
    ]


def test_bytes_in_no_encoding_are_said_with_their_line() -> None:
    assert stopped(b"a: 1\r\nb: \xff\xff\n") == [f"2020.yaml:2: 文件不是 UTF-8 编码，第 2 行有不能识别的字（{SAVE_AS}，再核对这一行）"]


# --- the text ---


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "---\n", "\ufeff"])
def test_an_empty_file_has_no_values_and_no_problems(text: str) -> None:
    read = source.parse(text, "2020.yaml")
    assert (read.root.entries, read.problems) == ({}, [])


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(line_break: str) -> None:
    read = source.parse(f"单位名称: 甲{line_break}在职人数: 1{line_break}在职人数: 2", "2020.yaml")
    assert [str(problem.place) for problem in read.problems] == ["2020.yaml:3:1"]
    assert read.problems[0].place.text == "在职人数: 2"


def test_problems_come_in_the_order_of_the_lines() -> None:
    read = source.parse("甲：1\n乙: &x 1\n乙: 2\n丙: {丁：3}\n戊: *x", "2020.yaml")
    assert [(problem.place.line, problem.place.column) for problem in read.problems] == [(1, 2), (2, 4), (3, 1), (4, 6), (5, 4)]


def test_entries_leave_out_what_is_no_name() -> None:
    read = source.parse("甲: 1\n<<: {乙: 2}\n? [丙]\n: 3\n*丁 : 4".replace("\n*丁 : 4", ""), "2020.yaml")
    assert list(read.root.entries) == ["甲"]


def test_only_a_mapping_has_entries() -> None:
    assert entries_of(None) == entries_of(value_of(source.parse("甲: [乙]", "2020.yaml").root, "甲")) == {}


@pytest.mark.parametrize(
    ("typed", "empty"),
    [
        ("", True),
        ("~", True),
        ("null", True),
        ("''", False),
        ('"null"', False),
        ("0", False),
        ("无", False),
        ("[]", False),
        ("NULL", False),
    ],
)
def test_empty_is_neither_0_nor_a_word(typed: str, *, empty: bool) -> None:
    assert source.parse(f"甲: {typed}", "2020.yaml").root.entries["甲"].value.is_empty is empty


def test_what_an_alias_stood_for_is_broken() -> None:
    read = source.parse("甲: &x 1\n乙: *x", "2020.yaml")
    assert [isinstance(entry.value, BrokenNode) for entry in read.root.entries.values()] == [False, True]


def test_a_place_beyond_the_text_has_no_line_to_show() -> None:
    assert source.parse("甲: 1", "2020.yaml").root.origin.place(9).text == ""


def test_lines_with_full_width_colons_in_the_place_of_a_group_are_each_named() -> None:
    read = source.parse("经费:\n  预算数：9\n  支出数：8", "2020.yaml")
    problems = not_entries(read.root.entries["经费"].value, "经费")
    assert [(problem.place.line, problem.place.column, problem.message) for problem in problems] == [
        (2, 6, "用了全角冒号“：”"),
        (3, 6, "用了全角冒号“：”"),
    ]


# --- whatever is typed ---


def check_problems(read: Source, problems: Sequence[Problem]) -> None:
    for problem in problems:
        assert problem.place.file == "2020.yaml"
        assert 0 <= problem.place.line <= len(read.root.origin.lines)
        assert problem.place.column >= 0
        assert problem.message
        str(problem)


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b"a: \x00")
@example(b"\x81\x30\x81\x30")
@example(b"\n\x80")
def test_any_bytes_are_read_or_stopped_with_a_sentence(small: SmallForm, data: bytes) -> None:
    try:
        text = source.decode(data, "2020.yaml")
    except Stop as stop:
        check_problems(source.parse(data.decode("latin-1").replace("\x00", ""), "2020.yaml"), stop.problems)
        return
    read = source.parse(text, "2020.yaml")
    check_problems(read, read.problems)
    small.examine(read)


PIECES = st.sampled_from([
    "单位名称", "三公经费", "经济性", "预算安排数", "项目支出明细", ": ", ":", "：", "\n", "\n  ", "\n    ", "\n\t", "- ", "-", "{", "}", "[", "]", ", ", "，", "｛", "｝",
    '"', "'", "9", "8.06", "无", " ", "　", "\u00a0", "&a ", "*a", "!x ", "|", ">", "#", "%", "@", "? ", "<<", "---\n", "...\n", "\\", "~", "\r", "\x07", "\u2028", "\x85",
    "\ud800", "\ufeff", "\U0001f600", "e\u0301", "010", "2020.9.3", "<a href='https://a.gov.cn'>",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@example("a: |\n\t\x85")
@example("\u2028: [\u2028")
@example("'\n\n\n")
@example("{：")
@example("{\n预算安排数：9，\n支出数：8\n}")
@example("a: 'b\u2028c\n\nd：\n e: {f：\n")
def test_any_text_like_yaml_is_read_with_its_problems_in_lines_that_it_has(small: SmallForm, text: str) -> None:
    read = source.parse(text, "2020.yaml")
    check_problems(read, read.problems)
    _, problems = small.examine(read)
    check_problems(read, problems)
    for problem in problems:
        assert problem.place.text in ("", *read.root.origin.lines)


@given(st.text(max_size=80))
def test_any_text_at_all_is_read_or_has_problems(text: str) -> None:
    read = source.parse(text, "2020.yaml")
    check_problems(read, read.problems)
    assert isinstance(read.root, EntriesNode)


def as_double_quoted(text: str) -> str:
    """Return a text as a double-quoted scalar that spells everything but plain characters as an escape."""
    return '"' + "".join(char if char.isalnum() and char.isascii() else f"\\U{ord(char):08x}" for char in text) + '"'


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@given(ANY_TEXT)
@example("{{ 1 + 1 }}{% for x in y %}")
@example("R&D <b> & ’ ﬀ \U0001f600")
def test_a_double_quoted_text_is_kept_verbatim_or_refused_with_one_problem(small: SmallForm, text: str) -> None:
    verbatim_or_refused(small, text, as_double_quoted(text))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r\x85\u2028\u2029"), max_size=30))
@example("第1项：甲，乙 # 注")
@example("\t甲")
@example("\ufeff甲")
def test_a_single_quoted_text_is_kept_verbatim_or_refused_with_one_problem(small: SmallForm, text: str) -> None:
    verbatim_or_refused(small, text, "'" + text.replace("'", "''") + "'")


def verbatim_or_refused(small: SmallForm, text: str, typed: str) -> None:
    facts, problems = small.examine(source.parse(f"单位名称: {typed}", "2020.yaml"))
    value = facts.by_path["单位名称"].value
    if problems:
        assert len(problems) == 1
        assert any(word in problems[0].message for word in ("控制字符", "不能换行")), problems[0].message
    else:
        assert str(value) == (text if text.strip() else "")
