"""`ziping answer`: entries for the reasons of open warnings, added to the data file."""

from __future__ import annotations

import sys
from functools import partial

import click

from pipeline.commands.choosing import asked_for, every_form, for_each
from pipeline.commands.saying import open_workspace, say, show_lines
from pipeline.commands.terminal import ChineseHelp, name_option, unit_argument, year_argument
from pipeline.problems import kind_label
from pipeline.workspace import UnitYear, Workspace


@click.command(cls=ChineseHelp, help="为属实的警告写核实说明：在数据文件里逐条备好，只等填写原因。例：ziping answer xinfang 2020")
@unit_argument()
@year_argument()
@name_option("同一年度有几份表的，只写这一份的；不写就逐份都写")
def answer(unit: str, year: str, name: str) -> None:
    """Add entries for open warnings to the data files of what a unit hands in for a year."""
    workspace = open_workspace()
    sys.exit(for_each(every_form(workspace, asked_for(unit, year, name)), partial(answer_form, workspace)))


def answer_form(workspace: Workspace, of: UnitYear) -> bool:
    """Add entries for a unit-year's open warnings to its data file, say which, and return that it succeeded.

    Raises:
        Stop: the data have errors, or the file cannot be added to.
    """
    from pipeline.build.answering import prepare_answers  # noqa: PLC0415 - heavy

    found = prepare_answers(workspace, of)
    if not found:
        say(f"{of}：没有要写说明的警告，文件没有改动", "green")
        return True
    file = workspace.shown(workspace.data_file(of))
    show_lines(f"{file} 的“核实说明”里添了：", (f"{kind_label(each.kind)}：{each.path or each.message}" for each in found))
    todo = "属实的，在“说明”后面写明原因；数据有误的，改正数据，删去那一条"
    say(f"添了 {len(found)} 条。{todo}。写好后运行：{of.command('check')}", "green")
    return True
