"""What `ziping import` does with a received file, and says of it. Heavy, so imported when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.calls import flag
from pipeline.commands.findings import show
from pipeline.commands.import_ import NO_TAKE
from pipeline.commands.saying import BUILT, FAULTY, say
from pipeline.form.field import UNIT_NAME
from pipeline.intake.importing import ReadFile, counted, import_file
from pipeline.intake.into_data.taking import Taken, write_taken
from pipeline.intake.recognition.belonging import Given
from pipeline.intake.recognition.candidates import form_named
from pipeline.intake.recognition.units import unit_names
from pipeline.problems import Kind, Problem
from pipeline.workspace import UsageError, Workspace


def import_one(  # noqa: PLR0913 - one for each option
    workspace: Workspace, path: Path, given: Given, take: str, *, overwrite: bool, dry_run: bool
) -> int:
    """Read a received file into the data files, say what came of it, and return the exit code.

    Args:
        workspace: where everything is.
        path: the file.
        given: what somebody says of it.
        take: which texts of a narrative that came back are put into the data files.
        overwrite: whether values that differ are written over those of the data files.
        dry_run: whether nothing is written.

    Raises:
        UsageError: texts of a narrative are asked for, and it is none.
    """
    imported = import_file(workspace, path, given, overwrite=overwrite)
    read = imported.read
    if read and read.narrative:
        show(imported.problems)
        from pipeline.commands.returned import show_returned  # noqa: PLC0415 - only a narrative needs it

        show_returned(workspace, read.of, read.narrative, take, dry_run=dry_run)
        return BUILT
    if take:
        raise UsageError(NO_TAKE)
    show(imported.problems)
    if read is None or imported.taken is None:
        say("没有读入，数据文件没有动。", "red")
        return FAULTY
    tell(workspace, read, imported.taken, imported.problems, dry_run=dry_run)
    return BUILT


def tell(workspace: Workspace, read: ReadFile, taken: Taken, problems: Sequence[Problem], *, dry_run: bool) -> None:
    """Write what was taken, unless it is only tried, and say it and what to do next.

    Args:
        workspace: where everything is.
        read: what was read.
        taken: what becomes of the data files.
        problems: what was told.
        dry_run: whether nothing is written.

    Raises:
        Stop: the data files cannot be written.
    """
    if not dry_run:
        write_taken(workspace, taken)
    for file in taken.files:
        say(f"  {file.shown}" + ("（新建）" if file.is_new else ""))
    names = [str(value.typed) for filled in read.filled if (value := filled.values.get(UNIT_NAME))]
    name = next(iter(names or sorted(unit_names(workspace).get(read.of.unit, ()))), "")
    whose = f"{name}（{read.of.unit}）{read.of.year} 年度{read.of.named}" if name else str(read.of)
    left = sum(problem.kind in (Kind.NOT_TAKEN, Kind.UNPLACED) for problem in problems)
    also = (f"；表上还有 {left} 处没有放进去" if left else "") + ("" if taken.files else "；数据文件没有变化")
    say(f"{whose}，{form_named(workspace, read.form).title}：{counted(taken)}{also}", "green")
    if taken.differing:
        say(f"不同的全部以收到的表为准的，加上 {flag('replace')} 再读一次；只改几项的，照上面所列改数据文件")
    if dry_run:
        say(f"这是试一试，什么也没有写；要写入，去掉 {flag('dry-run')}")
    else:
        say(f"接下来检查：{read.of.command('check')}；生成：{read.of.command('report')}")
