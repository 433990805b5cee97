"""Files that a clerk means as data, but that are not read: each is recognised, with what to rename it to."""

from __future__ import annotations

import shutil

import pytest

from pipeline.build.unit_year import prepare
from pipeline.misnamed import misnamed
from pipeline.problems import Severity, Stop
from pipeline.workspace import Asked, UnitYear, Workspace

RENAME = "改名为 2021.yaml"


def told(workspace: Workspace, name: str, unit: str = "*", year: str = "*") -> list[tuple[str, str]]:
    (workspace.root / "data" / name).parent.mkdir(exist_ok=True)
    (workspace.root / "data" / name).touch()
    assert all(problem.place.file == f"data/{name}" for problem in misnamed(workspace, Asked(unit, year)))
    return [(problem.message, problem.hint) for problem in misnamed(workspace, Asked(unit, year))]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("2021.yaml.txt", f"{RENAME}（先让文件夹显示文件扩展名）"),
        ("2021.txt", f"{RENAME}（先让文件夹显示文件扩展名）"),
        ("2021", RENAME),
        ("2021.yml", RENAME),
        ("2021.YAML", RENAME),
        ("2021 .yaml", RENAME),
        (" 2021.yaml", RENAME),
        ("2021 - 副本.yaml", RENAME),
        ("2021(1).yaml", RENAME),
        ("2021年度.yaml", RENAME),
        ("2021终稿.yaml", RENAME),
        ("２０２１.yaml", RENAME),
        ("2021．yaml", RENAME),
        ("2021。yaml", RENAME),
        ("2021.yaml.yaml", RENAME),
        ("2021.yaml.bak", RENAME),
    ],
)
def test_a_name_that_is_nearly_right_says_what_to_rename(shipped: Workspace, name: str, hint: str) -> None:
    assert told(shipped, f"xinfang/{name}") == [(f"“{name}”不会读入", hint)]
    with pytest.raises(Stop) as stop:
        prepare(shipped, UnitYear("xinfang", "2021"))
    assert [(problem.severity, problem.hint) for problem in stop.value.problems] == [(Severity.ERROR, hint)]


@pytest.mark.parametrize(
    "name", ["notes.yaml", "2021.log.yaml", "2021.xls", "1.yaml", "20211.yaml", "说明.txt", "2021.docx", "2021.city.yaml"]
)
def test_other_files_and_logs_are_left_alone(shipped: Workspace, name: str) -> None:
    assert told(shipped, f"xinfang/{name}") == []


def test_a_copy_beside_the_file_that_is_read_is_a_note(shipped: Workspace) -> None:
    assert told(shipped, "xinfang/2020 - 副本.yaml") == [("“2020 - 副本.yaml”不会读入，读的是 2020.yaml", "这是副本：不用的请移走")]
    assert [problem.severity for problem in misnamed(shipped)] == [Severity.NOTE]


@pytest.mark.parametrize("name", ["~$2021.yaml", ".~lock.2021.yaml#", ".~2021.yaml"])
def test_the_lock_of_an_open_file_is_told_from_data(shipped: Workspace, name: str) -> None:
    expected = [] if name.endswith("#") else [("这是打开文件时的临时文件", "关闭打开它的软件；关闭以后还在的，可以删去")]
    assert told(shipped, f"xinfang/{name}") == expected


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("2021.yaml", "“2021.yaml”不会读入：位置不对", "移到单位的文件夹里，例如 data/xinfang/2021.yaml"),
        ("unit.yml", "“unit.yml”不会读入：位置不对", "移到单位的文件夹里，例如 data/xinfang/unit.yaml"),
        ("site.yml", "“site.yml”不会读入：名称不对", "改名为 site.yaml"),
        (
            "教育局/2021.yaml",
            "“2021.yaml”不会读入：文件夹“教育局”不是单位代码",
            "改成小写字母开头，只含小写字母、数字、- 和 _ 的代码，例如 jiaoyu",
        ),
    ],
)
def test_a_file_in_the_wrong_place_says_where_it_belongs(shipped: Workspace, name: str, message: str, hint: str) -> None:
    assert told(shipped, name) == [(message, hint)]


def test_only_what_is_asked_for_is_told(shipped: Workspace) -> None:
    assert told(shipped, "xinfang/2021.yml", "xinfang", "2021") == [("“2021.yml”不会读入", RENAME)]
    assert misnamed(shipped, Asked("xinfang", "2020")) == misnamed(shipped, Asked("jiaoyu")) == []


def test_a_unit_file_of_another_name_is_told_with_the_years_data(shipped: Workspace) -> None:
    shutil.move(shipped.unit_file("xinfang"), shipped.root / "data" / "xinfang" / "unit.yml")
    _, sources = prepare(shipped, UnitYear("xinfang", "2020"))
    assert [(problem.message, problem.hint) for problem in sources[0].problems] == [("“unit.yml”不会读入", "改名为 unit.yaml")]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2021.项目-防汛.yml", "2021.项目-防汛.yaml"),
        ("2021.项目-防汛.yaml.txt", "2021.项目-防汛.yaml（先让文件夹显示文件扩展名）"),
        ("2021 .项目-防汛.yaml", "2021.项目-防汛.yaml"),
        ("2021．项目-防汛.yaml", "2021.项目-防汛.yaml"),
        ("2021.项目 防汛.yaml", "2021.项目-防汛.yaml"),
        ("2021.项目（防汛）.yaml", "2021.项目-防汛.yaml"),
        ("2021.项目-APP.yaml", "2021.项目-app.yaml"),
        ("2021.项目-防汛 - 副本.yaml", "2021.项目-防汛.yaml"),
        ("2021.项目-防汛(1).yaml", "2021.项目-防汛.yaml"),
        ("2021.x-draft.yaml", "2021.x.yaml"),
        ("2021.bak.yaml", "2021.yaml"),
        ("2021.副本 (2).yaml", "2021.yaml"),
    ],
)
def test_a_further_forms_name_that_is_nearly_right_says_what_to_rename(shipped: Workspace, name: str, meant: str) -> None:
    assert told(shipped, f"xinfang/{name}", "xinfang", "2021") == [(f"“{name}”不会读入", f"改名为 {meant}")]
    assert misnamed(shipped, Asked("xinfang", "2020")) == []


@pytest.mark.parametrize(
    "name", ["2021.项目-防汛.yaml", "2021.项目-防汛.log.yaml", "2021.说明.txt", "2021.项目.docx", "2021.template.yaml"]
)
def test_further_forms_and_their_logs_are_left_alone(shipped: Workspace, name: str) -> None:
    assert told(shipped, f"xinfang/{name}") == []


def test_a_seeming_copy_may_be_a_further_form(shipped: Workspace) -> None:
    hint = "这是副本：不用的请移走；是这一年度的另一份表，改名为 2020.项目-防汛.yaml"
    assert told(shipped, "xinfang/2020-项目-防汛.yaml") == [("“2020-项目-防汛.yaml”不会读入，读的是 2020.yaml", hint)]
