"""A unit-year on the desk: its data files as they were read, what they say, and what comes of an edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os.path import lexists
from pathlib import Path
from typing import Final

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.former_values import former_values
from pipeline.build.past import Past, read_past
from pipeline.build.unit_file import for_form
from pipeline.build.unit_year import Examined, examine, prepare
from pipeline.desk.entries import Entry, Section, Table, section_of
from pipeline.desk.narrative import Narrative, narratives
from pipeline.desk.understanding import Understood, understood
from pipeline.facts.fact import Facts
from pipeline.facts.last_year import years_before
from pipeline.facts.reader import read_facts
from pipeline.facts.revisions import label_of
from pipeline.form.field import UNIT_NAME
from pipeline.form.form import Form
from pipeline.hashes import sha256
from pipeline.intake.into_data.data_files import DataFile, as_read, data_file, write_files
from pipeline.intake.into_data.spots import Spot, Where
from pipeline.language.values import Rows
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.source.reader import Source, read_bytes
from pipeline.workspace import UnitYear, Workspace

MAIN: Final = ("<main>", "</main>")


@dataclass(frozen=True, eq=False)
class Opened:
    """A unit-year's data files with all that they say; after an edit there is another one.

    Attributes:
        workspace: where everything is.
        of: which unit-year.
        files: its data files, the year's first.
    """

    workspace: Workspace
    of: UnitYear
    files: tuple[DataFile, ...]

    @cached_property
    def read(self) -> str:
        """The hash of the data files as they were read: who writes must have read them so."""
        return hash_of([file.before or b"" for file in self.files])

    @cached_property
    def state(self) -> str:
        """The hash of the data files as they are here, saved or not."""
        return hash_of([file.data for file in self.files])

    @cached_property
    def compiled(self) -> CompiledForm:
        """The form that it fills."""
        return compile_form(self.workspace, self.form_name)

    @property
    def form_name(self) -> str:
        """The name of the form, which opening has found."""
        return self.files[0].root.entries["form"].value.text  # type: ignore[attr-defined,no-any-return] # `opened` has seen it

    @property
    def form(self) -> Form:
        """The form's declarations."""
        return self.compiled.form

    @cached_property
    def sources(self) -> list[Source]:
        """The data files as the form reads them."""
        year, *others = self.files
        return [year.source, *(for_form(self.workspace, self.of, self.form, file.source) for file in others)]

    @cached_property
    def past(self) -> Past:
        """What is known of the years before."""
        return read_past(self.workspace, self.of, self.compiled, self.sources)

    @cached_property
    def examined(self) -> Examined:
        """What they say, and everything wrong with it."""
        former = former_values(self.workspace, self.of.unit)
        return examine(self.compiled, self.of.year, self.sources, former=former, past=self.past)

    @cached_property
    def facts(self) -> Facts:
        """What they say as a draft prints it: where nothing is lacking, as it is printed at last."""
        if not any(problem.kind == Kind.REQUIRED for problem in self.examined.found):
            return replace(self.examined.facts, answers=Rows())
        drafted = self.drafted
        facts, _ = read_facts(drafted.form, drafted.formulas, int(self.of.year), self.sources, draft=True, last=self.past.last)
        return replace(facts, years=years_before(drafted.form, self.past.years))

    @cached_property
    def drafted(self) -> CompiledForm:
        """The form as it prints drafts."""
        return compile_form(self.workspace, self.form_name, draft=True)

    @cached_property
    def section(self) -> Section:
        """All fields as the desk shows them."""
        spots = tuple(Spot(file, "", file.root) for file in self.files)
        return section_of(self.form.root, Where("", spots, None), self.facts)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every entry by its path."""
        return {entry.path: entry for entry in self.section.entries()}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """All rows by their path."""
        return {table.path: table for table in self.section.tables()}

    @cached_property
    def narratives(self) -> dict[str, Narrative]:
        """The texts among the entries, by their paths."""
        return narratives(self.examined.reading, self.entries.values())

    @cached_property
    def found(self) -> dict[str, list[Problem]]:
        """The findings, by the fields that they are told at."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems():
            found.setdefault(problem.path, []).append(problem)
        return found

    def page(self, name: str) -> str:
        """Return a document as a page to fill in, as a draft prints it; nothing if there is no such document of these data.

        Raises:
            Stop: an expression of its template cannot be printed.
        """
        for document in self.drafted.documents:
            if document.spec.name == name and document.is_made(self.facts):
                return document.to_fill.print(document.context(self.facts, draft=True)).decode()
        return ""

    def titles(self) -> list[tuple[str, str]]:
        """Return the name of each document of these data with its title, without the unit and the year that all of them have."""
        made = [document for document in self.drafted.documents if document.is_made(self.facts)]
        common = (str(self.facts.names.get(UNIT_NAME, "")), f"{self.of.year}年度", f"{self.of.year}年")
        found = []
        for document in made:
            title = document.context(self.facts, draft=True)["title"]
            for part in common:
                title = title.replace(part, "").replace("（，", "（").replace("（）", "") if part else title
            found.append((document.spec.name, title or document.spec.name))
        return found

    def main_parts(self) -> dict[str, str]:
        """Return the main part of each document's page, by its name."""
        pages = {document.spec.name: self.page(document.spec.name) for document in self.drafted.documents}
        return {name: between(page) for name, page in pages.items() if page}

    def with_typed(self, path: str, typed: str, *, exact: bool = False) -> tuple[Opened, Understood]:
        """Return what it is when something is typed into a field, and how that was understood.

        What the field's type refuses is put there as it is typed, so that nothing is lost: the findings tell it.

        Args:
            path: the field.
            typed: what is typed.
            exact: whether it is put there as it is, whatever it could mean.

        Raises:
            Stop: there is no such field to be typed into, or it cannot be put there.
        """
        entry = self.entries.get(path)
        if entry is None or not entry.is_open:
            raise Stop(error(Kind.NOT_TAKEN, "这一项不能在这里填", Place(self.files[0].shown), path))
        found = understood(typed, entry, exact=exact)
        return self.with_file(entry.home.file.with_values(entry.values(found.text))), found

    def with_file(self, new: DataFile) -> Opened:
        """Return what it is with another text of a file."""
        return Opened(self.workspace, self.of, tuple(new if file.path == new.path else file for file in self.files))

    def texts(self) -> dict[str, str]:
        """Return the texts of its files, by their names in messages."""
        return {file.shown: file.text for file in self.files}

    def unread(self) -> Opened:
        """Return the same without what was made of it, which can be made again: a state that is kept takes little memory then."""
        return Opened(self.workspace, self.of, tuple(map(replace, self.files)))

    def with_texts(self, texts: Mapping[str, str]) -> Opened:
        """Return what it is with other texts of its files, by their names in messages."""
        files = (DataFile(file.path, file.shown, file.before, texts.get(file.shown, file.text)) for file in self.files)
        return Opened(self.workspace, self.of, tuple(files))

    def saved(self) -> Opened:
        """Write what changed, and return what there is then.

        Raises:
            Stop: a file is no longer as it was read, or cannot be written; all are as they were.
        """
        write_files(self.workspace, self.of, self.form_name, [file for file in self.files if file.data != file.before])
        return Opened(self.workspace, self.of, tuple(map(as_written, self.files)))

    def label(self, path: str) -> str:
        """Return what findings call one of its fields."""
        return label_of(self.form, path)

    def problems(self) -> Sequence[Problem]:
        """Return the findings."""
        return self.examined.problems


def read_now(workspace: Workspace, of: UnitYear) -> str:
    """Return the hash of a unit-year's data files as they are now.

    Raises:
        Stop: they cannot be read.
    """
    return hash_of([read_bytes(path, workspace.shown(path)) for path in data_paths(workspace, of)])


def hash_of(files: Sequence[bytes]) -> str:
    """Return the hash of data files."""
    return sha256(b"\0".join(files))


def data_paths(workspace: Workspace, of: UnitYear) -> list[Path]:
    """Return a unit-year's data files, the year's first; the unit's only if it is there."""
    return [workspace.data_file(of), *(path for path in (workspace.unit_file(of.unit),) if lexists(path))]


def as_written(file: DataFile) -> DataFile:
    """Return a data file after it was written; what was made of its text need not be made again."""
    return as_read(DataFile(file.path, file.shown, file.data, file.text), file.source)


def opened(workspace: Workspace, of: UnitYear) -> Opened:
    """Return a unit-year as its files are now.

    Raises:
        Stop: they cannot be read, name no form, or have faults of writing, which only an editor can put right.
    """
    prepare(workspace, of, printing=False)
    files = tuple(data_file(path, workspace.shown(path), None) for path in data_paths(workspace, of))
    if faults := [problem for file in files for problem in file.source.problems if problem.must_be_corrected]:
        raise Stop(*faults)
    return Opened(workspace, of, files)


def between(page: str) -> str:
    """Return the main part of a page."""
    begin, end = MAIN
    return page[page.index(begin) + len(begin) : page.rindex(end)]
