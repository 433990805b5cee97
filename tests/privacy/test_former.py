"""Private values of the past are known by their hashes: a text that gives one away is found, and the file gives none away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.former import NOBODY, faults_of_note, read_former, remember
from pipeline.problems import Kind, Place, Stop

CONTACT = (
    Secret("单位基本情况.自评联络人.姓名", "姓名", "陈某某"),
    Secret("单位基本情况.自评联络人.姓名", "姓名", "李明"),
    Secret("单位基本情况.自评联络人.手机", "手机", "13800000000"),
    Secret("单位基本情况.自评联络人.邮箱", "邮箱", "xinfang@example.com"),
    Secret("成员[2].工号", "工号", "A-77"),
)
NOTE = Place("NOTE=")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "unit" / "private.hashes"
    remember(path, CONTACT)
    return path


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("联络人陈某某已调离", "自评联络人的姓名"),
        ("联络人陈 某 某已调离", "自评联络人的姓名"),
        ("联络人陈\u200b某某已调离", "自评联络人的姓名"),
        ("李明同志退休", "自评联络人的姓名"),
        ("原手机138-0000-0000停用", "自评联络人的手机"),
        ("原手机一三八〇〇〇〇〇〇〇〇停用", "自评联络人的手机"),
        ("手机1 3 8 0 0 0 0 0 0 0 0停用", "自评联络人的手机"),
        ("原邮箱XinFang@Example.com停用", "自评联络人的邮箱"),
        ("工号 a-77", "成员的工号"),
    ],
)
def test_a_value_of_the_past_is_found_however_it_is_written(file: Path, note: str, what: str) -> None:
    assert what in read_former([file]).found_in(note)


@pytest.mark.parametrize("note", ["", "数据有误", "更正三公经费支出数", "陈某来访，李某答复", "2021年6月1日重新公开，预算13800万元"])
def test_a_note_without_one_passes(file: Path, note: str) -> None:
    assert read_former([file]).found_in(note) == []
    assert faults_of_note(note, NOTE, read_former([file])) == []


def test_the_file_holds_no_value_in_plain(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not any(secret.text in text for secret in CONTACT)
    lines = [json.loads(line) for line in text.splitlines()[1:]]
    assert len(lines) == len(CONTACT)
    assert {len(bytes.fromhex(line["salt"])) for line in lines} == {16}


def test_two_units_have_different_salts_and_hashes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        remember(tmp_path / name, CONTACT[:1])
    (one,), (other,) = (read_former([tmp_path / name]).values for name in ("a", "b"))
    assert one.salt != other.salt
    assert one.digest != other.digest


def test_values_are_only_ever_added_and_each_once(file: Path) -> None:
    before = file.read_bytes()
    remember(file, CONTACT)
    assert file.read_bytes() == before
    remember(file, [Secret("联络人.姓名", "姓名", "王某某")])
    assert file.read_bytes().startswith(before)
    assert read_former([file]).found_in("陈某某、王某某") == ["自评联络人的姓名", "联络人的姓名"]


def test_a_line_that_was_torn_off_loses_only_itself(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert read_former([file]).found_in("陈某某") == ["自评联络人的姓名"]
    remember(file, CONTACT)
    assert read_former([file]).found_in("工号A-77") == ["成员的工号"]


def test_a_file_that_is_not_there_or_is_rubbish_knows_nobody(tmp_path: Path) -> None:
    (tmp_path / "rubbish").write_bytes(b"\xff\x00[]\n{}\n1\n" + b'{"salt": "zz", "length": 1}\n')
    assert read_former([tmp_path / "none", tmp_path / "rubbish"]) == NOBODY


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="这是一个文件夹，应是一个文件"):
        read_former([tmp_path])


def test_the_fault_says_which_kind_of_value_it_is_and_never_repeats_it(file: Path) -> None:
    (fault,) = faults_of_note("联络人陈某某调离", NOTE, read_former([file]))
    assert (fault.kind, str(fault.place), fault.message) == (Kind.LEAK, "NOTE=", "这里有自评联络人的姓名，不能公开")
    assert "陈" not in str(fault)


def test_a_value_that_is_past_and_present_is_told_once(file: Path) -> None:
    assert len(faults_of_note("陈某某", NOTE, read_former([file]), CONTACT)) == 1


def test_a_number_that_nobody_had_is_refused_in_a_note_as_well() -> None:
    (fault,) = faults_of_note("请拨打139 0001 0002", NOTE, NOBODY)
    assert fault.message == "这里有手机号码，不能公开"
    assert "139" not in str(fault)


def test_what_may_be_published_passes_in_a_note(file: Path) -> None:
    permits = [Permit("陈某某", "单位负责人"), Permit("13900010002", "值班手机")]
    assert faults_of_note("陈某某值班，13900010002", NOTE, read_former([file]), CONTACT, permits) == []


@given(
    name=st.text("张李王赵孙周吴郑甲乙丙丁戊己庚辛", min_size=2, max_size=4),
    before=st.text("的了在是有和", max_size=9),
    after=st.text("的了在是有和", max_size=9),
)
def test_any_name_is_found_anywhere_in_a_note(tmp_path_factory: pytest.TempPathFactory, name: str, before: str, after: str) -> None:
    path = tmp_path_factory.mktemp("former") / "private.hashes"
    remember(path, [Secret("联络人.姓名", "姓名", name)])
    (fault,) = faults_of_note(f"{before}{name}{after}", NOTE, read_former([path]))
    assert name not in str(fault)
    assert name not in path.read_text(encoding="utf-8")
