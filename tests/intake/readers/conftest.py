"""What the tests of several readers share: a shipped table as the program prints it, and as LibreOffice saves that."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.workspace import UnitYear
from tests.conftest import copy_of_shipped

OLDER = ("doc", "odt", "rtf")


@dataclass(frozen=True)
class Saved:
    """A table.

    Attributes:
        printed: the program's Word file.
        pdf: the program's PDF.
        by_office: as LibreOffice saves the Word file, by kind.
    """

    printed: bytes
    pdf: bytes
    by_office: Mapping[str, bytes]


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Return the shipped table, printed and saved."""
    folder = tmp_path_factory.mktemp("saved")
    compiled, sources = prepare(copy_of_shipped(folder / "workspace"), UnitYear("xinfang", "2020"), pdf=True)
    documents = make(compiled, "2020", sources).documents
    table = folder / "表.docx"
    table.write_bytes(documents["table.docx"])
    for kind in (*OLDER, "pdf"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(table)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    by_office = {kind: table.with_suffix(f".{kind}").read_bytes() for kind in (*OLDER, "pdf")}
    return Saved(documents["table.docx"], documents["table.pdf"], by_office)
