"""Compiles a document's template as a part of an article: of the same tree as its files."""

from __future__ import annotations

from typing import Final

from pipeline.document.html import ON_ITS_OWN, Setting, document_rules, write
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Document, Expression, Heading, Macro, Statement
from pipeline.form.form import Form
from pipeline.language.expressions import HTML
from pipeline.printing.article import ArticleTemplate
from pipeline.printing.compiling import compiled_template
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.templates import Template
from pipeline.problems import Place

TITLE: Final = Expression("title", Place(""))


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
