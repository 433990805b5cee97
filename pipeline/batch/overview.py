"""The year at a glance: a page with charts, and the same numbers as a workbook."""

from __future__ import annotations

import base64
import hashlib
import re
from decimal import Decimal

from pipeline.batch.summary import LOWEST, STEP, Summary
from pipeline.batch.workbook import workbook
from pipeline.language.wording import round_half_up
from pipeline.printing.pages import environment
from pipeline.problems import Severity
from pipeline.workspace import Workspace


def overview(workspace: Workspace, summary: Summary) -> dict[str, bytes]:
    """Return the page and the workbook by name."""
    return {f"{summary.year}.summary.html": page_of(workspace, summary), f"{summary.year}.summary.xlsx": workbook(summary)}


def page_of(workspace: Workspace, summary: Summary) -> bytes:
    """Return the page."""
    layout = workspace.layout
    css = "".join((layout / name).read_text(encoding="utf-8") for name in ("content.css", "document.css", "pages/summary.css"))
    css, script = re.sub(r"\s+", " ", css), (layout / "pages/summary.js").read_text(encoding="utf-8")
    pages = environment(layout)
    pages.filters["two"] = lambda value: round_half_up(Decimal(value))
    names = {"summary": summary, "Severity": Severity, "hundred": (100 - LOWEST) // STEP}
    names |= {"css": css, "css_hash": digest(css), "script": script, "script_hash": digest(script)}
    return pages.get_template("summary.html").render(names).encode()


def digest(text: str) -> str:
    """Return the SHA-256 by which the content security policy lets a page's own style sheet or script in."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
