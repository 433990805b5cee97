"""What was made of one unit-year, in memory, and the manifest of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from pipeline.build.compiled_form import CompiledForm
from pipeline.build.current import program
from pipeline.build.looks import fingerprint
from pipeline.build.manifest import Manifest
from pipeline.build.pdf_fonts import PdfFonts, installed_fonts
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import Revision, state_of
from pipeline.form.field import UNIT_NAME
from pipeline.hashes import sha256
from pipeline.printing.outputs import is_asked_for
from pipeline.privacy.edition import Permit, Secret
from pipeline.problems import Answered, Problem
from pipeline.records import record
from pipeline.workspace import PUBLIC


@record(eq=False)
class Edition:
    """A unit-year as one kind of reader sees it.

    Attributes:
        facts: what the documents are made from.
        files: the documents by name; none if there is an error, or personal data would be published.
    """

    facts: Facts
    files: Mapping[str, bytes] = field(default_factory=dict)


@record(eq=False)
class Made:
    """What was made of one unit-year, in memory, for whoever needs it: nobody has to read it from the disk again.

    Attributes:
        compiled: the form with its templates.
        problems: what was found; with an error among them nothing was written.
        full: the edition for the authorities.
        public: the edition for everybody, private values masked.
        secrets: what must not be found in the public edition.
        permits: what may, although it looks private.
        answered: the findings whose answers hold.
        manifest: from what it was made, once it is written.
        changed: the documents that were written this time.
        revision: what changed since the last time; None if there was none.
        outdated: the documents that nobody asked for this time and that did not say any more what the data say, so that they are gone.
        failure: from what it could not be made, if there is an error.
    """

    compiled: CompiledForm
    problems: tuple[Problem, ...]
    full: Edition
    public: Edition
    secrets: Sequence[Secret] = ()
    permits: Sequence[Permit] = ()
    answered: Sequence[Answered] = ()
    manifest: Manifest | None = None
    changed: tuple[str, ...] = ()
    revision: Revision | None = None
    outdated: tuple[str, ...] = ()
    failure: Manifest | None = None

    @property
    def documents(self) -> dict[str, bytes]:
        """The documents of both editions by their names in the unit-year's folder."""
        return {**self.full.files, **{f"{PUBLIC}/{name}": data for name, data in self.public.files.items()}}


def manifest_of(data: Mapping[str, str], made: Made, *, pdf: bool) -> Manifest:
    """Return the manifest of what was made. It names the bytes that were read: what was saved since then is made the next time.

    Args:
        data: SHA-256 of the data files that it was made from, by path in the workspace; empty for one that is not there.
        made: what was made of them.
        pdf: whether PDFs were made too.
    """
    used = {wanted: font for document in made.compiled.documents for wanted, font in document.fonts(made.full.files).items()}
    state = state_of(made.full.facts)
    return Manifest(
        inputs={**data, **made.compiled.inputs},
        outputs={name: sha256(data) for name, data in made.documents.items()},
        problems=made.problems,
        answered=tuple(made.answered),
        fonts=PdfFonts(used, installed_fonts()) if pdf else None,
        facts=state,
        blanks=len(made.full.facts.by_path) - len(state),
        program=program(),
    )


def failure_of(data: Mapping[str, str], made: Made, *, pdf: bool) -> Manifest:
    """Return the record of what could not be made.

    Args:
        data: SHA-256 of the data files that were read, by path in the workspace; empty for one that is not there.
        made: what is wrong in them.
        pdf: whether PDFs were asked for too.
    """
    name = str(made.full.facts.names.get(UNIT_NAME, ""))
    return Manifest(
        inputs={**data, **made.compiled.inputs},
        outputs={},
        problems=made.problems,
        facts={UNIT_NAME: name} if name else {},
        blanks=0,
        program=program(),
        fonts=PdfFonts({}, installed_fonts()) if pdf else None,
    )


def with_unasked(manifest: Manifest, known: Manifest, folder: Path) -> Manifest:
    """Return a manifest with those documents in it that nobody asked for this time, but that are there and made of the same.

    Args:
        manifest: the new manifest.
        known: the one before.
        folder: where the documents are.
    """
    if manifest.fonts or (known.inputs, known.program) != (manifest.inputs, manifest.program):
        return manifest
    unasked = {name: made for name, made in known.outputs.items() if is_asked_for(name) and fingerprint(folder / name) == made}
    return replace(manifest, outputs={**manifest.outputs, **unasked}, fonts=known.fonts) if unasked else manifest
