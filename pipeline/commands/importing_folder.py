"""What `ziping import` does with a folder of received files, and says of it. Heavy, so imported when it runs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.commands.progress import processors, progress
from pipeline.commands.saying import BUILT, FAULTY, say
from pipeline.intake.converting import converted
from pipeline.intake.findings_page import findings_page
from pipeline.intake.folder import Outcome, State, Task, read_all, received_files, sorted_out, take_all
from pipeline.intake.importing import ReadFile
from pipeline.intake.recognition.belonging import Given
from pipeline.problems import Severity, printable
from pipeline.workspace import UsageError, Workspace
from pipeline.writing import write_file

MANY: Final = 60  # from how many files on only those are listed that were not read


def import_folder(  # noqa: PLR0913 - one for each option
    workspace: Workspace, folder: Path, given: Given, jobs: int | None, *, overwrite: bool, dry_run: bool
) -> int:
    """Read a folder of received files into the data files, say what came of it, and return the exit code.

    Args:
        workspace: where everything is.
        folder: the folder.
        given: what somebody says of all files.
        jobs: how many processes; None for one for each processor.
        overwrite: whether values that differ are written over those of the data files.
        dry_run: whether nothing is written.

    Raises:
        UsageError: there is no file in it.
    """
    began = time.perf_counter()
    tasks = [Task(path, workspace.shown(path)) for path in received_files(folder)]
    if not tasks:
        raise UsageError(f"{folder} 里没有文件")
    read: list[ReadFile | Outcome] = []
    with tempfile.TemporaryDirectory(prefix="ziping-", ignore_cleanup_errors=True) as temporary, progress(len(tasks), "读入") as advance:
        ready = list(converted(tasks, Path(temporary)))
        read += (each for each in ready if isinstance(each, Outcome))
        for one in read_all(workspace, [each for each in ready if isinstance(each, Task)], given, jobs or processors()):
            read.append(one)
            advance(printable(Path(one.file).name))
    groups, outcomes = sorted_out(each for each in read if isinstance(each, ReadFile))
    outcomes += (each for each in read if isinstance(each, Outcome))
    with progress(len(groups), "放入数据文件") as advance:
        for some in take_all(workspace, groups, jobs or processors(), overwrite=overwrite, dry_run=dry_run):
            outcomes += some
            advance(printable(some[0].file))
    outcomes.sort(key=lambda outcome: outcome.file)
    return tell_folder(workspace, folder, outcomes, time.perf_counter() - began, dry_run=dry_run)


def tell_folder(workspace: Workspace, folder: Path, outcomes: Sequence[Outcome], seconds: float, *, dry_run: bool) -> int:
    """Say what came of a folder, write a page of it unless it is only tried, and return the exit code.

    Args:
        workspace: where everything is.
        folder: the folder.
        outcomes: what came of its files.
        seconds: how long that took.
        dry_run: whether nothing is written.
    """
    for outcome in outcomes:
        if outcome.state is State.FAILED or len(outcomes) <= MANY:
            tell_outcome(outcome)
    if not dry_run:
        page = workspace.root / "output" / "import" / f"{folder.resolve().name}.html"
        write_file(page, workspace.shown(page), findings_page(workspace, folder.resolve().name, outcomes))
        say(f"逐份所列的问题：{workspace.shown(page)}")
    states = [outcome.state for outcome in outcomes]
    counts = "，".join(f"{states.count(state)} 份{state}" for state in State if state in states)
    asking = sum(outcome.state is not State.FAILED and outcome.questions > 0 for outcome in outcomes)
    speed = f"用时 {seconds:.1f} 秒，每秒 {len(outcomes) / seconds:.0f} 份"
    failed = State.FAILED in states
    tried = "试一试，什么也没有写。" if dry_run else ""
    say(f"{tried}共 {len(outcomes)} 份：{counts}；读入的有 {asking} 份要核对（{speed}）", "red" if failed else "green")
    return FAULTY if failed else BUILT


def tell_outcome(outcome: Outcome) -> None:
    """Print a line for a file, and of one that was not taken its first problem."""
    whose = f"　{outcome.of}" if outcome.of else ""
    counts = f"：填入 {outcome.filled} 项，相同 {outcome.same} 项，不同 {outcome.differing} 项" if outcome.state is State.TAKEN else ""
    asking = f"，{outcome.questions} 处要核对" if outcome.questions and outcome.state is not State.FAILED else ""
    is_failed = outcome.state is State.FAILED
    say(f"  {printable(outcome.file)}{whose}　{outcome.state.value}{counts}{asking}", "red" if is_failed else None)
    first = next((problem for problem in outcome.problems if problem.severity is Severity.ERROR), None)
    if is_failed and first:
        say(f"    {first.message}" + (f"（{first.hint}）" if first.hint else ""))
