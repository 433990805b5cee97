"""`ziping rollback`: the whole site as it was one release before."""

from __future__ import annotations

import click

from pipeline.commands.publishing import note_option, reason_of, site_option, target_failures
from pipeline.commands.terminal import ChineseHelp, open_workspace, say


@click.command(cls=ChineseHelp, help="把整个网站退回上一版，并记入 data/site.log.yaml。例：ziping rollback")
@site_option()
@note_option("退回的原因")
def rollback(site: str, note: str) -> None:
    """Let readers see the release before the present one."""
    from pipeline.publish.publication import roll_back  # noqa: PLC0415 - each command imports what it needs
    from pipeline.remote.target import open_target  # noqa: PLC0415

    workspace = open_workspace()
    with target_failures():
        target = open_target(site, workspace.root)
        with target.lock():
            before, now = roll_back(workspace, target, reason_of(note))
        say(f"{target.name}：已从第 {before} 版退回第 {now} 版", "green")
