"""Compiles a document as a Word file: its package's changing parts."""

from __future__ import annotations

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.word.margins import read_margin
from pipeline.document.word.package import DOCUMENT, TEXT_PART, WordPackage
from pipeline.language.expressions import WORD
from pipeline.printing.compiling import compiled_template
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.word_file import WordFile


def compile_word_file(read: ReadTemplate) -> WordFile:
    """Return what prints a document as a Word file.

    Raises:
        Stop: its template has faults.
    """
    parts = {name: compiled_template(source, WORD, read.form) for name, source in sources_of(read).items()}
    return WordFile(WordPackage(read.parts, parts), parts)


def sources_of(read: ReadTemplate) -> dict[str, JinjaSource]:
    """Return the source of each part of a Word file that prints something.

    Raises:
        Stop: its headers and footers have faults.
    """
    margins = {name: read_margin(data, read.word_file, name) for name, data in read.parts.items() if TEXT_PART.fullmatch(name)}
    return {DOCUMENT: read.word} | {name: source for name, source in margins.items() if source.places}
