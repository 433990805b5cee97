"""A document as a PDF: compiled into a source of Typst, printed, and set on pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from unicodedata import normalize

from pipeline.document.styles import Letters, ParagraphStyle
from pipeline.document.tree import Document
from pipeline.document.typst.compiler import NoGlyphError, fonts, set_on_pages
from pipeline.document.typst.finish import Finish, finish
from pipeline.document.typst.fonts_used import fonts_used
from pipeline.document.typst.looks import declarations, write_page
from pipeline.document.typst.narrative import narrative_source
from pipeline.document.typst.source import TypstSource, as_typst, literal
from pipeline.document.typst.writer import write
from pipeline.document.word.page import read_page
from pipeline.form.field import UNIT_NAME
from pipeline.language.expressions import TYPST
from pipeline.language.values import Day, Group, Lines, Rows, Words
from pipeline.printing.compiling import compiled_template
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.templates import Template
from pipeline.problems import Kind, Place, Problem, Stop, error

PROGRAM: Final = '#import "program.typ":*;'
# What holds of all documents: in Word, too, a line is as long as its words, and a page's last line may be a paragraph's first.
SETTINGS: Final = (
    '#set text(lang:"zh",region:"cn",overhang:false,costs:(widow:0%,orphan:0%));'
    '#set par(leading:0pt,spacing:0pt,linebreaks:"simple");#set block(spacing:0pt);'
)
# The field that says when a report was handed in.
FILED: Final = "填报日期"
# What is set upon the character before it.
MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
NO_GLYPH_HINT: Final = "请改用通用的字；确是人名、地名用字的，在这台电脑上安装有这个字的字体"


@dataclass(frozen=True, slots=True)
class PdfFile:
    """Prints a document as a PDF.

    Attributes:
        template: prints its source.
        looks: how the letters and paragraphs are set that the source calls by name.
        declared: says that to Typst.
        finish: tells the paragraphs and rows what depends on their neighbours.
        file: how messages name the Word file that gives page and styles.
    """

    template: Template
    looks: Mapping[Letters | ParagraphStyle, str]
    declared: Callable[[], str]
    finish: Finish
    file: str

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""
        return (self.template,)

    def fonts(self, data: bytes) -> dict[str, str]:
        """Return in which fonts of this machine a file was printed, by those that the form names."""
        return fonts_used(data, self.looks)

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the file.

        Raises:
            Stop: an expression cannot be printed, or a character is in none of this machine's fonts.
        """
        day = context.get(FILED)
        printed = as_typst(self.finish.finished(self.template.render(context)))
        head = (PROGRAM, metadata(context), SETTINGS, self.declared())
        try:
            return set_on_pages("".join((*head, printed)), dated=isinstance(day, Day))
        except NoGlyphError as fault:
            raise Stop(no_glyph(fault.character, context, self.file)) from None


def metadata(context: Mapping[str, Any]) -> str:
    """Return what says of which title, unit and day a document is; of no day if none is known, and never of today.

    It stands in brackets, since what follows it would be other cells for Typst than those of another unit, and be set anew.
    """
    day = context.get(FILED)
    date = f"datetime(year:{day.year},month:{day.month},day:{day.day})" if isinstance(day, Day) else "none"
    title, unit = literal(str(context["title"])), literal(str(context.get(UNIT_NAME, "")))
    return f"#[#set document(title:{title},author:{unit},date:{date})];"


def compile_pdf_file(read: ReadTemplate) -> PdfFile:
    """Return what prints a document as a PDF.

    Raises:
        Stop: its template has faults.
    """
    return pdf_file(read.tree, read.parts, read.word_file, lambda source: compiled_template(source, TYPST, read.form))


def pdf_file(tree: Document, parts: Mapping[str, bytes], file: str, compiled: Callable[[TypstSource], Template]) -> PdfFile:
    """Return what prints a document as a PDF.

    Args:
        tree: what it says.
        parts: the Word file that gives page and styles.
        file: how messages name that.
        compiled: compiles its source.

    Raises:
        Stop: a header or footer has faults, or the source has.
    """
    page = read_page(parts, file)
    source = narrative_source(page.styles)
    write_page(page, source)
    write(tree, source)
    declared = cache(lambda: declarations(source.looks, fonts()))
    return PdfFile(compiled(source), source.looks, declared, finish(source), file)


def no_glyph(character: str, context: Mapping[str, Any], file: str) -> Problem:
    """Return the problem of a character that is in none of this machine's fonts.

    Args:
        character: the character.
        context: what the templates have printed from, by name.
        file: how messages name the Word file of the document.
    """
    texts = [words for value in context.values() for words in texts_in(value)]
    signs = next((found for words in texts for found in with_marks(character, words)), character)
    path = next((words.path for words in texts if signs in words), "")
    where = "" if path else "，它在模板里"
    numbers = " ".join(f"U+{ord(sign):04X}" for sign in signs)
    message = f"“{signs}”（{numbers}）在这台电脑的字体里都没有，PDF 印不出来{where}"
    return error(Kind.NO_FONT, message, Place(file), path, NO_GLYPH_HINT)


def with_marks(character: str, words: str) -> Iterator[str]:
    """Yield a character with the marks set upon it, wherever it is no single one with them: of these Typst tells only the first."""
    for found in re.finditer(f"{re.escape(character)}[{MARKS}]+", words):
        if len(normalize("NFC", found[0])) > 1:
            yield found[0]


def texts_in(value: object) -> Iterator[Words]:
    """Yield each text within a value."""
    if isinstance(value, Group):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, Rows | Lines):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, Words):
        yield value
