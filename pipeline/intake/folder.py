"""A folder of received files read on all processors: one bad file stops nobody, and of two for the same form none is taken silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.batch.crew import share_out
from pipeline.form.field import Field
from pipeline.form.new_year import write_schema
from pipeline.form.schema import FILE
from pipeline.intake.filled import Filled
from pipeline.intake.importing import ReadFile, read_file, taken_from
from pipeline.intake.into_data.taking import write_taken
from pipeline.intake.recognition.asking import again
from pipeline.intake.recognition.belonging import Given
from pipeline.intake.recognition.candidates import candidates, form_named
from pipeline.paths import as_declared
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.workspace import UnitYear, Workspace

# What systems and open programs leave beside files.
LEFT_BEHIND: Final = ("~$", ".", "thumbs.db", "desktop.ini", "__macosx")
NO_FIELD: Final = Field("", "", "text", Place(""))


class State(StrEnum):
    """What came of a received file."""

    TAKEN = "读入"
    SAME = "没有新内容"
    SPARE = "重复"
    NARRATIVE = "自评报告"
    FAILED = "没有读入"


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read.

    Attributes:
        path: where it lies, or what was made of it.
        file: how messages name it.
        remarks: what is to be told of it, if it was converted.
    """

    path: Path
    file: str
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file.

    Attributes:
        file: how messages name it.
        state: what came of it.
        of: the unit-year that it is of; None if nobody knows.
        form: the form's name; empty if nobody knows.
        problems: what is to be told.
        filled: how many values were filled in or replaced.
        same: how many were there already.
        differing: how many were not taken, because something else is there.
    """

    file: str
    state: State
    of: UnitYear | None = None
    form: str = ""
    problems: Sequence[Problem] = ()
    filled: int = 0
    same: int = 0
    differing: int = 0

    @property
    def questions(self) -> int:
        """How many of its problems somebody has to look at."""
        return sum(problem.severity is not Severity.NOTE or problem.kind == Kind.TO_CONFIRM for problem in self.problems)


def received_files(folder: Path) -> list[Path]:
    """Return the files in a folder and those below it, in order, without what systems and open programs leave there."""
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return sorted(path for path in files if not any(part.lower().startswith(LEFT_BEHIND) for part in path.relative_to(folder).parts))


def read_all(workspace: Workspace, tasks: Sequence[Task], given: Given, jobs: int) -> Iterator[ReadFile | Outcome]:
    """Yield what was read from each file as it comes, in no order; or what came of it, if it could not be read.

    Args:
        workspace: where everything is.
        tasks: the files.
        given: what somebody says of all of them.
        jobs: how many processes.
    """
    candidates(workspace)  # which the processes then have
    yield from share_out(tasks, partial(read_one, workspace, given), jobs, lambda task: broken(task.file, "读它的进程两次意外结束"))


def read_one(workspace: Workspace, given: Given, task: Task) -> ReadFile | Outcome:
    """Return what was read from a file, ready to travel between processes; never raises, so that one bad file does not stop the others.

    Args:
        workspace: where everything is.
        given: what somebody says of it.
        task: the file.
    """
    try:
        found = read_file(workspace, task.path, task.file, given)
    except Stop as stop:
        return Outcome(task.file, State.FAILED, problems=stop.problems)
    except Exception as fault:  # noqa: BLE001 - told in the summary
        return broken(task.file, f"{type(fault).__name__}：{fault}")
    filled = [with_fields(each, {}) for each in found.filled]
    return replace(found, filled=filled, problems=[*task.remarks, *found.problems], narrative=None)


def broken(file: str, reason: str, of: UnitYear | None = None) -> Outcome:
    """Return that the program itself failed at a file.

    Args:
        file: how messages name it.
        reason: what went wrong.
        of: the unit-year that it is of, if anybody knows.
    """
    told = error(Kind.PROGRAM, f"程序内部出错（{reason}）", Place(file), hint="请联系维护人员")
    return Outcome(file, State.FAILED, of, problems=(told,))


def with_fields(filled: Filled, fields: Mapping[str, Field]) -> Filled:
    """Return what was read with the fields that its values belong to, by their paths; without any, as they are too much to travel."""
    values, told = (
        {path: replace(value, field=fields.get(as_declared(path), NO_FIELD)) for path, value in some.items()}
        for some in (filled.values, filled.told)
    )
    return replace(filled, values=values, told=told)


def sorted_out(read: Iterable[ReadFile]) -> tuple[list[list[ReadFile]], list[Outcome]]:
    """Return files by units, and what came of those that are not taken: who knows which of two is right?"""
    groups: dict[UnitYear, list[ReadFile]] = {}
    outcomes: list[Outcome] = []
    for one in sorted(read, key=lambda one: one.file):
        if one.filled:
            groups.setdefault(one.of, []).append(one)
        else:
            message = f"这是自评报告，请单独与数据对照：{again(one.file)}"
            outcomes.append(left_out(one, State.NARRATIVE, message))
    units: dict[str, list[ReadFile]] = {}
    for of, group in groups.items():
        refused = {one.file: outcome for one in group if (outcome := refusal(one, group))}
        outcomes += refused.values()
        if chosen := [one for one in group if one.file not in refused]:
            units.setdefault(of.unit, []).extend(chosen)
    return list(units.values()), outcomes


def refusal(one: ReadFile, group: Sequence[ReadFile]) -> Outcome | None:
    """Return why a file is not taken because of others of its unit-year; None if it is.

    Args:
        one: the file.
        group: all files of the unit-year, in order.
    """
    rivals = sorted(
        (other for other in group if not documents_of(other).isdisjoint(documents_of(one))), key=lambda other: not other.is_exact
    )
    said = {other.file: values_in(other) for other in rivals}
    first = next(other for other in rivals if said[other.file] == said[one.file])
    if first is not one:
        return left_out(one, State.SPARE, f"和 {first.file} 说的一样，没有再读")
    others = [other for other in rivals if said[other.file] != said[one.file]]
    exact = [other for other in others if other.is_exact]
    if not one.is_exact and len({said[other.file] for other in exact}) == 1:
        return left_out(one, State.SPARE, f"同一份表另有 {exact[0].file}，比 PDF 可靠，按那一份读入")
    if exact if one.is_exact else others:
        names = "、".join(other.file for other in others)
        message = f"{one.of}的这份表还有 {names}，内容不同，不知道用哪一份，都没有放进去"
        return left_out(one, State.FAILED, message, "请留下要用的一份，把其余的移出文件夹，再读一次")
    return None


def values_in(one: ReadFile) -> frozenset[tuple[str, str | tuple[str, ...]]]:
    """Return all values that were read from a file, with their paths."""
    return frozenset((path, value.typed) for filled in one.filled for path, value in filled.values.items())


def documents_of(one: ReadFile) -> set[str]:
    """Return the names of the documents that a file holds."""
    return {filled.document for filled in one.filled}


def left_out(one: ReadFile, state: State, message: str, hint: str = "") -> Outcome:
    """Return that a file is not taken.

    Args:
        one: the file.
        state: what came of it.
        message: why.
        hint: what to do.
    """
    severity = Severity.ERROR if state is State.FAILED else Severity.NOTE
    return Outcome(one.file, state, one.of, one.form, [Problem(severity, Kind.RECEIVED, message, Place(one.file), hint=hint)])


def take_all(
    workspace: Workspace, groups: Sequence[Sequence[ReadFile]], jobs: int, *, overwrite: bool, dry_run: bool
) -> Iterator[list[Outcome]]:
    """Yield what came of the files of each unit as it comes, in no order; their values are put into the data files.

    Args:
        workspace: where everything is.
        groups: what was read, by units: two processes never write the same unit's file.
        jobs: how many processes.
        overwrite: whether values that differ are written over those of the data files.
        dry_run: whether nothing is written.
    """

    def given_up(group: Sequence[ReadFile]) -> list[Outcome]:
        return [broken(one.file, "放入它的进程两次意外结束", one.of) for one in group]

    for name in sorted({one.form for group in groups for one in group}):
        if not dry_run and not (workspace.form(name) / FILE).exists():
            write_schema(workspace, name)  # which each process would write
    yield from share_out(groups, partial(take_group, workspace, overwrite=overwrite, dry_run=dry_run), jobs, given_up)


def take_group(workspace: Workspace, group: Sequence[ReadFile], *, overwrite: bool, dry_run: bool) -> list[Outcome]:
    """Return what came of the files of a unit, whose values are put into the data files one after another; never raises.

    Args:
        workspace: where everything is.
        group: what was read from them.
        overwrite: whether values that differ are written over those of the data files.
        dry_run: whether nothing is written.
    """
    outcomes = []
    for one in group:
        try:
            outcomes.append(take_one(workspace, one, group, overwrite=overwrite, dry_run=dry_run))
        except Stop as stop:
            outcomes.append(Outcome(one.file, State.FAILED, one.of, one.form, [*one.problems, *stop.problems]))
        except Exception as fault:  # noqa: BLE001 - told in the summary
            outcomes.append(broken(one.file, f"{type(fault).__name__}：{fault}", one.of))
    return outcomes


def take_one(workspace: Workspace, one: ReadFile, group: Sequence[ReadFile], *, overwrite: bool, dry_run: bool) -> Outcome:
    """Return what came of a file, whose values are put into the data files.

    Args:
        workspace: where everything is.
        one: what was read from it.
        group: what was read from all files of the unit.
        overwrite: whether values that differ are written over those of the data files.
        dry_run: whether nothing is written.

    Raises:
        Stop: the data files cannot be written.
    """
    fields = {leaf.path: leaf for leaf in form_named(workspace, one.form).root.leaves()}
    beside = [
        with_fields(filled, fields)
        for other in group
        if other is not one and (other.of, other.form) == (one.of, one.form)
        for filled in other.filled
    ]
    own = replace(one, filled=[with_fields(each, fields) for each in one.filled])
    imported = taken_from(workspace, own, [*own.filled, *beside], overwrite=overwrite)
    if (taken := imported.taken) is None:
        return Outcome(one.file, State.FAILED, one.of, one.form, imported.problems)
    if not dry_run:
        write_taken(workspace, taken)
    filled, same, differing = len(taken.filled) + len(taken.replaced), len(taken.same), len(taken.differing)
    return Outcome(one.file, State.TAKEN if taken.files else State.SAME, one.of, one.form, imported.problems, filled, same, differing)
