"""A form's documents, compiled: ready to print any unit's facts as every kind of file, and as parts of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pipeline.facts.fact import Facts
from pipeline.facts.last_year import all_years
from pipeline.form.form import ANSWER_ROWS, ANSWERS, DocumentSpec
from pipeline.form.last_year import YEARS
from pipeline.language.budget import renew
from pipeline.language.expressions import DocumentNames
from pipeline.language.values import Lines, Words
from pipeline.printing.outputs import OUTPUTS, Printer
from pipeline.printing.templates import Template
from pipeline.records import record

if TYPE_CHECKING:  # heavy
    from pipeline.printing.article import ArticleTemplate
    from pipeline.printing.reading import ReadTemplate
    from pipeline.printing.web_page import WebPage


@record(slots=False)
class DocumentTemplate:
    """One document of a form, compiled.

    Attributes:
        spec: its declaration in form.yaml.
        title: prints its title.
        when: prints something if it is to be made; None if it always is.
        reading: reads its template; called when it is first needed, since only a publication, and who asks what it says, needs it.
        printers: what prints it, by the suffix of the file.
    """

    spec: DocumentSpec
    title: Template
    when: Template | None
    reading: Callable[[], ReadTemplate]
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

    @property
    def read(self) -> ReadTemplate:
        """Its template as read."""
        return self.reading()

    @cached_property
    def article(self) -> ArticleTemplate:
        """What prints it as a part of an article; compiled when it is first needed, since only a publication needs it."""
        from pipeline.printing.article_compiling import compile_article  # noqa: PLC0415 - heavy

        return compile_article(self.spec.name, self.read)

    @cached_property
    def to_fill(self) -> WebPage:
        """What prints it as a page that somebody fills in; of the same template, compiled when it is first needed."""
        from pipeline.printing.page_to_fill import page_to_fill  # noqa: PLC0415 - only the desk needs it

        return page_to_fill(cast("WebPage", self.printers[".html"]))

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
