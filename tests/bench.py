"""`make bench`: how fast this is beside docxtpl, all figures measured in one run, as ratios; no timed tests anywhere.

docxtpl opens, renders and saves the same two Word templates with the same values; we render them from compiled
templates. Interleaved rounds, medians: the machine's speed drifts, the ratio does not.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate

from pipeline import source
from pipeline.build import CompiledForm, examine, prepare, render
from pipeline.document.numbering import Numbering
from pipeline.document.word_marks import TAG
from pipeline.document.word_package import DOCUMENT
from pipeline.expressions import FILTERS, WORD
from pipeline.facts import Facts
from pipeline.templates import DocumentTemplate
from pipeline.workspace import Workspace

ROOT = Path(__file__).parent.parent
UNIT, YEAR = "xinfang", "2020"
ROUNDS = 25
TURN_SECONDS = 0.1
COLD_ROUNDS = 9


def main() -> None:
    """Measure, print the ratios, and write them to output/bench.json."""
    workspace = Workspace(ROOT)
    compiled, sources = prepare(workspace, UNIT, YEAR)
    facts, _ = examine(compiled, YEAR, sources)
    with tempfile.TemporaryDirectory() as folder:
        files = {document.spec.name: docxtpl_file(document, Path(folder)) for document in compiled.documents}
        warm = warm_times(compiled, facts, files, workspace)
        cold = cold_times(Path(folder))
    result: dict[str, Any] = {
        "warm_ms": warm,
        "cold_ms": cold,
        "stages_ms": stage_times(compiled, workspace),
        "peak_memory_mb": peak_memory(),
    }
    result["ratios"] = ratios(warm, cold)
    print_table(result)
    (ROOT / "output" / "bench.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def docxtpl_file(document: DocumentTemplate, folder: Path) -> Path:
    """Write a document's Word template as docxtpl takes it, and return its path."""
    origin = document.spec.shell or document.spec.template
    path = folder / f"{document.spec.name}.docx"
    # docxtpl takes Chinese quotation marks in a tag for string delimiters, so they are left out.
    plain = str.maketrans({"\n": " ", "<": "&lt;", ">": "&gt;", "“": "", "”": ""})
    xml = TAG.sub(lambda tag: tag[0].translate(plain), document.parts[DOCUMENT].source.text())
    with zipfile.ZipFile(origin) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(name, xml if name == DOCUMENT and document.spec.shell else package.read(name))
    return path


def docxtpl_environment() -> jinja2.Environment:
    """Return a plain Jinja environment with our filters and tests, as a user of docxtpl would make it."""
    env = jinja2.Environment(autoescape=True)
    env.filters.update(FILTERS)
    env.tests.update(WORD.tests)
    return env


def by_docxtpl(path: Path, names: dict[str, Any]) -> bytes:
    """Return a document made by docxtpl: open, render, save."""
    template = DocxTemplate(path)
    template.render({**names, **Numbering().functions()}, docxtpl_environment(), autoescape=True)
    saved = io.BytesIO()
    template.save(saved)
    return saved.getvalue()


def by_us(document: DocumentTemplate, facts: Facts) -> bytes:
    """Return a Word document made by us."""
    return document.word(document.context(facts))


def warm_times(compiled: CompiledForm, facts: Facts, files: dict[str, Path], workspace: Workspace) -> dict[str, float]:
    """Return medians in ms, measured in turns within this process."""
    document = {document.spec.name: document for document in compiled.documents}
    texts = [(path.read_text(encoding="utf-8"), path.name) for path in (workspace.data_file(UNIT, YEAR), workspace.unit_file(UNIT))]
    names = {name: {**document[name].context(facts)} for name in files}

    def whole() -> None:
        read = [source.parse(text, name) for text, name in texts]
        made, _ = examine(compiled, YEAR, read)
        render(compiled, made)

    jobs: dict[str, Callable[[], object]] = {
        "docxtpl table": lambda: by_docxtpl(files["table"], names["table"]),
        "docxtpl report": lambda: by_docxtpl(files["report"], names["report"]),
        "ziping table": lambda: by_us(document["table"], facts),
        "ziping report": lambda: by_us(document["report"], facts),
        "ziping whole unit-year": whole,
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            gc.collect()  # what the other one left behind, here and in the caches, is not this one's cost
            job()
            times[name].append(mean_time(job))
    return {name: statistics.median(values) for name, values in times.items()}


def mean_time(job: Callable[[], object]) -> float:
    """Return a job's mean time in ms over as many runs as a turn has room for."""
    runs = 0
    began = time.perf_counter()
    while time.perf_counter() - began < TURN_SECONDS:
        job()
        runs += 1
    return (time.perf_counter() - began) / runs * 1000


def stage_times(compiled: CompiledForm, workspace: Workspace) -> dict[str, float]:
    """Return where a unit-year's time goes: medians in ms of each stage."""
    from pipeline.checks import run_checks  # noqa: PLC0415 - only timed here
    from pipeline.facts import read_facts  # noqa: PLC0415
    from pipeline.read_back import compare, shown_values  # noqa: PLC0415

    texts = [(path.read_text(encoding="utf-8"), path.name) for path in (workspace.data_file(UNIT, YEAR), workspace.unit_file(UNIT))]
    times: dict[str, list[float]] = {}

    def timed(name: str, job: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - of whatever the job is
        began = time.perf_counter()
        result = job(*arguments)
        times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        return result

    for _ in range(ROUNDS):
        read = [timed("YAML", source.parse, text, name) for text, name in texts]
        facts, _problems = timed("facts and formulas", read_facts, compiled.form, compiled.formulas, int(YEAR), read)
        timed("checks", run_checks, compiled.checks, facts)
        for document in compiled.documents:
            context = timed("titles", document.context, facts)
            word, page = timed("Word", document.word, context), timed("HTML", document.html, context)
            timed("read back", compare, document.spec.name, word, page, shown_values(facts))
    return {name: statistics.median(values) * len(values) / ROUNDS for name, values in times.items()}


def cold_times(folder: Path) -> dict[str, float]:
    """Return medians in ms of whole processes, in turns."""
    root = folder / "workspace"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "templates", root / "templates")
    report = [sys.executable, "-m", "pipeline", "report", UNIT, YEAR]
    commands: dict[str, tuple[list[str], bool]] = {
        "import docxtpl": ([sys.executable, "-c", "import docxtpl"], False),
        "nothing to do": (report, False),
        "full build": (report, True),
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_number in range(COLD_ROUNDS + 1):
        for name, (command, afresh) in commands.items():
            if afresh:
                shutil.rmtree(root / "output", ignore_errors=True)
            elif name == "nothing to do" and not (root / "output").exists():
                subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
            began = time.perf_counter()
            subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
            if round_number:
                times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def peak_memory() -> dict[str, float]:
    """Return the greatest memory in MB of this process and of its largest child: a cold `ziping report` or docxtpl's import."""
    kilobytes = {"this process": resource.RUSAGE_SELF, "largest cold process": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss / 1024 for name, who in kilobytes.items()}


def ratios(warm: dict[str, float], cold: dict[str, float]) -> dict[str, list[float]]:
    """Return each ratio with its aim."""
    ours, theirs = warm["ziping table"] + warm["ziping report"], warm["docxtpl table"] + warm["docxtpl report"]
    return {
        "both Word documents, docxtpl / ziping (at least)": [theirs / ours, 80],
        "docxtpl's table alone / our whole unit-year (at least)": [warm["docxtpl table"] / warm["ziping whole unit-year"], 5],
        "cold, nothing to do / import docxtpl (at most)": [cold["nothing to do"] / cold["import docxtpl"], 2],
        "cold, full build / import docxtpl (at most)": [cold["full build"] / cold["import docxtpl"], 6],
    }


def print_table(result: dict[str, Any]) -> None:
    """Print the result."""
    print(f"{'ratio':58}{'measured':>10}{'aim':>8}")
    for name, (measured, aim) in result["ratios"].items():
        print(f"{name:58}{measured:10.2f}{aim:8}")
    for title in ("warm_ms", "cold_ms", "stages_ms", "peak_memory_mb"):
        print(f"\n{title}")
        for name, value in result[title].items():
            print(f"  {name:40}{value:10.2f}")


if __name__ == "__main__":
    main()
