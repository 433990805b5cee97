"""Compiles a form's documents, each for every kind of file."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from pipeline.document.jinja_source import JinjaSource
from pipeline.form.form import DocumentSpec, Form
from pipeline.language.expressions import PLAIN
from pipeline.printing.compiling import add_template, compiled_template
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.outputs import kinds
from pipeline.printing.reading import read_template
from pipeline.problems import Problem, Stop, gathering


def compile_documents(form: Form, layout: Path, *, draft: bool = False, pdf: bool = False) -> tuple[DocumentTemplate, ...]:
    """Return a form's documents, compiled.

    Args:
        form: the form.
        layout: the folder of the page layout that all forms share.
        draft: whether every Word page is to say 草稿.
        pdf: whether they are printed as PDF too.

    Raises:
        Stop: a template has faults; carries those of all documents. Or what PDF needs is not installed.
    """
    outputs = kinds(pdf=pdf)
    documents: list[DocumentTemplate] = []
    problems: list[Problem] = []
    for spec in form.documents:
        with gathering(problems):
            title = compiled_template(title_source(spec, form), PLAIN, form)
            when = compiled_template(condition_source(spec, form), PLAIN, form) if spec.when else None
            reading = cache(partial(read_template, spec, form, layout, draft=draft))
            printers = {suffix: output.compile(reading()) for suffix, output in outputs.items()}
            documents.append(DocumentTemplate(spec, title, when, reading, printers))
    if problems:
        raise Stop(*problems)
    return tuple(documents)


def title_source(spec: DocumentSpec, form: Form) -> JinjaSource:
    """Return the source of a document's title; a line feed in it divides the title's lines."""
    source = JinjaSource()
    for number, line in enumerate(spec.title.split("\n")):
        source.program('{{ "\\n" }}' if number else "")
        add_template(source, line, form.root.place.file, {})
    return source


def condition_source(spec: DocumentSpec, form: Form) -> JinjaSource:
    """Return the source of a document's condition, which prints something if it is met."""
    source = JinjaSource()
    add_template(source, "{% if " + spec.when + " %}1{% endif %}", form.root.place.file, {})
    return source
