"""What `ziping check` prints: what is wrong with the data, or the kinds of problems that there are. Heavy, so imported when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.build.compiled_form import compile_form
from pipeline.build.former_values import former_values
from pipeline.build.past import read_past
from pipeline.build.unit_year import examine, prepare
from pipeline.calls import command
from pipeline.checks.catalogue import catalogue
from pipeline.checks.completeness import chapters_of, completeness
from pipeline.commands.findings import advise, answered_line, counted, show
from pipeline.commands.saying import BUILT, FAULTY, say, show_lines
from pipeline.misnamed import misnamed
from pipeline.problems import Answered, Problem, Stop, has_errors
from pipeline.workspace import ALL, ANY, DATA, Asked, UnitYear, UsageError, Workspace


def list_kinds(workspace: Workspace) -> None:
    """Print the kinds of problems that the program and its forms' rules find."""
    say(catalogue({name: compile_form(workspace, name, printing=False).checks for name in workspace.form_names()}).rstrip())


def check_data(workspace: Workspace, asked: Asked, *, answers: bool = False) -> int:
    """Print what is wrong with some unit-years, and return the exit code.

    Args:
        workspace: where everything is.
        asked: which.
        answers: whether to list the findings that are answered.
    """
    chosen = workspace.unit_years(asked)
    unread = misnamed(workspace, asked)
    if unread and not chosen:
        show(unread)
        say(f"没有找到数据文件；有 {len(unread)} 个文件名称或位置不对", "red")
        return FAULTY
    if not chosen:
        stem = asked.year if asked.name == ALL else f"{asked.year}.{asked.name}"
        which = f"，请先新建：{command('new', 'xinfang', '2020')}" if asked == ANY else f"：data/{asked.unit}/{stem}{DATA}"
        raise UsageError(f"没有找到数据文件{which}")
    faulty = 0
    for of in chosen:
        found = look_at(workspace, of)
        unread = [problem for problem in unread if problem not in found.problems]
        show_found(found, of, answers=answers, alone=len(chosen) == 1)
        faulty += has_errors(found.problems)
    show(unread)
    if len(chosen) > 1:
        say(f"共检查 {len(chosen)} 份数据，{faulty} 份有错误")
    return FAULTY if faulty else BUILT


@dataclass(frozen=True, slots=True)
class Found:
    """What is found in a unit-year's data.

    Attributes:
        problems: everything wrong with them.
        answered: the findings whose answers hold.
        lacks: what the report will lack of what reviewers look at, as lines.
    """

    problems: Sequence[Problem]
    answered: Sequence[Answered] = ()
    lacks: Sequence[str] = ()


def look_at(workspace: Workspace, of: UnitYear) -> Found:
    """Return what is found in a unit-year's data."""
    try:
        compiled, sources = prepare(workspace, of, printing=False)
        past = read_past(workspace, of, compiled, sources)
        examined = examine(compiled, of.year, sources, former=former_values(workspace, of.unit), past=past)
        return Found(examined.problems, examined.answered, list(completeness(chapters_of(compiled.form), examined.facts)))
    except Stop as stop:
        return Found(stop.problems)


def show_found(found: Found, of: UnitYear, *, answers: bool, alone: bool) -> None:
    """Print what is found in a unit-year's data.

    Args:
        found: what is found.
        of: which unit-year.
        answers: whether to list the findings that are answered.
        alone: whether it is the only unit-year, so that there is room to say what its report will lack.
    """
    show(found.problems)
    if answers:
        show_lines(f"已核实说明的 {len(found.answered)} 个：", map(answered_line, found.answered))
    for line in found.lacks if alone else [line.rstrip("：") for line in found.lacks[:1]]:
        say(line)
    say(f"{of}：{counted(found.problems, found.answered)}", "red" if has_errors(found.problems) else "green")
    if alone:
        advise(found.problems, of)
