"""When a unit-year is up to date, told from its manifest and hashes alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.build import current as up_to_date
from pipeline.build import looks
from pipeline.build.current import current, look_of_program, present_program, program
from pipeline.build.looks import Looks, fingerprints
from pipeline.build.manifest import Manifest
from pipeline.hashes import sha256
from pipeline.workspace import MANIFEST, UnitYear, Workspace

OUTPUTS = {"table.docx": b"PK", "table.html": "表".encode()}
INPUTS = ("data/2020.yaml", "data/unit.yaml", "form.yaml")
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of abc, from FIPS 180-2


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with two inputs, while a third is not there, and the documents of one unit-year."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "2020.yaml").write_text("abc", encoding="utf-8")
    (tmp_path / "form.yaml").write_text("title: 小表\n", encoding="utf-8")
    workspace = Workspace(tmp_path)
    workspace.output(UnitYear("jia", "2020")).mkdir(parents=True)
    for name, data in OUTPUTS.items():
        (workspace.output(UnitYear("jia", "2020")) / name).write_bytes(data)
    return workspace


@pytest.fixture
def written(workspace: Workspace) -> Workspace:
    """Return the workspace with the manifest that belongs to it."""
    outputs = {name: sha256(data) for name, data in OUTPUTS.items()}
    manifest = Manifest(fingerprints(INPUTS, workspace.root), outputs, (), {}, 0, program())
    (workspace.output(UnitYear("jia", "2020")) / MANIFEST).write_bytes(manifest.text())
    return workspace


def is_current(workspace: Workspace) -> bool:
    return current(workspace, UnitYear("jia", "2020")) is not None


def test_a_file_is_known_by_its_hash_and_one_that_is_not_there_by_none(workspace: Workspace) -> None:
    found = fingerprints(INPUTS, workspace.root)
    assert (found["data/2020.yaml"], found["data/unit.yaml"]) == (ABC, "")


def test_the_program_is_its_version_and_its_code() -> None:
    version, code = program().split()
    assert version == __version__
    assert len(code) == 16


def test_a_build_is_current_while_nothing_changes(written: Workspace) -> None:
    assert is_current(written)


@pytest.mark.parametrize("name", ["data/2020.yaml", "form.yaml", "output/jia/2020/table.docx", "output/jia/2020/table.html"])
def test_a_file_that_changed_or_went_makes_it_out_of_date(written: Workspace, name: str) -> None:
    path = written.root / name
    before = path.read_bytes()
    path.write_bytes(before[:-1] + b"!")  # the size stays the same
    assert not is_current(written)
    path.write_bytes(before)
    assert is_current(written)
    path.unlink()
    assert not is_current(written)


def test_an_input_that_appears_makes_it_out_of_date(written: Workspace) -> None:
    (written.root / "data" / "unit.yaml").touch()
    assert not is_current(written)


def test_rules_for_all_forms_that_are_added_make_it_out_of_date(written: Workspace) -> None:
    written.common.mkdir(parents=True)
    assert is_current(written)
    (written.common / "own.yaml").touch()
    assert not is_current(written)


def test_an_input_that_became_a_folder_makes_it_out_of_date(written: Workspace) -> None:
    (written.root / "form.yaml").unlink()
    (written.root / "form.yaml").mkdir()
    assert not is_current(written)


def test_other_files_beside_the_documents_do_not_matter(written: Workspace) -> None:
    (written.output(UnitYear("jia", "2020")) / "盖章扫描件.pdf").write_bytes(b"scan")
    assert is_current(written)


@pytest.mark.parametrize("purpose", ["new", "old"])
def test_what_a_process_that_died_has_left_is_for_the_next_build(written: Workspace, purpose: str) -> None:
    (written.root / "output" / "jia" / f".2020.{purpose}").mkdir()
    assert not is_current(written)


def test_another_program_makes_it_out_of_date(written: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up_to_date, "program", lambda: f"{__version__} 0000000000000000")
    assert not is_current(written)


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder that is taken for the program's code, which has lain there for a while."""
    folder = tmp_path / "code"
    (folder / "room").mkdir(parents=True)
    for name in ("a.py", "room/b.py"):
        (folder / name).write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(up_to_date, "CODE", str(folder))
    monkeypatch.setattr(looks, "SETTLED", -(10**12))
    for each in (program, look_of_program):
        each.cache_clear()
    yield folder
    for each in (program, look_of_program):
        each.cache_clear()


def changed(path: Path) -> None:
    before = path.stat()
    path.write_text("x = 2\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda code: changed(code / "room" / "b.py"),
        lambda code: (code / "a.py").rename(code / "c.py"),
        lambda code: (code / "a.py").unlink(),
        lambda code: (code / "room" / "new.py").touch(),
    ],
    ids=["changed, its time set back", "renamed", "gone", "new"],
)
def test_the_program_is_read_again_only_if_it_looks_otherwise(code: Path, change: Callable[[Path], object]) -> None:
    def asked() -> str:
        seen = Looks(code.with_name("seen"))
        found = present_program(seen)
        seen.keep()
        return found

    def read() -> int:
        return program.cache_info().misses

    before = asked()
    assert before == program()
    program.cache_clear()
    assert (asked(), read()) == (before, 0)
    change(code)
    look_of_program.cache_clear()
    assert asked() != before
    assert read() == 1


def test_without_a_manifest_nothing_is_up_to_date(workspace: Workspace) -> None:
    assert not is_current(workspace)


def test_a_draft_is_asked_for_by_itself(written: Workspace) -> None:
    assert current(written, UnitYear("jia", "2020"), draft=True) is None


def test_what_reads_a_commands_words_is_not_imported_for_a_plain_report() -> None:
    code = "import sys, pipeline.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "pipeline.commands.reporting" in loaded
    assert {"click", "jinja2", "yaml", "lxml"}.isdisjoint(loaded)


def test_no_stage_is_imported_to_answer() -> None:
    code = "import sys, pipeline.commands.report; print(*sorted(name for name in sys.modules if name.startswith('pipeline.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = ("source", "form", "document", "facts", "privacy", "checks", "printing", "language", "remote", "publish")
    assert "pipeline.build.current" in loaded
    assert [name for name in loaded if name.split(".")[1] in heavy] == []
