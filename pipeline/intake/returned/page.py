"""The page that tells what a narrative that came back says otherwise than the data, for whoever decides about it."""

from __future__ import annotations

from pathlib import Path

from pipeline.calls import option
from pipeline.form.field import UNIT_NAME
from pipeline.intake.returned.comparing import Returned
from pipeline.printing.pages import environment, inlined, page, style_sheet
from pipeline.workspace import UnitYear, Workspace
from pipeline.writing import write_file


def page_file(workspace: Workspace, of: UnitYear) -> Path:
    """Return the file of a unit-year's page."""
    return workspace.root / "output" / of.unit / f"{of.stem}.returned.html"


def write_page(workspace: Workspace, returned: Returned) -> Path:
    """Write the page that tells a comparison, and return its file.

    Raises:
        Stop: it cannot be written.
    """
    file = page_file(workspace, returned.of)
    write_file(file, workspace.shown(file), page_of(workspace.layout, returned))
    return file


def page_of(layout: Path, returned: Returned) -> bytes:
    """Return the page that tells a comparison; `layout` is the folder of the page layout."""
    of, names = returned.of, [returned.name(text) for text in returned.texts]
    content = {
        "title": f"{returned.facts.names.get(UNIT_NAME, of.unit)}{of.year}年度自评报告核对{of.named}",
        "returned": returned,
        "texts": [(name, option("take", name), text) for name, text in zip(names, returned.texts, strict=True)],
        **inlined(style_sheet(layout, "content.css", "document.css", "pages/returned.css")),
    }
    return page(environment(layout), layout, "returned.html", content, entries=len(returned.edits))
