"""`ziping report`: the documents of one unit-year, of each of its forms."""

from __future__ import annotations

import sys

import click

from pipeline.commands.reporting import build_unit
from pipeline.commands.terminal import ChineseHelp, name_option, pdf_option, unit_argument, year_argument


@click.command(cls=ChineseHelp, help="生成一个单位一个年度的自评表和自评报告。例：ziping report xinfang 2020")
@unit_argument()
@year_argument()
@name_option("同一年度有几份表的，只生成这一份：2022.项目-防汛.yaml 就写 项目-防汛；不写就全部生成")
@click.option("--draft", is_flag=True, help="草稿：缺的内容印【待填】，每页标明草稿")
@pdf_option()
def report(unit: str, year: str, name: str, *, draft: bool, pdf: bool) -> None:
    """Build what a unit hands in for a year, unless it is up to date."""
    sys.exit(build_unit(unit, year, name, draft=draft, pdf=pdf))
