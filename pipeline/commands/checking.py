"""What `ziping check` prints: what is wrong with the data, or the kinds of problems that there are. Heavy, so imported when it runs."""

from __future__ import annotations

from pipeline.build.compiled_form import compile_form
from pipeline.build.former_values import former_values
from pipeline.build.last_year import read_last_year
from pipeline.build.unit_year import examine, prepare
from pipeline.calls import command
from pipeline.checks.catalogue import catalogue
from pipeline.commands.terminal import BUILT, FAULTY, counted, say, show
from pipeline.misnamed import misnamed
from pipeline.problems import Problem, Stop, has_errors
from pipeline.workspace import UsageError, Workspace


def list_kinds(workspace: Workspace) -> None:
    """Print the kinds of problems that the program and its forms' rules find."""
    say(catalogue({name: compile_form(workspace, name).checks for name in workspace.form_names()}).rstrip())


def check_data(workspace: Workspace, unit: str, year: str) -> int:
    """Print what is wrong with some unit-years, and return the exit code.

    Args:
        workspace: where everything is.
        unit: the unit's folder name; a star for all.
        year: the year, likewise.
    """
    chosen = list(workspace.unit_years(unit, year))
    unread = misnamed(workspace, unit, year)
    if unread and not chosen:
        show(unread)
        say(f"没有找到数据文件；有 {len(unread)} 个文件名称或位置不对", "red")
        return FAULTY
    if not chosen:
        is_any = (unit, year) == ("*", "*")
        raise UsageError(
            "没有找到数据文件" + (f"，请先新建：{command('new', 'xinfang', '2020')}" if is_any else f"：data/{unit}/{year}.yaml")
        )
    faulty = 0
    for name, its_year in chosen:
        problems = problems_of(workspace, name, its_year)
        unread = [problem for problem in unread if problem not in problems]
        show(problems)
        faulty += has_errors(problems)
        say(f"{name} {its_year} 年度：{counted(problems)}", "red" if has_errors(problems) else "green")
    show(unread)
    if len(chosen) > 1:
        say(f"共检查 {len(chosen)} 份数据，{faulty} 份有错误")
    return FAULTY if faulty else BUILT


def problems_of(workspace: Workspace, unit: str, year: str) -> list[Problem]:
    """Return everything wrong with a unit-year's data.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        year: the year, checked.
    """
    try:
        compiled, sources = prepare(workspace, unit, year)
        last = read_last_year(workspace, unit, year, compiled, sources)
        return list(examine(compiled, year, sources, former=former_values(workspace, unit), last=last).problems)
    except Stop as stop:
        return list(stop.problems)
