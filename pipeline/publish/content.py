"""What an article of the disclosure site says: a unit-year's public edition as parts of a page, as downloads, and for machines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from markupsafe import Markup

from pipeline.build.kept_articles import article_templates
from pipeline.build.made import Made
from pipeline.facts.fact import Facts
from pipeline.printing.article import ArticleTemplate, lines_of
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.outputs import OUTPUTS
from pipeline.publish.open_data import Figure, figures
from pipeline.publish.rates import rates_in
from pipeline.records import record
from pipeline.workspace import UnitYear

UNSAFE_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\s]+')
# Bytes of a download's name; file systems take 255, and some of them are needed while it is on its way.
MAX_NAME: Final = 180


@record()
class Part:
    """One document of an article.

    Attributes:
        name: its name, such as table.
        title: its title with the unit and the year, by which its file is called.
        lines: its title as it stands at its top, line by line.
        body: its content as HTML.
        css: the widths of its tables' columns.
        text: what it says, for the search.
        is_narrative: whether it is printed as an official document is (GB/T 9704), and no form.
    """

    name: str
    title: str
    lines: Sequence[str]
    body: Markup
    css: str
    text: str
    is_narrative: bool = False

    @property
    def heading(self) -> str:
        """Its title as it stands at its top, in one line."""
        return "".join(self.lines)


@record()
class Content:
    """What an article says.

    Attributes:
        parts: its documents.
        downloads: its files, by the names that they should have in a reader's folder.
        figures: what they show, for machines.
        rates: the figures by which units are compared, as the index holds them.
    """

    parts: Sequence[Part]
    downloads: Mapping[str, bytes]
    figures: Sequence[Figure]
    rates: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """Return what it says, for the search."""
        return "\n".join(part.text for part in self.parts)


def content_of(root: Path, made: Made, of: UnitYear) -> Content:
    """Return what the public edition of a unit-year says, narratives before forms.

    Args:
        root: the folder of the workspace.
        made: the unit-year's documents.
        of: which it is.
    """
    articles = article_templates(made.compiled, root)
    documents = sorted(made.compiled.documents, key=lambda document: document.spec.template.suffix == ".docx")
    published = [document for document in documents if f"{document.spec.name}.html" in made.public.files]
    parts = [part_of(document, articles[document.spec.name], made.public.facts) for document in published]
    found = figures(made.public.facts, published, "".join(part.body for part in parts), "\n".join(part.text for part in parts))
    return Content(parts, downloads_of(made, parts, of.named), found, rates_in(made.compiled.form, found))


def part_of(document: DocumentTemplate, article: ArticleTemplate, facts: Facts) -> Part:
    """Return a document, printed as a part of an article.

    Args:
        document: the document.
        article: what prints it so.
        facts: what it says.
    """
    context = document.context(facts)
    lines, body = article.print(context)
    text = f"{context['title']}\n{lines_of(body)}"
    spec = document.spec
    return Part(spec.name, context["title"], lines, Markup(body), article.css, text, spec.shell is not None)  # noqa: S704 - its values are escaped


def downloads_of(made: Made, parts: Sequence[Part], named: str) -> dict[str, bytes]:
    """Return the files that an article offers, by the names that they should have in a reader's folder.

    Args:
        made: what was made of the unit-year.
        parts: its documents.
        named: what sets a further form apart, as it follows a title.
    """
    names: dict[str, Part] = {}
    for part in parts:
        name = shortened(f"{UNSAFE_IN_NAMES.sub('', part.title).strip(' .') or part.name}{named}")
        names[name if name not in names else f"{name}（{part.name}）"] = part
    suffixes = [suffix for suffix, output in OUTPUTS.items() if output.download]
    offered = {f"{name}{suffix}": f"{part.name}{suffix}" for name, part in names.items() for suffix in suffixes}
    return {name: made.public.files[file] for name, file in offered.items() if file in made.public.files}


def shortened(name: str) -> str:
    """Return a name that file systems take: of a long one the beginning, and the end, which says what the file is."""
    if len(name.encode()) <= MAX_NAME:
        return name
    half = MAX_NAME // 2
    return f"{name.encode()[:half].decode(errors='ignore')}…{name.encode()[-half:].decode(errors='ignore')}"
