from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.problems import Stop
from pipeline.workspace import UsageError, Workspace, check_unit, check_year, find_workspace


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
    before = list(shipped.unit_years())
    shutil.copytree(shipped.root / "data/xinfang", shipped.root / "data" / name)
    assert list(shipped.unit_years()) == before


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
    assert list(shipped.unit_years()) == [("shili", "2019"), ("shili", "2020"), ("xinfang", "2020")]
