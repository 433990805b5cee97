"""Compiles a document as an HTML page of its own, in the page layout that all forms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.document import html as html_writer
from pipeline.document.jinja_source import JinjaSource
from pipeline.language.expressions import HTML
from pipeline.printing.compiling import add_template, compiled_template
from pipeline.printing.pages import layout_text, policy_hash, style_sheet
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.web_page import WebPage

LAYOUT: Final = "document.html"


def compile_web_page(read: ReadTemplate) -> WebPage:
    """Return what prints a document as a page: the layout with the document's style sheet and main part in it.

    Raises:
        Stop: its template has faults.
    """
    css = style_sheet(read.layout, "content.css", "document.css", rules=html_writer.document_rules(read.tree))
    source = JinjaSource()
    inserts: dict[str, Callable[[], None]] = {
        "style_hash": lambda: source.program(policy_hash(css)),
        "style_sheet": lambda: source.program(f"{{% raw %}}{css}{{% endraw %}}"),
        "main": lambda: html_writer.write(read.tree, source),
    }
    file = f"{read.layout.parent.name}/{read.layout.name}/{LAYOUT}"
    add_template(source, layout_text(read.layout, LAYOUT), file, inserts)
    return WebPage(compiled_template(source, HTML, read.form))
