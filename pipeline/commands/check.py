"""`ziping check`: what is wrong with the data, nothing written; or the kinds of problems that there are."""

from __future__ import annotations

import sys

import click

from pipeline.commands.terminal import ChineseHelp, open_workspace, unit_argument, year_argument
from pipeline.workspace import check_unit, check_year


@click.command(cls=ChineseHelp, help="只检查数据，不生成文件；不写单位就检查全部。例：ziping check xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
@click.option("--answers", is_flag=True, help="列出已核实说明的问题")
@click.option("--kinds", is_flag=True, help="列出会指出哪些问题")
def check(unit: str | None, year: str | None, *, answers: bool, kinds: bool) -> None:
    """Check the data of some or all unit-years."""
    from pipeline.commands.checking import check_data, list_kinds  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    if kinds:
        list_kinds(workspace)
    else:
        sys.exit(check_data(workspace, check_unit(unit) if unit else "*", check_year(year) if year else "*", answers=answers))
