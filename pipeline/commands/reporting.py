"""Builds what a unit hands in for a year, each of its forms, unless it is up to date."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from pipeline.build.current import current
from pipeline.commands.choosing import asked_for, every_form, for_each
from pipeline.commands.findings import advise, counted, show
from pipeline.commands.pdf import tell_pdf
from pipeline.commands.saying import open_workspace, say, show_lines
from pipeline.misnamed import meant_name, misnamed
from pipeline.problems import Severity
from pipeline.workspace import UnitYear, Workspace


def build_unit(unit: str, year: str, name: str = "", *, draft: bool = False, pdf: bool = False) -> int:
    """Build what a unit hands in for a year, and return the exit code.

    Args:
        unit: the unit's folder name.
        year: the year.
        name: what sets the only form apart that is to be built; empty for all.
        draft: whether to build drafts.
        pdf: whether to make PDFs too.

    Raises:
        UsageError: a name cannot be one.
        Stop: the only form cannot be built.
    """
    workspace = open_workspace()
    asked = asked_for(unit, year, name)
    code = for_each(every_form(workspace, asked), partial(build_form, workspace, draft=draft, pdf=pdf))
    data = [problem for problem in misnamed(workspace, asked) if meant_name(Path(problem.place.file).name)[0] != "unit.yaml"]
    show(problem for problem in data if problem.severity is Severity.WARNING)
    return code


def build_form(workspace: Workspace, of: UnitYear, *, draft: bool, pdf: bool = False) -> bool:
    """Build one unit-year, unless it is up to date, say what came of it, and return whether there are documents.

    Args:
        workspace: where everything is.
        of: which unit-year.
        draft: whether to build its draft.
        pdf: whether to make PDFs too.
    """
    began = time.perf_counter()
    changed: tuple[str, ...] = ()
    outdated, revision = 0, None
    if known := current(workspace, of, draft=draft, pdf=pdf):
        problems, answered = known.problems, known.answered
    else:
        from pipeline.build.unit_year import build  # noqa: PLC0415 - heavy, and not needed if nothing changed

        made = build(workspace, of, draft=draft, pdf=pdf, waiting=lambda: say("另一个程序正在生成这份文件，请稍候……"))
        problems, answered, known = made.problems, tuple(made.answered), made.manifest
        changed, revision, outdated = made.changed, made.revision, len(made.outdated)
    show(problems)
    seconds = f"用时 {time.perf_counter() - began:.2f} 秒"
    if known is None:
        say(f"没有生成：{counted(problems)}；原来的文件没有动。请改正后再试。（{seconds}）", "red")
        advise(problems, of)
        return False
    if revision:
        show_lines("与上一次生成相比：", revision.lines())
    folder = workspace.shown(workspace.output(of, draft=draft))
    for file in known.outputs:
        say(f"  {folder}/{file}" + ("" if file in changed else "（没有变化）" if changed else ""))
    tell_pdf([known.fonts] if pdf else [], outdated)
    done = f"已生成 {len(changed)} 个文件" if changed else "没有变化，文件都是最新的"
    say(f"{of}{'草稿' if draft else ''}：{done}；{counted(problems, answered)}（{seconds}）", "green")
    advise(problems, of)
    return True
