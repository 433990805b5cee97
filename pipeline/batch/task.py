"""One unit-year of many: built like any other, with what came of it as a small record that travels between processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.batch.compact import NO_TEXTS, Texts
from pipeline.build.current import current
from pipeline.build.failure import known_failure
from pipeline.build.manifest import Manifest
from pipeline.build.pdf_fonts import PdfFonts
from pipeline.form.field import UNIT_NAME
from pipeline.problems import Answered, Kind, Place, Problem, Severity, Stop, error, kind_label
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import read
from pipeline.workspace import PUBLIC, UnitYear, Workspace

if TYPE_CHECKING:
    from pipeline.build.made import Made


class State(StrEnum):
    """What came of a unit-year."""

    BUILT = "已生成"
    CURRENT = "没有变化"
    FAULTY = "有错误"
    FAILED = "程序出错"
    UNDONE = "没有做成"  # a place was away: nobody knows how it stands


@dataclass(frozen=True, slots=True)
class Result:
    """What came of building one unit-year.

    Attributes:
        of: which unit-year.
        name: the unit's name; its folder's if nobody knows.
        state: whether it was built.
        problems: what was found.
        written: how many files were written.
        documents: the names of its documents.
        facts: what the documents show for each fact; nothing if there are none.
        blanks: how many fields are blank.
        form: the name of the form that it fills; nothing if nobody knows.
        answered: the findings whose answers hold.
        fonts: the fonts of its PDFs; None if there are none.
        outdated: how many documents nobody asked for this time, and did not say any more what the data say, so that they are gone.
        texts: what its texts are compared by.
    """

    of: UnitYear
    name: str
    state: State
    problems: tuple[Problem, ...] = ()
    written: int = 0
    documents: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    blanks: int = 0
    form: str = ""
    answered: tuple[Answered, ...] = ()
    fonts: PdfFonts | None = None
    outdated: int = 0
    texts: Texts = NO_TEXTS

    @property
    def unit(self) -> str:
        """The unit's folder name."""
        return self.of.unit

    @property
    def listed(self) -> str:
        """What lists call it: the unit's name, and what sets a further form apart."""
        return f"{self.name}{self.of.named}"

    @property
    def is_failed(self) -> bool:
        """Whether there are no documents of the present data."""
        return self.state in (State.FAULTY, State.FAILED, State.UNDONE)

    @property
    def standing(self) -> str:
        """How it stands now, whether it was built this time or before."""
        return self.state.value if self.is_failed else State.BUILT.value

    @property
    def has_public(self) -> bool:
        """Whether there is a public edition."""
        return any(name.startswith(f"{PUBLIC}/") for name in self.documents)

    @property
    def by_kind(self) -> list[tuple[str, list[Problem]]]:
        """The problems of each kind, errors first, and how the kind is headed."""
        kinds: dict[str, list[Problem]] = {}
        for problem in sorted(self.problems, key=lambda problem: list(Severity).index(problem.severity)):
            kinds.setdefault(f"{problem.severity.value} {kind_label(problem.kind)}", []).append(problem)
        return list(kinds.items())

    def count(self, severity: Severity) -> int:
        """Return how many problems of a severity were found."""
        return sum(problem.severity is severity for problem in self.problems)


def build_one(workspace: Workspace, of: UnitYear, *, pdf: bool = False) -> Result:
    """Return what came of building a unit-year; never raises.

    Args:
        workspace: where everything is.
        of: which unit-year.
        pdf: whether to make PDFs too.
    """
    return build_group(workspace, [of], pdf=pdf)[0]


def build_group(workspace: Workspace, group: Sequence[UnitYear], *, pdf: bool = False) -> list[Result]:
    """Return what came of building some unit-years, in their order; never raises, so that a bad one does not stop the others.

    Those that change wait for the disk together.

    Args:
        workspace: where everything is.
        group: which unit-years.
        pdf: whether to make PDFs too.
    """
    results = {of: result for of in group if (result := unchanged(workspace, of, pdf=pdf))}
    if changed := [of for of in group if of not in results]:
        from pipeline.build.together import build_together  # noqa: PLC0415 - heavy, and not needed if nothing changed

        built = build_together(workspace, changed, result_of_made, pdf=pdf)
        results |= {of: result if isinstance(result, Result) else not_built(workspace, of, result) for of, result in built.items()}
    return [results[of] for of in group]


def unchanged(workspace: Workspace, of: UnitYear, *, pdf: bool) -> Result | None:
    """Return what came of a unit-year when it was last built, if nothing has changed since; else None.

    Args:
        workspace: where everything is.
        of: which unit-year.
        pdf: whether its PDFs are wanted too.
    """
    if known := current(workspace, of, pdf=pdf):
        return result_of(of, State.CURRENT, 0, known)
    if failure := known_failure(workspace, of, pdf=pdf):
        return replace(result_of(of, State.FAULTY, 0, failure), facts={})
    return None


def result_of(of: UnitYear, state: State, written: int, manifest: Manifest) -> Result:
    """Return the record of a unit-year that has documents.

    Args:
        of: which unit-year.
        state: whether they were built.
        written: how many of them were written.
        manifest: from what they were made.
    """
    name = manifest.facts.get(UNIT_NAME, of.unit)
    form = next((path.split("/")[-2] for path in manifest.inputs if path.endswith("/form.yaml")), "")
    documents, facts, blanks = tuple(manifest.outputs), manifest.facts, manifest.blanks
    return Result(of, name, state, manifest.problems, written, documents, facts, blanks, form, manifest.answered, manifest.fonts)


def result_of_made(of: UnitYear, made: Made) -> Result:
    """Return the record of a unit-year that was built this time, or could not be for what is wrong in its data."""
    if made.manifest is None:
        name = str(made.full.facts.names.get(UNIT_NAME, "")) or of.unit
        return Result(of, name, State.FAULTY, made.problems, form=made.compiled.form.name)
    state = State.BUILT if made.changed else State.CURRENT
    return replace(result_of(of, state, len(made.changed), made.manifest), outdated=len(made.outdated))


def not_built(workspace: Workspace, of: UnitYear, fault: Exception) -> Result:
    """Return the record of a unit-year that could not be made or written.

    Args:
        workspace: where everything is.
        of: which unit-year.
        fault: what stopped it; if it is not the data or the disk, the program itself failed.
    """
    form = form_of(workspace, of)
    if isinstance(fault, Stop):
        return Result(of, name_of(workspace, of.unit), State.FAULTY, tuple(fault.problems), form=form)
    return failed(of, f"{type(fault).__name__}：{fault}", form)


def name_of(workspace: Workspace, unit: str) -> str:
    """Return a unit's name although its data cannot be used; its folder's name if nobody knows."""
    path = workspace.unit_file(unit)
    with suppress(Stop):
        return text_of(value_of(read(path, workspace.shown(path)).root, UNIT_NAME)) or unit
    return unit


def form_of(workspace: Workspace, of: UnitYear) -> str:
    """Return the name of the form that a data file fills although it cannot be used; nothing if nobody knows."""
    path = workspace.data_file(of)
    with suppress(Stop):
        name = text_of(value_of(read(path, workspace.shown(path)).root, "form"))
        return name if name in workspace.form_names() else ""
    return ""


def failed(of: UnitYear, reason: str, form: str = "") -> Result:
    """Return the record of a unit-year at which the program itself failed.

    Args:
        of: which unit-year.
        reason: what went wrong.
        form: the name of the form that it fills, if anybody knows.
    """
    problem = error(Kind.PROGRAM, f"程序内部出错（{reason}）", Place(f"{of.unit}{of.named}"), hint="请联系维护人员")
    return Result(of, of.unit, State.FAILED, (problem,), form=form)
