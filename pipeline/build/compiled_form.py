"""A form with its formulas, checks and documents, compiled once for all its units."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipeline.build.kept_form import keep_parts, kept_parts, made_from
from pipeline.build.kept_regexes import take_up
from pipeline.build.looks import fingerprints
from pipeline.checks.rules import Check, read_checks
from pipeline.facts.formulas import Formula, compile_formulas
from pipeline.form.form import Form, read_form
from pipeline.form.years import told_by_year
from pipeline.printing.documents import DocumentTemplate
from pipeline.problems import Problem, Stop, gathering
from pipeline.records import record
from pipeline.workspace import Workspace

# After how many new objects the collector looks while PDFs are made, of which each has thousands that all go with it.
RARELY: Final = 10_000


@record(eq=False)
class CompiledForm:
    """A form with everything that is compiled once for all its units.

    Attributes:
        form: its declarations.
        formulas: its computed fields.
        checks: its checks, those that all forms share and its own.
        documents: its documents' templates.
        inputs: SHA-256 of each file of it by path in the workspace, as they were before the first was read.
        tells_years: whether a document tells earlier years' values beside this year's (历年).
    """

    form: Form
    formulas: tuple[Formula, ...]
    checks: tuple[Check, ...]
    documents: tuple[DocumentTemplate, ...]
    inputs: Mapping[str, str]
    tells_years: bool = False


@lru_cache(maxsize=16)
def compile_form(  # noqa: PLR0913 - for what it is compiled
    workspace: Workspace, name: str, *, draft: bool = False, printing: bool = True, pdf: bool = False, anew: bool = False
) -> CompiledForm:
    """Return a form, compiled once in this process; as an earlier process has kept it, if all that it was made from is the same.

    Args:
        workspace: where everything is.
        name: the form's name.
        draft: whether it is to print drafts.
        printing: whether it is to print at all; to check data its documents, which take longest, are not compiled.
        pdf: whether it is to print PDF too, which is not kept.
        anew: whether it is to be compiled whatever is kept, for who asks how it is written.

    Raises:
        Stop: form.yaml has faults; or else formulas, checks.yaml and templates have, then it carries those of all of them.
    """
    folder = workspace.form(name)
    inputs = fingerprints(map(workspace.shown, template_files(workspace, name)), workspace.root)
    form = read_form(folder, workspace.shown(folder / "form.yaml"))
    inputs |= fingerprints([workspace.shown(each.path) for each in form.rules], workspace.root)
    take_up()
    source = "" if anew or pdf else made_from(name, inputs, draft=draft, printing=printing)
    parts = kept_parts(source, form, workspace.layout, draft=draft) if source else None
    if parts:
        compiled = with_years(CompiledForm(form, compile_formulas(form), *parts, inputs))
    else:
        compiled = compile_anew(workspace, form, inputs, draft=draft, printing=printing, pdf=pdf)
        if source and inputs == fingerprints(inputs, workspace.root):  # and not what was saved meanwhile
            keep_parts(source, form, compiled.checks, compiled.documents)
    gc.freeze()  # what is compiled stays; the collector need not look at it again with every report
    if pdf:
        gc.set_threshold(RARELY)
    return compiled


def compile_anew(  # noqa: PLR0913 - for what it is compiled
    workspace: Workspace, form: Form, inputs: Mapping[str, str], *, draft: bool, printing: bool, pdf: bool
) -> CompiledForm:
    """Return a form, compiled from its files.

    Args:
        workspace: where everything is.
        form: the form as read.
        inputs: SHA-256 of each of its files.
        draft: whether it is to print drafts.
        printing: whether it is to print at all.
        pdf: whether it is to print PDF too.

    Raises:
        Stop: formulas, checks.yaml or templates have faults; carries those of all of them.
    """
    from pipeline.printing.compiled_documents import compile_documents  # noqa: PLC0415 - heavy, and not needed for what is kept

    problems: list[Problem] = []
    with gathering(problems):
        formulas = compile_formulas(form)
    with gathering(problems):
        checks = read_checks(form, workspace.shown(form.folder / "checks.yaml"))
    with gathering(problems):
        documents = compile_documents(form, workspace.layout, draft=draft, pdf=pdf) if printing else ()
    if problems:
        raise Stop(*problems)
    return with_years(CompiledForm(form, formulas, checks, documents, inputs))


def with_years(compiled: CompiledForm) -> CompiledForm:
    """Return a compiled form that knows whether its documents tell earlier years' values."""
    templates = (template for document in compiled.documents for template in document.templates())
    return replace(compiled, tells_years=any(told_by_year(compiled.form, template.used) for template in templates))


@lru_cache(maxsize=16)
def compile_fields(workspace: Workspace, name: str) -> CompiledForm:
    """Return a form of which only the data are to be read: its fields and formulas, compiled once in this process.

    Raises:
        Stop: form.yaml has faults.
    """
    path = workspace.form(name) / "form.yaml"
    inputs = fingerprints([workspace.shown(path)], workspace.root)
    form = read_form(path.parent, workspace.shown(path))
    inputs |= {workspace.shown(path.parent / name): sha256 for name, sha256 in form.presets.items()}
    return CompiledForm(form, compile_formulas(form), (), (), inputs)


def forget_forms() -> None:
    """Compile forms anew when they are asked for next, as a program does that goes on while their files change."""
    compile_form.cache_clear()
    compile_fields.cache_clear()


def template_files(workspace: Workspace, form: str) -> list[Path]:
    """Return every file that a form is compiled from.

    Args:
        workspace: where everything is.
        form: the form's name.
    """
    folders = (workspace.form(form), workspace.layout, *(folder for folder in (workspace.common,) if folder.is_dir()))
    there = {path for folder in folders for path in folder.iterdir() if path.is_file() and path.suffix != ".json"}
    return sorted(there | {workspace.form(form) / "checks.yaml"})  # which may be added later
