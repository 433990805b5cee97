"""A fault is told if the changed unit-year has a finding at a named line that the clean one has not; a clean one has none at all."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from pipeline.build.answering import prepare_answers
from pipeline.build.compiled_form import CompiledForm
from pipeline.build.past import Past, read_past
from pipeline.build.unit_year import examine, make, prepare
from pipeline.language.budget import renew
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.printed import render
from pipeline.problems import Problem, Severity, Stop, has_errors
from pipeline.source.reader import Source
from pipeline.workspace import Workspace
from tests.reviewer.cases import ROOT, Case
from tests.reviewer.data_file import written
from tests.reviewer.units import HERE, UnitYear, unit_years

UNPRINTED = "没有印出来"  # the one kind of fault that shows only in print
NAME = 15  # characters: a finding may point to the name before the words
BLOCK = re.compile("</(?:p|h[1-6]|li|td|th|caption)>")


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A unit-year as the program read it.

    Attributes:
        problems: what it found.
        lines: the lines of the data file by path.
        report: the report's text, a line for each paragraph and cell; empty if it was not printed.
    """

    problems: tuple[Problem, ...]
    lines: Mapping[str, int]
    report: str = ""


# What is asked of a unit-year: what the program finds, the same with what only shows in print, or the report's text.
Found = tuple[tuple[Problem, ...], str]


@cache
def workspace() -> Workspace:
    """Return a folder with the templates and the data of all clean unit-years."""
    root = Path(tempfile.mkdtemp(prefix="reviewer-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("*.schema.json"))
    made = Workspace(root)
    for unit_year in unit_years().values():
        file = made.data_file(unit_year.of)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written(unit_year.data)[0], encoding="utf-8")
    return made


def read(unit_year: UnitYear, ask: Callable[[UnitYear], Found]) -> Read:
    """Return what the program says about a unit-year that lies among all clean ones.

    Args:
        unit_year: the unit-year.
        ask: `examined`, `finished`, `reported`, `drafted` or `answered`.
    """
    text, lines = written(unit_year.data)
    texts = {workspace().data_file(unit_year.of): text}
    if unit_year.last is not None:
        texts[workspace().data_file(unit_year.of.before)] = written(unit_year.last)[0]
    before = {file: file.read_text(encoding="utf-8") for file in texts}
    renew()
    try:
        for file, new in texts.items():
            if new != before[file]:
                file.write_text(new, encoding="utf-8")
        problems, report = ask(unit_year)
    except Stop as stop:
        problems, report = stop.problems, ""
    finally:
        for file, old in before.items():
            if file.read_text(encoding="utf-8") != old:
                file.write_text(old, encoding="utf-8")
    return Read(problems, lines, report)


def prepared(unit_year: UnitYear, *, draft: bool = False) -> tuple[CompiledForm, list[Source], Past]:
    """Return what a unit-year's examination starts from: its form, its data files, and what is known of the year before."""
    compiled, sources = prepare(workspace(), unit_year.of, draft=draft)
    return compiled, sources, read_past(workspace(), unit_year.of, compiled, sources)


def examined(unit_year: UnitYear) -> Found:
    """Return what is found before anything is printed."""
    compiled, sources, past = prepared(unit_year)
    return tuple(examine(compiled, unit_year.year, sources, past=past).problems), ""


def finished(unit_year: UnitYear) -> Found:
    """Return what is found when all documents of both editions are made."""
    compiled, sources, past = prepared(unit_year)
    return make(compiled, unit_year.year, sources, past=past).problems, ""


def reported(unit_year: UnitYear, *, draft: bool = False) -> Found:
    """Return the report's text; none if an error stops it."""
    compiled, sources, past = prepared(unit_year, draft=draft)
    result = examine(compiled, unit_year.year, sources, draft=draft, past=past)
    if has_errors(result.problems):
        return tuple(result.problems), ""
    report = [web_only(document) for document in compiled.documents if document.spec.name == "report"]
    files = render(report, result.facts, draft=draft).files
    page = next(data.decode() for name, data in files.items() if name.endswith(".html"))
    body = re.sub("<style.*?</style>", "", page, flags=re.DOTALL)
    return (), re.sub(r"\n\s*", "\n", re.sub("<[^>]+>", "", BLOCK.sub("\n", body.replace("\n", ""))))


def web_only(document: DocumentTemplate) -> DocumentTemplate:
    """Return a document that is printed as a page only: it says the same, and nobody looks at the Word file here."""
    return replace(document, printers={".html": document.printers[".html"]})


drafted = partial(reported, draft=True)


def told(case: Case) -> list[Problem]:
    """Return the findings at the named lines that the clean unit-year has not, and that say what to do."""
    ask = finished if case.kind == UNPRINTED else examined
    clean, changed = clean_read(case.clean.name, ask), read(case.unit_year, ask)
    known = {(problem.kind, problem.path, problem.message) for problem in clean.problems}
    lines = {line for path, line in changed.lines.items() if any(path == at or path.startswith((f"{at}[", f"{at}.")) for at in case.at)}
    new = [problem for problem in changed.problems if problem.hint and (problem.kind, problem.path, problem.message) not in known]
    return [problem for problem in new if problem.place.line in lines and problem.place.file.endswith(f"{case.unit_year.year}.yaml")]


def points_at(case: Case, problem: Problem) -> bool:
    """Return whether a finding points to the passage that was written in; it does if there is none, or it stands elsewhere."""
    start = problem.place.text.find(case.passage) + 1
    return not case.passage or not start or start - NAME <= problem.place.column <= start + len(case.passage)


@cache
def clean_read(name: str, ask: Callable[[UnitYear], Found]) -> Read:
    """Return a clean unit-year as read; `ask` is what is asked of it."""
    return read(unit_years()[name], ask)


def false_alarms(name: str) -> tuple[Problem, ...]:
    """Return what is found in a clean unit-year, where nothing is to be found."""
    return clean_read(name, finished).problems


def stopped(case: Case) -> list[Problem]:
    """Return the errors in a legitimate case, which may be asked about but not stopped."""
    return [problem for problem in read(case.unit_year, examined).problems if problem.severity is Severity.ERROR]


def unanswerable(case: Case) -> list[Problem]:
    """Return what is left of the findings in a legitimate case after a reason was given for each of them."""
    return [problem for problem in read(case.unit_year, answered).problems if problem.severity is not Severity.ERROR]


def answered(unit_year: UnitYear) -> Found:
    """Return what is found after a reason was given for everything that was found."""
    prepare_answers(workspace(), unit_year.of)
    file = workspace().data_file(unit_year.of)
    file.write_text(re.sub(r"(?m)^( +说明:).*$", r"\1 情况属实，有关资料留存备查", file.read_text(encoding="utf-8")), encoding="utf-8")
    return examined(unit_year)


def misprints(case: Case) -> list[str]:
    """Return what a report says that it must not, or does not say though it must; that it was not made counts only if something must."""
    report = read(case.unit_year, drafted if case.draft else reported).report
    said = [f"印了“{phrase}”" for phrase in case.never if re.search(phrase, report)]
    return said + [f"没有印“{phrase}”" for phrase in case.must if not re.search(phrase, report)]


@cache
def not_yet() -> frozenset[str]:
    """Return the names of what is known not to hold yet."""
    lines = (HERE / "not_yet.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def differs(names: Iterable[str], failing: Iterable[str], why: Callable[[str], str]) -> list[str]:
    """Return what fails though it is not known to, with the reason, and what is known to fail but holds by now.

    Args:
        names: all that was tried.
        failing: what of it does not hold.
        why: from a name to what is wrong.
    """
    failing = set(failing)
    new = [f"{name}: {why(name)}" for name in names if name in failing - not_yet()]
    return new + [f"{name}: holds by now, strike it from not_yet.txt" for name in names if name in not_yet() - failing]
