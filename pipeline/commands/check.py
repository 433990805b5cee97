"""`ziping check`: what is wrong with the data, nothing written."""

from __future__ import annotations

import sys

import click

from pipeline.commands.terminal import BUILT, FAULTY, ChineseHelp, counted, open_workspace, say, show, unit_argument, year_argument
from pipeline.problems import Stop, has_errors
from pipeline.workspace import UsageError, check_unit, check_year


@click.command(cls=ChineseHelp, help="只检查数据，不生成文件；不写单位就检查全部。例：ziping check xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
def check(unit: str | None, year: str | None) -> None:
    """Check the data of some or all unit-years."""
    from pipeline.build.unit_year import examine, prepare  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    chosen = list(workspace.unit_years(check_unit(unit) if unit else "*", check_year(year) if year else "*"))
    if not chosen:
        raise UsageError("没有找到数据文件" + (f"：data/{unit or '*'}/{year or '*'}.yaml" if unit or year else "，请先用 make new 新建"))
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
    sys.exit(FAULTY if faulty else BUILT)
