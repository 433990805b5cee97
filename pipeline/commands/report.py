"""`ziping report`: one unit-year's documents."""

from __future__ import annotations

import sys
import time

import click

from pipeline.build.current import current
from pipeline.commands.findings import advise, counted, show
from pipeline.commands.terminal import FAULTY, ChineseHelp, open_workspace, say, show_lines, unit_argument, year_argument
from pipeline.problems import has_errors
from pipeline.workspace import check_unit, check_year


@click.command(cls=ChineseHelp, help="生成一个单位一个年度的自评表和自评报告。例：ziping report xinfang 2020")
@unit_argument()
@year_argument()
@click.option("--draft", is_flag=True, help="草稿：缺的内容印【待填】，每页标明草稿")
def report(unit: str, year: str, *, draft: bool) -> None:
    """Build one unit-year, unless it is up to date."""
    began = time.perf_counter()
    workspace = open_workspace()
    names = check_unit(unit), check_year(year)
    changed: tuple[str, ...] = ()
    revision = None
    if known := current(workspace, *names, draft=draft):
        problems, answered, documents = known.problems, known.answered, list(known.outputs)
    else:
        from pipeline.build.unit_year import build  # noqa: PLC0415 - heavy, and not needed if nothing changed

        made = build(workspace, *names, draft=draft, waiting=lambda: say("另一个程序正在生成这份文件，请稍候……"))
        problems, answered, documents = made.problems, tuple(made.answered), list(made.documents)
        changed, revision = made.changed, made.revision
    show(problems)
    seconds = f"用时 {time.perf_counter() - began:.2f} 秒"
    if has_errors(problems):
        say(f"没有生成：{counted(problems)}；原来的文件没有动。请改正后再试。（{seconds}）", "red")
        advise(problems, unit, year)
        sys.exit(FAULTY)
    if revision:
        show_lines("与上一次生成相比：", revision.lines())
    folder = workspace.shown(workspace.output(*names, draft=draft))
    for name in documents:
        say(f"  {folder}/{name}" + ("" if name in changed else "（没有变化）" if changed else ""))
    done = f"已生成 {len(changed)} 个文件" if changed else "没有变化，文件都是最新的"
    say(f"{unit} {year} 年度{'草稿' if draft else ''}：{done}；{counted(problems, answered)}（{seconds}）", "green")
    advise(problems, unit, year)
