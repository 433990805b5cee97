"""The issued files come back: empty they say nothing, filled in they say exactly what was filled in, as Word files and as workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from pipeline.document.word.package import DOCUMENT
from pipeline.document.word.xml import W
from pipeline.form.form import Form
from pipeline.form.new_year import load
from pipeline.intake.blank.issuing import blank_files
from pipeline.intake.blueprints.blueprint import Blueprint
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.intake.filled import Filled
from pipeline.intake.readers.kinds import read_received
from pipeline.intake.reading import read_filled
from pipeline.paths import as_declared, child, every_row
from pipeline.workspace import UnitYear, Workspace
from tests.intake.blank.filling import Filling, filled_word, filled_workbook, fillings, names_in, replaced
from tests.intake.office import save_again
from tests.small_form import ROOT

pytestmark = pytest.mark.slow
FORMS = ("zhanjiang-2020", "hunan-2018", "xiangmu-2022")


@lru_cache
def issued(name: str) -> tuple[Form, tuple[Blueprint, ...], dict[str, bytes]]:
    """Return a shipped form, its blueprints, and its empty files."""
    workspace = Workspace(ROOT)
    form = load(workspace, name)
    return form, blueprints_of(form, workspace.layout), blank_files(workspace, form, UnitYear("", "2020"))


def documents(name: str) -> list[tuple[str, tuple[Blueprint, ...]]]:
    """Return the empty files of a form by their endings, each with what it is to be read by."""
    _, blueprints, files = issued(name)
    words = [ending for ending in files if ending.endswith(".docx")]
    return [*((ending, (blueprint,)) for ending, blueprint in zip(words, blueprints, strict=True)), (".xlsx", blueprints)]


def said(path: Path, name: str, blueprints: tuple[Blueprint, ...]) -> list[Filled]:
    """Return what a file says by each of some blueprints of a form."""
    received = read_received(path, path.name)
    assert not received.remarks
    return [read_filled(received, blueprint, issued(name)[0]) for blueprint in blueprints]


def written(path: Path, data: bytes, what: Mapping[str, tuple[str, Filling]]) -> Path:
    """Return the path of an empty file that was filled in."""
    if path.suffix == ".xlsx":
        path.write_bytes(filled_workbook(data, {name: filling.cell for name, (_, filling) in what.items()}))
    else:
        path.write_bytes(filled_word(data, {name: filling.shown for name, (_, filling) in what.items()}))
    return path


def assert_says(path: Path, name: str, blueprints: tuple[Blueprint, ...], what: Mapping[str, tuple[str, Filling]]) -> None:
    """Assert that a file of a form says what was filled in and nothing else; what the form fixes only tells rows apart."""
    fixed = {child(every_row(rows.path), column) for rows in issued(name)[0].root.groups() for column in rows.fixed}
    found = said(path, name, blueprints)
    assert [str(problem) for each in found for problem in each.problems] == []
    values = {path: value.typed for each in found for path, value in each.values.items() if as_declared(path) not in fixed}
    assert values == {path: filling.typed for path, filling in what.values()}


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_file_says_nothing(name: str, tmp_path: Path) -> None:
    for ending, blueprints in documents(name):
        path = written(tmp_path / f"back{ending}", issued(name)[2][ending], {})
        assert [(dict(found.values), list(found.problems)) for found in said(path, name, blueprints)] == [({}, [])] * len(blueprints)


@pytest.mark.parametrize("name", FORMS)
def test_a_filled_file_says_what_was_filled_in(name: str, tmp_path: Path) -> None:
    for ending, blueprints in documents(name):
        data = issued(name)[2][ending]
        what = fillings(blueprints, names_in(data))
        assert_says(written(tmp_path / f"back{ending}", data, what), name, blueprints, what)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_left_empty_is_absent(name: str, tmp_path: Path) -> None:
    for ending, blueprints in documents(name):
        data = issued(name)[2][ending]
        single = {mark: place for mark, place in fillings(blueprints, names_in(data)).items() if "[" not in place[0]}
        chosen = sorted({path for path, _ in single.values()})[::2]
        what = {mark: place for mark, place in single.items() if place[0] in chosen}
        assert_says(written(tmp_path / f"back{ending}", data, what), name, blueprints, what)


@pytest.mark.office
def test_saved_again_by_libreoffice_it_says_the_same(tmp_path: Path) -> None:
    jobs = []
    for name in FORMS:
        for ending, blueprints in documents(name):
            data = issued(name)[2][ending]
            what = fillings(blueprints, names_in(data))
            jobs.append((written(tmp_path / f"{name}{ending}", data, what), tmp_path / f"again-{name}{ending}", name, blueprints, what))
    save_again([(old, new) for old, new, *_ in jobs], tmp_path)
    saved = [job for job in jobs if job[1].exists()]
    assert len(saved) >= len(FORMS)
    for _, new, name, blueprints, what in saved:
        assert_says(new, name, blueprints, what)


def test_a_row_that_was_moved_to_another_part_is_to_be_looked_at(tmp_path: Path) -> None:
    (ending, blueprints), *_ = documents("xiangmu-2022")
    data = issued("xiangmu-2022")[2][ending]
    what = fillings(blueprints, names_in(data))
    word = filled_word(data, {name: filling.shown for name, (_, filling) in what.items()})
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        root = etree.fromstring(package.read(DOCUMENT))
    mark = next(name for name, (path, _) in what.items() if path == "绩效指标.产出指标.质量指标[2].三级指标")
    first = next(name for name, (path, _) in what.items() if path == "绩效指标.产出指标.数量指标[2].三级指标")
    own, other = (next(root.iterfind(f".//{W}bookmarkStart[@{W}name='{name}']")) for name in (mark, first))
    next(other.iterancestors(f"{W}tr")).addprevious(next(own.iterancestors(f"{W}tr")))
    path = tmp_path / f"back{ending}"
    path.write_bytes(replaced(word, {DOCUMENT: etree.tostring(root)}))
    values = said(path, "xiangmu-2022", blueprints)[0].values
    moved = values["绩效指标.产出指标.数量指标[2].三级指标"]
    assert (moved.typed, moved.doubt) == (what[mark][1].typed, "空白表上这一格是“绩效指标.产出指标.质量指标.三级指标”的，移动过")
    assert not values["绩效指标.产出指标.数量指标[1].三级指标"].doubt
