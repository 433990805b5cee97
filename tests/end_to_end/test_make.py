"""The Makefile, as a clerk uses it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.build.unit_year import examine, prepare
from pipeline.workspace import UnitYear, Workspace
from tests.two_forms import FLOODS, PROJECT, YEAR, two_forms

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not (ROOT / ".venv/dev.stamp").exists(), reason="make has not made the environment here")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path / name)
    for name in (".venv", "pipeline"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def make(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=tree, capture_output=True, text=True, check=False)


def test_help_lists_every_target(tree: Path) -> None:
    declared = re.search(r"^targets := (.*)$", (tree / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert declared
    shown = make(tree, "help").stdout
    assert [target for target in declared[1].split() if f"  {target} " not in shown] == []


def test_make_report_builds_the_sample(tree: Path) -> None:
    done = make(tree, "report", "UNIT=xinfang", "YEAR=2020")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((tree / "output/xinfang/2020").glob("*.*"))) == 5


def test_make_import_reads_a_form_that_came_back(tree: Path) -> None:
    compiled, sources = prepare(Workspace(tree), UnitYear("xinfang", "2020"))
    table = next(document for document in compiled.documents if document.spec.name == "table")
    (tree / "收到 的表.docx").write_bytes(table.render(examine(compiled, "2020", sources).facts)[".docx"])
    data = tree / "data/xinfang/2020.yaml"
    data.unlink()
    tried = make(tree, "import", "FROM=收到 的表.docx", "DRY_RUN=1")
    assert (tried.returncode, data.exists()) == (0, False), tried.stdout + tried.stderr
    done = make(tree, "import", "FROM=收到 的表.docx")
    assert (
        "湛江市信访局（xinfang）2020 年度，部门整体绩效自评：填入 66 项；相同 7 项\n接下来检查：make check UNIT=xinfang YEAR=2020"
        in done.stdout
    )
    assert "实际支出数: 8.06" in data.read_text(encoding="utf-8")
    assert make(tree, "import").stderr.endswith("make import FROM=收到的表.docx\n")


@pytest.mark.parametrize("unit", ["a; touch x", "$(shell touch x)", "`touch x`", "'; touch x; '", '"; touch x; "', "$$(touch x)"])
def test_a_nasty_unit_name_runs_nothing(tree: Path, unit: str) -> None:
    done = make(tree, "report", f"UNIT={unit}", "YEAR=2020")
    assert done.returncode != 0
    assert not (tree / "x").exists()
    assert "单位代码" in done.stdout


@pytest.mark.parametrize("arguments", [("UNIT=xinfang",), ("YEAR=2020",), ()])
def test_a_forgotten_variable_is_named_with_an_example(tree: Path, arguments: tuple[str, ...]) -> None:
    done = make(tree, "report", *arguments)
    assert done.returncode != 0
    assert "make report UNIT=xinfang YEAR=2020" in done.stderr


@pytest.mark.parametrize("flags", [(), ("-s",), ("-j2",), ("--no-print-directory", "-w")])
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "UNIT=nobody"), "没有找到数据文件：data/nobody/*.yaml"),
        (("check",), "缺少 YEAR"),
        (("chekc",), "没有这个任务"),
    ],
)
def test_a_failure_ends_with_the_programs_sentence(tree: Path, flags: tuple[str, ...], arguments: tuple[str, ...], sentence: str) -> None:
    if arguments == ("check",):
        arguments = ("report", "UNIT=xinfang")
    done = make(tree, *flags, *arguments)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "Entering directory" not in line]
    assert done.returncode == 1
    assert sentence in said[-1]
    assert "***" not in done.stdout + done.stderr


def test_a_failure_in_a_make_below_another_is_told_by_the_other_alone(tree: Path) -> None:
    (tree / "outer.mk").write_text("all:\n\t@$(MAKE) -f Makefile check UNIT=nobody\n", encoding="utf-8")
    done = make(tree, "-f", "outer.mk")
    assert done.returncode == 2
    assert done.stderr.count("***") == 1
    assert "outer.mk" in done.stderr


def test_make_k_goes_on_with_the_other_goals(tree: Path) -> None:
    done = make(tree, "-k", "chekc", "help")
    assert done.returncode == 2
    assert "用法：make" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "components"),
    [
        (("report", "UNIT=xinfang", "YEAR=2020", "PDF=1"), ["pdf"]),
        (("report", "UNIT=xinfang", "YEAR=2020", "PDF=0"), []),
        (("reports", "YEAR=2020", "PDF=1", "SCHEDULER=tcp://a:1"), ["cluster", "pdf"]),
        (("publish", "UNIT=xinfang", "YEAR=2020", "PDF=1", "SITE=s3://b"), ["publish", "pdf"]),
    ],
)
def test_what_pdf_needs_is_installed_where_it_is_asked_for(tree: Path, arguments: tuple[str, ...], components: list[str]) -> None:
    (tree / ".venv").unlink()
    for name in ("pdf", "cluster", "publish"):
        shutil.copy2(ROOT / f"requirements-{name}.txt", tree)
    recipes = make(tree, "-n", *arguments).stdout
    assert re.findall(r"--requirement requirements-(\w+)\.txt", recipes) == components
    assert (f"pipeline {arguments[0]}" in recipes, "--pdf" in recipes) == (True, "pdf" in components)


def test_a_failure_in_the_background_of_a_script_is_one_too(tree: Path) -> None:
    done = subprocess.run("make check UNIT=nobody & wait $!", shell=True, cwd=tree, capture_output=True, text=True, check=False)
    assert (done.returncode != 0, "没有找到数据文件" in done.stdout) == (True, True), done.stderr


def test_an_environment_that_is_a_link_is_not_made_anew_where_it_leads(tree: Path) -> None:
    (tree / ".venv").unlink()
    other = tree / "another"
    other.mkdir()
    (other / "kept").touch()
    (tree / ".venv").symlink_to(other)
    done = make(tree, "report", "UNIT=xinfang", "YEAR=2020")
    assert ("是一个链接" in done.stderr, (other / "kept").exists()) == (True, True), done.stderr
    assert done.returncode != 0


@pytest.mark.slow
def test_several_forms_of_one_unit_and_year_from_new_to_the_site(tmp_path: Path) -> None:
    two_forms(tmp_path)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path / name)
    for name in ("pipeline", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    asked = ("UNIT=shuiliju", f"YEAR={YEAR}")
    assert make(tmp_path, "new", *asked, "NAME=项目-灌溉", f"FORM={PROJECT}").returncode == 0
    file = tmp_path / "data/shuiliju/2022.项目-灌溉.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("项目名称:", "项目名称: 灌溉 #"), encoding="utf-8")
    done = make(tmp_path, "report", *asked)
    assert (done.returncode, "共 3 份表，0 份有错误" in done.stdout) == (0, True), done.stdout
    checked = make(tmp_path, "check", *asked, "NAME=项目-灌溉").stdout
    assert ("shuiliju 2022 年度（项目-灌溉）：0 个错误" in checked, "共检查" in checked) == (True, False)
    assert make(tmp_path, "publish", *asked, f"NAME={FLOODS}").returncode == 0
    assert (tmp_path / f"output/site/current/2022/shuiliju.{FLOODS}/index.html").is_file()
    assert not (tmp_path / "output/site/current/2022/shuiliju").exists()
    assert make(tmp_path, "verify", *asked, f"NAME={FLOODS}").returncode == 0
    assert make(tmp_path, "withdraw", *asked, f"NAME={FLOODS}", "NOTE=数据有误").returncode == 0
    assert make(tmp_path, "reports", f"YEAR={YEAR}").returncode == 0
