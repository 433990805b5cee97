"""The forms as their files are now: whoever changes one while the desk is open need not begin anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from pipeline.build.compiled_form import forget_forms, template_files
from pipeline.hashes import sha256
from pipeline.intake.recognition.candidates import forget_candidates
from pipeline.problems import Stop
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import read
from pipeline.workspace import Workspace

MARK: Final = "X-Forms"  # says of which forms a page was made
OF_EDITORS: Final = ("~", ".")  # how the files begin that Word and editors put beside one that is open
PAUSE: Final = 1.0  # seconds between two looks at the files


class FormChangedError(Exception):
    """The forms are others than those that a page was made of."""

    told: Final[dict[str, Any]] = {"said": ["表改过了，正在重新打开这一页"], "reload": True}


class Forms:
    """The forms' files.

    Attributes:
        mark: tells what they hold.
        looked: when they were looked at, as `time.monotonic` has it.
        are_new: whether they were others at the last look than before.
    """

    def __init__(self, workspace: Workspace, forget: Callable[[], None]) -> None:
        """Look at the files; `forget` is called when they are others, after what was compiled of them is forgotten."""
        self.workspace, self.forget = workspace, forget
        self.mark = mark_of(workspace)
        self.looked = time.monotonic()
        self.are_new = False

    def look(self) -> None:
        """Look whether the files are others by now, unless that was done a moment ago."""
        if time.monotonic() - self.looked < PAUSE:
            return
        self.looked = time.monotonic()
        mark = mark_of(self.workspace)
        if mark != self.mark or self.are_new:  # of one that was being compiled meanwhile, it is forgotten at the next look
            self.mark, self.are_new = mark, mark != self.mark
            forget_forms()
            forget_candidates()
            self.forget()


def titled_forms(workspace: Workspace) -> list[tuple[str, str]]:
    """Return the name of each form's folder and what the form calls itself; nothing for one that cannot be read."""
    titles = {}
    for name in workspace.form_names():
        path = workspace.form(name) / "form.yaml"
        with suppress(Stop):
            titles[name] = text_of(value_of(read(path, workspace.shown(path)).root, "title"))
    return list((dict.fromkeys(workspace.form_names(), "") | titles).items())


def mark_of(workspace: Workspace) -> str:
    """Return what tells one state of the forms' files from another: their names, sizes and times."""
    files = {path for name in workspace.form_names() for path in template_files(workspace, name)}
    return sha256(repr(sorted(look(path) for path in files if not path.name.startswith(OF_EDITORS))).encode())[:16]


def look(path: Path) -> tuple[str, int, int]:
    """Return a file's path, when it was saved and its size."""
    with suppress(OSError):
        state = path.stat()
        return str(path), state.st_mtime_ns, state.st_size
    return str(path), 0, 0
