"""The data files of a unit's earlier years beside this year's: they may be missing or wrong, and never stop a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from os.path import lexists
from typing import Final

from pipeline.build.compiled_form import CompiledForm, compile_fields
from pipeline.build.looks import fingerprint
from pipeline.build.unit_file import for_form
from pipeline.facts.fact import Facts
from pipeline.facts.reader import read_facts
from pipeline.problems import Kind, Problem, Severity, Stop, error
from pipeline.records import record
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import Source, read
from pipeline.workspace import UnitYear, Workspace

LAST_UNUSED = "这份上年的文件没有拿来与今年比较"
PARTLY_UNUSED = "其中有错的各项没有拿来与今年比较"
NOT_AMONG_YEARS = "这一年和更早的年度没有列入历年的数"
UNUSED_HINT = "改正后，程序才能与上年比较；不改也能生成今年的文件"
NOT_AMONG_HINT = "改正后，程序才能列入；不改也能生成今年的文件"


@record()
class PastYear:
    """What is known of a year before.

    Attributes:
        facts: the year's facts; None if there is no file, or none that can be used.
        wrong: what is wrong in its file.
        inputs: SHA-256 of what was read for it, by path in the workspace; empty for a file that is not there.
    """

    facts: Facts | None
    wrong: Sequence[Problem]
    inputs: Mapping[str, str]


@record()
class Past:
    """What is known of the years before.

    Attributes:
        last: last year's facts; None if there is no file, or none that can be used.
        years: the facts of the years right before this one in whose files nothing is wrong, the earliest first.
        problems: at most one note that a file cannot be used, or not all of it.
        inputs: SHA-256 of what was read, by path in the workspace; empty for a file that is not there.
    """

    last: Facts | None = None
    years: tuple[Facts, ...] = ()
    problems: tuple[Problem, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def all(self) -> Sequence[Facts]:
        """The facts of every year of which something is known."""
        return self.years or tuple(year for year in (self.last,) if year)


UNKNOWN: Final = Past()


def read_past(workspace: Workspace, of: UnitYear, compiled: CompiledForm, sources: Sequence[Source]) -> Past:
    """Return what the files of earlier years say: last year's, and those before it only if the form's documents tell 历年.

    Args:
        workspace: where everything is.
        of: this year; of a further form, the earlier files are those of the same name.
        compiled: this year's form; that of earlier years may be another one.
        sources: this year's data files as read, the year's first.
    """
    found: list[PastYear] = []
    for before in of.years_before if compiled.tells_years else (of.before,):
        found.append(read_past_year(workspace, before, compiled, sources))
        if found[-1].facts is None or found[-1].wrong:
            break
    years = tuple(year.facts for year in reversed(found) if year.facts and not year.wrong)
    note = not_used(found[-1], is_last=len(found) == 1, tells_years=compiled.tells_years) if found[-1].wrong else None
    inputs = {file: sha256 for year in found for file, sha256 in year.inputs.items()}
    return Past(found[0].facts, years, (note,) if note else (), inputs)


def read_past_year(workspace: Workspace, before: UnitYear, compiled: CompiledForm, sources: Sequence[Source]) -> PastYear:
    """Return what the file of an earlier year says.

    Args:
        workspace: where everything is.
        before: the earlier year.
        compiled: this year's form.
        sources: this year's data files as read, the year's first.
    """
    path = workspace.data_file(before)
    file = workspace.shown(path)
    if not lexists(path):
        return PastYear(None, (), {file: ""})
    inputs = {file: ""}
    try:
        source = read(path, file)
        inputs[file] = source.sha256
        form = form_of(workspace, source, compiled)
        inputs |= form.inputs if form is not compiled else {}
        unit = [for_form(workspace, before, form.form, each.whole or each) for each in sources[1:]] if form is not compiled else sources[1:]
        for each in unit:
            inputs |= each.inputs
        facts, problems = read_facts(form.form, form.formulas, int(before.year), [source, *unit], draft=True)
    except Stop as stop:
        return PastYear(None, stop.problems, {**inputs, file: inputs[file] or fingerprint(path)})
    wrong = [each for each in (*source.problems, *problems) if each.severity is Severity.ERROR and each.place.file == file]
    return PastYear(facts, wrong, inputs)


def form_of(workspace: Workspace, source: Source, compiled: CompiledForm) -> CompiledForm:
    """Return the form that a data file fills, this year's if it is that one.

    Args:
        workspace: where everything is.
        source: the data file.
        compiled: this year's form.

    Raises:
        Stop: the file cannot be read, or names no form that can.
    """
    if not source.root.entries and source.problems:
        raise Stop(*source.problems)
    name = text_of(value_of(source.root, "form"))
    if name == compiled.form.name:
        return compiled
    if name not in workspace.form_names():
        message = f"没有“{name}”这份表" if name else "没有写明用哪份表（form）"
        raise Stop(error(Kind.NO_FORM, message, source.root.origin.place(1, 1)))
    return compile_fields(workspace, name)


def not_used(year: PastYear, *, is_last: bool, tells_years: bool) -> Problem:
    """Return the note that an earlier year's file, or a part of it, is not used, at the first of what is wrong.

    Args:
        year: the earlier year.
        is_last: whether it is last year.
        tells_years: whether the form's documents tell 历年.
    """
    first = year.wrong[0]
    others = f"（另有 {len(year.wrong) - 1} 处错误）" if len(year.wrong) > 1 else ""
    unused = [PARTLY_UNUSED if year.facts else LAST_UNUSED] if is_last else []
    message = "，".join([*unused, *([NOT_AMONG_YEARS] if tells_years else [])])
    hint = UNUSED_HINT if is_last else NOT_AMONG_HINT
    return Problem(Severity.NOTE, Kind.LAST_YEAR, f"{message}：{first.message}{others}", first.place, hint=hint)
