"""`ziping diff`: what changed from an earlier state to the data as they are."""

from __future__ import annotations

import click

from pipeline.commands.choosing import asked_for, one_form
from pipeline.commands.saying import open_workspace, say, show_lines
from pipeline.commands.terminal import ChineseHelp, name_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="比较两份数据：改了什么，随之变化的有什么。例：ziping diff xinfang 2020 --against published")
@unit_argument()
@year_argument()
@name_option("同一年度有几份表的，比较哪一份：2022.项目-防汛.yaml 就写 项目-防汛；不写就是 2022.yaml")
@click.option("--against", metavar="和谁比", default="last", help="last 上一次生成的（不写就是它），published 已公开的，或另一份数据文件")
def diff(unit: str, year: str, name: str, against: str) -> None:
    """Compare a unit-year's data with an earlier state."""
    from pipeline.publish.against import compare_with  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    compared = compare_with(workspace, one_form(workspace, asked_for(unit, year, name)), against)
    show_lines(f"{compared.old} → {compared.new}：", compared.revision.lines())
    if not compared.revision:
        say("  没有不同")
    say(f"对照页：{workspace.shown(compared.page)}", "green")
