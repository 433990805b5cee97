"""By which fields form.yaml says that units are compared, and the one sentence for each that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.form.test_form import faults_in, read

FIELDS = """fields:
  单位性质: {type: choice, choices: [机关, 学校]}
  人员:
    在职人数: integer
    编制: {在编: integer}
  学生: {在编: integer}
"""
HEAD = "title: 小表\ndocuments:\n  note: {title: 小表, template: note.md}\n"


def test_the_fields_are_named_on_their_own_or_by_their_whole_path_and_may_be_missing(tmp_path: Path) -> None:
    form = read(tmp_path, f"peers: 单位性质\nsize: 在职人数\n{HEAD}{FIELDS}")
    assert (form.peers, form.size) == ("单位性质", "人员.在职人数")
    assert read(tmp_path, f"size: 人员.编制.在编\n{HEAD}{FIELDS}").size == "人员.编制.在编"
    assert (read(tmp_path, HEAD + FIELDS).peers, read(tmp_path, HEAD + FIELDS).size) == ("", "")


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("peers: 单位性制", "peers 写的不是表中的一项", "是否想写“单位性质”？"),
        ("peers: 在职人数", "peers 不能是“在职人数”：它的类型是 integer", "同类单位按选项（choice）来分"),
        ("size: 单位性质", "size 不能是“单位性质”：它的类型是 choice", "单位大小按整数（integer）来量，如在职人数"),
        ("size: 在编", "表中有 2 项叫“在编”，不知 size 指哪一项", "写全：人员.编制.在编、学生.在编"),
        ("size: [在职人数]", "size 写的不是表中的一项", "写一项的名称"),
        ("size:", "size 写的不是表中的一项", "写一项的名称"),
    ],
)
def test_a_field_that_cannot_be_compared_by_is_told(tmp_path: Path, line: str, message: str, hint: str) -> None:
    ((place, said, advice),) = faults_in(tmp_path, f"{line}\n{HEAD}{FIELDS}")
    assert (place.startswith("form.yaml:1:"), said, advice) == (True, message, hint)
