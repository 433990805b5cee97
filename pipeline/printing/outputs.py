"""The kinds of files that documents are printed as: one entry for each, and the only place that knows how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, Protocol

from pipeline.calls import flag, installing, is_through_make
from pipeline.printing.telling import Telling
from pipeline.printing.templates import Template
from pipeline.printing.web_telling import tell_web_page
from pipeline.printing.word_telling import tell_word_file
from pipeline.problems import Kind, Place, Stop, error
from pipeline.records import record

if TYPE_CHECKING:  # heavy
    from pipeline.printing.reading import ReadTemplate


class Printer(Protocol):
    """A document, compiled for one kind of file."""

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the finished file.

        Raises:
            Stop: an expression cannot be printed.
        """


@record()
class Output:
    """One kind of file.

    Attributes:
        label: what messages call it, with the blank that a Latin word has before a Chinese one.
        compile: makes of a document's template what prints it.
        tell: returns what a finished file says.
        download: what the site calls it where readers can fetch it; empty if they cannot.
        needs: the package that it is made with, if it is only made when somebody asks for it.
        fonts: returns the fonts that a finished file of a printer is printed in, by the names of those that the form wants.
    """

    label: str
    compile: Callable[[ReadTemplate], Printer]
    tell: Callable[[bytes], Telling]
    download: str = ""
    needs: str = ""
    fonts: Callable[[Any, bytes], Mapping[str, str]] = lambda _printer, _data: {}


def compile_word(read: ReadTemplate) -> Printer:
    """Return what prints a document as a Word file, imported only when one is compiled.

    Raises:
        Stop: its template has faults.
    """
    from pipeline.printing.compiled_word import compile_word_file  # noqa: PLC0415 - heavy

    return compile_word_file(read)


def compile_page(read: ReadTemplate) -> Printer:
    """Return what prints a document as a page, imported only when one is compiled.

    Raises:
        Stop: its template has faults.
    """
    from pipeline.printing.compiled_page import compile_web_page  # noqa: PLC0415 - heavy

    return compile_web_page(read)


def compile_pdf(read: ReadTemplate) -> Printer:
    """Return what prints a document as a PDF, imported only when somebody asks for one.

    Raises:
        Stop: its template has faults.
    """
    from pipeline.printing.pdf_file import compile_pdf_file  # noqa: PLC0415 - heavy

    return compile_pdf_file(read)


def tell_pdf(data: bytes) -> Telling:
    """Return what a PDF says.

    Raises:
        PdfError: it cannot be read.
    """
    from pipeline.printing.pdf_telling import tell_pdf_file  # noqa: PLC0415 - only a PDF needs it

    return tell_pdf_file(data)


EXTRA: Final = '"ziping[pdf]"'
# A file's suffix → its kind. The first is what the others are compared with.
OUTPUTS: Final = {
    ".docx": Output("Word ", compile_word, tell_word_file, download="Word"),
    ".html": Output("网页", compile_page, tell_web_page),
    ".pdf": Output("PDF ", compile_pdf, tell_pdf, download="PDF", needs="typst", fonts=lambda printer, data: printer.fonts(data)),
}


def kinds(*, pdf: bool) -> dict[str, Output]:
    """Return the kinds of files that are to be made, by their suffixes.

    Raises:
        Stop: what one of them is made with is not installed.
    """
    if missing := missing_for(pdf=pdf):
        hint = f"用 make 加上 {flag('pdf')}，会自动安装" if is_through_make() else f"请运行：{installing(EXTRA)}"
        raise Stop(error(Kind.EXTRA, "没有安装生成 PDF 的组件", Place(missing), hint=hint))
    return {suffix: output for suffix, output in OUTPUTS.items() if pdf or not output.needs}


def missing_for(*, pdf: bool) -> str:
    """Return a package that is not installed, but needed for the kinds of files that are to be made; empty if there is none."""
    return next((output.needs for output in OUTPUTS.values() if pdf and output.needs and not find_spec(output.needs)), "")


def is_asked_for(file: str) -> bool:
    """Return whether a file is of a kind that is only made when somebody asks for it."""
    output = OUTPUTS.get(PurePath(file).suffix)
    return bool(output and output.needs)
