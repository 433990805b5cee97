"""`checks: [../common/scored/weights.yaml, checks.yaml]`: the files of rules that a form takes because it names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks.rules import read_checks
from pipeline.form.form import Form, read_form
from pipeline.problems import Stop

RULE = "{level: 警告, when: 甲 > 乙, message: 甲大于乙}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("small", "other", "common/scored"):
        (tmp_path / "templates" / name).mkdir(parents=True)
    (tmp_path / "templates/common/all.yaml").write_text(f"通用: {RULE}", encoding="utf-8")
    (tmp_path / "templates/common/scored/weights.yaml").write_text(
        f"权重: {RULE}别表: {{level: 错误, when: 丙 > 1, message: 丙}}\n", "utf-8"
    )
    (tmp_path / "templates/other/own.yaml").write_text(f"别家: {RULE}", encoding="utf-8")
    (tmp_path / "outside.yaml").write_text(f"外面: {RULE}", encoding="utf-8")
    (tmp_path / "templates/small/note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (tmp_path / "templates/small/checks.yaml").write_text(f"自己: {RULE}", encoding="utf-8")
    return tmp_path / "templates/small"


def form(folder: Path, checks: str) -> Form:
    text = f"title: 小表\ndocuments:\n  note: {{title: 小表, template: note.md}}\n{checks}\nfields: {{甲: number, 乙: number}}\n"
    (folder / "form.yaml").write_text(text, encoding="utf-8")
    return read_form(folder, "templates/small/form.yaml")


def names(folder: Path, checks: str) -> list[str]:
    return [check.name for check in read_checks(form(folder, checks), "templates/small/checks.yaml")]


def test_a_form_that_names_none_has_the_common_ones_and_its_own(folder: Path) -> None:
    assert names(folder, "") == ["通用", "自己"]


@pytest.mark.parametrize(
    "checks",
    [
        "checks: [../common/scored/weights.yaml, checks.yaml]",
        "checks: ../common/scored/weights.yaml",
        "checks: [checks.yaml, ../common/all.yaml, ../common/scored/weights.yaml]",
    ],
)
def test_a_file_that_is_named_is_taken_besides_and_its_rules_about_other_forms_are_left_out(folder: Path, checks: str) -> None:
    assert names(folder, checks) == ["通用", "权重", "自己"]


def test_a_file_of_another_form_may_be_named(folder: Path) -> None:
    assert names(folder, "checks: [../other/own.yaml]") == ["通用", "别家", "自己"]


def test_a_forms_own_rule_turns_off_or_replaces_one_of_a_named_file(folder: Path) -> None:
    (folder / "checks.yaml").write_text("权重: {level: 不查}\n", encoding="utf-8")
    assert names(folder, "checks: [../common/scored/weights.yaml]") == ["通用"]


def test_a_named_file_of_which_no_rule_is_about_the_form_is_told_where_it_is_named(folder: Path) -> None:
    (folder.parent / "other/own.yaml").write_text("别家: {level: 错误, when: 丙 > 1, message: 丙}\n", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        names(folder, "checks: [../other/own.yaml]")
    [problem] = stop.value.problems
    assert str(problem.place) == "templates/small/form.yaml:4:10"
    assert problem.message == "templates/other/own.yaml 里没有一条规则用得上"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../outside.yaml", "规则文件“../../outside.yaml”不在 templates 文件夹里"),
        ("/etc/x.yaml", "规则文件“/etc/x.yaml”不在 templates 文件夹里"),
        ("../link.yaml", "规则文件“../link.yaml”不在 templates 文件夹里"),
        ("../common/scored/weight.yaml", "没有这个规则文件：../common/scored/weight.yaml"),
        ("../common/scored", "规则文件“../common/scored”不是 .yaml 文件"),
        ("..\\common\\all.yaml", "规则文件“..\\common\\all.yaml”的写法不对"),
        ("{a: b}", "checks 应是规则文件的名称"),
        ("''", "checks 应是规则文件的名称"),
    ],
)
def test_a_name_that_is_no_file_of_rules_is_told_at_its_place(folder: Path, name: str, message: str) -> None:
    (folder.parent / "link.yaml").symlink_to(folder.parent.parent / "outside.yaml")
    with pytest.raises(Stop) as stop:
        form(folder, f"checks: [{name}]")
    assert [(str(problem.place), problem.message) for problem in stop.value.problems] == [("templates/small/form.yaml:4:10", message)]


def test_a_file_named_twice_is_told(folder: Path) -> None:
    with pytest.raises(Stop, match="重复"):
        form(folder, "checks: [../other/own.yaml, ../other/own.yaml]")
