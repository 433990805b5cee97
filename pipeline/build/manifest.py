"""manifest.json: from what a unit-year's documents were made, what was found, and what they show."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

from pipeline.build.pdf_fonts import PdfFonts, fonts_in
from pipeline.problems import Answered, Place, Problem, Severity
from pipeline.records import record
from pipeline.workspace import MANIFEST

HELD: Final = [field.name for field in fields(Problem) if field.name != "about"]
PLACED: Final = [field.name for field in fields(Place)]


@record()
class Shown:
    """What a unit-year's documents show for each fact, and what was found."""

    facts: dict[str, str]
    problems: tuple[Problem, ...]


@record()
class Manifest:
    """What a build was made from, what it found and what it made.

    Attributes:
        inputs: SHA-256 of each file read, by its path in the workspace; empty for one that was not there.
        outputs: SHA-256 of each document, by name.
        problems: the warnings and notes.
        facts: what the documents show for each fact, by its path; blanks are left out.
        blanks: how many fields are blank.
        program: the version and code of the program that made it.
        answered: the findings whose answers hold.
        before: what was shown and found before the last change; None if nothing has changed yet.
        fonts: the fonts of its PDFs; None if there are none.
    """

    inputs: dict[str, str]
    outputs: dict[str, str]
    problems: tuple[Problem, ...]
    facts: dict[str, str]
    blanks: int
    program: str
    answered: tuple[Answered, ...] = ()
    before: Shown | None = None
    fonts: PdfFonts | None = None

    @property
    def found(self) -> tuple[Problem, ...]:
        """The findings, whether they are answered or not."""
        return (*self.problems, *(answered.problem for answered in self.answered))

    def text(self) -> bytes:
        """Return the manifest as a file's content; the same facts give the same bytes."""
        content: dict[str, Any] = {
            "program": self.program,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "problems": [problem_record(problem) for problem in self.problems],
            "answered": [answered_record(each) for each in self.answered],
            "facts": self.facts,
            "blanks": self.blanks,
        }
        if self.fonts:
            content["fonts"] = asdict(self.fonts)
        if self.before:
            content["before"] = {"facts": self.before.facts, "problems": [problem_record(problem) for problem in self.before.problems]}
        lines = ",\n".join(f'"{name}": {json.dumps(part, ensure_ascii=False)}' for name, part in content.items())
        return f"{{\n{lines}\n}}\n".encode()


def read_manifest(folder: Path) -> Manifest | None:
    """Return a folder's manifest; None if it has none that can be read."""
    return read_record(folder / MANIFEST)


def read_record(path: Path) -> Manifest | None:
    """Return what a file says that is a manifest, wherever it lies; None if it cannot be read."""
    try:
        return manifest_in(path.read_bytes())
    except OSError:
        return None


def manifest_in(data: bytes) -> Manifest | None:
    """Return the manifest that a file's content is; None if it is none."""
    try:
        content = json.loads(data)
        inputs, outputs, shown = dict(content["inputs"]), dict(content["outputs"]), shown_in(content)
        before = shown_in(content["before"]) if "before" in content else None
        answered = tuple(map(answered_in, content.get("answered", ())))
        program, blanks, fonts = str(content["program"]), int(content["blanks"]), fonts_in(content.get("fonts"))
        return Manifest(inputs, outputs, shown.problems, shown.facts, blanks, program, answered, before, fonts)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def shown_in(content: dict[str, Any]) -> Shown:
    """Return what a part of a manifest's content says is shown.

    Raises:
        KeyError, TypeError, ValueError: it is no such part.
    """
    return Shown(dict(content["facts"]), tuple(map(problem_in, content["problems"])))


def problem_record(problem: Problem) -> dict[str, Any]:
    """Return a finding as the manifest holds it: what it is about stands in the facts."""
    return {name: getattr(problem, name) for name in HELD} | {"place": place_record(problem.place)}


def place_record(place: Place) -> dict[str, Any]:
    """Return a place as the manifest holds it."""
    return {name: getattr(place, name) for name in PLACED}


def answered_record(answered: Answered) -> dict[str, Any]:
    """Return a finding with its answer as the manifest holds it."""
    return {"problem": problem_record(answered.problem), "reason": answered.reason, "place": place_record(answered.place)}


def problem_in(held: dict[str, Any]) -> Problem:
    """Return a finding that a manifest holds.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    return Problem(**{**held, "severity": Severity(held["severity"]), "place": Place(**held["place"])})


def answered_in(held: dict[str, Any]) -> Answered:
    """Return a finding with its answer that a manifest holds.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    return Answered(problem_in(held["problem"]), held["reason"], Place(**held["place"]))
