"""What manifest.json records of a build, and when it is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__
from pipeline.build import manifest as manifests
from pipeline.build.manifest import NAME, Manifest, content_fingerprints, fingerprint, input_fingerprints, is_current, read_manifest
from pipeline.problems import Place, Problem, Severity

OUTPUTS = {"table.docx": b"PK", "table.html": "表".encode()}
PROBLEMS = (
    Problem(
        Severity.WARNING,
        "控制率超过 100%",
        "控制率超过 100%",
        Place("data/甲/2020.yaml", 3, 7, "  控制率: 111%"),
        "三公经费.控制率",
        "请核对",
    ),
    Problem(Severity.NOTE, "控制率超过 100%", "空白不等于 0", Place("templates/x/table.docx", spot="第2个表格第3行第1格")),
)
FACTS = {"三公经费.控制率": "111%", "单位名称": "R&D <b>"}
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of abc, from FIPS 180-2

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the outputs in it, in a workspace with two inputs; a third is not there."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "2020.yaml").write_text("abc", encoding="utf-8")
    (tmp_path / "form.yaml").write_text("title: 小表\n", encoding="utf-8")
    output = tmp_path / "output"
    output.mkdir()
    for name, data in OUTPUTS.items():
        (output / name).write_bytes(data)
    return output


def made(folder: Path) -> Manifest:
    inputs = [folder.parent / name for name in ("data/2020.yaml", "data/unit.yaml", "form.yaml")]
    outputs = content_fingerprints(OUTPUTS)
    return Manifest(input_fingerprints(inputs, folder.parent), outputs, PROBLEMS, FACTS, 3, manifests.program())


@pytest.fixture
def written(folder: Path) -> Path:
    (folder / NAME).write_bytes(made(folder).text())
    return folder


def current(folder: Path) -> bool:
    manifest = read_manifest(folder)
    return manifest is not None and is_current(manifest, folder.parent, folder)


# --- what it says ---


def test_a_manifest_names_every_input_and_output_with_its_hash(folder: Path) -> None:
    manifest = made(folder)
    assert manifest.inputs == {"data/2020.yaml": ABC, "data/unit.yaml": "", "form.yaml": fingerprint(folder.parent / "form.yaml")}
    assert manifest.outputs == {name: fingerprint(folder / name) for name in OUTPUTS}


def test_a_manifest_is_read_back_as_it_was_written(written: Path) -> None:
    assert read_manifest(written) == made(written)


def test_the_same_build_gives_the_same_bytes(folder: Path) -> None:
    assert made(folder).text() == made(folder).text()


def test_a_person_can_read_it(written: Path) -> None:
    text = (written / NAME).read_text(encoding="utf-8")
    assert "控制率超过 100%" in text
    assert '"severity": "警告"' in text
    assert text.endswith("}\n")


def test_it_names_no_folder_of_the_machine_and_no_time(written: Path) -> None:
    text = (written / NAME).read_text(encoding="utf-8")
    assert str(written.parent) not in text
    assert set(json.loads(text)) == {"program", "inputs", "outputs", "problems", "facts", "blanks"}


def test_the_program_is_its_version_and_its_code() -> None:
    version, code = manifests.program().split()
    assert version == __version__
    assert len(code) == 16


# --- when it is believed ---


def test_what_the_documents_show_is_kept_for_the_next_build(written: Path) -> None:
    manifest = read_manifest(written)
    assert manifest is not None
    assert manifest.facts == FACTS


def test_a_build_is_current_while_nothing_changes(written: Path) -> None:
    assert current(written)


@pytest.mark.parametrize("name", ["data/2020.yaml", "form.yaml", "output/table.docx", "output/table.html"])
def test_a_file_that_changed_or_went_makes_it_out_of_date(written: Path, name: str) -> None:
    path = written.parent / name
    before = path.read_bytes()
    path.write_bytes(before[:-1] + b"!")  # the size stays the same
    assert not current(written)
    path.write_bytes(before)
    assert current(written)
    path.unlink()
    assert not current(written)


def test_an_input_that_appears_makes_it_out_of_date(written: Path) -> None:
    (written.parent / "data" / "unit.yaml").touch()
    assert not current(written)


def test_an_input_that_became_a_folder_makes_it_out_of_date(written: Path) -> None:
    (written.parent / "form.yaml").unlink()
    (written.parent / "form.yaml").mkdir()
    assert not current(written)


def test_other_files_beside_the_documents_do_not_matter(written: Path) -> None:
    (written / "盖章扫描件.pdf").write_bytes(b"scan")
    assert current(written)


def test_another_program_makes_it_out_of_date(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "program", lambda: f"{__version__} 0000000000000000")
    assert not current(written)


# --- when it cannot be read ---


def test_a_folder_without_a_manifest_has_none(folder: Path) -> None:
    assert read_manifest(folder) is None
    assert read_manifest(folder / "missing") is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b"\xff\xfe\x00", b"\x00" * 100])
def test_a_manifest_that_is_none_is_taken_for_none(folder: Path, data: bytes) -> None:
    (folder / NAME).write_bytes(data)
    assert read_manifest(folder) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("program"),
        lambda content: content.pop("inputs"),
        lambda content: content.pop("outputs"),
        lambda content: content.pop("problems"),
        lambda content: content.pop("facts"),
        lambda content: content.update(facts=None),
        lambda content: content.update(inputs=None),
        lambda content: content.update(outputs=["table.docx"]),
        lambda content: content.update(problems=[1]),
        lambda content: content["problems"][0].pop("place"),
        lambda content: content["problems"][0].update(severity="严重"),
        lambda content: content["problems"][0].update(colour="red"),
        lambda content: content["problems"][0].update(place=None),
    ],
)
def test_a_manifest_that_someone_edited_badly_is_taken_for_none(written: Path, change: Change) -> None:
    content = json.loads((written / NAME).read_bytes())
    change(content)
    (written / NAME).write_text(json.dumps(content), encoding="utf-8")
    assert read_manifest(written) is None


@pytest.mark.parametrize("brackets", [b"[", b'{"problems": '])
def test_a_manifest_nested_too_deeply_to_be_read_is_taken_for_none(folder: Path, brackets: bytes) -> None:
    (folder / NAME).write_bytes(brackets * 100_000)
    assert read_manifest(folder) is None


def test_a_folder_in_its_place_is_taken_for_none(folder: Path) -> None:
    (folder / NAME).mkdir()
    assert read_manifest(folder) is None


def test_a_manifest_that_was_cut_short_anywhere_is_taken_for_none(written: Path) -> None:
    whole = (written / NAME).read_bytes()
    for length in range(0, len(whole) - 2, 7):
        (written / NAME).write_bytes(whole[:length])
        assert read_manifest(written) is None
