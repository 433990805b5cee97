"""A document as a part of an article of the disclosure site, printed from the same tree as its files."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.language.expressions import HTML_BREAK
from pipeline.printing.templates import Template
from pipeline.regex import regex

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


def text_of(content: str) -> str:
    """Return the text of printed HTML."""
    return html.unescape(TAG.sub("", content))


def lines_of(content: str) -> str:
    """Return the text of each paragraph, heading and list item of printed HTML, one a line."""
    return "\n".join(text_of(block[0]) for block in BLOCK.finditer(content))
