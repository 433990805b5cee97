"""What is wrong in a unit-year's data is told again without reading them, as long as nothing changes."""

from __future__ import annotations

import pytest

from pipeline.batch.task import Result, State, build_one
from pipeline.build import together
from pipeline.build.failure import FAILED
from pipeline.workspace import UnitYear, Workspace
from tests.build.test_together import JIA, workspace  # noqa: F401 - a fixture
from tests.build.test_unit_year import DATA

WRONG = DATA.replace("9.5", "九")


@pytest.fixture
def wrong(workspace: Workspace) -> Workspace:  # noqa: F811 - the fixture
    """Return a workspace with an error in the data of one unit."""
    fill(workspace, WRONG)
    return workspace


def fill(workspace: Workspace, text: str, of: UnitYear = JIA) -> None:  # noqa: F811
    workspace.data_file(of).write_text(text, encoding="utf-8")


def made_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, pdf: bool = False) -> tuple[Result, bool]:  # noqa: F811
    """Return what comes of the unit now, and whether its data were read for that."""
    read: list[UnitYear] = []
    begin = together.Together.begin

    def noted(self: together.Together, of: UnitYear, *, pdf: bool) -> object:
        read.append(of)
        return begin(self, of, pdf=pdf)

    with monkeypatch.context() as patch:
        patch.setattr(together.Together, "begin", noted)
        return build_one(workspace, JIA, pdf=pdf), bool(read)


def test_while_nothing_changes_the_same_is_told_and_nothing_read(wrong: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first, is_read = made_again(wrong, monkeypatch)
    assert (first.state, first.form, is_read) == (State.FAULTY, "small", True)
    assert made_again(wrong, monkeypatch) == (first, False)


@pytest.mark.parametrize(
    "name", ["data/jia/2020.yaml", "data/jia/unit.yaml", "data/jia/2019.yaml", "templates/small/note.md", "templates/common/own.yaml"]
)
def test_any_input_that_changes_or_comes_is_read(wrong: Workspace, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    made_again(wrong, monkeypatch)
    path = wrong.root / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("# 一句\n")
    assert made_again(wrong, monkeypatch)[1]


def test_another_program_reads_it_again(wrong: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made_again(wrong, monkeypatch)
    monkeypatch.setattr("pipeline.build.current.program", lambda: "0.0 0")
    assert made_again(wrong, monkeypatch)[1]


def test_who_asks_for_pdf_is_told_anew(wrong: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made_again(wrong, monkeypatch)
    assert made_again(wrong, monkeypatch, pdf=True)[1]
    assert not made_again(wrong, monkeypatch, pdf=True)[1]
    assert made_again(wrong, monkeypatch)[1]


def test_what_is_corrected_is_built_and_the_record_gone(wrong: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made_again(wrong, monkeypatch)
    record = wrong.output(JIA).with_name(f".2020.{FAILED}")
    assert record.exists()
    fill(wrong, DATA)
    assert made_again(wrong, monkeypatch)[0].state is State.BUILT
    assert not record.exists()
    assert made_again(wrong, monkeypatch)[0].state is State.CURRENT
    fill(wrong, WRONG)
    assert made_again(wrong, monkeypatch)[0].state is State.FAULTY


@pytest.mark.parametrize("torn", [b"", b"{", b"{}", b"\xff"])
def test_a_torn_record_is_none(wrong: Workspace, monkeypatch: pytest.MonkeyPatch, torn: bytes) -> None:
    first, _ = made_again(wrong, monkeypatch)
    wrong.output(JIA).with_name(f".2020.{FAILED}").write_bytes(torn)
    assert made_again(wrong, monkeypatch) == (first, True)
