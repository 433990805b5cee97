"""Filled forms opened in LibreOffice and saved again as every kind of file, then read: all that is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.readers.kinds import read_received
from pipeline.printing.outputs import OUTPUTS
from pipeline.privacy.edition import public_facts
from pipeline.problems import Kind
from tests.intake.mixture.masters import Master
from tests.intake.mixture.reading import by_us
from tests.intake.mixture.scoring import score
from tests.intake.mixture.units import SHIPPED, made_up, shipped, tables
from tests.intake.office import needs_calc
from tests.intake.resaved import CONVERTED, EXACT, read, resaved

pytestmark = [pytest.mark.slow, pytest.mark.office]

RIGHT_OF_PDF: Final = 97.5  # of a hundred fields
CONTACT: Final = "单位基本情况.自评联络人"


@pytest.fixture(scope="module")
def masters() -> list[Master]:
    units = [of for of in SHIPPED if of.year != "2018" or of.unit != "shili"]  # whose form is as that of its next year
    return [*(master for of in units for master in shipped(of)), *made_up("xiangmu-2022", 1, seed=2)]


@pytest.fixture(scope="module")
def saved(masters: list[Master], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return resaved(masters, tmp_path_factory.mktemp("saved"))


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=needs_calc if kind == "xlsx" else ()) for kind in EXACT])
def test_every_field_is_read_from_every_kind_of_file(masters: list[Master], saved: Path, kind: str) -> None:
    found = read(masters, saved / kind, "docx" if kind in CONVERTED else kind)
    assert found.right == found.fields, found.faults


def test_what_libreoffice_has_to_convert_is_read_too(masters: list[Master], saved: Path) -> None:
    found = read(masters[:1], saved / "odt", "odt")
    assert found.right == found.fields, found.faults


def test_of_a_pdf_nearly_every_field_is_read_and_nothing_is_wrong_without_a_word(masters: list[Master], saved: Path) -> None:
    found = read(masters, saved / "pdf", "pdf")
    assert found.share(found.right) >= RIGHT_OF_PDF, found.faults
    assert found.wrong == 0, found.faults


def test_every_value_from_a_pdf_is_to_be_confirmed(masters: list[Master], saved: Path) -> None:
    values, _ = by_us(masters[0], read_received(saved / "pdf" / "0.pdf", "0.pdf"))
    assert values
    assert all(value.is_doubted for value in values.values())


def test_the_programs_own_pdf_is_read_likewise(masters: list[Master], tmp_path: Path) -> None:
    form = masters[0].facts.form
    [document] = [document for document in tables(form.name).documents if document.spec.name == masters[0].document]
    path = tmp_path / "table.pdf"
    path.write_bytes(OUTPUTS[".pdf"].compile(document.read).print(document.context(masters[0].facts)))
    found = score(masters[0].sheet(), *by_us(masters[0], read_received(path, path.name)))
    assert found.share(found.right) >= RIGHT_OF_PDF, found.faults
    assert found.wrong == 0, found.faults


def test_of_a_published_table_all_but_what_is_masked_is_read_and_that_is_told(masters: list[Master], tmp_path: Path) -> None:
    master = masters[0]
    [document] = [document for document in tables(master.facts.form.name).documents if document.spec.name == master.document]
    path = tmp_path / "article.html"
    path.write_bytes(OUTPUTS[".html"].compile(document.read).print(document.context(public_facts(master.facts))))
    values, problems = by_us(master, read_received(path, path.name))
    private = {held.fact.path for held in master.sheet().printed if held.fact.field.private}
    told = {problem.path for problem in problems if problem.kind == Kind.NOT_TAKEN}
    found = score(master.sheet(), values, problems)
    assert private.isdisjoint(values)
    assert f"{CONTACT}.姓名" in told
    assert not [fault for fault in found.faults if not fault.startswith(CONTACT)]
