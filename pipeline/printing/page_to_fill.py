"""A document's page as the desk shows it: on it a click on any place that a field decides, also on a blank, can lead to the field."""

from __future__ import annotations

from pipeline.language.branches import Branches
from pipeline.language.to_fill import HTML_TO_FILL
from pipeline.printing.templates import Template
from pipeline.printing.web_page import WebPage


def page_to_fill(page: WebPage) -> WebPage:
    """Return what prints a document's page with each field named where it stands."""
    template = page.template
    return WebPage(Template(Branches(template.branches.trees, HTML_TO_FILL), template.places, template.used))
