"""What manifest.json records of a build, and when it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.build.manifest import Manifest, Shown, read_manifest
from pipeline.problems import Place, Problem, Severity
from pipeline.workspace import MANIFEST

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

Change = Callable[[dict[str, Any]], object]


MADE = Manifest({"data/2020.yaml": "0a", "data/unit.yaml": ""}, {"table.docx": "1b"}, PROBLEMS, FACTS, 3, "0.1 0123456789abcdef")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a folder with a manifest in it."""
    (tmp_path / MANIFEST).write_bytes(MADE.text())
    return tmp_path


# --- what it says ---


def test_a_manifest_is_read_back_as_it_was_written(written: Path) -> None:
    assert read_manifest(written) == MADE


def test_what_was_shown_before_is_read_back_too(tmp_path: Path) -> None:
    changed = replace(MADE, before=Shown({"单位名称": "旧名"}, PROBLEMS[:1]))
    (tmp_path / MANIFEST).write_bytes(changed.text())
    assert read_manifest(tmp_path) == changed


def test_the_same_build_gives_the_same_bytes() -> None:
    assert replace(MADE).text() == MADE.text()


def test_a_person_can_read_it(written: Path) -> None:
    text = (written / MANIFEST).read_text(encoding="utf-8")
    assert "控制率超过 100%" in text
    assert '"severity": "警告"' in text
    assert text.endswith("}\n")


def test_it_names_no_folder_of_the_machine_and_no_time(written: Path) -> None:
    text = (written / MANIFEST).read_text(encoding="utf-8")
    assert str(written.parent) not in text
    assert set(json.loads(text)) == {"program", "inputs", "outputs", "problems", "answered", "facts", "blanks"}


def test_what_the_documents_show_is_kept_for_the_next_build(written: Path) -> None:
    manifest = read_manifest(written)
    assert manifest is not None
    assert manifest.facts == FACTS


# --- when it cannot be read ---


def test_a_folder_without_a_manifest_has_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "missing") is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b"\xff\xfe\x00", b"\x00" * 100])
def test_a_manifest_that_is_none_is_taken_for_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(data)
    assert read_manifest(tmp_path) is None


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
    content = json.loads((written / MANIFEST).read_bytes())
    change(content)
    (written / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    assert read_manifest(written) is None


@pytest.mark.parametrize("brackets", [b"[", b'{"problems": '])
def test_a_manifest_nested_too_deeply_to_be_read_is_taken_for_none(tmp_path: Path, brackets: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(brackets * 100_000)
    assert read_manifest(tmp_path) is None


def test_a_folder_in_its_place_is_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).mkdir()
    assert read_manifest(tmp_path) is None


def test_a_manifest_that_was_cut_short_anywhere_is_taken_for_none(written: Path) -> None:
    whole = (written / MANIFEST).read_bytes()
    for length in range(0, len(whole) - 2, 7):
        (written / MANIFEST).write_bytes(whole[:length])
        assert read_manifest(written) is None
