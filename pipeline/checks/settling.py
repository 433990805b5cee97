"""Findings and the answers to them: which findings are left, which answers hold, and what has become of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from pipeline.checks.answers import LATE, Answer, doubt
from pipeline.checks.grounds import is_same, kept
from pipeline.facts.fact import Facts
from pipeline.form.short_paths import short_path
from pipeline.paths import without_rows
from pipeline.problems import CITY_KINDS, Answered, Problem, Severity, kind_label
from pipeline.records import record


@record(frozen=False)
class Settled:
    """Findings after the answers to them were looked at.

    Attributes:
        open: those that nobody has answered, or whose figures have changed since.
        answered: those whose answers hold.
        faults: what is wrong with the answers themselves.
    """

    open: list[Problem] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


def settle(found: Iterable[Problem], answers: Sequence[Answer], facts: Facts, *, late: bool = False) -> Settled:
    """Return findings after the answers to them were looked at.

    Args:
        found: the findings.
        answers: the answers.
        facts: the facts, for figures that a finding does not tell by itself.
        late: whether they are those that are found only when the documents are made.
    """
    settled = Settled(list(found), [] if late else list(beside_others(answers, facts)))
    waiting = [each for each in answers if each.kind not in CITY_KINDS and (each.kind in LATE) is late]
    if not waiting:
        return settled
    for exact in (True, False):  # what has moved to another row is known by its figures
        for each in list(waiting):
            if problem := next((one for one in settled.open if fits(each, one, facts, exact=exact)), None):
                waiting.remove(each)
                settled.open.remove(problem)
                close(settled, each, problem)
    for each in waiting:
        reopen(settled, each, facts, late=late)
    return settled


def beside_others(answers: Iterable[Answer], facts: Facts) -> Iterator[Answered]:
    """Yield the answers to what only many units together show, if their figures are still the same: it is not told then."""
    for each in answers:
        problem = Problem(Severity.WARNING, each.kind, kind_label(each.kind), each.place, each.path)
        if each.kind in CITY_KINDS and each.reason and fits(each, problem, facts, exact=True):
            yield Answered(problem, each.reason, each.place)


def close(settled: Settled, given: Answer, problem: Problem) -> None:
    """Take up a finding with the answer to it, which holds if there is a reason in it and the finding is none that must be corrected.

    Args:
        settled: takes it up.
        given: the answer.
        problem: the finding.
    """
    if problem.must_be_corrected:
        settled.open.append(problem)
        settled.faults.append(doubt(given.place, f"“{kind_label(problem.kind)}”是错误，不能用核实说明代替改正", "请改正数据，再删去这一条"))
    elif not given.reason:
        settled.open.append(problem)
        settled.faults.append(doubt(given.reason_place, "还没有写说明", "写明实际情况和依据；不用说明的，删去这一条", Severity.NOTE))
    else:
        settled.answered.append(Answered(problem, given.reason, given.place))


def fits(given: Answer, problem: Problem, facts: Facts, *, exact: bool) -> bool:
    """Return whether an answer is one to a finding, and the figures are still those of then.

    Args:
        given: the answer.
        problem: the finding.
        facts: all facts.
        exact: whether the finding must be in the same row or paragraph.
    """
    if not concerns(given, problem) or (exact and given.path != problem.path):
        return False
    now = about(problem, facts)
    return now.keys() <= moved(given, problem).keys() and not any(changes(given, problem, facts))


def concerns(given: Answer, problem: Problem) -> bool:
    """Return whether a finding is of an answer's kind and at its field, in whatever row."""
    return given.kind == problem.kind and without_rows(given.path) == without_rows(problem.path)


def about(problem: Problem, facts: Facts) -> dict[str, str]:
    """Return what a finding is about; if it does not say so, the value at its field."""
    fact = facts.by_path.get(problem.path)
    return dict(problem.about) or ({problem.path: kept(fact.value)} if fact else {})


def moved(given: Answer, problem: Problem) -> dict[str, str]:
    """Return the figures of an answer, named as in the finding's row."""
    before, after = (path[: path.rfind("]") + 1] for path in (given.path, problem.path))
    if not before or not after or before == after:
        return dict(given.figures)
    return {after + name.removeprefix(before) if name.startswith(before) else name: text for name, text in given.figures.items()}


def changes(given: Answer, problem: Problem, facts: Facts) -> Iterator[str]:
    """Yield which figures are no longer what they were when a finding was answered, in words.

    Args:
        given: the answer.
        problem: the finding.
        facts: all facts.
    """
    now = about(problem, facts)
    for name, was in moved(given, problem).items():
        fact = facts.by_path.get(name)
        current = now.get(name, kept(fact.value) if fact else "")
        if not is_same(was.removesuffix(fact.field.unit if fact else ""), current):
            yield f"“{short_path(facts.form, name)}”由 {was or '空白'} 变为 {current or '空白'}"


def reopen(settled: Settled, given: Answer, facts: Facts, *, late: bool) -> None:
    """Tell what has become of an answer that does not hold: its figures have changed, some are missing, or the finding is gone.

    Args:
        settled: takes it up.
        given: the answer.
        facts: all facts.
        late: whether the finding, if it is gone, may be so because the answer itself is printed.
    """
    alike = [problem for problem in settled.open if concerns(given, problem)]
    problem = next((one for one in alike if one.path == given.path), alike[0] if len(alike) == 1 else None)
    if problem is None:
        if not late:
            settled.faults.append(doubt(given.place, f"“{kind_label(given.kind)}”的问题已经没有了", "请删去这一条", Severity.NOTE))
        return
    position = settled.open.index(problem)
    if changed := "，".join(changes(given, problem, facts)):
        where = f"{given.place.file}:{given.place.line}"
        hint = f"原来的核实说明（{where}）已经失效：{changed}。请重新核实；仍属实的，把那里的数据改成现在的，并核对说明"
        settled.open[position] = replace(problem, hint=hint)
        return
    known = moved(given, problem)
    lacking = {short_path(facts.form, name): text for name, text in about(problem, facts).items() if name not in known}
    written = "、".join(f"{name}: {text}" for name, text in lacking.items())
    settled.faults.append(doubt(given.place, f"数据里没有写 {'、'.join(lacking)}", f"核对后补上 {written}"))
