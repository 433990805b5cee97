"""A document as a Word file: compiled into its package's changing parts, and printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.document.charts.word_chart import WordCharts
from pipeline.document.word.closing import can_be_closed, keep_closing
from pipeline.document.word.package import DOCUMENT, STYLES, WordPackage
from pipeline.form.field import UNIT_NAME
from pipeline.printing.templates import Template
from pipeline.records import record


@record()
class WordFile:
    """Prints a document as a Word file.

    Attributes:
        package: the Word package around the changing parts.
        parts: prints each changing part of the package.
    """

    package: WordPackage
    parts: Mapping[str, Template]

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""
        return self.parts.values()

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the file.

        Raises:
            Stop: an expression cannot be printed.
        """
        charts = WordCharts()
        xml = {name: part.render(context, charts.functions()) for name, part in self.parts.items()}
        if can_be_closed(self.package.fixed.get(STYLES, b"")):
            xml[DOCUMENT] = keep_closing(xml[DOCUMENT])
        return self.package.write(xml, context["title"], str(context.get(UNIT_NAME, "")), charts.parts)
