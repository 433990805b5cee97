"""One page of all that was measured: each figure beside its aim and its peer; the README's table and a page of the manual are this page.

python -m tests.bench page
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

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
        sign: whether it is to be at most or at least its aim; empty if it has none.
        aim: the aim.
    """

    what: str
    part: str
    table: str
    row: str
    column: str
    unit: str
    sign: str = ""
    aim: float = 0

    def figure(self, figures: Figures) -> float | None:
        """Return the figure; None if it was not measured, or skipped."""
        rows = figures.get(self.part, {}).get(self.table, ())
        found = next((row[self.column] for row in rows if next(iter(row.values())) == self.row and self.column in row), None)
        return found if isinstance(found, int | float) else None

    def told(self, figures: Figures) -> tuple[str, str, str, str]:
        """Return the line's cells: what, the figure, its aim, and whether it is reached."""
        found = self.figure(figures)
        aim = f"{self.sign} {shown(self.aim)} {self.unit}".strip()
        if found is None:
            return self.what, "not measured", aim if self.sign else "", ""
        reached = "" if not self.sign else "yes" if SIGNS[self.sign](found, self.aim) else "**no**"
        return self.what, f"{shown(found)} {self.unit}", aim if self.sign else "", reached


def shown(figure: float) -> str:
    """Return a figure with as many digits as say something."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def table_of(lines: Iterator[Line] | tuple[Line, ...], figures: Figures) -> str:
    """Return lines as a Markdown table."""
    rows = [("", "measured", "aim", "reached"), ("---",) * 4, *(line.told(figures) for line in lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def write_page(figures: Figures, lines: tuple[Line, ...]) -> str:
    """Return the page, and put it into the README."""
    table = table_of(lines, figures)
    README.write_text(BETWEEN.sub(lambda found: f"{found[1]}{table}{found[2]}", README.read_text(encoding="utf-8")), encoding="utf-8")
    return table


def measured() -> Figures:
    """Return what was measured last."""
    path = ROOT / "output" / "bench.json"
    found: Figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
