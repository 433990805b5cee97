"""Filled forms opened in LibreOffice and saved again as every kind of file, then read: all that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.readers.kinds import read_received
from tests.intake.mixture.masters import Master
from tests.intake.mixture.reading import by_us
from tests.intake.mixture.scoring import Score, score
from tests.intake.mixture.units import SHIPPED, made_up, shipped
from tests.intake.mixture.workbook import as_workbook
from tests.intake.office import save_again

pytestmark = [pytest.mark.slow, pytest.mark.office]

EXACT: Final = ("docx", "odt", "doc", "rtf", "html", "xlsx")
# Those that the program has LibreOffice convert to Word files; it is asked only for one file of each here, since each takes it seconds.
CONVERTED: Final = ("odt", "doc", "rtf")
RIGHT_OF_PDF: Final = 97.5  # of a hundred fields


@pytest.fixture(scope="module")
def masters() -> list[Master]:
    ours = [master for of in SHIPPED for master in shipped(of)]
    return [*ours, *(master for form in ("hunan-2018", "xiangmu-2022") for master in made_up(form, 1, seed=2))]


@pytest.fixture(scope="module")
def saved(masters: list[Master], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with all forms saved as all kinds, by their numbers."""
    folder = tmp_path_factory.mktemp("saved")
    for number, master in enumerate(masters):
        (folder / f"{number}.docx").write_bytes(master.package)
        (folder / f"{number}.xlsx").write_bytes(as_workbook(master.sheet()))
    save_again(jobs(folder, len(masters)), folder)
    return folder


def jobs(folder: Path, count: int) -> Iterator[tuple[Path, Path]]:
    """Yield which files are saved by which names."""
    for number in range(count):
        for kind in (*EXACT, "pdf"):
            again = folder / kind / f"{number}.{kind}"
            again.parent.mkdir(exist_ok=True)
            yield folder / f"{number}{'.xlsx' if kind == 'xlsx' else '.docx'}", again
            if kind in CONVERTED:
                yield again, again.with_suffix(".docx")


def read(masters: list[Master], folder: Path, suffix: str) -> Score:
    """Return what is read of the forms in a folder, whose files have a suffix."""
    total = Score()
    for number, master in enumerate(masters):
        path = folder / f"{number}.{suffix}"
        total += score(master.sheet(), *by_us(master, read_received(path, path.name)))
    return total


@pytest.mark.parametrize("kind", EXACT)
def test_every_field_is_read_from_every_kind_of_file(masters: list[Master], saved: Path, kind: str) -> None:
    found = read(masters, saved / kind, "docx" if kind in CONVERTED else kind)
    assert found.right == found.fields, found.faults


@pytest.mark.parametrize("kind", CONVERTED)
def test_what_libreoffice_has_to_convert_is_read_too(masters: list[Master], saved: Path, kind: str) -> None:
    found = read(masters[:1], saved / kind, kind)
    assert found.right == found.fields, found.faults


def test_of_a_pdf_nearly_every_field_is_read_and_each_is_to_be_confirmed(masters: list[Master], saved: Path) -> None:
    found = read(masters, saved / "pdf", "pdf")
    assert found.share(found.right) >= RIGHT_OF_PDF, found.faults
    assert found.wrong == 0, found.faults
    for number, master in enumerate(masters):
        values, _ = by_us(master, read_received(saved / "pdf" / f"{number}.pdf", "form.pdf"))
        assert all(value.is_doubted for value in values.values())
