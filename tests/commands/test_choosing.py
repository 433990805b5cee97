"""Several forms of one unit and year in the commands: all of them are built and checked, one is compared or published."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.workspace import UnitYear, Workspace
from tests.two_forms import FLOODS, PROJECT, YEAR, add_project, two_forms

Ziping = Callable[..., tuple[int, str]]
OF = UnitYear("shuiliju", YEAR, FLOODS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return two_forms(tmp_path)


@pytest.fixture
def ziping(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ziping:
    """Return what runs a command in the workspace, and returns its exit code and what it said."""

    def called(*arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(workspace.root)
        monkeypatch.setattr(sys, "argv", ["ziping", *arguments])
        with pytest.raises(SystemExit) as leave:
            main()
        assert isinstance(leave.value.code, int)
        return leave.value.code, capsys.readouterr().out

    return called


def test_all_forms_of_the_year_are_built_or_the_one_that_is_named(ziping: Ziping, workspace: Workspace) -> None:
    code, said = ziping("report", "shuiliju", YEAR, f"--name={FLOODS}")
    assert (code, workspace.output(OF).is_dir(), workspace.output(UnitYear("shuiliju", YEAR)).exists()) == (0, True, False)
    assert "共" not in said
    code, said = ziping("report", "shuiliju", YEAR)
    assert (code, "output/shuiliju/2022/note.docx" in said, f"shuiliju 2022 年度（{FLOODS}）：没有变化" in said) == (0, True, True)
    assert said.endswith("共 2 份表，0 份有错误\n")
    assert ziping("report", "shuiliju", YEAR, "--draft")[0] == 0
    assert (workspace.root / f"output/shuiliju/2022.{FLOODS}-draft").is_dir()


def test_what_is_wrong_with_one_form_does_not_stop_the_others(ziping: Ziping, workspace: Workspace) -> None:
    workspace.data_file(UnitYear("shuiliju", YEAR)).write_text("form: 没有\n", encoding="utf-8")
    code, said = ziping("report", "shuiliju", YEAR)
    assert (code, workspace.output(OF).is_dir()) == (1, True)
    assert "shuiliju 2022 年度没有完成：1 个错误" in said
    assert said.endswith("共 2 份表，1 份有错误\n")


def test_a_form_that_is_misnamed_is_told_with_those_that_are_built(ziping: Ziping, workspace: Workspace) -> None:
    workspace.data_file(OF).rename(workspace.data_file(OF).with_suffix(".yml"))
    code, said = ziping("report", "shuiliju", YEAR)
    assert (code, f"“2022.{FLOODS}.yml”不会读入\n    改名为 2022.{FLOODS}.yaml" in said) == (0, True)
    code, said = ziping("report", "shuiliju", YEAR, f"--name={FLOODS}")
    assert (code, f"改名为 2022.{FLOODS}.yaml" in said) == (1, True)


def test_checks_and_answers_are_of_all_forms_or_the_one_that_is_named(ziping: Ziping) -> None:
    assert "共检查 2 份数据" in ziping("check", "shuiliju", YEAR)[1]
    assert ziping("check", "shuiliju", YEAR, f"--name={FLOODS}")[1].startswith(f"shuiliju 2022 年度（{FLOODS}）：")
    assert f"shuiliju 2022 年度（{FLOODS}）：没有要写说明的警告" in ziping("answer", "shuiliju", YEAR)[1]
    assert ziping("check", "shuiliju", YEAR, "--name=没有") == (2, "没有找到数据文件：data/shuiliju/2022.没有.yaml\n")


def test_without_a_name_the_main_form_is_compared_and_published(ziping: Ziping, workspace: Workspace) -> None:
    assert ziping("publish", "shuiliju", YEAR)[1].endswith(f"这一年度另有 1 份表，各自发布：NAME={FLOODS}\n")
    assert workspace.log_file(UnitYear("shuiliju", YEAR)).exists()
    assert not workspace.log_file(OF).exists()
    ziping("report", "shuiliju", YEAR)
    assert "对照页：output/shuiliju/2022.diff.html" in ziping("diff", "shuiliju", YEAR)[1]
    assert f"对照页：output/shuiliju/2022.{FLOODS}.diff.html" in ziping("diff", "shuiliju", YEAR, f"--name={FLOODS}")[1]


def test_where_there_is_no_main_form_one_must_be_named(ziping: Ziping, workspace: Workspace) -> None:
    workspace.data_file(UnitYear("shuiliju", YEAR)).unlink()
    add_project(workspace, UnitYear("shuiliju", YEAR, "项目-灌溉"), "灌溉", "80", "良")
    for command in ("publish", "withdraw", "diff"):
        said = f"shuiliju 2022 年度有 2 份表（项目-灌溉、{FLOODS}），请写明是哪一份，例如 NAME=项目-灌溉\n"
        assert ziping(command, "shuiliju", YEAR) == (2, said)
    assert ziping("report", "shuiliju", YEAR)[0] == 0


def test_a_new_further_form_is_begun_by_its_name(ziping: Ziping, workspace: Workspace) -> None:
    code, said = ziping("new", "shuiliju", YEAR, "--name=项目-灌溉", f"--form={PROJECT}")
    assert (code, workspace.data_file(UnitYear("shuiliju", YEAR, "项目-灌溉")).exists()) == (0, True)
    assert said.endswith("已新建。填好后运行：make report UNIT=shuiliju YEAR=2022 NAME=项目-灌溉\n")
    for name in ("项目 灌溉", "../x", "log"):
        assert ziping("new", "shuiliju", YEAR, f"--name={name}")[0] == 2
