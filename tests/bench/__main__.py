"""Measures one part or all of them, prints a table for each and a page of all, and keeps the figures in output/bench.json.

python -m tests.bench [documents] [engines] [scored] [pdf] [city] [cluster] [site] [intake] [desk]
python -m tests.bench page
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Final

from tests.bench import city, cluster, country, desk, documents, engines, intake, page, pdf, scored, site
from tests.bench.tables import ROOT, Table, print_tables

PARTS: Final[dict[str, Callable[[], list[Table]]]] = {
    "documents": documents.measure,
    "engines": engines.measure,
    "scored": scored.measure,
    "pdf": pdf.measure,
    "city": city.measure,
    "cluster": cluster.measure,
    "site": site.measure,
    "intake": intake.measure,
    "desk": desk.measure,
}


PAGE: Final = "page"


def main(names: list[str]) -> None:
    """Measure, print, and keep the figures beside those of parts that were measured before."""
    path = ROOT / "output" / "bench.json"
    known = dict(page.measured())
    path.parent.mkdir(exist_ok=True)
    for name in names or PARTS:
        tables = PARTS[name]()
        print_tables(tables)
        known[name] = {table.title: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables}
        path.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("\n" + page.page_of(known))


def write_pages() -> None:
    """Put the figures that were measured last into the README and the manual."""
    known = page.measured()
    print(page.write_page(known), country.write_page(known), sep="\n")


if __name__ == "__main__":
    asked = sys.argv[1:]
    if asked == [PAGE]:
        write_pages()
    elif unknown := set(asked) - PARTS.keys():
        sys.exit(f"no part of the bench: {' '.join(unknown)}; parts are: {' '.join(PARTS)}, or {PAGE}")
    else:
        main(asked)
