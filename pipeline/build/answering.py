"""Prepares the answers to a unit-year's open findings in its data file: the figures filled in, the reasons left to the clerk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.build.former_values import former_values
from pipeline.build.made import Made
from pipeline.build.past import read_past
from pipeline.build.unit_year import make, prepare
from pipeline.checks.answers import ELSEWHERE, FIGURES, WHAT, WHERE, WHY, Answer, read_answers
from pipeline.checks.settling import about, concerns
from pipeline.facts.fact import Facts
from pipeline.form.form import ANSWERS
from pipeline.form.short_paths import short_path
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error, kind_label
from pipeline.source.additions import with_items
from pipeline.source.reader import BOM, decode, read_bytes
from pipeline.source.writer import entry_lines, item_lines, plain, quoted
from pipeline.workspace import UnitYear, Workspace
from pipeline.writing import write_file

TO_WRITE = "   # 写明实际情况和依据"


def prepare_answers(workspace: Workspace, of: UnitYear) -> list[Problem]:
    """Add to a unit-year's data file an entry for each open finding that can be answered and has none; return these findings.

    Raises:
        Stop: the data have errors, which come first, or the file cannot be added to; then it is as it was.
    """
    compiled, sources = prepare(workspace, of)
    past = read_past(workspace, of, compiled, sources)
    made = make(compiled, of.year, sources, former=former_values(workspace, of.unit), past=past)
    if wrong := [problem for problem in made.problems if problem.must_be_corrected]:
        raise Stop(*wrong)
    answers, _ = read_answers(compiled.form, compiled.checks, sources)
    found = list(unanswered(made, answers))
    if found:
        path = workspace.data_file(of)
        shown = workspace.shown(path)
        data = read_bytes(path, shown)
        entries = [list(entry(problem, made.full.facts)) for problem in found]
        try:
            text = with_items(decode(data, shown), ANSWERS, entries)
        except ValueError:
            raise Stop(not_added(shown)) from None
        write_file(path, shown, (BOM if data.startswith(BOM) else b"") + text.encode())
    return found


def unanswered(made: Made, answers: Sequence[Answer]) -> Iterator[Problem]:
    """Yield each open finding that can be answered and has no entry yet, be it one without a reason or with other figures.

    Args:
        made: what was made of the unit-year.
        answers: its answers.
    """
    holding = {answered.place for answered in made.answered}
    begun = [answer for answer in answers if answer.place not in holding]
    for problem in made.problems:
        is_begun = any(answer.path == problem.path and concerns(answer, problem) for answer in begun)
        if can_be_answered(problem, made.full.facts) and not is_begun:
            yield problem


def can_be_answered(problem: Problem, facts: Facts) -> bool:
    """Return whether a reason can answer a finding."""
    is_answerable = (problem.severity is Severity.WARNING or problem.answerable) and problem.kind not in (*ELSEWHERE, Kind.ANSWER)
    return is_answerable and bool(about(problem, facts))


def entry(problem: Problem, facts: Facts) -> Iterator[str]:
    """Yield the lines of the entry that answers a finding, the reason excepted.

    Args:
        problem: the finding.
        facts: the facts.
    """
    figures = ((key(short_path(facts.form, path)), plain(text) if text else "") for path, text in about(problem, facts).items())
    lines = ["", *entry_lines(WHAT, [plain(kind_label(problem.kind))])]
    if problem.path:
        lines += entry_lines(WHERE, [plain(short_path(facts.form, problem.path))])
    lines += entry_lines(FIGURES, ["", *(line for name, text in figures for line in entry_lines(name, [text]))])
    yield f"# {' '.join(problem.message.split())}"
    yield from item_lines([*lines, *entry_lines(WHY, [""], TO_WRITE)])


def key(name: str) -> str:
    """Return a name as it can stand before a colon."""
    return name if plain(name) == name and ":" not in name and "#" not in name else quoted(name)


def not_added(shown: str) -> Problem:
    """Return the problem that a file's list of answers is written in a way that cannot be added to; `shown` names the file."""
    message = f"“{ANSWERS}”不是每条另起一行、以“- ”开头的写法，加不进去，文件没有改动"
    return error(Kind.ANSWER, message, Place(shown), hint="改成那种写法，再运行一次")
