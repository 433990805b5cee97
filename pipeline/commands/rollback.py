"""`ziping rollback`: the whole site as it was one release before."""

from __future__ import annotations

import click

from pipeline.commands.terminal import ChineseHelp, note_option, site_option


@click.command(cls=ChineseHelp, help="把整个网站退回上一版，并记入 data/site.log.yaml。例：ziping rollback")
@site_option()
@note_option("退回的原因")
def rollback(site: str, note: str) -> None:
    """Let readers see the release before the present one."""
    from pipeline.commands import publishing  # noqa: PLC0415 - heavy

    publishing.roll_back(site, note)
