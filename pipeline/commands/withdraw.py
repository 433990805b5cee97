"""`ziping withdraw`: a published unit-year taken back, with a notice."""

from __future__ import annotations

import click

from pipeline.commands.terminal import ChineseHelp, note_option, site_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="撤回已公开的内容，留下一页公告。例：ziping withdraw xinfang 2020 --note 数据有误")
@unit_argument()
@year_argument()
@site_option()
@note_option("撤回的原因，印在公告上")
@click.option("--dry-run", is_flag=True, help="只列出将要做什么，不撤回")
def withdraw(unit: str, year: str, site: str, note: str, *, dry_run: bool) -> None:
    """Withdraw one unit-year."""
    from pipeline.commands import publishing  # noqa: PLC0415 - heavy

    publishing.withdraw(publishing.job_of(site, note, unit=unit, year=year), dry_run=dry_run)
