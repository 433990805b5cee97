"""Prints findings so that a person can work through them: a few with their source lines, many by chapter and kind, a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.commands.saying import say
from pipeline.paths import cell, steps, without_rows
from pipeline.problems import Answered, Kind, Problem, Severity, kind_label, printable
from pipeline.workspace import UnitYear

# From how many findings of one kind on they are told together, from how many rows of a field on in one line, from how many
# findings in all on by chapter.
MANY, MANY_ROWS, VERY_MANY = 5, 10, 20
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
SEVERITIES = list(Severity)
ELSEWHERE = "文件的写法和其他"


def show(problems: Iterable[Problem]) -> None:
    """Print findings: a few as they stand in the file; many by chapter, the errors of each first."""
    every = list(problems)
    if len(every) < VERY_MANY:
        show_few(every)
        return
    for title, some in by_chapter(every).items():
        say(f"── {title}：{counted(some, always=())}")
        show_many(some)


def show_few(problems: Sequence[Problem]) -> None:
    """Print findings: several of one kind together, a line each; below them the others, each with its source line and hint."""
    kinds = by_kind(problems)
    for (severity, kind), alike in kinds.items():
        if len(alike) >= MANY:
            say("\n".join(listed(kind, alike)), COLOURS[severity])
    single = [problem for problem in problems if len(kinds[problem.severity, problem.kind]) < MANY]
    for _, at_one_place in groupby(single, key=lambda problem: (problem.place, problem.path)):
        first, *others = at_one_place
        say(str(first), COLOURS[first.severity])
        for other in others:
            say(f"    同一处还有{in_line(other)}", COLOURS[other.severity])


def show_many(problems: Sequence[Problem]) -> None:
    """Print the findings of a chapter, a line each, errors first and those of one kind together."""
    kinds = by_kind(sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity)))
    for (severity, kind), alike in kinds.items():
        if len(alike) > 1:
            say("\n".join(listed(kind, alike)), COLOURS[severity])
        else:
            say(f"{alike[0].place}: {in_line(alike[0], with_path=True)}", COLOURS[severity])


def by_chapter(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return findings by the form's chapter that they are about, in the order of the file; those about none under a title of their own."""
    chapters: dict[str, list[Problem]] = {}
    for problem in problems:
        title = without_rows(steps(problem.path)[0]) or ELSEWHERE
        chapters.setdefault(title, []).append(problem)
    return chapters


def by_kind(problems: Iterable[Problem]) -> dict[tuple[Severity, str], list[Problem]]:
    """Return findings by severity and kind."""
    kinds: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.severity, problem.kind), []).append(problem)
    return kinds


def in_line(problem: Problem, *, with_path: bool = False) -> str:
    """Return a finding in one line, without its place."""
    subject = f"{problem.path}：" if with_path and problem.path else ""
    hint = f"（{problem.hint}）" if problem.hint else ""
    return printable(f"{problem.severity.value} {subject}{problem.message}{hint}")


def listed(kind: str, alike: Sequence[Problem]) -> Iterator[str]:
    """Yield findings of one kind as a heading, which says what all of them have in common, and a line each with its place.

    Args:
        kind: the kind.
        alike: the findings.
    """
    messages, hints = (Counter(getattr(problem, name) for problem in alike) for name in ("message", "hint"))
    heading = next(iter(messages)) if len(messages) == 1 else kind_label(kind)
    advice, times = hints.most_common(1)[0]
    yield printable(f"{alike[0].severity.value} {heading}：{len(alike)} 处" + (f"（{advice}）" if advice and times > 1 else ""))
    rows: dict[str, list[Problem]] = {}
    for problem in alike:
        rows.setdefault(without_rows(problem.path) if cell(problem.path) else problem.path, []).append(problem)
    for problem in alike:
        same = rows[without_rows(problem.path) if cell(problem.path) else problem.path]
        if len(same) >= MANY_ROWS and cell(problem.path):
            if problem is same[0]:
                yield printable(in_rows(same, with_example=len(messages) > 1))
            continue
        own = f"：{problem.message}" if len(messages) > 1 else ""
        hint = f"（{problem.hint}）" if problem.hint and (problem.hint != advice or times == 1) else ""
        yield printable(f"  {problem.place}: {f'{problem.path}{own}{hint}'.removeprefix('：')}")


def in_rows(same: Sequence[Problem], *, with_example: bool) -> str:
    """Return findings in many rows of one field as one line: the first one's place, and which rows they are.

    Args:
        same: the findings.
        with_example: whether to say what is said of the first.
    """
    numbers = sorted({found[1] for problem in same if (found := cell(problem.path))})
    example = f"，如 {same[0].message}" if with_example else ""
    return f"  {same[0].place}: {without_rows(same[0].path)} 第 {'、'.join(ranges(numbers))} 行{example}"


def ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Yield ascending numbers in words, those that follow one another together: 1—3, 7."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        first, *others = (number for _, number in run)
        yield f"{first}—{others[-1]}" if others else str(first)


def counted(problems: Iterable[Problem], answered: Sequence[Answered] = (), *, always: Sequence[Severity] = (Severity.ERROR,)) -> str:
    """Return how many errors, warnings and notes there are, in words.

    Args:
        problems: the findings.
        answered: those that are answered, which are counted apart.
        always: of which severities it is said even that there are none.
    """
    severities = [problem.severity for problem in problems]
    counts = [(severity, severities.count(severity)) for severity in Severity]
    said = "，".join(f"{count} 个{severity.value}" for severity, count in counts if count or severity in always)
    return said + (f"；另有 {len(answered)} 个已核实说明" if answered else "")


def answered_line(answered: Answered) -> str:
    """Return a finding that is answered, with the reason, as a line."""
    problem = answered.problem
    subject = f"{problem.path}：" if problem.path else ""
    return printable(f"{answered.place}: {subject}{problem.message}——{answered.reason}")


def advise(problems: Iterable[Problem], of: UnitYear) -> None:
    """Print how findings that are right as they are can be answered, if there are any and none that must be corrected first."""
    open_ones = [problem for problem in problems if problem.kind not in (Kind.LEAK, Kind.LIKELY_LEAK, Kind.ANSWER)]
    if any(problem.must_be_corrected for problem in open_ones):
        return
    if answerable := [f"{severity}" for severity in Severity if any(is_answerable(problem, severity) for problem in open_ones)]:
        say(f"经核对属实的{'和'.join(answerable)}，可以写明原因，写了就不再提示：{of.command('answer')}")


def is_answerable(problem: Problem, severity: Severity) -> bool:
    """Return whether a finding is one of a severity that a reason can answer."""
    return problem.severity is severity and (severity is Severity.WARNING or problem.answerable)
