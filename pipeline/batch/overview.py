"""The year at a glance: a page with charts, and the same numbers as a workbook."""

from __future__ import annotations

from decimal import Decimal

from pipeline.batch.rates import FEWEST, LEAST, LOWEST, STEP
from pipeline.batch.summary import Summary
from pipeline.batch.workbook import workbook
from pipeline.language.wording import round_half_up
from pipeline.printing.pages import environment, layout_text, page, policy_hash, style_sheet
from pipeline.problems import Severity
from pipeline.workspace import Workspace


def overview(workspace: Workspace, summary: Summary) -> dict[str, bytes]:
    """Return the page and the workbook by name."""
    return {f"{summary.year}.summary.html": page_of(workspace, summary), f"{summary.year}.summary.xlsx": workbook(summary)}


def page_of(workspace: Workspace, summary: Summary) -> bytes:
    """Return the page."""
    layout = workspace.layout
    css = style_sheet(layout, "content.css", "document.css", "pages/summary.css")
    script = layout_text(layout, "pages/summary.js")
    pages = environment(layout)
    pages.filters["two"] = lambda value: round_half_up(Decimal(value))
    several = len(summary.results) > summary.units
    names = {"summary": summary, "several": several, "measure": "份" if several else "个", "by_form": len(summary.groups) > 1}
    names |= {"Severity": Severity, "hundred": (100 - LOWEST) // STEP, "least": LEAST, "fewest": FEWEST}
    names |= {"css": css, "css_hash": policy_hash(css), "script": script, "script_hash": policy_hash(script)}
    return page(pages, layout, "summary.html", names)
