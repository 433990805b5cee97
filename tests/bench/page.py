"""One page of all that was measured: each figure beside its aim and its peer; the README's table and a page of the manual are this page.

python -m tests.bench page
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.documents import FLUSHED, LIMIT, PACKED
from tests.bench.tables import ROOT

README: Final = ROOT / "README.md"
BETWEEN: Final = re.compile(r"(<!-- what `make bench` measured -->\n).*?(<!-- end -->)", re.DOTALL)
SIGNS: Final[dict[str, Callable[[float, float], bool]]] = {"≤": operator.le, "≥": operator.ge}

# Rows by title of table, by part of the bench, as output/bench.json has them.
Figures = Mapping[str, Mapping[str, list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the page.

    Attributes:
        what: what it is.
        part: the part of the bench that measures it.
        table: the title of its table there.
        row: what the first column of its row says.
        column: the heading of its column.
        unit: of the figure and its aim.
        aim: whether it is to be at most or at least a number, and the number; nothing if it has no aim.
    """

    what: str
    part: str
    table: str
    row: str
    column: str
    unit: str
    aim: str = ""

    def cells(self, figures: Figures) -> tuple[str, str, str, str]:
        """Return what it is, the figure, its aim, and whether it is reached."""
        found = figure_of(figures, self.part, self.table, self.row, self.column)
        aim = f"{self.aim} {self.unit}" if self.aim else ""
        if found is None:
            return self.what, "not measured", aim, ""
        sign, _, number = self.aim.partition(" ")
        reached = ("yes" if SIGNS[sign](found, float(number.replace(",", ""))) else "**no**") if self.aim else ""
        return self.what, f"{shown(found)} {self.unit}", aim, reached


def figure_of(figures: Figures, part: str, table: str, row: str, column: str) -> float | None:
    """Return a figure; None if it was not measured, or skipped.

    Args:
        figures: all of them.
        part: the part of the bench.
        table: the title of the table.
        row: what the first column of its row says.
        column: the heading of its column.
    """
    rows = figures.get(part, {}).get(table, ())
    found = next((each.get(column) for each in rows if next(iter(each.values())) == row), None)
    return found if isinstance(found, int | float) else None


def shown(figure: float) -> str:
    """Return a figure with as many digits as say something."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def page_of(figures: Figures) -> str:
    """Return the page: a table of all figures."""
    rows = [("", "measured", "aim", "reached"), ("---",) * 4, *(line.cells(figures) for line in LINES)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def write_page(figures: Figures) -> str:
    """Return the page, and put it into the README."""
    page = page_of(figures)
    README.write_text(BETWEEN.sub(lambda found: f"{found[1]}{page}{found[2]}", README.read_text(encoding="utf-8")), encoding="utf-8")
    return page


ONE, MORE, COLD = "one unit-year beside docxtpl", "what more units take", "cold, a whole process"
BESIDE = "beside docxtpl in a pool of processes: four Word files of each unit; make reports does all the rest as well"
STAGES = "where a unit-year's time goes"
CLUSTER = "beside two processes of this machine"
SITE = "one corrected unit published to a folder"
SEARCHES = "searches among 10,000 articles at 1.6 Mbit/s and 150 ms"
DESK = "from a change to what comes of it on the screen"
DESK_FULL, DESK_SCORED = "the full example, 220 fields", "a form with 60 indicators"
PDF = "one PDF, warm"
ENGINES = "a unit's four Word files beside other template engines, warm"
LINES: Final = (
    Line(
        "a whole unit-year to the disk, as `make reports` does it",
        "city",
        MORE,
        "ms of a processor for a unit, one process",
        "figure",
        "ms",
        "≤ 8",
    ),
    Line("docxtpl's four Word files / a whole unit-year to the disk, one process", "city", BESIDE, "1", "make reports ratio", "×", "≥ 36"),
    Line("the same with two processes", "city", BESIDE, "2", "make reports ratio", "×", "≥ 36"),
    Line("four Word files from YAML to the disk, docxtpl / ziping", "city", BESIDE, "1", "ratio (≥ 20)", "×", "≥ 20"),
    Line("docxtemplater's four Word files / ziping's", "engines", ENGINES, "docxtemplater", "times as long as ziping", "×"),
    Line("carbone's", "engines", ENGINES, "carbone", "times as long as ziping", "×"),
    Line("docx-templates'", "engines", ENGINES, "docx-templates", "times as long as ziping", "×"),
    Line(
        "a unit-year in memory: both editions, checked, read back, searched",
        "documents",
        "warm",
        "ziping unit-year in memory",
        "ms",
        "ms",
        "≤ 5",
    ),
    *(
        Line(f"of a whole unit-year: {stage}", "documents", STAGES, stage, "ms", "ms", aim)
        for stage, aim in (
            ("data file read", ""),
            ("facts, formulas, checks", ""),
            ("Word and HTML, both editions", ""),
            ("read back and compared", "≤ 1.5"),
            ("searched for personal data", "≤ 1.5"),
            ("manifest", ""),
            ("written beside its folder", ""),
            ("put in its place", ""),
        )
    ),
    Line("the same bytes only packed", "documents", LIMIT, PACKED, "ms", "ms"),
    Line("its files only written and flushed, one after another", "documents", LIMIT, FLUSHED, "ms", "ms"),
    Line("docxtpl's table of the sample, which tells how fast this machine is", "documents", "warm", "docxtpl table", "ms", "ms"),
    Line("1,000 unit-years, two processes", "city", MORE, "seconds for 1,000 units, two processes", "figure", "s", "≤ 5"),
    Line("two processes / one, the most units measured", "city", MORE, "two processes / one, most units", "figure", "×", "≥ 1.85"),
    Line(
        "most / least time per further unit, from 100 units on", "city", MORE, "most / least time per further unit", "figure", "×", "≤ 1.2"
    ),
    Line("greatest worker", "city", MORE, "greatest worker, MB", "figure", "MB", "≤ 60"),
    Line("the parent, for 1,000 further units", "city", MORE, "parent's MB for 1,000 further units", "figure", "MB", "≤ 3"),
    Line("both Word documents, docxtpl / ziping", "documents", ONE, "both Word documents, docxtpl / ziping", "measured", "×", "≥ 80"),
    Line("cold, nothing to do / `import docxtpl`", "documents", ONE, "cold, nothing to do / import docxtpl", "measured", "×", "≤ 0.5"),
    Line("cold, a full build / `import docxtpl`", "documents", ONE, "cold, full build / import docxtpl", "measured", "×", "≤ 2.5"),
    Line("shared folder, two workers / two processes here", "cluster", CLUSTER, "shared folder", "as long as here", "×", "≤ 1.3"),
    Line("a worker's time for a unit on S3 at 15 ms a request", "cluster", CLUSTER, "S3", "worker's ms a unit", "ms", "≤ 60"),
    Line("requests for a new unit on S3: 11 files are read or written", "cluster", CLUSTER, "S3", "requests a unit", "requests"),
    Line("requests for an unchanged unit on S3", "cluster", CLUSTER, "S3, unchanged", "requests a unit", "requests", "≤ 3.1"),
    Line("one corrected unit published into 10,000 articles", "site", SITE, "10,000", "seconds", "s", "≤ 1.5"),
    Line("files sent for it", "site", SITE, "10,000", "files sent", "files", "≤ 12"),
    Line("its memory", "site", SITE, "10,000", "MB of memory", "MB", "≤ 200"),
    Line("its new inodes", "site", SITE, "10,000", "new inodes", "inodes"),
    Line("its new disk", "site", SITE, "10,000", "new KB on disk", "KB"),
    Line("the worst search among 10,000 articles", "site", SEARCHES, "worst", "KB", "KB", "≤ 300"),
    Line("its first hit, 1.6 Mbit/s and 150 ms a request", "site", SEARCHES, "worst", "first hit", "s", "≤ 1"),
    Line("the desk, 220 fields: from a change to findings, p95", "desk", DESK, DESK_FULL, "findings, p95 ms", "ms", "≤ 100"),
    Line("the same, 60 indicators in three levels", "desk", DESK, DESK_SCORED, "findings, p95 ms", "ms", "≤ 100"),
    Line("the desk, 220 fields: from a change to both pages, p95", "desk", DESK, DESK_FULL, "pages too, p95 ms", "ms"),
    Line("the same, 60 indicators in three levels", "desk", DESK, DESK_SCORED, "pages too, p95 ms", "ms"),
    Line("a PDF once more, warm: the sample's table", "pdf", PDF, "xinfang table", "ms", "ms", "≤ 25"),
    Line("its report", "pdf", PDF, "xinfang report", "ms", "ms", "≤ 25"),
    Line("1,000 unit-years with PDFs, two processes", "pdf", "make reports, 1,000 units, two processes", "PDF too", "seconds", "s", "≤ 60"),
    Line("`make import` of 1,000 forms, two processes", "intake", "make import", "1,000", "seconds", "s", "≤ 120"),
)


def measured() -> Figures:
    """Return what was measured last."""
    path = ROOT / "output" / "bench.json"
    found: Figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
