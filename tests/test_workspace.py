from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from pipeline.problems import Stop
from pipeline.workspace import Asked, UnitYear, UsageError, Workspace, check_name, check_unit, check_year, find_workspace


@pytest.mark.parametrize("name", ["xinfang", "a", "jiao-yu_2", "x" * 32])
def test_a_plain_unit_name_is_accepted(name: str) -> None:
    assert check_unit(name) == name


@pytest.mark.parametrize("name", ["", "Xinfang", "信访", "../x", "a/b", "a b", "-a", "1a", "a\n", "x" * 33, "a;b", "$(x)", "."])
def test_any_other_unit_name_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(UsageError, match="例如 xinfang"):
        check_unit(name)


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_a_name_that_is_a_device_on_windows_is_refused_everywhere(name: str, shipped: Workspace) -> None:
    with pytest.raises(UsageError, match=f"Windows.*例如 {name}-1"):
        check_unit(name)
    assert check_unit(f"{name}-1") == f"{name}-1"
    before = shipped.unit_years()
    shutil.copytree(shipped.root / "data/xinfang", shipped.root / "data" / name)
    assert shipped.unit_years() == before


@pytest.mark.parametrize("year", ["20", "20200", "２０２０", "2020 ", "1800", "abcd", "2020\n"])
def test_a_year_has_four_digits(year: str) -> None:
    with pytest.raises(UsageError, match="四位数字"):
        check_year(year)


def test_the_workspace_is_found_from_a_folder_inside_it(shipped: Workspace) -> None:
    assert find_workspace(shipped.root / "data" / "xinfang").root == shipped.root


def test_a_folder_outside_is_explained(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="这里没有 templates 和 data 文件夹"):
        find_workspace(tmp_path)


def test_only_years_of_safe_units_are_listed(shipped: Workspace) -> None:
    (shipped.root / "data" / "xinfang" / "notes.yaml").touch()
    (shipped.root / "data" / "Bad").mkdir()
    (shipped.root / "data" / "Bad" / "2020.yaml").touch()
    (shipped.root / "data" / "readme").touch()  # called as a unit, and no folder
    assert shipped.unit_years() == [
        UnitYear("gonggong", "2018"),
        UnitYear("shili", "2018"),
        UnitYear("shili", "2019"),
        UnitYear("shili", "2020"),
        UnitYear("shuili", "2022"),
        UnitYear("xinfang", "2020"),
    ]


def test_further_forms_of_a_year_stand_behind_the_main_one_and_are_found_by_what_is_asked(shipped: Workspace) -> None:
    for name in ("2020.项目-防汛.yaml", "2020.xm_2.yaml", "2020.log.yaml", "2020.项目-防汛.log.yaml", "2020.bak.yaml", "2020..yaml"):
        (shipped.root / "data/xinfang" / name).touch()
    found = shipped.unit_years(Asked("xinfang"))
    assert found == [UnitYear("xinfang", "2020", name) for name in ("", "xm_2", "项目-防汛")]
    assert shipped.unit_years(Asked("xinfang", "2020", "项目-防汛")) == found[2:]
    assert shipped.unit_years(Asked("xinfang", "2020", "")) == found[:1]
    assert [UnitYear.of_file(shipped.data_file(of)) for of in found] == found == [UnitYear.of_log(shipped.log_file(of)) for of in found]


def test_what_a_further_form_is_called_everywhere() -> None:
    of, workspace = UnitYear("shuiliju", "2022", "项目-防汛"), Workspace(Path("w"))
    assert str(of) == "shuiliju 2022 年度（项目-防汛）"
    assert of.command("report") == "make report UNIT=shuiliju YEAR=2022 NAME=项目-防汛"
    assert of.before == UnitYear("shuiliju", "2021", "项目-防汛")
    assert workspace.data_file(of) == Path("w/data/shuiliju/2022.项目-防汛.yaml")
    assert workspace.log_file(of) == Path("w/data/shuiliju/2022.项目-防汛.log.yaml")
    assert workspace.output(of) == Path("w/output/shuiliju/2022.项目-防汛")
    assert workspace.output(of, draft=True) == Path("w/output/shuiliju/2022.项目-防汛-draft")


@pytest.mark.parametrize("name", ["项目-防汛", "x", "二〇二二", "xm_2", "𠮷", "甲" * 32])
def test_a_name_is_written_in_one_way_on_every_system(name: str) -> None:
    assert check_name(name) == name
    assert {unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {name} == {name.casefold()}


@pytest.mark.parametrize(
    "name", ["", "XM", "é", "项目 防汛", "../x", "a/b", "a.b", "-a", "_a", "甲" * 33, "（一）", "Ａ", "a\n", "\u2f42", "项目\u200b"]
)
def test_a_name_that_would_not_be_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="只用汉字、小写字母"):
        check_name(name)


@pytest.mark.parametrize("name", ["log", "bak", "old", "副本", "项目-防汛-副本", "项目-bak", "备份", "x-draft"])
def test_a_name_that_means_something_else_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="另有意思"):
        check_name(name)


def test_no_unit_is_called_as_the_folder_of_the_site() -> None:
    with pytest.raises(UsageError, match="output/site 是公开网站的文件夹"):
        check_unit("site")


def test_a_form_is_a_folder_with_a_form_in_it_and_nothing_else(tmp_path: Path) -> None:
    assert not Workspace(tmp_path).has_form("one")
    for folder in ("one", "empty", "common"):
        (tmp_path / "templates" / folder).mkdir(parents=True)
    for folder in ("one", "common"):
        (tmp_path / "templates" / folder / "form.yaml").touch()
    workspace = Workspace(tmp_path)
    asked = ("one", "empty", "common", "", ".", "..", "one/", "../templates/one", "two", "one\0")
    assert [name for name in asked if workspace.has_form(name)] == workspace.form_names() == ["one"]
