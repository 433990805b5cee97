"""manifest.json: from what a unit-year's documents were made, so that nothing is done when nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.problems import Place, Problem, Severity

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from, what it found and what it made.

    Attributes:
        inputs: SHA-256 of each file read, by its path in the workspace; empty for one that was not there.
        outputs: SHA-256 of each document, by name.
        problems: the warnings and notes.
        facts: what the documents show for each fact, by its path; blanks are left out.
        blanks: how many fields are blank.
        program: the version and code of the program that made it.
    """

    inputs: dict[str, str]
    outputs: dict[str, str]
    problems: tuple[Problem, ...]
    facts: dict[str, str]
    blanks: int
    program: str

    def text(self) -> bytes:
        """Return the manifest as a file's content; the same facts give the same bytes."""
        content: dict[str, Any] = {
            "program": self.program,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "problems": [asdict(problem) for problem in self.problems],
            "facts": self.facts,
            "blanks": self.blanks,
        }
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(folder: Path) -> Manifest | None:
    """Return a folder's manifest; None if it has none that can be read."""
    try:
        content = json.loads((folder / NAME).read_bytes())
        problems = tuple(
            Problem(**{**problem, "severity": Severity(problem["severity"]), "place": Place(**problem["place"])})
            for problem in content["problems"]
        )
        inputs, outputs, facts = (dict(content[name]) for name in ("inputs", "outputs", "facts"))
        return Manifest(inputs, outputs, problems, facts, int(content["blanks"]), str(content["program"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def is_current(manifest: Manifest, root: Path, folder: Path) -> bool:
    """Return whether the program, every input and every document is still the one that the manifest names."""
    if manifest.program != program() or fingerprints(manifest.inputs, root) != manifest.inputs:
        return False
    written = modified(folder / NAME)
    return all(0 < modified(folder / name) <= written or fingerprint(folder / name) == made for name, made in manifest.outputs.items())


def modified(path: Path) -> int:
    """Return when a file was last written, in ns; 0 if it is not there. What is older than its manifest need not be read."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def fingerprints(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the SHA-256 of files by name; empty for a file that is not there."""
    return {name: fingerprint(folder / name) for name in names}


def fingerprint(path: Path) -> str:
    """Return a file's SHA-256, or nothing if it cannot be read."""
    try:
        state = path.stat()
        return digest_of(path, state.st_mtime_ns, state.st_size, state.st_ino)
    except OSError:
        return ""


@lru_cache(maxsize=256)
def digest_of(path: Path, _modified: int, _size: int, _number: int) -> str:
    """Return a file's SHA-256, read once in this process as long as the file is the same: templates are inputs of every unit.

    Raises:
        OSError: it cannot be read.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def program() -> str:
    """Return the program's version and the SHA-256 of its code: a change in either makes documents anew."""
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__} {digest.hexdigest()[:16]}"


def input_fingerprints(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file read, by its path in the workspace."""
    return fingerprints((path.relative_to(root).as_posix() for path in paths), root)


def content_fingerprints(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each document made, by name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
