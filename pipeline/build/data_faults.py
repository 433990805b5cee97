"""What is to be said of a unit-year's data files as a whole, and what of their lines is better left unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.build.compiled_form import CompiledForm
from pipeline.privacy.leaks import Leak
from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.source.reader import Source


def no_unit_file(compiled: CompiledForm, sources: Sequence[Source], problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield that the unit has no file of what stays the same, if anything that usually stands there is missing.

    Args:
        compiled: the form.
        sources: the data files as read.
        problems: what is wrong with the data.
    """
    if len(sources) > 1:
        return
    constant = {field.path for field in compiled.form.root.leaves() if field.constant}
    if any(problem.kind == Kind.REQUIRED and problem.path in constant for problem in problems):
        hint = "从别的单位复制一份 unit.yaml 改好，或把缺的各项写在这份文件里"
        yield Problem(Severity.NOTE, Kind.UNREADABLE, "这个单位没有 unit.yaml（各年度不变的内容）", Place(sources[0].file), hint=hint)


def is_text(sign: Problem, problems: Sequence[Problem]) -> bool:
    """Return whether a wrong colon stands in a line that turned out to be a part of a text: there it is right."""
    lines = [(problem.place.file, problem.place.line) for problem in problems if problem.kind == Kind.FOLDED]
    return sign.kind == Kind.SIGN and (sign.place.file, sign.place.line) in lines


def unquoted(problems: Iterable[Problem], private: Iterable[Leak]) -> list[Problem]:
    """Return problems without their source lines where personal data stand in these: what is printed ends up in logs.

    Args:
        problems: the problems.
        private: the personal data in the data files.
    """
    lines = {(leak.place.file, leak.place.line) for leak in private}
    return [
        replace(problem, place=replace(problem.place, text="")) if (problem.place.file, problem.place.line) in lines else problem
        for problem in problems
    ]
