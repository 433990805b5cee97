"""Compiled documents as plain data and back: what is kept of a form, so that the next process need not read its templates."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, overload

from jinja2 import nodes

from pipeline.document.word.package import WordPackage
from pipeline.form.form import DocumentSpec, Form
from pipeline.form.known_fields import known_fields, paths_of
from pipeline.language.branches import Branches
from pipeline.language.expressions import HTML, PLAIN, WORD
from pipeline.language.kept_trees import data_of, tree_of
from pipeline.language.sandbox import Sandbox
from pipeline.printing.article import ArticleTemplate
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.outputs import Printer
from pipeline.printing.templates import Template
from pipeline.printing.web_page import WebPage
from pipeline.printing.word_file import WordFile
from pipeline.problems import Place

if TYPE_CHECKING:  # heavy
    from pipeline.printing.reading import ReadTemplate

Data = dict[str, Any]


class KeptTrees:
    """The branches of a template that was kept; each is read when it is asked for."""

    def __init__(self, texts: Sequence[str], environment: Sandbox) -> None:
        """Take up the branches.

        Args:
            texts: the branches as JSON.
            environment: what they are to print.
        """
        self.texts, self.environment = texts, environment

    def __getitem__(self, number: int, /) -> nodes.Template:
        return tree_of(json.loads(self.texts[number]), self.environment)

    def __len__(self) -> int:
        return len(self.texts)


class KeptPlaces(Sequence[Place]):
    """The places of a template's lines as they were kept; few of them are ever asked for."""

    def __init__(self, places: Sequence[Sequence[Any]], lines: Sequence[int]) -> None:
        """Take up the places.

        Args:
            places: what each is made of.
            lines: which of them is that of each line.
        """
        self.places, self.lines = places, lines

    @overload
    def __getitem__(self, number: int) -> Place: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Place]: ...
    def __getitem__(self, number: int | slice) -> Place | Sequence[Place]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        return Place(*self.places[self.lines[number]])

    def __len__(self) -> int:
        return len(self.lines)


def template_data(template: Template, form: Form) -> Data:
    """Return a template as data.

    Args:
        template: the template.
        form: its form.

    Raises:
        ValueError, LookupError: it cannot be kept.
    """
    trees = template.branches.trees
    places = {place: number for number, place in enumerate(dict.fromkeys(template.places))}
    return {
        "trees": [json.dumps(data_of(trees[number]), ensure_ascii=False, separators=(",", ":")) for number in range(len(trees))],
        "places": [[place.file, place.line, place.column, place.text, place.spot] for place in places],
        "lines": [places[place] for place in template.places],
        "used": paths_of(template.used, form),
    }


def template_of(data: Data, environment: Sandbox, form: Form) -> Template:
    """Return a template that was kept.

    Args:
        data: the template as data.
        environment: what it is to print.
        form: its form.
    """
    known = known_fields(form)
    used = frozenset(known[path] for path in data["used"])
    return Template(Branches(KeptTrees(data["trees"], environment), environment), KeptPlaces(data["places"], data["lines"]), used)


def word_data(printer: WordFile, form: Form) -> Data:
    """Return what prints a Word file as data.

    Args:
        printer: what prints it.
        form: its form.

    Raises:
        ValueError, LookupError: it cannot be kept.
    """
    return {
        "fixed": {name: b64encode(data).decode() for name, data in printer.package.fixed.items()},
        "parts": {name: template_data(part, form) for name, part in printer.parts.items()},
    }


def word_of(data: Data, form: Form) -> WordFile:
    """Return what prints a Word file as it was kept."""
    parts = {name: template_of(part, WORD, form) for name, part in data["parts"].items()}
    return WordFile(WordPackage({name: b64decode(part) for name, part in data["fixed"].items()}, parts), parts)


def article_data(article: ArticleTemplate, form: Form) -> Data:
    """Return what prints a document as a part of an article as data.

    Args:
        article: what prints it.
        form: its form.

    Raises:
        ValueError, LookupError: it cannot be kept.
    """
    return {"heading": template_data(article.heading, form), "body": template_data(article.body, form), "css": article.css}


def article_of(data: Data, form: Form) -> ArticleTemplate:
    """Return what prints a document as a part of an article as it was kept."""
    return ArticleTemplate(template_of(data["heading"], HTML, form), template_of(data["body"], HTML, form), data["css"])


# The suffix of a kind of file that is kept → as data, and back.
KINDS: Final[Mapping[str, tuple[Callable[[Any, Form], Data], Callable[[Data, Form], Printer]]]] = {
    ".docx": (word_data, word_of),
    ".html": (
        lambda printer, form: template_data(cast("WebPage", printer).template, form),
        lambda data, form: WebPage(template_of(data, HTML, form)),
    ),
}


def documents_data(documents: Sequence[DocumentTemplate], form: Form) -> list[Data]:
    """Return a form's documents as data.

    Args:
        documents: the documents.
        form: the form.

    Raises:
        ValueError, LookupError: one cannot be kept.
    """
    return [
        {
            "title": template_data(document.title, form),
            "when": document.when and template_data(document.when, form),
            "printers": {suffix: KINDS[suffix][0](printer, form) for suffix, printer in document.printers.items()},
        }
        for document in documents
    ]


def documents_of(kept: Sequence[Data], form: Form, layout: Path, *, draft: bool) -> tuple[DocumentTemplate, ...]:
    """Return a form's documents as they were kept.

    Args:
        kept: the documents as data.
        form: the form.
        layout: the folder of the page layout.
        draft: whether every Word page says 草稿.
    """
    return tuple(
        document_of(spec, data, form, cache(partial(read_anew, spec, form, layout, draft=draft)))
        for spec, data in zip(form.documents, kept, strict=True)
    )


def document_of(spec: DocumentSpec, data: Data, form: Form, reading: Callable[[], ReadTemplate]) -> DocumentTemplate:
    """Return a document as it was kept.

    Args:
        spec: its declaration.
        data: the document as data.
        form: its form.
        reading: reads its template.
    """
    printers = {suffix: KINDS[suffix][1](printer, form) for suffix, printer in data["printers"].items()}
    when = template_of(data["when"], PLAIN, form) if data["when"] else None
    return DocumentTemplate(spec, template_of(data["title"], PLAIN, form), when, reading, printers)


def read_anew(spec: DocumentSpec, form: Form, layout: Path, *, draft: bool) -> ReadTemplate:
    """Return a document's template as read, for who asks more of it than to print it.

    Args:
        spec: the document's declaration.
        form: its form.
        layout: the folder of the page layout.
        draft: whether every Word page is to say 草稿.

    Raises:
        Stop: the template has faults by now.
    """
    from pipeline.printing.reading import read_template  # noqa: PLC0415 - heavy

    return read_template(spec, form, layout, draft=draft)
