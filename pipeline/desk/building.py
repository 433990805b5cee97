"""Builds all units of a year as `reports` does, in a process of its own, while the desk goes on; and shows the summary that it writes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from pipeline.desk.asked import Answer, asked_of, said
from pipeline.workspace import UsageError, Workspace, check_year

PROGRAM: Final = Path(__file__).parents[2]
SUMMARY: Final = re.compile(r"\d{4}\.summary(?:\.html|\.xlsx|/[\w-]+\.html)")
DOCUMENT: Final = re.compile(r"([a-z][a-z0-9_-]*)/([^/]+)/[^/]+")
# The summary's own script, which its page lets in by its hash, orders and filters lists and reaches nothing.
OWN: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(slots=True, eq=False)
class Run:
    """A build of all units of a year.

    Attributes:
        year: the year.
        process: what builds.
        lines: what it has said.
        is_stopped: whether the clerk has stopped it.
        ear: takes up what it says.
    """

    year: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    is_stopped: bool = False
    ear: Thread | None = None

    def begin(self) -> None:
        """Take up what it says."""
        self.ear = Thread(target=self.listen, daemon=True)
        self.ear.start()

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet, or not everything that it said was taken up."""
        return self.ear is not None and self.ear.is_alive()

    def listen(self) -> None:
        """Take up what it says until it ends."""
        with self.process:
            for line in self.process.stdout or ():
                self.lines.append(line.rstrip())

    def stop(self) -> None:
        """Stop it as Ctrl-C does: documents are written all or nothing."""
        self.is_stopped = True
        self.process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)


class Building:
    """What builds all units."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.run: Run | None = None

    def gets(self) -> dict[str, Answer]:
        """Return what is asked for where."""
        return {"/all/progress": self.progress, "/summary/{name:path}": self.summary}

    def posts(self) -> dict[str, Answer]:
        """Return what is sent where."""
        return {"/all/build": self.build, "/all/stop": self.stop}

    async def build(self, request: Request) -> Response:
        """Begin to build all units of a year."""
        year = check_year((await asked_of(request, year=str))["year"])
        if self.run and self.run.runs:
            raise UsageError(f"正在生成 {self.run.year} 年度的，请等它结束")
        variables = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PROGRAM), os.environ.get("PYTHONPATH", ""))))
        process = subprocess.Popen(  # noqa: S603, ASYNC220 - this program itself, and it is not waited for
            [sys.executable, "-m", "pipeline", "reports", year],
            cwd=self.workspace.root,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        self.run = Run(year, process)
        self.run.begin()
        return JSONResponse(self.told())

    async def stop(self, request: Request) -> Response:
        """Stop it."""
        await asked_of(request)
        if self.run and self.run.runs:
            self.run.stop()
        return JSONResponse(self.told())

    async def progress(self, _request: Request) -> Response:
        """Tell how far it is."""
        return JSONResponse(self.told())

    def told(self) -> dict[str, Any]:
        """Return what a page is told: what was said last, and whether it goes on."""
        if self.run is None:
            return {"year": "", "runs": False, "last": "", "lines": [], "summary": ""}
        runs = self.run.runs
        name = f"{self.run.year}.summary.html"
        said = [line for line in self.run.lines if line.strip()]
        last = "已停下。生成好的都在，再运行时不用重做" if self.run.is_stopped and not runs else (said or ["正在准备……"])[-1].strip()
        summary = f"/summary/{name}" if not runs and (self.workspace.root / "output" / name).is_file() else ""
        return {"year": self.run.year, "runs": runs, "last": last, "lines": [] if runs else said, "summary": summary}

    async def summary(self, request: Request) -> Response:
        """Give the summary, its further pages and its workbook; a document that it leads to is shown where it is filled in."""
        name: str = request.path_params["name"]
        path = self.workspace.root / "output" / name
        if SUMMARY.fullmatch(name) and path.is_file():
            return FileResponse(path, headers={"Content-Security-Policy": OWN})
        if found := DOCUMENT.match(name):
            return RedirectResponse(f"/work/{found[1]}/{found[2]}", 303)
        return said(request, ["还没有汇总"], 404)
