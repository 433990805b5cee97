"""`ziping withdraw`: a published unit-year taken back, with a notice."""

from __future__ import annotations

import click

from pipeline.commands.choosing import asked_for
from pipeline.commands.terminal import ChineseHelp, name_option, note_option, site_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="撤回已公开的内容，留下一页公告。例：ziping withdraw xinfang 2020 --note 数据有误")
@unit_argument()
@year_argument()
@name_option("同一年度有几份表的，撤回哪一份：2022.项目-防汛.yaml 就写 项目-防汛；不写就是 2022.yaml")
@site_option()
@note_option("撤回的原因，印在公告上")
@click.option("--dry-run", is_flag=True, help="只列出将要做什么，不撤回")
def withdraw(unit: str, year: str, name: str, site: str, note: str, *, dry_run: bool) -> None:  # noqa: PLR0913 - one for each option
    """Withdraw one unit-year."""
    from pipeline.commands import publishing  # noqa: PLC0415 - heavy

    publishing.withdraw(publishing.job_of(site, note, asked=asked_for(unit, year, name)), dry_run=dry_run)
