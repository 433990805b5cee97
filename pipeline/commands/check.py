"""`ziping check`: what is wrong with the data, nothing written; or the kinds of problems that there are."""

from __future__ import annotations

import sys

import click

from pipeline.commands.terminal import BUILT, FAULTY, ChineseHelp, counted, open_workspace, say, show, unit_argument, year_argument
from pipeline.problems import Stop, has_errors
from pipeline.workspace import UsageError, Workspace, check_unit, check_year


@click.command(cls=ChineseHelp, help="只检查数据，不生成文件；不写单位就检查全部。例：ziping check xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
@click.option("--kinds", is_flag=True, help="列出会指出哪些问题")
def check(unit: str | None, year: str | None, *, kinds: bool) -> None:
    """Check the data of some or all unit-years."""
    workspace = open_workspace()
    if kinds:
        list_kinds(workspace)
    else:
        sys.exit(check_data(workspace, check_unit(unit) if unit else "*", check_year(year) if year else "*"))


def list_kinds(workspace: Workspace) -> None:
    """Print the kinds of problems that the program and its forms' rules find."""
    from pipeline.build.unit_year import compile_form  # noqa: PLC0415 - each command imports what it needs
    from pipeline.checks.catalogue import catalogue  # noqa: PLC0415

    say(catalogue({name: compile_form(workspace, name).checks for name in workspace.form_names()}).rstrip())


def check_data(workspace: Workspace, unit: str, year: str) -> int:
    """Print what is wrong with some unit-years, and return the exit code.

    Args:
        workspace: where everything is.
        unit: the unit's folder name; a star for all.
        year: the year, likewise.
    """
    from pipeline.build.unit_year import examine, prepare  # noqa: PLC0415 - each command imports what it needs

    chosen = list(workspace.unit_years(unit, year))
    if not chosen:
        raise UsageError("没有找到数据文件" + (f"：data/{unit}/{year}.yaml" if (unit, year) != ("*", "*") else "，请先用 make new 新建"))
    faulty = 0
    for name, its_year in chosen:
        try:
            compiled, sources = prepare(workspace, name, its_year)
            _, problems = examine(compiled, its_year, sources)
        except Stop as stop:
            problems = list(stop.problems)
        show(problems)
        faulty += has_errors(problems)
        say(f"{name} {its_year} 年度：{counted(problems)}", "red" if has_errors(problems) else "green")
    if len(chosen) > 1:
        say(f"共检查 {len(chosen)} 份数据，{faulty} 份有错误")
    return FAULTY if faulty else BUILT
