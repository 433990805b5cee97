"""What 300,000 unit-years take, a year of a whole country, computed from measured figures: a page of the manual."""

from __future__ import annotations

from typing import Final

from tests.bench.page import Figures, figure_of
from tests.bench.tables import ROOT

PAGE: Final = ROOT / "docs" / "scale.zh-CN.md"
UNITS: Final = 300_000
PROCESSORS: Final = (2, 16, 64, 256)
TAKEN: Final = "what more units take"
ON_S3: Final = "beside two processes of this machine"


def write_page(figures: Figures) -> str:
    """Write the page of the manual, and return it; nothing if its figures were not measured."""
    city = {row["what"]: row["figure"] for row in figures.get("city", {}).get(TAKEN, ())}
    if not city:
        return ""
    unit, parent = city["ms of a processor for a unit, one process"], city["parent's MB for 1,000 further units"]
    worker, files, kilobytes = city["greatest worker, MB"], city["files and folders of a unit"], city["KB of a unit on the disk"]
    requests, waiting = (figure_of(figures, "cluster", ON_S3, "S3", column) for column in ("requests a unit", "worker's ms a unit"))
    rows = (
        f"| {processors} | {time(UNITS * unit / 1000 / processors)} | {gigabytes(processors * worker + UNITS / 1000 * parent)} |"
        for processors in PROCESSORS
    )
    text = f"""# 三十万个单位要多少机器

全国一年大约三十万份自评。下面的数都是按本机量出的数推算的（`make bench` 量，`python -m tests.bench page` 写成这一页），
换一台机器请重新量。量的时候本机是两个处理器。

- 一个单位（读数据、检查、四份文件各两版、读回核对、查个人信息、写盘）用一个处理器 {unit:.1f} 毫秒。
- 一个工作进程最多用 {worker:.0f} MB 内存，单位再多也是这么多；派活的进程每一千个单位多用 {parent:.1f} MB。
- 一个单位在磁盘上是 {files:.0f} 个文件和文件夹，{kilobytes:.0f} KB。三十万个单位：{UNITS * files / 10_000:,.0f} 万个，{kilobytes * UNITS / 1_000_000:.0f} GB。

| 处理器 | 全部生成一遍 | 内存 |
| --- | --- | --- |
{chr(10).join(rows)}

什么都没有变时再运行一遍，只核对，不生成。
"""
    if requests and waiting:
        text += f"""
用集群、文件放在 S3 上（每个请求 15 毫秒）时，一个单位平均 {requests:.1f} 个请求，占用一台工作机的一个进程 {waiting:.0f} 毫秒：
三十万个单位共 {UNITS * requests / 10_000:,.0f} 万个请求，64 个进程 {time(UNITS * waiting / 1000 / 64)}。
"""
    PAGE.write_text(text, encoding="utf-8")
    return text


def time(seconds: float) -> str:
    """Return a time in words."""
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.0f} 分钟" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"


def gigabytes(megabytes: float) -> str:
    """Return an amount of memory in words."""
    return f"{megabytes / 1000:.1f} GB"
