"""A document as an HTML page of its own: compiled into the page layout that all forms share, and printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.printing.templates import Template
from pipeline.records import record


@record()
class WebPage:
    """Prints a document as an HTML page.

    Attributes:
        template: prints the whole page.
    """

    template: Template

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""
        return (self.template,)

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the page.

        Raises:
            Stop: an expression cannot be printed.
        """
        return self.template.render(context).encode()
