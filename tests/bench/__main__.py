"""Measures one part or all of them, prints a table for each, and keeps the figures in output/bench.json.

python -m tests.bench [documents] [engines] [scored] [pdf] [city] [site] [intake]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, Final

from tests.bench import city, documents, engines, intake, pdf, scored, site
from tests.bench.tables import ROOT, Table, print_tables

PARTS: Final[dict[str, Callable[[], list[Table]]]] = {
    "documents": documents.measure,
    "engines": engines.measure,
    "scored": scored.measure,
    "pdf": pdf.measure,
    "city": city.measure,
    "site": site.measure,
    "intake": intake.measure,
}


def main(names: list[str]) -> None:
    """Measure, print, and keep the figures beside those of parts that were measured before."""
    path = ROOT / "output" / "bench.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.parent.mkdir(exist_ok=True)
    for name in names or PARTS:
        tables = PARTS[name]()
        print_tables(tables)
        known[name] = {table.title: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables}
        path.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - PARTS.keys()
    if unknown:
        sys.exit(f"parts are: {' '.join(PARTS)}")
    main(sys.argv[1:])
