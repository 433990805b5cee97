"""Prints small forms and narratives as PDF, from plain values, and reads them with pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pdfplumber
from pdfplumber.page import Page as PdfPage

from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.tree import Document
from pipeline.document.typst.source import TypstSource
from pipeline.document.word import reader as word_reader
from pipeline.document.word.package import marked_as_draft
from pipeline.document.word.unpacking import unpack
from pipeline.language.branches import branched
from pipeline.language.expressions import TYPST
from pipeline.printing.pdf_file import pdf_file
from pipeline.printing.templates import Template
from tests.document.printed import as_value
from tests.word_files import HEAD, W

ROOT = Path(__file__).parents[3]
SHELL = ROOT / "templates" / "zhanjiang-2020" / "report.docx"
# A page with room for any line.
WIDE = '<w:sectPr><w:pgSz w:w="31000" w:h="16838"/><w:pgMar w:top="800" w:right="800" w:bottom="800" w:left="800" w:header="300" w:footer="300"/></w:sectPr>'


@dataclass(frozen=True)
class Pdf:
    """A printed PDF.

    Attributes:
        data: the file.
    """

    data: bytes

    @cached_property
    def pages(self) -> list[PdfPage]:
        return pdfplumber.open(io.BytesIO(self.data)).pages

    @property
    def text(self) -> str:
        """All characters, in the order in which they are printed."""
        return "".join(char["text"] for page in self.pages for char in page.chars)

    def lines(self, page: int = 0) -> list[str]:
        """The lines of a page's text."""
        return self.pages[page].extract_text().split("\n")

    def place(self, word: str, page: int = 0) -> dict[str, Any]:
        """Where the first character of a word stands on a page, and how it looks."""
        chars = self.pages[page].chars
        said = "".join(char["text"] for char in chars)
        assert word in said, said
        return chars[said.index(word)]

    def edges(self, orientation: str, page: int = 0) -> Iterator[float]:
        """Where the lines of tables are: the x of upright ones (v), the distance from the top of the others (h), ascending."""
        lines = (line for line in self.pages[page].edges if line["orientation"] == orientation)
        yield from sorted({round(line["x0" if orientation == "v" else "top"], 1) for line in lines})


def print_form(
    body: str,
    /,
    *,
    section: str = WIDE,
    styles: str = "",
    parts: Mapping[str, bytes] = MappingProxyType({}),
    values: Mapping[str, str] = MappingProxyType({}),
    **data: Any,  # noqa: ANN401 - any value that a template can name
) -> Pdf:
    """Print a Word form, given the XML of its body, of its last section and of its styles, and further parts of the file."""
    xml = f"{HEAD}<w:document {W}><w:body>{body}{section}</w:body></w:document>".encode()
    package = {"word/document.xml": xml, "word/styles.xml": styles.encode(), **parts}
    return printed(word_reader.read(xml, "table.docx", styles.encode()).tree, package, {**values, **data})


def print_narrative(text: str, /, *, draft: bool = False, **data: Any) -> Pdf:  # noqa: ANN401
    """Print a narrative, given its Markdown, in a shipped shell."""
    parts = unpack(SHELL, "report.docx")
    return printed(markdown_reader.read(text, "report.md"), marked_as_draft(parts) if draft else parts, data)


def printed(tree: Document, parts: dict[str, bytes], data: dict[str, Any]) -> Pdf:
    """Print a document from plain values."""
    values = {"title": "标题", "单位名称": "某局"} | {name: as_value(value, name) for name, value in data.items()}
    return Pdf(pdf_file(tree, parts, "table.docx", compiled).print(values))


def compiled(source: TypstSource) -> Template:
    """Compile a source that belongs to no form."""
    return Template(branched(TYPST.parse(source.text()), TYPST), source.places, frozenset())
