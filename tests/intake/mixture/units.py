"""Whose forms are read: shipped units, units of a made-up city, and units whose values are made up at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Final

from pipeline.facts.formulas import Formula, compile_formulas
from pipeline.facts.reader import read_facts
from pipeline.form.form import Form, read_form
from pipeline.language.expressions import PLAIN
from pipeline.printing.compiled_documents import title_source
from pipeline.printing.compiling import compiled_template
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.outputs import OUTPUTS
from pipeline.printing.reading import read_template
from pipeline.source.reader import Source, parse, read
from pipeline.source.writer import file_text
from pipeline.workspace import Asked, UnitYear, Workspace
from tests.batch.city import city
from tests.intake.mixture.invented import group
from tests.intake.mixture.masters import Master, master

WORKSPACE: Final = Workspace(Path(__file__).parents[3])
SHIPPED: Final = (
    UnitYear("xinfang", "2020"),
    UnitYear("shili", "2018"),
    UnitYear("shili", "2020"),
    UnitYear("gonggong", "2018"),
    UnitYear("shuili", "2022"),
)
YEAR: Final = 2020


@dataclass(frozen=True, eq=False)
class Tables:
    """A form of which only the Word forms are compiled, and only to Word files: all of it takes a second or two.

    Attributes:
        form: the form.
        formulas: its formulas.
        documents: its Word forms.
    """

    form: Form
    formulas: Sequence[Formula]
    documents: Sequence[DocumentTemplate]

    def masters(self, sources: Sequence[Source], year: int) -> Iterator[Master]:
        """Yield the filled forms of a unit-year, whose data files are given."""
        facts, _ = read_facts(self.form, self.formulas, year, sources)
        yield from (master(document, facts) for document in self.documents)


@cache
def tables(name: str) -> Tables:
    """Return a form's Word forms, compiled."""
    folder = WORKSPACE.form(name)
    form = read_form(folder, WORKSPACE.shown(folder / "form.yaml"))
    return Tables(form, compile_formulas(form), [*word_forms(form)])


def word_forms(form: Form) -> Iterator[DocumentTemplate]:
    for spec in form.documents:
        if spec.shell is None:
            title = compiled_template(title_source(spec, form), PLAIN, form)
            reading = cache(partial(read_template, spec, form, WORKSPACE.layout, draft=False))
            yield DocumentTemplate(spec, title, None, reading, {".docx": OUTPUTS[".docx"].compile(reading())})


@cache
def shipped(of: UnitYear) -> list[Master]:
    """Return the filled forms of a shipped unit-year."""
    return [*filled(WORKSPACE, of)]


def filled(workspace: Workspace, of: UnitYear) -> Iterator[Master]:
    """Yield the filled forms of a unit-year."""
    sources = [read(path, path.name) for path in (workspace.data_file(of), workspace.unit_file(of.unit))]
    form = next(
        name for name in WORKSPACE.form_names() if f"\nform: {name}\n" in f"\n{workspace.data_file(of).read_text(encoding='utf-8')}"
    )
    return tables(form).masters(sources, int(of.year))


def in_city(folder: Path, count: int, seed: int) -> Iterator[Master]:
    """Yield the filled forms of a made-up city's units.

    Args:
        folder: where the city is put.
        count: how many units.
        seed: another one gives another city.
    """
    workspace, _ = city(folder, count, seed=seed)
    for of in workspace.unit_years(Asked()):
        yield from filled(workspace, of)


def made_up(form: str, count: int, seed: int) -> Iterator[Master]:
    """Yield forms filled at random.

    Args:
        form: the form's name.
        count: how many units.
        seed: another one gives other values.
    """
    made = tables(form)
    for number in range(count):
        content = group(made.form.root, Random(f"{form} {seed} {number}"))
        yield from made.masters([parse(file_text(content), "made-up.yaml")], YEAR)
