"""`ziping rollback`: the whole site as it was one release before."""

from __future__ import annotations

import click

from pipeline.commands.terminal import ChineseHelp, note_option, site_option


@click.command(cls=ChineseHelp, help="把整个网站退回上一版的内容（已撤回的仍不公开），并记入 data/site.log.yaml。例：ziping rollback")
@site_option()
@note_option("退回的原因")
@click.option("--to", "number", metavar="第几版", type=click.IntRange(1), default=None, help="退回第几版；不写就是上一版")
@click.option("--dry-run", is_flag=True, help="只列出将要做什么，不退回")
def rollback(site: str, note: str, number: int | None, *, dry_run: bool) -> None:
    """Let readers see again what they saw before the present release."""
    from pipeline.commands import publishing  # noqa: PLC0415 - heavy

    publishing.roll_back(publishing.job_of(site, note), number or 0, dry_run=dry_run)
