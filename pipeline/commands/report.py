"""`ziping report`: one unit-year's documents."""

from __future__ import annotations

import sys
import time

import click

from pipeline.commands.terminal import FAULTY, ChineseHelp, counted, open_workspace, say, show, show_revision, unit_argument, year_argument
from pipeline.problems import has_errors
from pipeline.workspace import check_unit, check_year


@click.command(cls=ChineseHelp, help="生成一个单位一个年度的自评表和自评报告。例：ziping report xinfang 2020")
@unit_argument()
@year_argument()
@click.option("--draft", is_flag=True, help="草稿：缺的内容印【待填】，每页标明草稿")
def report(unit: str, year: str, *, draft: bool) -> None:
    """Build one unit-year."""
    from pipeline.build.unit_year import build  # noqa: PLC0415 - each command imports what it needs

    began = time.perf_counter()
    workspace = open_workspace()
    built = build(workspace, check_unit(unit), check_year(year), draft=draft, waiting=lambda: say("另一个程序正在生成这份文件，请稍候……"))
    show(built.problems)
    seconds = f"用时 {time.perf_counter() - began:.2f} 秒"
    if has_errors(built.problems):
        say(f"没有生成：{counted(built.problems)}；原来的文件没有动。请改正后再试。（{seconds}）", "red")
        sys.exit(FAULTY)
    if built.revision:
        show_revision("与上一次生成相比：", built.revision)
    for name in built.documents:
        say(f"  {workspace.shown(built.folder / name)}" + ("" if name in built.changed else "（没有变化）" if built.changed else ""))
    done = f"已生成 {len(built.changed)} 个文件" if built.changed else "没有变化，文件都是最新的"
    say(f"{unit} {year} 年度{'草稿' if draft else ''}：{done}；{counted(built.problems)}（{seconds}）", "green")
