"""`ziping migrate`: data files from one edition of a form to the next."""

from __future__ import annotations

import sys

import click

from pipeline.calls import command
from pipeline.commands.findings import show
from pipeline.commands.saying import BUILT, FAULTY, open_workspace, say
from pipeline.commands.terminal import ChineseHelp
from pipeline.workspace import ALL, UsageError, check_year


@click.command(
    cls=ChineseHelp, help="把各单位按旧表填的数据文件改成下一版的表，注释和顺序不变。例：ziping migrate hunan-2018 hunan-2019 --year 2019"
)
@click.argument("old", metavar="旧表名")
@click.argument("new", metavar="新表名")
@click.option("--year", metavar="年度", help="只改这一年度的；不写就改用旧表的各年度")
def migrate(old: str, new: str, year: str | None) -> None:
    """Rewrite the data files of one edition of a form by the next."""
    from pipeline.build.migration import migrate as migrate_files  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    for name in (old, new):
        if name not in workspace.form_names():
            raise UsageError(f"没有“{name}”这份表，现有：{'、'.join(workspace.form_names())}")
    if old == new:
        raise UsageError("旧表和新表是同一份表，没有要改的")
    done = list(migrate_files(workspace, old, new, check_year(year) if year else ALL))
    for each in done:
        if each.problems:
            show(each.problems)
            say(f"{each.file}：没有改动", "red")
        else:
            changes = [*(f"{was} → {now}" for was, now in each.renamed), *(f"删去空着的 {name}" for name in each.dropped)]
            say("".join((f"{each.file}：已改为 {new}", *(f"\n    {change}" for change in changes))), "green")
    left = sum(bool(each.problems) for each in done)
    say(f"共 {len(done)} 份：改了 {len(done) - left} 份，没有改动 {left} 份" if done else f"没有用 {old} 填的数据文件")
    if left < len(done):
        say(f"请检查：{command('check')}")
    sys.exit(FAULTY if left else BUILT)
