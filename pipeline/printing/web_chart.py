"""A chart on a page read back: what is drawn must be what the table below it says, and each figure its fact's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final, cast

from lxml import etree

from pipeline.printing.telling import Shown

H, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
CHART: Final = f"{H}figure"
DRAWN: Final = f"{SVG}text"


def drawn_figures(root: etree._Element) -> Iterator[tuple[str, Shown]]:
    """Yield each fact that stands in a drawing, with how it appears there."""
    for label in root.iter(DRAWN):
        if path := label.get("data-fact"):
            yield path, (label.get("data-value", ""), all_text(label))


def contradictions(root: etree._Element) -> Iterator[str]:
    """Yield a sentence for each chart whose drawing and table do not say the same."""
    for number, chart in enumerate(root.iter(CHART), 1):
        (_, *series), *rows = (list(map(all_text, row)) for row in chart.iter(f"{H}tr"))
        right = [*series, *chain(*rows)]
        drawn = list(map(all_text, chart.iter(DRAWN)))
        if drawn != right:
            yield f"第{number}张图画的是“{'、'.join(drawn)}”，图下表格里是“{'、'.join(right)}”"


def all_text(element: etree._Element) -> str:
    """Return all text in an element."""
    return "".join(cast("Iterator[str]", element.itertext())) if len(element) else element.text or ""
