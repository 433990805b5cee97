"""The kinds of files that every document is printed as: one entry for each, and the only place that knows how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pipeline.printing.reading import ReadTemplate
from pipeline.printing.telling import Telling
from pipeline.printing.templates import Template
from pipeline.printing.web_page import compile_web_page, tell_web_page
from pipeline.printing.word_file import compile_word_file, tell_word_file


class Printer(Protocol):
    """A document, compiled for one kind of file."""

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the finished file.

        Raises:
            Stop: an expression cannot be printed.
        """


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of file.

    Attributes:
        label: what messages call it, with the blank that a Latin word has before a Chinese one.
        compile: makes of a document's template what prints it.
        tell: returns what a finished file says.
        download: what the site calls it where readers can fetch it; empty if they cannot.
    """

    label: str
    compile: Callable[[ReadTemplate], Printer]
    tell: Callable[[bytes], Telling]
    download: str = ""


# A file's suffix → its kind. The first is what the others are compared with.
OUTPUTS: Final = {
    ".docx": Output("Word ", compile_word_file, tell_word_file, download="Word"),
    ".html": Output("网页", compile_web_page, tell_web_page),
}
