"""Many units at once through the command: all built, one bad one stops nobody, only what changed is built again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.workspace import UnitYear
from tests.batch.city import ROOT, city, contents, ziping

pytestmark = pytest.mark.slow
FIRST = "danwei0001"
MANY = 12  # so many that Ctrl-C comes while most are still to be built, by two at a time


def test_all_units_are_built_and_a_bad_one_stops_nobody(tmp_path: Path) -> None:
    workspace, planted = city(tmp_path, 6)
    path = workspace.data_file(UnitYear(FIRST, "2020"))
    path.write_text(path.read_text(encoding="utf-8").replace("三公经费:", "三公经费："), encoding="utf-8")
    (tmp_path / "data/late").mkdir()
    (tmp_path / "data/late/2019.yaml").write_text("form: zhanjiang-2020\n", encoding="utf-8")
    (tmp_path / "data/new").mkdir()
    (tmp_path / "data/new/unit.yaml").write_text("单位名称: 示例市档案馆新馆\n", encoding="utf-8")
    done = ziping(workspace, "reports", "2020")
    assert done.returncode == 1, done.stdout
    assert "danwei0001　示例市档案馆　有错误" in done.stdout
    assert "6 个单位，1 个有错误；2 个单位没有 2020 年度的数据" in done.stdout
    built = contents(workspace)
    assert {name.split("/")[0] for name in built if "/" in name} == {item.unit for item in planted} - {FIRST}
    assert len([name for name in built if name.endswith(".docx")]) == 5 * 4
    assert {"2020.summary.html", "2020.summary.xlsx"} <= built.keys()


def test_nothing_is_written_when_nothing_changed_and_only_what_changed_when_it_did(tmp_path: Path) -> None:
    workspace, _ = city(tmp_path, 4)
    ziping(workspace, "reports", "2020")
    before = times(tmp_path / "output")
    done = ziping(workspace, "reports", "2020")
    assert done.returncode == 0
    assert done.stdout.count("没有变化：") == 4
    assert times(tmp_path / "output") == before
    path = workspace.data_file(UnitYear(FIRST, "2020"))
    path.write_text(re.sub("预算安排数: .*", "预算安排数: 77", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    done = ziping(workspace, "reports", "2020")
    assert done.stdout.count("已生成：") == 1
    assert done.stdout.count("没有变化：") == 3


def times(folder: Path) -> dict[Path, int]:
    """Return when each file below a folder was written; hidden ones, by which the program remembers something, are left out."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")}


def test_no_fact_of_one_unit_strays_into_the_files_of_another(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    workspace, planted = city(tmp_path, 24)
    command = [sys.executable, "-m", "tests.batch.mixing", str(tmp_path), "3", "4"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    record_property("figures", f"mixing: {told}")
    assert told == "24 units, 4 workers, 3 runs: 0 different"
    names = {item.unit: re.search("单位名称: (.*)", workspace.unit_file(item.unit).read_text(encoding="utf-8")) for item in planted}
    own = {unit: found[1] for unit, found in names.items() if found}
    for unit, name in own.items():
        page = (workspace.output(UnitYear(unit, "2020")) / "table.html").read_text(encoding="utf-8")
        assert name in page
        assert not [other for other in own.values() if other not in name and name not in other and other in page]


def test_only_some_units_are_built_when_asked(tmp_path: Path) -> None:
    workspace, _ = city(tmp_path, 4)
    done = ziping(workspace, "reports", "2020", "--units", "danwei0002，danwei0003")
    assert "2 个单位，0 个有错误" in done.stdout
    assert sorted(path.name for path in (tmp_path / "output").iterdir()) == ["danwei0002", "danwei0003"]
    refused = ziping(workspace, "reports", "2020", "--units", "danwei0002,nobody")
    assert (refused.returncode, refused.stdout.strip()) == (2, "nobody 没有这个年度的数据文件")


def test_a_year_without_any_data_is_said(tmp_path: Path) -> None:
    workspace, _ = city(tmp_path, 1)
    done = ziping(workspace, "reports", "1999")
    assert (done.returncode, done.stdout.strip()) == (2, "没有一个单位有这个年度的数据文件：data/*/1999.yaml")


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C, and so would whatever the tests start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_stops_at_once_leaves_nothing_half_written_and_the_next_run_goes_on(tmp_path: Path) -> None:
    workspace, _ = city(tmp_path, MANY)
    command = [sys.executable, "-m", "pipeline", "reports", "--jobs=2", "2020"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not list((tmp_path / "output").glob("*/2020/manifest.json")):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=5)
        assert process.returncode == 130, said
    assert "已中断" in said
    begun = list((tmp_path / "output").glob("*/2020"))
    assert 0 < len(begun) < MANY
    for folder in begun:
        assert len([path for path in folder.rglob("*") if path.is_file()]) == 9
    done = ziping(workspace, "reports", "2020")
    assert done.returncode == 0
    assert f"{MANY} 个单位，0 个有错误" in done.stdout
    assert len(list((tmp_path / "output").glob("*/2020/manifest.json"))) == MANY
