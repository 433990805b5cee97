"""Narratives that LibreOffice opened and saved again as every kind of file: nothing is told of them but what somebody edited."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.readers.kinds import read_received
from pipeline.intake.returned.comparing import GUESSED, Returned, compared
from pipeline.intake.returned.prints import Before
from pipeline.workspace import UnitYear
from tests.intake.office import save_again
from tests.intake.returned.narratives import SHILI, XINFANG, Body, edited, narrative, told

CONVERTED: Final = ("odt", "doc", "rtf")  # which the program itself has LibreOffice convert to Word files
KINDS: Final = ("docx", "html", "pdf", *CONVERTED)


def edit(body: Body) -> None:
    """Change a figure and a text."""
    body.replace("实际支出8.06万元", "实际支出9.06万元")
    body.replace("财务管理制度、固定资产管理制度", "财务管理制度、预算管理制度、固定资产管理制度")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the narratives saved as all kinds."""
    folder = tmp_path_factory.mktemp("saved")
    files = {"xinfang": narrative(XINFANG)[1], "shili": narrative(SHILI)[1], "edited": edited(narrative(XINFANG)[1], edit)}
    jobs = []
    for kind in KINDS:
        (folder / kind).mkdir()
        for name, data in files.items():
            (folder / f"{name}.docx").write_bytes(data)
            again = folder / kind / f"{name}.{kind}"
            jobs.append((folder / f"{name}.docx", again))
            jobs += [(again, again.with_suffix(".docx"))] if kind in CONVERTED else []
    save_again(jobs, folder)
    return folder


def compare(saved: Path, kind: str, name: str, of: UnitYear) -> Returned:
    file = saved / kind / f"{name}.{'docx' if kind in CONVERTED else kind}"
    now, _ = narrative(of)
    return compared(read_received(file, file.name), of, now, Before(now.passages))


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_what_was_edited_is_told_of_every_kind_of_file(saved: Path, kind: str) -> None:
    for of in (XINFANG, SHILI):
        found = compare(saved, kind, of.unit, of)
        assert not found, [told(edit) for edit in found.edits]
        assert (GUESSED in found.notes) == (kind == "pdf")
    found = compare(saved, kind, "edited", XINFANG)
    assert [told(edit) for edit in found.edits] == [
        "改动：制度措施建立情况：财务[+管理制度、预算+]管理制度、固定资产管理制度、车辆管理制度、政府采购管理制度。",
        "改动：“三公”经费预算安排9.00万元，实际支出[-8.06-][+9.06+]万元，控制率为89.56%，低于预算0.94万元。",
    ]
    assert [text.new for text in found.texts] == [("财务管理制度、预算管理制度、固定资产管理制度、车辆管理制度、政府采购管理制度",)]


@pytest.mark.parametrize("of", [XINFANG, SHILI], ids=str)
def test_the_product_s_own_page_says_the_same(of: UnitYear, tmp_path: Path) -> None:
    now, _ = narrative(of)
    file = tmp_path / "report.html"
    file.write_bytes(now.page)
    assert not compared(read_received(file, file.name), of, now, Before(now.passages))
