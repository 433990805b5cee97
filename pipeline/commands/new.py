"""`ziping new`: the skeleton of a new unit or year."""

from __future__ import annotations

import click

from pipeline.calls import command
from pipeline.commands.terminal import ChineseHelp, open_workspace, say, unit_argument, year_argument
from pipeline.workspace import check_unit, check_year


@click.command(cls=ChineseHelp, help="新建一个单位或年度的数据文件，带填写说明。例：ziping new jiaoyu 2021")
@unit_argument()
@year_argument()
@click.option("--form", metavar="表名", help="用哪份表；不写就用上一年度的，或唯一的一份")
def new(unit: str, year: str, form: str | None) -> None:
    """Write the skeleton of a new unit-year."""
    from pipeline.form.new_year import create  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    for path in create(workspace, check_unit(unit), check_year(year), form):
        say(f"  {workspace.shown(path)}")
    say(f"已新建。填好后运行：{command('report', unit, year)}", "green")
