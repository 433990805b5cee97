"""One unit-year beside docxtpl: open–render–save of the same two Word templates with the same values, interleaved."""

from __future__ import annotations

import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import jinja2
from docxtpl import DocxTemplate

from pipeline.build import unit_year as build
from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.looks import SETTLED
from pipeline.build.unit_year import examine, make, prepare
from pipeline.document.charts.word_chart import WordCharts
from pipeline.document.functions import printing_functions
from pipeline.document.word.marks import TAG
from pipeline.document.word.package import COMPRESSION, DOCUMENT
from pipeline.facts.fact import Facts
from pipeline.language.aggregates import NAMES as SUMS
from pipeline.language.expressions import WORD, in_xml
from pipeline.language.filters import FILTERS
from pipeline.language.values import Column, Rows
from pipeline.printing import printed
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.printed import render
from pipeline.printing.word_file import WordFile
from pipeline.source import reader as source
from pipeline.workspace import UnitYear, Workspace
from tests.bench.tables import ROOT, RUNS, Table, in_turns, seconds

UNIT, YEAR, FORM = "xinfang", "2020", "zhanjiang-2020"
WORD_SUFFIX = ".docx"  # the only kind of file that docxtpl makes
ROUNDS = 15
LIMIT, PACKED, FLUSHED = "the same bytes only packed, summed and flushed: no program is faster", "deflate", "its files written and flushed"
COLD_ROUNDS = 9


def measure() -> list[Table]:
    """Return the ratios and what they are made of."""
    workspace = Workspace(ROOT)
    _, sources = prepare(workspace, UnitYear(UNIT, YEAR))
    compiled = compile_form(workspace, FORM, anew=True)  # what is kept of a form does not say how it is written
    facts = examine(compiled, YEAR, sources).facts
    with tempfile.TemporaryDirectory() as folder:
        files = docxtpl_files(compiled, Path(folder))
        warm = warm_times(compiled, facts, files, workspace)
        cold = cold_times(Path(folder))
        stages = stage_times(Path(folder))
        limit = physical_limit(Path(folder) / "stages")
    return [
        Table("one unit-year beside docxtpl", ("ratio", "measured", "aim"), ratios(warm, cold)),
        Table("warm", ("job", "ms"), list(warm.items())),
        Table("cold, a whole process", ("job", "ms"), list(cold.items())),
        Table("where a unit-year's time goes", ("stage", "ms"), list(stages.items())),
        Table(LIMIT, ("step", "ms"), list(limit.items())),
        Table("peak memory", ("process", "MB"), list(peak_memory().items())),
    ]


def docxtpl_files(compiled: CompiledForm, folder: Path) -> dict[str, Path]:
    """Write a form's Word templates as docxtpl takes them, and return their paths."""
    return {document.spec.name: docxtpl_file(document, folder) for document in compiled.documents}


def docxtpl_file(document: DocumentTemplate, folder: Path) -> Path:
    """Write a document's Word template as docxtpl takes it, and return its path."""
    origin = document.spec.shell or document.spec.template
    path = folder / f"{document.spec.name}.docx"
    # docxtpl takes Chinese quotation marks in a tag for string delimiters, so they are left out.
    plain = str.maketrans({"\n": " ", "<": "&lt;", ">": "&gt;", "“": "", "”": ""})
    printer = document.printers[WORD_SUFFIX]
    assert isinstance(printer, WordFile)
    xml = TAG.sub(lambda tag: tag[0].translate(plain), printer.parts[DOCUMENT].source)
    with zipfile.ZipFile(origin) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(name, xml if name == DOCUMENT and document.spec.shell else package.read(name))
    return path


class PlainEnvironment(jinja2.Environment):
    """Jinja as a user of docxtpl would have it, but for columns of rows, which our templates ask for by a dot, and what our filters ask."""

    shown = staticmethod(in_xml)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return what something holds by a name."""
        return obj.column(attribute) if isinstance(obj, Rows | Column) else super().getattr(obj, attribute)


def docxtpl_environment() -> jinja2.Environment:
    """Return a plain Jinja environment with our filters and tests, as a user of docxtpl would make it."""
    env = PlainEnvironment(autoescape=True)
    env.filters.update(FILTERS)
    env.tests.update(WORD.tests)
    env.globals.update({name: FILTERS[name] for name in SUMS if name in FILTERS})
    return env


def by_docxtpl(path: Path, names: dict[str, Any]) -> bytes:
    """Return a document made by docxtpl: open, render, save."""
    template = DocxTemplate(path)
    template.render({**names, **printing_functions(), **WordCharts().functions()}, docxtpl_environment(), autoescape=True)
    saved = io.BytesIO()
    template.save(saved)
    return saved.getvalue()


def by_us(document: DocumentTemplate, facts: Facts) -> bytes:
    """Return a Word document made by us."""
    return document.printers[WORD_SUFFIX].print(document.context(facts))


def warm_times(compiled: CompiledForm, facts: Facts, files: dict[str, Path], workspace: Workspace) -> dict[str, float]:
    """Return times in ms within this process."""
    document = {document.spec.name: document for document in compiled.documents}
    texts = [
        (path.read_text(encoding="utf-8"), path.name) for path in (workspace.data_file(UnitYear(UNIT, YEAR)), workspace.unit_file(UNIT))
    ]
    names = {name: {**document[name].context(facts)} for name in files}

    def whole() -> None:
        read = [source.parse(text, name) for text, name in texts]
        render(compiled.documents, examine(compiled, YEAR, read).facts)

    def everything() -> None:
        assert make(compiled, YEAR, [source.parse(text, name) for text, name in texts]).public.files

    jobs: dict[str, Callable[[], object]] = {
        "docxtpl table": lambda: by_docxtpl(files["table"], names["table"]),
        "docxtpl report": lambda: by_docxtpl(files["report"], names["report"]),
        "ziping table": lambda: by_us(document["table"], facts),
        "ziping report": lambda: by_us(document["report"], facts),
        "ziping whole unit-year": whole,
        "ziping unit-year in memory": everything,
    }
    return in_turns(jobs, ROUNDS)


# What a whole build consists of: a name, and where the function is.
STAGES: Final = {
    "data file read": (build, "prepare"),
    "facts, formulas, checks": (build, "examine"),
    "Word and HTML, both editions": (DocumentTemplate, "render"),
    "read back and compared": (printed, "compare"),
    "searched for personal data": (build, "leaks"),
    "manifest": (build, "manifest_of"),
    "written beside its folder": (build, "write_beside"),
    "put in its place": (build, "put_in_place"),
}


def stage_times(folder: Path) -> dict[str, float]:
    """Return where the time of a whole build goes, from data file to files on disk: medians in ms of each stage."""
    workspace = copied_workspace(folder / "stages")
    rounds: list[dict[str, float]] = []
    with ExitStack() as stack:
        for name, (owner, function) in STAGES.items():
            stack.enter_context(patch.object(owner, function, timed(getattr(owner, function), name, rounds)))
        for _ in range(ROUNDS * RUNS):
            shutil.rmtree(workspace.root / "output", ignore_errors=True)
            rounds.append(dict.fromkeys(STAGES, 0.0))
            rounds[-1]["all of it"] = seconds(lambda: build.build(workspace, UnitYear(UNIT, YEAR))) * 1000
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def physical_limit(root: Path) -> dict[str, float]:
    """Return how many ms it takes to pack what changes in a unit-year's Word files, sum up its parts, and flush its files, one after another."""
    folder = root / "output" / UNIT / YEAR
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    parts = [package.read(DOCUMENT) for data in made.values() if data.startswith(b"PK") for package in [zipfile.ZipFile(io.BytesIO(data))]]

    def pack() -> None:
        for part in parts:
            zlib.compress(part, COMPRESSION)

    def sum_up() -> None:
        for part in parts:
            zlib.crc32(part)

    def flush() -> None:
        for name, data in made.items():
            path = root / "flushed" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    return in_turns({PACKED: pack, "crc": sum_up, FLUSHED: flush}, ROUNDS)


def timed(function: Callable[..., Any], stage: str, rounds: list[dict[str, float]]) -> Callable[..., Any]:
    """Return a function that does the same, and notes how many ms it takes.

    Args:
        function: the function.
        stage: the stage that it is of.
        rounds: the ms of each stage in each round, the present one last.
    """

    def run(*arguments: object, **options: object) -> object:
        began = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            rounds[-1][stage] += (time.perf_counter() - began) * 1000

    return run


def copied_workspace(root: Path) -> Workspace:
    """Return a copy of the data and templates, to build in."""
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "templates", root / "templates")
    return Workspace(root)


def cold_times(folder: Path) -> dict[str, float]:
    """Return medians in ms of whole processes, in turns."""
    built, unbuilt = (copied_workspace(folder / name).root for name in ("built", "unbuilt"))
    report = [sys.executable, "-m", "pipeline", "report", UNIT, YEAR]
    commands = {
        "import docxtpl": ([sys.executable, "-c", "import docxtpl"], folder),
        "nothing to do": (report, built),
        "full build": (report, unbuilt),
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(command: list[str], root: Path) -> None:
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)

    run(report, built)
    time.sleep(SETTLED / 1e9)  # what has just been written is read again, whatever it looks like
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_number in range(COLD_ROUNDS + 1):
        for name, (command, root) in commands.items():
            shutil.rmtree(unbuilt / "output", ignore_errors=True)
            took = seconds(partial(run, command, root))
            if round_number:
                times[name].append(took * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def peak_memory() -> dict[str, float]:
    """Return the greatest memory in MB of this process and of its largest child: a cold `ziping report` or docxtpl's import."""
    kilobytes = {"this process": resource.RUSAGE_SELF, "largest cold process": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss / 1024 for name, who in kilobytes.items()}


def ratios(warm: dict[str, float], cold: dict[str, float]) -> list[tuple[str, float, str]]:
    """Return each ratio with its aim."""
    ours, theirs = warm["ziping table"] + warm["ziping report"], warm["docxtpl table"] + warm["docxtpl report"]
    return [
        ("both Word documents, docxtpl / ziping", theirs / ours, "≥ 80"),
        ("docxtpl's table alone / our whole unit-year", warm["docxtpl table"] / warm["ziping whole unit-year"], "≥ 5"),
        ("cold, nothing to do / import docxtpl", cold["nothing to do"] / cold["import docxtpl"], "≤ 2"),
        ("cold, full build / import docxtpl", cold["full build"] / cold["import docxtpl"], "≤ 6"),
    ]
