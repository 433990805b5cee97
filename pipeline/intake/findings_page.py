"""What came of a folder of received files as a page: what was read, and what has to be asked, file by file."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.intake.folder import Outcome, State
from pipeline.intake.recognition.candidates import candidates
from pipeline.printing.pages import environment, inlined, page, style_sheet
from pipeline.workspace import Workspace


def findings_page(workspace: Workspace, folder: str, outcomes: Sequence[Outcome]) -> bytes:
    """Return the page.

    Args:
        workspace: where everything is.
        folder: the folder's name.
        outcomes: what came of its files.
    """
    layout = workspace.layout
    css = style_sheet(layout, "content.css", "document.css", "pages/import.css")
    states = [outcome.state for outcome in outcomes]
    names = {
        "title": f"读入“{folder}”的结果",
        "outcomes": outcomes,
        "counts": [(state.value, states.count(state)) for state in State if state in states],
        "titles": {each.form.name: each.form.title for each in candidates(workspace).documents},
        "failed": State.FAILED,
        "taken": State.TAKEN,
        **inlined(css),
    }
    return page(environment(layout), layout, "import.html", names, len(outcomes))
