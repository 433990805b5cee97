"""A shipped form is compiled once in a process for all tests, in however many copies of its folder they work.

To compile it takes as long as a hundred of the tests that need it compiled. A copy in which anything was changed is compiled by itself.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from pipeline.build import compiled_form
from pipeline.build.compiled_form import CompiledForm, template_files
from pipeline.build.looks import fingerprints
from pipeline.workspace import Workspace

SHIPPED = Workspace(Path(__file__).parent.parent)


def share() -> None:
    """Let whoever imports `compile_form` from now on share what is compiled; called before anybody has."""
    compiling = compiled_form.compile_form

    @wraps(compiling.__wrapped__)
    def compile_shared(workspace: Workspace, name: str, **settings: Any) -> CompiledForm:  # noqa: ANN401 - passed on
        return compiling(SHIPPED, name, **settings) if is_shipped(workspace, name) else compiling.__wrapped__(workspace, name, **settings)

    # With a cache of its own, which tests clear after they have changed a form; the other one, of shipped forms only, stays.
    compiled_form.compile_form = lru_cache(maxsize=16)(compile_shared)


def is_shipped(workspace: Workspace, name: str) -> bool:
    """Return whether a form, with what all forms share, is byte for byte as it is shipped."""
    return name in SHIPPED.form_names() and hashes(workspace, name) == hashes(SHIPPED, name)


def hashes(workspace: Workspace, name: str) -> dict[str, str]:
    return dict(fingerprints(map(workspace.shown, template_files(workspace, name)), workspace.root))
