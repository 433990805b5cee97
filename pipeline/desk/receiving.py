"""Reads a received form or narrative in: first what would come of it is shown, then it is filled in as the clerk decides, or not at all."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import unquote

import jinja2
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.desk.asked import Answer, asked_of, beside, part
from pipeline.desk.city import address
from pipeline.desk.returning import Back, compared, content_of, written
from pipeline.facts.revisions import label_of
from pipeline.form.field import UNIT_NAME
from pipeline.form.form import Form
from pipeline.intake.filled import FilledValue
from pipeline.intake.importing import Imported, ReadFile, counted, import_file, taken_from, typed_text
from pipeline.intake.into_data.taking import Taken, write_taken
from pipeline.intake.readers.kinds import READERS
from pipeline.intake.recognition.belonging import Given
from pipeline.intake.recognition.candidates import form_named
from pipeline.intake.recognition.units import forget_units, unit_names
from pipeline.problems import Kind, Problem
from pipeline.workspace import UsageError, Workspace, check_name, check_unit, check_year

NAME: Final = "X-File-Name"  # of the file, encoded as in an address
UNIT, YEAR, FURTHER = "X-Unit", "X-Year", "X-Further"  # whose it is, if the page says so
KEPT: Final = 5  # files that are shown and not decided about yet
LONGEST: Final = 240  # bytes of a file's name: no system keeps a name of 256
AGAIN: Final = "这份文件要再读一次"
# What the file alone cannot say: the clerk can, beside the file.
UNKNOWN: Final = "请在下面写明单位代码和年度，再读一次。新单位的，给它定一个代码"


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that was read and not yet decided about.

    Attributes:
        filling: what becomes of the data if only blanks are filled in.
        replacing: what becomes of them if what was received counts; None if nothing differs.
    """

    filling: Taken
    replacing: Taken | None


class Receiving:
    """What reads received forms in."""

    def __init__(self, workspace: Workspace, pages: jinja2.Environment) -> None:
        self.workspace = workspace
        self.pages = pages
        self.pending: dict[str, Pending | Back] = {}
        pages.globals["kinds"] = ",".join(sorted({suffix for reader in READERS.values() for suffix in reader.suffixes}))

    def posts(self) -> dict[str, Answer]:
        """Return what is sent where."""
        return {"/receive": self.receive, "/receive/take": self.take, "/receive/texts": self.take_texts}

    async def receive(self, request: Request) -> Response:
        """Read a file, and show what would come of it."""
        name, given = file_name(request.headers.get(NAME, "")), given_in(request.headers)
        data = await request.body()
        return JSONResponse(await beside(partial(self.read, name, data, given)))

    def read(self, name: str, data: bytes, given: Given) -> dict[str, str]:
        """Read a file, and return what a page is told of it.

        Args:
            name: the file's name.
            data: what is in it.
            given: what the page says of it.
        """
        forget_units()
        with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            imported = import_file(self.workspace, path, given, file=name)
        return self.told(name, imported)

    def told(self, name: str, imported: Imported) -> dict[str, str]:
        """Return what a page is told of a file: what would come of it, and by what to decide.

        Args:
            name: the file's name.
            imported: what came of it.
        """
        read, taken = imported.read, imported.taken
        if read and read.narrative:
            return self.told_back(name, imported, compared(self.workspace, read, read.narrative))
        content: dict[str, Any] = {"name": name, "notes": notes(imported.problems), "is_taken": False}
        mark = ""
        if read and taken:
            replacing = taken_from(self.workspace, read, read.filled, overwrite=True).taken if taken.differing else None
            mark = self.kept(Pending(taken, replacing))
            content |= self.outcome(read, taken) | {"is_taken": True, "replaces": bool(replacing)}
        return {"html": part(self.pages, "received.html", "received", content), "mark": mark}

    def told_back(self, name: str, imported: Imported, back: Back) -> dict[str, str]:
        """Return what a page is told of a narrative that came back: what it says otherwise than the data, and by what to decide.

        Args:
            name: the file's name.
            imported: what came of it.
            back: it and what it says.
        """
        mark = self.kept(back) if back.returned.offered else ""
        content = {"name": name, "notes": notes(imported.problems), **content_of(back)}
        return {"html": part(self.pages, "received.html", "back", content), "mark": mark}

    def outcome(self, read: ReadFile, taken: Taken) -> dict[str, Any]:
        """Return what would come of a file, as it is shown.

        Args:
            read: what it says.
            taken: what becomes of the data files.
        """
        form = form_named(self.workspace, read.form)
        names = [str(value.typed) for filled in read.filled if (value := filled.values.get(UNIT_NAME))]
        name = next(iter(names or sorted(unit_names(self.workspace).get(read.of.unit, ()))), read.of.unit)
        return {
            "whose": f"{name} {read.of.year} 年度{form.title}{read.of.named}",
            "counted": counted(taken),
            "is_new": any(file.is_new for file in taken.files),
            "changes": bool(taken.files),
            "filled": [row(form, value) for value in taken.filled],
            "differing": [difference(form, problem) for problem in taken.problems if problem.kind is Kind.CONFLICT],
        }

    def kept(self, pending: Pending | Back) -> str:
        """Return by what a page names a file that is to be decided about."""
        while len(self.pending) >= KEPT:
            del self.pending[next(iter(self.pending))]
        mark = secrets.token_hex(8)
        self.pending[mark] = pending
        return mark

    async def take(self, request: Request) -> Response:
        """Fill in what a file says."""
        asked = await asked_of(request, mark=str, replace=bool)
        pending = self.pending.pop(asked["mark"], None)
        taken = (pending.replacing if asked["replace"] else pending.filling) if isinstance(pending, Pending) else None
        if taken is None:
            raise UsageError(AGAIN)
        await beside(partial(write_taken, self.workspace, taken))
        return JSONResponse({"go": address(taken.of)})

    async def take_texts(self, request: Request) -> Response:
        """Fill in texts of a narrative that came back."""
        asked = await asked_of(request, mark=str, paths=list)
        back = self.pending.get(asked["mark"])
        if not isinstance(back, Back):
            raise UsageError(AGAIN)
        await beside(partial(written, self.workspace, back, asked["paths"]))
        del self.pending[asked["mark"]]
        return JSONResponse({"go": address(back.of)})


def file_name(encoded: str) -> str:
    """Return a file's name as the browser has it, so that it is safe in a folder of its own."""
    name = PurePath(unquote(encoded).replace("\\", "/")).name
    seen = "".join(filter(str.isprintable, name)).strip()
    return seen.encode()[-LONGEST:].decode(errors="ignore").lstrip(".") or "收到的表"


def given_in(headers: Mapping[str, str]) -> Given:
    """Return what the page says of a file.

    Raises:
        UsageError: it is no name of a unit or year.
    """
    unit, year, further = (unquote(headers.get(name, "")).strip() for name in (UNIT, YEAR, FURTHER))
    return Given(check_unit(unit) if unit else "", check_year(year) if year else "", "", check_name(further) if further else "")


def row(form: Form, value: FilledValue) -> dict[str, str]:
    """Return a value as it is shown: what it is, what is put there, and what the file says where that is written otherwise."""
    typed = typed_text(value)
    received = "" if value.received.split() == typed.split() else value.received
    return {"label": label_of(form, value.path), "typed": typed, "received": received, "doubt": value.doubt}


def difference(form: Form, problem: Problem) -> dict[str, str]:
    """Return what the data file says otherwise than the received one."""
    return {"label": label_of(form, problem.path), "message": problem.message}


def notes(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Return what is to be told of a file besides its values: where it stands there, and what to do about it here."""
    told = [problem for problem in problems if problem.kind is not Kind.CONFLICT and not (problem.kind is Kind.TO_CONFIRM and problem.path)]
    return [
        {
            "severity": problem.severity.value,
            "where": problem.place.spot,
            "message": problem.message,
            "hint": UNKNOWN if problem.kind is Kind.UNRECOGNISED else problem.hint,
        }
        for problem in told
    ]
