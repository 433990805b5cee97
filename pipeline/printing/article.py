"""A document as a part of an article of the disclosure site: its own template, printed from the same tree as its files."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.document.html import ON_ITS_OWN, Setting, document_rules, write
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Document, Expression, Heading, Macro, Statement
from pipeline.form.form import Form
from pipeline.language.expressions import HTML, HTML_BREAK
from pipeline.printing.compiling import compiled_template
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.templates import Template
from pipeline.problems import Place
from pipeline.regex import regex

TITLE: Final = Expression("title", Place(""))
# What the writer prints holds no raw < or > but those of its tags.
TAG: Final = regex(r"<[^>]*>")
BLOCK: Final = regex(r"<(p|li|h[1-6])[ >].*?</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArticleTemplate:
    """Prints a document as a part of an article, one heading level lower than on a page of its own.

    Attributes:
        heading: prints what stands at its top.
        body: prints the rest.
        css: the widths of its tables' columns.
    """

    heading: Template
    body: Template
    css: str

    def print(self, context: Mapping[str, Any]) -> tuple[list[str], str]:
        """Return the heading's lines as plain text and the rest as HTML, within the budget that began with the context.

        Raises:
            Stop: an expression cannot be printed.
        """
        return [text_of(line) for line in self.heading.render(context).split(HTML_BREAK)], self.body.render(context)


def compile_article(name: str, read: ReadTemplate) -> ArticleTemplate:
    """Return what prints a document as a part of an article; its name keeps its tables apart from those of other parts."""
    setting = Setting(lower=1, prefix=f"{name}-")
    heading, body = divided(read.tree)
    css = "".join(document_rules(body, setting.prefix))
    return ArticleTemplate(compiled(heading, ON_ITS_OWN, read.form), compiled(body, setting, read.form), css)


def compiled(tree: Document, setting: Setting, form: Form) -> Template:
    """Return what prints a tree as HTML.

    Args:
        tree: what is printed.
        setting: the page that it stands in.
        form: the form whose fields it names.
    """
    source = JinjaSource()
    write(tree, source, setting)
    return compiled_template(source, HTML, form)


def divided(tree: Document) -> tuple[Document, Document]:
    """Return a document's heading, with what it may need, and all but the heading.

    The heading is the first title that is printed whatever the facts are; if there is none, the document's title in form.yaml.
    """
    depth = 0
    for place, block in enumerate(tree.blocks):
        if isinstance(block, Statement):
            depth += block.depth
        elif isinstance(block, Heading) and block.level == depth == 0:
            before = tuple(other for other in tree.blocks[:place] if isinstance(other, Statement | Macro))
            return Document((*before, block)), Document(tree.blocks[:place] + tree.blocks[place + 1 :])
    return Document((Heading(0, (TITLE,)),)), tree


def text_of(content: str) -> str:
    """Return the text of printed HTML."""
    return html.unescape(TAG.sub("", content))


def lines_of(content: str) -> str:
    """Return the text of each paragraph, heading and list item of printed HTML, one a line."""
    return "\n".join(text_of(block[0]) for block in BLOCK.finditer(content))
