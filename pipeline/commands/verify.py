"""`ziping verify`: logs and site held against each other."""

from __future__ import annotations

import sys

import click

from pipeline.commands.publishing import site_option, target_failures
from pipeline.commands.terminal import BUILT, FAULTY, ChineseHelp, counted, open_workspace, say, show, unit_argument, year_argument
from pipeline.problems import has_errors
from pipeline.workspace import UsageError, check_unit, check_year


@click.command(cls=ChineseHelp, help="核对公开记录和网站上的每个文件；不写单位就核对全部。例：ziping verify xinfang 2020")
@unit_argument(required=False)
@year_argument(required=False)
@site_option()
def verify(unit: str | None, year: str | None, site: str) -> None:
    """Verify the logs and the site."""
    from pipeline.publish.verification import verify_logs, verify_site  # noqa: PLC0415
    from pipeline.remote.target import open_target  # noqa: PLC0415 - each command imports what it needs

    workspace = open_workspace()
    asked = check_unit(unit) if unit else "*", check_year(year) if year else "*"
    histories, problems = verify_logs(workspace, *asked)
    with target_failures():
        target = open_target(site, workspace.root)
        count, found = verify_site(target, histories, *asked)
    if unit and not histories and not found:
        raise UsageError(f"{' '.join(filter(None, (unit, year)))} 没有公开过，请核对单位代码和年度")
    problems += found
    show(problems)
    colour = "red" if has_errors(problems) else "green"
    say(f"核对了 {len(histories)} 份公开记录、网站上的 {count} 个文件：{counted(problems)}", colour)
    sys.exit(FAULTY if has_errors(problems) else BUILT)
