"""`ziping verify`: logs and site held against each other."""

from __future__ import annotations

import sys

import click

from pipeline.commands.choosing import asked_for
from pipeline.commands.terminal import ChineseHelp, name_option, site_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="核对公开记录和网站上的每个文件；不写单位就核对全部。例：ziping verify xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
@name_option("同一年度有几份表的，只核对这一份；不写就全部核对")
@site_option()
@click.option("--repair", "repairs", is_flag=True, help="网站上缺少的、被改动过的文件，能照原样重做的就重做")
def verify(unit: str | None, year: str | None, name: str, site: str, *, repairs: bool) -> None:
    """Verify the logs and the site."""
    from pipeline.commands import publishing  # noqa: PLC0415 - heavy

    sys.exit(publishing.verify(asked_for(unit, year, name), site, repairs=repairs))
