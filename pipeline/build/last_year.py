"""Last year's data file of a unit beside this year's: it may be missing or wrong, and never stops a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os.path import lexists

from pipeline.build.compiled_form import CompiledForm, compile_fields
from pipeline.build.current import fingerprint
from pipeline.build.unit_file import for_form
from pipeline.facts.fact import Facts
from pipeline.facts.reader import read_facts
from pipeline.problems import Kind, Problem, Severity, Stop, error
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import Source, read
from pipeline.workspace import UnitYear, Workspace

UNUSED_HINT = "改正后，程序才能与上年比较；不改也能生成今年的文件"


@dataclass(frozen=True, slots=True)
class LastYear:
    """What is known of the year before.

    Attributes:
        facts: last year's facts; None if there is no file, or none that can be used.
        problems: at most one note that it cannot be used, or not all of it.
        inputs: SHA-256 of what was read for it, by path in the workspace; empty for a file that is not there.
    """

    facts: Facts | None = None
    problems: tuple[Problem, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)


UNKNOWN = LastYear()


def read_last_year(workspace: Workspace, of: UnitYear, compiled: CompiledForm, sources: Sequence[Source]) -> LastYear:
    """Return what last year's file says.

    Args:
        workspace: where everything is.
        of: this year; of a further form, last year's file is the one of the same name.
        compiled: this year's form; last year's may be another one.
        sources: this year's data files as read, the year's first.
    """
    before = of.before
    path = workspace.data_file(before)
    file = workspace.shown(path)
    if not lexists(path):
        return LastYear(inputs={file: ""})
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
        return LastYear(None, (not_used(stop.problems),), {**inputs, file: inputs[file] or fingerprint(path)})
    wrong = [each for each in (*source.problems, *problems) if each.severity is Severity.ERROR and each.place.file == file]
    return LastYear(facts, (not_used(wrong, "其中有错的各项"),) if wrong else (), inputs)


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


def not_used(wrong: Sequence[Problem], what: str = "这份上年的文件") -> Problem:
    """Return the note that last year's file, or a part of it, is not compared with, at the first of what is wrong."""
    first = wrong[0]
    others = f"（另有 {len(wrong) - 1} 处错误）" if len(wrong) > 1 else ""
    return Problem(Severity.NOTE, Kind.LAST_YEAR, f"{what}没有拿来与今年比较：{first.message}{others}", first.place, hint=UNUSED_HINT)
