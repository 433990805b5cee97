"""The wheel in an environment that has nothing of the repository: what a clerk gets from pip, pipx or uv."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.shipped import shipped_files

ROOT = Path(__file__).parents[2]
BUILD = "import sys, build_backend; print(getattr(build_backend, sys.argv[1])(sys.argv[2]))"

pytestmark = pytest.mark.slow

Ziping = Callable[..., subprocess.CompletedProcess[str]]


def build(kind: str, source: Path, into: Path) -> Path:
    """Build a distribution as pip does, without the network, and return it."""
    command = [sys.executable, "-c", BUILD, kind, str(into)]
    built = subprocess.run(command, cwd=source, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, text=True, check=True)
    return into / built.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("build_wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel in it; what it needs comes from the environment of the tests, the program does not."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)
    packages = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture
def ziping(environment: Path) -> Ziping:
    variables = {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "PYTHONPATH")}

    def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(environment / "bin" / "ziping"), *arguments]
        return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)

    return run


def test_a_clerk_goes_from_an_empty_folder_to_a_published_report(tmp_path: Path, ziping: Ziping) -> None:
    assert ziping(tmp_path, "--version").stdout == f"ziping {__version__}\n"
    assert "ziping init 我的自评" in ziping(tmp_path, "report", "xinfang", "2020").stdout
    done = ziping(tmp_path, "init", "我的自评")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "cd 我的自评\n  ziping report xinfang 2020 " in done.stdout
    folder = tmp_path / "我的自评"
    for arguments in (
        ("report", "xinfang", "2020"),
        ("check",),
        ("new", "jiaoyu", "2021", "--form", "zhanjiang-2020"),
        ("publish", "xinfang", "2020"),
        ("verify",),
    ):
        done = ziping(folder, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "make " not in done.stdout
    assert (folder / "output/site/current/2020/xinfang/index.html").is_file()
    inside = ziping(folder / "data" / "xinfang", "report", "xinfang", "2020")
    assert "没有变化，文件都是最新的" in inside.stdout, inside.stdout + inside.stderr
    assert "都是最新的" in ziping(folder / "output" / "xinfang", "init", "--forms").stdout


def test_the_source_distribution_builds_the_same_wheel(tmp_path: Path, wheel: Path) -> None:
    packed = build("build_sdist", ROOT, tmp_path)
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build("build_wheel", tmp_path / packed.name.removesuffix(".tar.gz"), tmp_path)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert {name: one.read(name) for name in sorted(one.namelist())} == {name: other.read(name) for name in sorted(other.namelist())}
        assert {name.removeprefix("pipeline/starter/") for name in one.namelist() if name.startswith("pipeline/starter/")} == {
            *shipped_files()
        }
