"""`ziping desk`: fill in and look at a unit-year in the browser."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote

import click

from pipeline.calls import installing, is_through_make
from pipeline.commands.saying import open_workspace, say
from pipeline.commands.terminal import ChineseHelp, name_option, unit_argument, year_argument
from pipeline.problems import Kind, Place, Stop, error
from pipeline.workspace import UnitYear, check_name, check_unit, check_year


@click.command(cls=ChineseHelp, help="在浏览器里填写、检查、生成；内容不离开这台电脑。例：ziping desk xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
@name_option("同一年度有几份表的，打开这一份")
def desk(unit: str | None, year: str | None, name: str) -> None:
    """Open the desk."""
    workspace = open_workspace()
    first = "/"
    if unit and year:
        of = UnitYear(check_unit(unit), check_year(year), check_name(name) if name else "")
        first = f"/work/{of.unit}/{quote(of.stem)}"
    try:
        from pipeline.desk.serving import serve  # noqa: PLC0415 - heavy, and an extra
    except ImportError:
        hint = "用 make desk 会自动安装" if is_through_make() else f"请运行：{installing('desk')}"
        raise Stop(error(Kind.EXTRA, "没有安装浏览器填报的组件", Place("desk"), hint=hint)) from None
    with suppress(KeyboardInterrupt):
        serve(workspace, first, tell)
    say("填报页面已关闭，填过的都已保存")


def tell(address: str, is_opened: bool) -> None:  # noqa: FBT001 - called by the server
    """Say where the desk is."""
    say(f"{'填报页面已在浏览器里打开；没有看到的，' if is_opened else ''}请在浏览器里打开（只能用一次）：{address}")
    say("填写的内容只在这台电脑上，随填随存。填完请在这里按 Ctrl-C 关闭；一小时不用会自动关闭")
