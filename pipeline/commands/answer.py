"""`ziping answer`: entries for the reasons of open warnings, added to the data file."""

from __future__ import annotations

import click

from pipeline.calls import command
from pipeline.commands.terminal import ChineseHelp, open_workspace, say, show_lines, unit_argument, year_argument
from pipeline.problems import kind_label
from pipeline.workspace import check_unit, check_year


@click.command(cls=ChineseHelp, help="为属实的警告写核实说明：在数据文件里逐条备好，只等填写原因。例：ziping answer xinfang 2020")
@unit_argument()
@year_argument()
def answer(unit: str, year: str) -> None:
    """Add entries for a unit-year's open warnings to its data file."""
    from pipeline.build.answering import prepare_answers  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    found = prepare_answers(workspace, check_unit(unit), check_year(year))
    if not found:
        say(f"{unit} {year} 年度：没有要写说明的警告，文件没有改动", "green")
        return
    file = workspace.shown(workspace.data_file(unit, year))
    show_lines(f"{file} 的“核实说明”里添了：", (f"{kind_label(each.kind)}：{each.path or each.message}" for each in found))
    todo = "属实的，在“说明”后面写明原因；数据有误的，改正数据，删去那一条"
    say(f"添了 {len(found)} 条。{todo}。写好后运行：{command('check', unit, year)}", "green")
