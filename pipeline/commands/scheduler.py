"""`ziping scheduler`: the part of a cluster that hands out units to other machines."""

from __future__ import annotations

import click

from pipeline.commands.saying import say
from pipeline.commands.terminal import ChineseHelp


@click.command(cls=ChineseHelp, help="几台机器一起做：在其中一台上运行，它分派任务")
@click.option("--port", metavar="端口", type=click.IntRange(1, 65535), default=8786, help="在哪个端口上等；不写就是 8786")
def scheduler(port: int) -> None:
    """Hand out tasks until it is ended."""
    from pipeline.batch import stations  # noqa: PLC0415 - heavy
    from pipeline.batch.connection import part  # noqa: PLC0415

    def started(address: str) -> None:
        say(f"调度器已经启动，地址是 {address}。按 Ctrl-C 停止。")
        say(f"在其余各台上运行：{part('worker', address)}")

    try:
        stations.serve(port, started)
    except KeyboardInterrupt:
        say("调度器已停止。")
