"""`ziping check`: what is wrong with the data, nothing written; or the kinds of problems that there are."""

from __future__ import annotations

import sys

import click

from pipeline.commands.choosing import asked_for
from pipeline.commands.saying import open_workspace
from pipeline.commands.terminal import ChineseHelp, name_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="只检查数据，不生成文件；不写单位就检查全部。例：ziping check xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
@name_option("同一年度有几份表的，只检查这一份；不写就全部检查")
@click.option("--answers", is_flag=True, help="列出已核实说明的问题")
@click.option("--kinds", is_flag=True, help="列出会指出哪些问题")
def check(unit: str | None, year: str | None, name: str, *, answers: bool, kinds: bool) -> None:
    """Check the data of some or all unit-years."""
    from pipeline.commands.checking import check_data, list_kinds  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    if kinds:
        list_kinds(workspace)
    else:
        sys.exit(check_data(workspace, asked_for(unit, year, name), answers=answers))
