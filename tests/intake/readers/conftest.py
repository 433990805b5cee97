"""What the tests of several readers share: files as the program prints them, and as LibreOffice saves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.workspace import UnitYear
from tests.conftest import copy_of_shipped
from tests.intake.office import save_again
from tests.intake.readers.filled_workbook import fill, written

OLDER = ("doc", "odt", "rtf")


@dataclass(frozen=True)
class Saved:
    """A shipped table.

    Attributes:
        printed: the program's Word file.
        pdf: the program's PDF.
        by_office: as LibreOffice saves the Word file, by kind; and a filled workbook as xls.
    """

    printed: bytes
    pdf: bytes
    by_office: Mapping[str, bytes]


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Return a shipped table, printed and saved."""
    folder = tmp_path_factory.mktemp("saved")
    compiled, sources = prepare(copy_of_shipped(folder / "workspace"), UnitYear("xinfang", "2020"), pdf=True)
    documents = make(compiled, "2020", sources).documents
    table = folder / "表.docx"
    table.write_bytes(documents["table.docx"])
    workbook = folder / "表.xlsx"
    workbook.write_bytes(written(fill))
    jobs = [*((table, table.with_suffix(f".{kind}")) for kind in (*OLDER, "pdf")), (workbook, workbook.with_suffix(".xls"))]
    save_again(jobs, folder)
    by_office = {path.suffix[1:]: path.read_bytes() for _, path in jobs if path.exists()}
    return Saved(documents["table.docx"], documents["table.pdf"], by_office)
