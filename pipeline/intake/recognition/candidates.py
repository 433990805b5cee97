"""What a received file can be: the documents of the forms here, each with the words by which it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.form.form import DocumentSpec, Form, read_form
from pipeline.intake.blueprints.blueprint import Blueprint, Label, Line, Loop
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.intake.blueprints.marks import digest_of
from pipeline.intake.proof.tokens import squeezed, words
from pipeline.problems import Problem, gathering
from pipeline.regular import read_text
from pipeline.workspace import Workspace

TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A document of a form.

    Attributes:
        form: the form.
        spec: the document's declaration.
        blueprint: what a table prints; None of a narrative, which is not filled in but changed.
        cells: the words of the cells of a table in which there is nothing else but a label.
        pairs: neighbouring words of what it prints itself; of a narrative those of its headings.
        digest: what bookmarks of the empty form say; empty for a narrative.
    """

    form: Form
    spec: DocumentSpec
    blueprint: Blueprint | None
    cells: Sequence[str]
    pairs: frozenset[str]
    digest: str

    @property
    def title(self) -> str:
        """The last line of its title, without what is filled in."""
        return squeezed(TAG.sub("", self.spec.title.rpartition("\n")[2]))


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """All documents that a received file can be.

    Attributes:
        documents: the documents.
        problems: what is wrong with forms that cannot be read.
    """

    documents: Sequence[Candidate]
    problems: Sequence[Problem]


@lru_cache(maxsize=4)
def candidates(workspace: Workspace) -> Candidates:
    """Return the documents of all forms here, read once in this process."""
    found: list[Candidate] = []
    problems: list[Problem] = []
    for name in workspace.form_names():
        with gathering(problems):
            found += documents_of(read_form(workspace.form(name), workspace.shown(workspace.form(name) / "form.yaml")), workspace)
    return Candidates(found, problems)


def forget_candidates() -> None:
    """Read the forms anew when they are asked for next, as a program does that goes on while their files change."""
    candidates.cache_clear()


def form_named(workspace: Workspace, name: str) -> Form:
    """Return a form as its documents were read."""
    return next(each.form for each in candidates(workspace).documents if each.form.name == name)


def documents_of(form: Form, workspace: Workspace) -> Iterator[Candidate]:
    """Yield a form's documents; what is made only sometimes, as the list of answers, does not come back.

    Raises:
        Stop: a template has faults.
    """
    specs = {spec.name: spec for spec in form.documents}
    for blueprint in blueprints_of(form, workspace.layout):
        pairs = frozenset(pair for text in (blueprint.title, *labels(blueprint.lines)) for pair in pairs_of(text))
        yield Candidate(form, specs[blueprint.document], blueprint, list(label_cells(blueprint.lines)), pairs, digest_of(blueprint))
    for spec in specs.values():
        if spec.template.suffix == ".md" and not spec.when:
            yield Candidate(form, spec, None, (), frozenset(pair for text in headings(spec, form) for pair in pairs_of(text)), "")


def label_cells(lines: Sequence[Line | Loop]) -> Iterator[str]:
    """Yield the words of each cell in which there is nothing else but a label."""
    for line in lines:
        if isinstance(line, Loop):
            yield from label_cells(line.body)
        elif line.table:
            yield from (
                squeezed("".join(part.text for part in slot.parts if isinstance(part, Label)))
                for slot in line.slots
                if slot.parts and not any(slot.holes)
            )


def labels(lines: Sequence[Line | Loop]) -> Iterator[str]:
    """Yield the words that a form prints itself, those of each label."""
    for line in lines:
        if isinstance(line, Loop):
            yield from labels(line.body)
        else:
            yield from (part.text for slot in line.slots for part in slot.parts if isinstance(part, Label))


def headings(spec: DocumentSpec, form: Form) -> Iterator[str]:
    """Return the lines of a narrative's template that are headings, without what is filled in.

    Raises:
        Stop: it cannot be read.
    """
    lines = read_text(spec.template, form.shown(spec.template)).splitlines()
    return (TAG.sub("", line) for line in lines if line.startswith("#"))


def pairs_of(text: str) -> set[str]:
    """Return the neighbouring words of a text."""
    return {f"{one}{other}" for one, other in pairwise(words(text))}
