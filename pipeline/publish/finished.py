"""The finished public edition of a unit-year: built, searched for personal data, and read from the disk for publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.build.manifest import fingerprint
from pipeline.build.unit_year import PUBLIC, CompiledForm, build, examine, prepare
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import State, label_of, state_of
from pipeline.language.expressions import machine_value
from pipeline.privacy.edition import Permit, Secret, public_facts, read_permits, secrets
from pipeline.problems import Kind, Severity, Stop, has_errors
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Edition:
    """The finished public edition of a unit-year.

    Attributes:
        unit: the unit's folder name.
        year: the fiscal year.
        facts: the public facts.
        state: what they say.
        pages: the HTML of its documents by name, narratives first.
        word_files: its Word files by document name.
        data: SHA-256 of the year's data file.
        secrets: what must not be in it.
        permits: what may, although it looks private.
    """

    unit: str
    year: str
    facts: Facts
    state: State
    pages: Mapping[str, bytes]
    word_files: Mapping[str, bytes]
    data: str
    secrets: Sequence[Secret]
    permits: Sequence[Permit]


def read_edition(workspace: Workspace, unit: str, year: str) -> Edition:
    """Return a unit-year's public edition, built anew if it is not up to date.

    Raises:
        Stop: the data have errors, or the edition holds personal data.
    """
    built = build(workspace, unit, year)
    if has_errors(built.problems):
        raise Stop(*(problem for problem in built.problems if problem.severity is Severity.ERROR))
    public = [name for name in built.documents if name.startswith(f"{PUBLIC}/")]
    if not public:
        found = [problem for problem in built.problems if problem.kind == Kind.LEAK]
        raise Stop(*(replace(problem, severity=Severity.ERROR) for problem in found))
    compiled, sources = prepare(workspace, unit, year)
    facts, _ = examine(compiled, year, sources)
    shown = public_facts(facts)
    names = in_reading_order(compiled)
    files = {name: (built.folder / name).read_bytes() for name in public}
    return Edition(
        unit,
        year,
        shown,
        state_of(shown),
        {name: files[f"{PUBLIC}/{name}.html"] for name in names},
        {name: files[f"{PUBLIC}/{name}.docx"] for name in names},
        fingerprint(workspace.data_file(unit, year)),
        secrets(facts),
        read_permits(sources)[0],
    )


def in_reading_order(compiled: CompiledForm) -> list[str]:
    """Return the documents' names, narratives before forms."""
    return [document.spec.name for document in sorted(compiled.documents, key=lambda document: document.spec.template.suffix == ".docx")]


def figures(facts: Facts) -> list[dict[str, str]]:
    """Return the public facts as data.json gives them."""
    return [
        {"项": path, "名称": label_of(facts.form, path), "值": machine_value(fact.value), "单位": fact.field.unit, "显示": str(fact.value)}
        for path, fact in facts.by_path.items()
        if str(fact.value)
    ]
