"""`ziping publish`: a unit-year published or corrected."""

from __future__ import annotations

import click

from pipeline.commands.choosing import asked_for
from pipeline.commands.terminal import ChineseHelp, name_option, note_option, pdf_option, site_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="发布或更正一个单位一个年度的公开版。例：ziping publish xinfang 2020")
@unit_argument()
@year_argument()
@name_option("同一年度有几份表的，发布哪一份：2022.项目-防汛.yaml 就写 项目-防汛；不写就是 2022.yaml")
@site_option()
@note_option("更正的原因，印在更正记录里；首次发布可以不写")
@click.option("--backdate", metavar="时间", default="", help="补登以前的发布时间，如 2021-06-10 09:30；要写原因，公开页上会注明")
@click.option("--dry-run", is_flag=True, help="只列出将要做什么，不发布")
@pdf_option()
def publish(unit: str, year: str, name: str, site: str, note: str, *, backdate: str, dry_run: bool, pdf: bool) -> None:  # noqa: PLR0913 - one for each option
    """Publish one unit-year."""
    from pipeline.commands import publishing  # noqa: PLC0415 - heavy

    publishing.publish(publishing.job_of(site, note, backdate, asked=asked_for(unit, year, name)), dry_run=dry_run, pdf=pdf)
