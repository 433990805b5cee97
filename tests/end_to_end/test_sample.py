"""The shipped sample through the command, as a clerk runs it: what is built, found, refused and left alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests import in_process

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("table.docx", "table.html", "report.docx", "report.html")
FIGURE, KILLS = "实际支出数: 8.06", 20

Run = Callable[..., in_process.Done]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def ziping(workspace: Path) -> Run:
    return partial(in_process.ziping, workspace)


def edit(workspace: Path, old: str, new: str) -> None:
    path = workspace / "data/xinfang/2020.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def hashes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files_in(folder)}


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_sample_builds_and_every_finding_of_a_reviewer_is_shown(workspace: Path, ziping: Run) -> None:
    done = ziping("report", "xinfang", "2020")
    assert done.code == 0, done.said
    public = {f"public/{name}" for name in DOCUMENTS}
    assert hashes(workspace / "output/xinfang/2020").keys() == {*DOCUMENTS, *public, "manifest.json"}
    for finding in (
        "不可能公开这一年度的自评信息",
        "不可能公开这一年度的决算",
        "年度已经结束，这一年度的绩效目标应在年初公开",
        "两处“检查及完工验收情况”不同",
        "没有目标就没有完成率",
        "总目标里没有一个数字",
        "完成情况里没有一个数字",
        "效益里没有一个数字",
        "全部是 100%",
        "空白不等于 0",
    ):
        assert done.said.count(finding) == 1, finding
    assert "错误" not in done.said.replace("0 个错误", "")
    assert "已生成 8 个文件" in done.said


def written(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is written; reading it changes other things."""
    state = path.stat()
    return state.st_ino, state.st_mtime_ns, state.st_ctime_ns


def test_a_second_build_without_a_change_writes_nothing(workspace: Path, ziping: Run) -> None:
    ziping("report", "xinfang", "2020")
    folder = workspace / "output/xinfang/2020"
    before = {path: written(path) for path in files_in(folder)}
    done = ziping("report", "xinfang", "2020")
    assert "没有变化" in done.said
    assert {path: written(path) for path in files_in(folder)} == before


def test_an_error_leaves_the_old_files_as_they_were(workspace: Path, ziping: Run) -> None:
    ziping("report", "xinfang", "2020")
    before = hashes(workspace / "output/xinfang/2020")
    edit(workspace, FIGURE, "实际支出数: 8.06万元")
    done = ziping("report", "xinfang", "2020")
    assert done.code == 1
    assert "2020.yaml:78:14: 错误 部门整体绩效产出情况.经济性.三公经费.实际支出数：应填数字（单位：万元），现为“8.06万元”" in done.said
    assert "只填数字 8.06，单位已在表中" in done.said
    assert hashes(workspace / "output/xinfang/2020") == before


def test_a_corrected_figure_reaches_all_four_documents(workspace: Path, ziping: Run) -> None:
    edit(workspace, FIGURE, "实际支出数: 7.77")
    assert ziping("report", "xinfang", "2020").code == 0
    for name in ("table.html", "report.html"):
        page = (workspace / "output/xinfang/2020" / name).read_text(encoding="utf-8")
        assert '<data value="7.77" data-fact="部门整体绩效产出情况.经济性.三公经费.实际支出数">7.77</data>' in page
        assert "86.33%" in page


def test_files_of_others_in_the_output_folder_survive(workspace: Path, ziping: Run) -> None:
    ziping("report", "xinfang", "2020")
    (workspace / "output/xinfang/2020/盖章扫描件.pdf").write_bytes(b"scan")
    edit(workspace, FIGURE, "实际支出数: 7.77")
    ziping("report", "xinfang", "2020")
    assert (workspace / "output/xinfang/2020/盖章扫描件.pdf").read_bytes() == b"scan"


def test_clock_zone_locale_and_hash_seed_do_not_change_a_byte(workspace: Path) -> None:
    seen = []
    for variables in ({"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}, {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LANG": "C"}):
        shutil.rmtree(workspace / "output", ignore_errors=True)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
        command = [sys.executable, "-m", "pipeline", "report", "xinfang", "2020"]
        assert subprocess.run(command, cwd=workspace, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
        seen.append(hashes(workspace / "output/xinfang/2020"))
    assert seen[0] == seen[1]


def test_a_draft_of_an_incomplete_file_stands_apart_and_says_so(workspace: Path, ziping: Run) -> None:
    edit(workspace, FIGURE, "实际支出数:")
    assert ziping("report", "xinfang", "2020").code == 1
    assert ziping("report", "xinfang", "2020", "--draft").code == 0
    page = (workspace / "output/xinfang/2020-draft/table.html").read_text(encoding="utf-8")
    assert "【待填】" in page
    assert "草稿" in page
    assert not (workspace / "output/xinfang/2020").exists()


@pytest.mark.slow
def test_builds_killed_at_any_moment_leave_old_or_new_files_whole(workspace: Path) -> None:
    command = [sys.executable, "-m", "tests.build.killing", str(workspace), str(KILLS), "20210610"]
    found = Counter(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout))
    assert (found["killed"], found["broken"], found["not completed"]) == (KILLS, 0, 0)
    assert found["old"] > KILLS / 2, "the moments are spread over the builds"
    for unit in ("xinfang", "xinfang-2", "xinfang-3"):
        left = {path.name for path in (workspace / "output" / unit).iterdir()}
        assert left - {".2020.seen"} == {".2020.lock", "2020"}


@pytest.mark.parametrize("name", ["../x", "Xin", "a b", "a;b", "$(touch x)", ""])
def test_an_unsafe_unit_name_is_refused(workspace: Path, ziping: Run, name: str) -> None:
    done = ziping("report", name, "2020")
    assert done.code == 2
    assert "单位代码" in done.said
    assert not (workspace / "output").exists()


def test_a_new_year_carries_constants_over_and_builds_once_filled(workspace: Path, ziping: Run) -> None:
    assert ziping("new", "xinfang", "2021").code == 0
    text = (workspace / "data/xinfang/2021.yaml").read_text(encoding="utf-8")
    assert "制度措施建立情况: 财务管理制度、固定资产管理制度、车辆管理制度、政府采购管理制度   # 沿用上年，请核对" in text
    assert ziping("report", "xinfang", "2021", "--draft").code == 0
    assert ziping("new", "xinfang", "2021").code == 2
