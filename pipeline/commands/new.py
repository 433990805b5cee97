"""`ziping new`: the skeleton of a new unit or year."""

from __future__ import annotations

import click

from pipeline.commands.saying import open_workspace, say
from pipeline.commands.terminal import ChineseHelp, name_option, unit_argument, year_argument
from pipeline.workspace import UnitYear, check_name, check_unit, check_year


@click.command(cls=ChineseHelp, help="新建一个单位或年度的数据文件，带填写说明。例：ziping new jiaoyu 2021")
@unit_argument()
@year_argument()
@name_option("同一年度的又一份表，起一个名称来区分，例如 项目-防汛：数据写在 2022.项目-防汛.yaml；不写就是 2022.yaml")
@click.option("--form", metavar="表名", help="用哪份表；不写就用上一年度的，或唯一的一份")
def new(unit: str, year: str, name: str, form: str | None) -> None:
    """Write the skeleton of a new unit-year."""
    from pipeline.form.new_year import create  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    of = UnitYear(check_unit(unit), check_year(year), check_name(name) if name else "")
    for path in create(workspace, of, form):
        say(f"  {workspace.shown(path)}")
    say(f"已新建。填好后运行：{of.command('report')}", "green")
