"""`ziping synth`: a made-up city, for tests, demonstrations and benchmarks."""

from __future__ import annotations

import click

from pipeline.commands.saying import open_workspace, say
from pipeline.commands.terminal import ChineseHelp, year_argument
from pipeline.workspace import UsageError, check_year


@click.command(cls=ChineseHelp, help="编造一批单位的数据，供试验和演示。例：ziping synth 2020 --units 100 --into 文件夹")
@year_argument()
@click.option("--units", metavar="个数", type=click.IntRange(1, 999_999), default=100, help="编造几个单位；不写就是一百个")
@click.option("--seed", metavar="数", type=int, default=1, help="换一个数就换一批单位")
@click.option("--mistakes", metavar="百分比", type=click.IntRange(0, 100), default=20, help="百分之几的单位种下一处错误")
@click.option("--form", metavar="表名", default="", help="用哪份表；不写就用第一份写明了怎样编造的")
@click.option("--into", metavar="文件夹", default="", help="写到哪里，必须写；不会写进现在的 data")
def synth(year: str, units: int, seed: int, mistakes: int, form: str, into: str) -> None:  # noqa: PLR0913, PLR0917 - one for each option
    """Make up unit-years."""
    from pipeline.batch.synth import FILE, City, city_workspace  # noqa: PLC0415 - heavy

    workspace = open_workspace()
    if not into:
        raise UsageError("请用 --into 写明放到哪个文件夹")
    name = form or next((name for name in workspace.form_names() if (workspace.form(name) / FILE).is_file()), "")
    made = list(City(city_workspace(workspace, into), name).make(units, int(check_year(year)), seed, mistakes))
    planted = sum(item.mistake is not None for item in made)
    say(f"编造了 {len(made)} 个单位 {year} 年度的数据，其中 {planted} 个各种下一处错误。进入 {into} 后运行 ziping reports {year}", "green")
