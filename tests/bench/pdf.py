"""PDFs: each beside WeasyPrint, from the same document's page, and LibreOffice, from its Word file; and a city's units with PDFs."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from pipeline.build.unit_year import examine, prepare
from pipeline.printing.documents import DocumentTemplate
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import city
from tests.bench.city import reports
from tests.bench.tables import ROOT, Table, in_turns, seconds

YEAR: Final = "2020"
SHIPPED: Final = ("xinfang", "shili")  # as a bureau published it, and all of the form filled in
UNITS: Final = 1_000
ROUNDS: Final = 5
SKIPPED: Final = "skipped: not there"


@dataclass(frozen=True, slots=True)
class Ready:
    """A document before it is printed: its template, and what that sees."""

    document: DocumentTemplate
    context: Mapping[str, Any]

    def files(self) -> dict[str, bytes]:
        """Return its Word file and its page."""
        return {suffix: self.document.printers[suffix].print(self.context) for suffix in (".docx", ".html")}


def measure() -> list[Table]:
    """Return what a PDF costs, and a city's units with PDFs."""
    documents = {f"{unit} {ready.document.spec.name}": ready for unit in SHIPPED for ready in ready_documents(UnitYear(unit, YEAR))}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = in_turns({said: partial(ready.document.printers[".pdf"].print, ready.context) for said, ready in documents.items()}, ROUNDS)
        rows = [(said, ours[said], "≤ 25", by_weasyprint(ready), by_libreoffice(ready, folder / said)) for said, ready in documents.items()]
        whole, _ = city(folder / "city", UNITS)
        runs = [(said, reports(whole, "--jobs=2", *options).seconds, aim) for said, options, aim in cities()]
    return [
        Table("one PDF, warm", ("document", "ms", "aim", "WeasyPrint ms", "LibreOffice ms"), rows),
        Table(f"make reports, {UNITS:,} units, two processes", ("kinds of files", "seconds", "aim"), runs),
    ]


def cities() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Return the ways to build a city: how they are called, the command's options, and how many seconds they may take."""
    return ("Word and HTML", (), ""), ("PDF too", ("--pdf",), "≤ 60")


def ready_documents(of: UnitYear) -> list[Ready]:
    """Return a unit-year's documents, ready to be printed."""
    compiled, sources = prepare(Workspace(ROOT), of, pdf=True)
    facts = examine(compiled, of.year, sources).facts
    return [Ready(document, document.context(facts)) for document in compiled.documents if document.is_made(facts)]


def by_weasyprint(ready: Ready) -> float | str:
    """Return how many ms WeasyPrint takes for a document's page; or that it cannot be tried here."""
    try:
        from weasyprint import HTML  # noqa: PLC0415 - it needs libraries of the system's
    except (ImportError, OSError):
        return SKIPPED
    page = ready.files()[".html"].decode()
    return once_warm(lambda: HTML(string=page).write_pdf())


def by_libreoffice(ready: Ready, folder: Path) -> float | str:
    """Return how many ms LibreOffice takes for a document's Word file, of several in one process; or that it cannot be tried here.

    Args:
        ready: the document.
        folder: where the files may be put.
    """
    office = shutil.which("soffice")
    if not office:
        return SKIPPED
    folder.mkdir()
    some = [folder / f"{number}.docx" for number in range(ROUNDS + 1)]
    for path in some:
        path.write_bytes(ready.files()[".docx"])
    converting = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    runs = (some[:1], some[:1], some)  # the first one makes the profile
    _, one, more = (seconds(partial(subprocess.run, [*converting, *paths], check=True, capture_output=True)) for paths in runs)
    return (more - one) / ROUNDS * 1000


def once_warm(job: Callable[[], object]) -> float:
    """Return how many ms a job takes that was done before."""
    return min(seconds(job) for _ in range(ROUNDS)) * 1000
