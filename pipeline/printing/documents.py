"""Compiles a form's documents once, ready to print any unit's facts as every kind of file, and as parts of an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.document.jinja_source import JinjaSource
from pipeline.facts.fact import Facts
from pipeline.facts.last_year import all_years
from pipeline.form.form import ANSWER_ROWS, ANSWERS, DocumentSpec, Form
from pipeline.form.last_year import YEARS
from pipeline.language.budget import renew
from pipeline.language.expressions import PLAIN, DocumentNames
from pipeline.language.values import Lines, Words
from pipeline.printing.article import ArticleTemplate, compile_article
from pipeline.printing.outputs import OUTPUTS, Printer, kinds
from pipeline.printing.reading import ReadTemplate, read_template
from pipeline.printing.templates import Template, add_template, compiled_template
from pipeline.problems import Problem, Stop, gathering


@dataclass(frozen=True)
class DocumentTemplate:
    """One document of a form, compiled.

    Attributes:
        spec: its declaration in form.yaml.
        title: prints its title.
        when: prints something if it is to be made; None if it always is.
        read: its template as read.
        printers: what prints it, by the suffix of the file.
    """

    spec: DocumentSpec
    title: Template
    when: Template | None
    read: ReadTemplate
    printers: Mapping[str, Printer]

    def templates(self) -> Iterator[Template]:
        """Yield everything that the document is printed from."""
        yield self.title
        yield from [self.when] if self.when else []
        for printer in self.printers.values():
            yield from printer.templates()

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return [f"{self.spec.name}{suffix}" for suffix in self.printers]

    def fonts(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Return the fonts that its files, among others by their names, are printed in, by the names of those that its form wants."""
        used: dict[str, str] = {}
        for suffix, printer in self.printers.items():
            if data := files.get(f"{self.spec.name}{suffix}"):
                used |= OUTPUTS[suffix].fonts(printer, data)
        return used

    @property
    def prints_private(self) -> bool:
        """Whether a field is used in it that the public edition masks."""
        return any(field.private for template in self.templates() for field in template.used)

    @property
    def is_list_of_answers(self) -> bool:
        """Whether it is made for the answers to findings."""
        return self.when is not None and any(field in ANSWER_ROWS.fields.values() for field in self.when.used)

    def is_made(self, facts: Facts) -> bool:
        """Return whether it is made of these facts.

        Raises:
            Stop: its condition cannot be computed.
        """
        return self.when is None or bool(self.when.render(names_of(facts)))

    @cached_property
    def article(self) -> ArticleTemplate:
        """What prints it as a part of an article; compiled when it is first needed, since only a publication needs it."""
        return compile_article(self.spec.name, self.read)

    def render(self, facts: Facts, *, draft: bool = False) -> dict[str, bytes]:
        """Return the document's files by suffix, all made from the same facts.

        Raises:
            Stop: an expression cannot be printed.
        """
        context = self.context(facts, draft=draft)
        return {suffix: printer.print(context) for suffix, printer in self.printers.items()}

    def context(self, facts: Facts, *, draft: bool = False) -> dict[str, Any]:
        """Return what the templates see: the facts by name, and the document's title; a document's budget begins with it."""
        renew(len(facts.by_path))
        names = names_of(facts)
        lines = self.title.render({**names, "draft": draft}).strip().split("\n")
        own = DocumentNames("".join(lines), Lines(Words(line, "") for line in lines), draft)._asdict()
        return {**names, **own}


def names_of(facts: Facts) -> dict[str, Any]:
    """Return the facts as every template of a document sees them: by name, with the answers to findings and earlier years' facts."""
    return {YEARS: all_years(facts), **facts.names, ANSWERS: facts.answers}


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
            read = read_template(spec, form, layout, draft=draft)
            printers = {suffix: output.compile(read) for suffix, output in outputs.items()}
            documents.append(DocumentTemplate(spec, title, when, read, printers))
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
