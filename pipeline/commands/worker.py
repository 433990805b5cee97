"""`ziping worker`: a machine of a cluster that builds units; it goes on whenever the scheduler is there."""

from __future__ import annotations

import time
from typing import Final

import click

from pipeline.commands.progress import processors
from pipeline.commands.saying import say
from pipeline.commands.terminal import ChineseHelp

PAUSE: Final = 5  # seconds between two tries


@click.command(cls=ChineseHelp, help="几台机器一起做：在其余各台上运行，它们做工。例：ziping worker tcp://host:8786")
@click.argument("scheduler", metavar="调度器的地址")
@click.option("--jobs", metavar="个数", type=click.IntRange(1, 1024), help="同时用几个处理器；不写就全用")
def worker(scheduler: str, jobs: int | None) -> None:
    """Work whenever the scheduler is there, until it is ended."""
    from pipeline.batch import stations  # noqa: PLC0415 - heavy

    count = jobs or processors()
    told = ""

    def tell(text: str) -> None:
        nonlocal told
        if text != told:
            say(text)
        told = text

    try:
        while True:
            try:
                stations.work(scheduler, count, lambda: tell(f"已连上调度器 {scheduler}，用 {count} 个处理器做工。按 Ctrl-C 停止。"))
                tell("调度器停了，它回来以后接着做。按 Ctrl-C 停止。")
            except (OSError, ValueError, RuntimeError):
                tell(f"连不上调度器 {scheduler}，每 {PAUSE} 秒再试一次。请检查地址和网络。按 Ctrl-C 停止。")
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        say("已停止。")
