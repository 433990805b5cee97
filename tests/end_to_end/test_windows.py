"""What a clerk needs, where fcntl, fork, links, atomic exchanges and open folders are not: the same bytes as everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import in_process
from tests.windows import run_python, ziping

FOLDER = "我的自评"

pytestmark = pytest.mark.slow


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def a_year_of_work(folder: Path, *, on_windows: bool) -> tuple[dict[str, bytes], list[str]]:
    """Return what there is, and what was said, after a clerk has begun, built, corrected and compared."""
    said = []

    def called(place: Path, *arguments: str) -> None:
        if on_windows or arguments[0] == "reports":  # which forks
            done = ziping(place, *arguments, on_windows=on_windows)
            code, printed, complained = done.returncode, done.stdout, done.stderr
        else:
            here = in_process.ziping(place, *arguments)
            code, printed, complained = here.code, here.said, here.complained
        assert (code, complained) == (0, ""), printed + complained
        said.append(printed)

    called(folder, "init", FOLDER)
    workspace = folder / FOLDER
    data = workspace / "data/xinfang/2020.yaml"
    called(workspace, "report", "xinfang", "2020")
    (workspace / "output/xinfang/2020/盖章扫描件.pdf").write_bytes(b"scan")
    (workspace / "output/xinfang/2020/盖章扫描件.pdf").chmod(0o444)
    data.write_bytes(data.read_bytes().replace("实际支出数: 8.06".encode(), "实际支出数: 8.07 # 🀄 改过".encode()))
    called(workspace / "data/xinfang", "report", "xinfang", "2020")
    called(workspace, "check")
    called(workspace, "diff", "xinfang", "2020")
    called(workspace, "new", "jiaoyu", "2021", "--form", "zhanjiang-2020")
    called(workspace, "reports", "2020", "--jobs", "2")
    called(workspace, "init", "--forms")
    # How files looked is told by the system's own times and numbers.
    return {name: data for name, data in content(workspace).items() if not name.endswith(".seen")}, said


def without_times(said: list[str]) -> list[str]:
    return [line for text in said for line in text.splitlines() if "用时" not in line and "每秒" not in line]


def test_what_is_made_and_said_is_the_same_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL")
    made, said = {}, {}
    for on_windows in (True, False):
        folder = tmp_path / str(on_windows)
        folder.mkdir()
        made[on_windows], said[on_windows] = a_year_of_work(folder, on_windows=on_windows)
    assert made[True].keys() == made[False].keys()
    differing = [name for name, data in made[True].items() if data != made[False][name]]
    assert differing == ["data/shili/private.hashes", "data/xinfang/private.hashes"]  # salted
    assert without_times(said[True]) == without_times(said[False])
    assert {"output/xinfang/2020/table.docx", "output/xinfang/2020/盖章扫描件.pdf", "output/2020.summary.xlsx"} <= made[True].keys()
    assert [path.name for path in (tmp_path / "True" / FOLDER / "output/xinfang").iterdir() if path.suffix in (".old", ".new")] == []


EVERY_MODULE = """
import importlib, pkgutil, pipeline
names = [module.name for module in pkgutil.walk_packages(pipeline.__path__, "pipeline.")]
for name in names:
    if name != "pipeline.remote.folder":
        importlib.import_module(name)
print(len(names))
"""


def test_every_module_is_imported_but_the_one_of_sites_in_a_folder(tmp_path: Path) -> None:
    done = run_python(tmp_path, "-c", EVERY_MODULE, on_windows=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_the_imitation_takes_away_what_it_says(tmp_path: Path) -> None:
    for code, fault in (
        ("import fcntl", "ModuleNotFoundError"),
        ("import os; os.open('.', os.O_RDONLY)", "PermissionError"),
        ("import os; os.fork()", "AttributeError"),
        ("import ctypes; ctypes.CDLL(None)", "TypeError"),
        ("open('a', 'w'); import os; f = open('a'); os.replace('a', 'b')", "PermissionError"),
        ("import multiprocessing; multiprocessing.get_context('fork')", "ValueError"),
    ):
        assert fault in run_python(tmp_path, "-c", code, on_windows=True).stderr, code
