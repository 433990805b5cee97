"""`ziping reports`: all units of a year, and what they say together."""

from __future__ import annotations

import sys
import time

import click

from pipeline.commands.saying import open_workspace
from pipeline.commands.terminal import ChineseHelp, pdf_option, year_argument
from pipeline.workspace import UsageError, check_unit, check_year


@click.command(cls=ChineseHelp, help="生成全部单位一个年度的文件和汇总。例：ziping reports 2020")
@year_argument()
@click.option("--units", metavar="单位代码", default="", help="只生成这几个单位，用逗号隔开")
@click.option("--jobs", metavar="个数", type=click.IntRange(1, 1024), help="同时用几个处理器；不写就全用")
@pdf_option()
@click.option("--scheduler", metavar="地址", default="", help="交给集群去做：调度器的地址，如 tcp://host:8786")
@click.option("--data", metavar="位置", default="", help="用集群时数据在哪里：工作机都能读写的文件夹、s3://、sftp://；不写就是 data")
@click.option("--output", metavar="位置", default="", help="用集群时写到哪里，同上；不写就是 output")
def reports(year: str, units: str, jobs: int | None, scheduler: str, data: str, output: str, *, pdf: bool) -> None:  # noqa: PLR0913, PLR0917 - one for each option
    """Build all units of a year."""
    began = time.perf_counter()
    workspace = open_workspace()
    check_year(year)
    if (data or output) and not scheduler:
        raise UsageError("用 --data、--output 时，还要用 --scheduler 指明调度器")
    asked = [check_unit(name) for name in units.replace("，", ",").replace(" ", "").split(",") if name]
    from pipeline.commands import batches  # noqa: PLC0415 - heavy

    if scheduler:
        built = batches.build_on_cluster(workspace, year, asked, scheduler, (data, output), pdf=pdf)
    else:
        built = batches.build_here(workspace, year, asked, jobs, pdf=pdf)
    sys.exit(batches.finish(year, built, time.perf_counter() - began, of_all=not asked, pdf=pdf))
