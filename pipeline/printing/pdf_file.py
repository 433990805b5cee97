"""A document as a PDF: compiled into the source of Typst, printed, and set on pages by the one compiler that a process keeps."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.document import typst as typst_room
from pipeline.document.styles import Letters, ParagraphStyle
from pipeline.document.typst.fonts import Fonts, folders
from pipeline.document.typst.looks import declarations, limit, write_page
from pipeline.document.typst.narrative import narrative_source
from pipeline.document.typst.source import as_typst, literal
from pipeline.document.typst.writer import write
from pipeline.document.word.page import read_page
from pipeline.form.field import UNIT_NAME
from pipeline.language.expressions import TYPST
from pipeline.language.values import Day
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.templates import Template, compiled_template
from pipeline.problems import Kind, Place, Stop, error

if TYPE_CHECKING:
    import typst

PROGRAM: Final = '#import "program.typ":*;'
# The field that says when a report was handed in.
FILED: Final = "填报日期"
# What the file claims to be: a tagged file that any reader can read aloud, and that archives can keep. An archive's file has a date.
ACCESSIBLE, ARCHIVED = "ua-1", "a-2a"
MISSING: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfFile:
    """Prints a document as a PDF.

    Attributes:
        template: prints its source.
        looks: how the letters and paragraphs are set that the source calls by name.
        settings: what is set for the whole document.
        file: how messages name its template.
    """

    template: Template
    looks: Mapping[Letters | ParagraphStyle, str]
    settings: str
    file: str

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""
        return (self.template,)

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the file.

        Raises:
            Stop: an expression cannot be printed, or a character is in none of this machine's fonts.
        """
        filed = context.get(FILED)
        day = filed if isinstance(filed, Day) else None
        source = "".join(
            (PROGRAM, metadata(context, day), declarations(self.looks, fonts()), self.settings, as_typst(self.template.render(context)))
        )
        return set_on_pages(source, [ACCESSIBLE, *([ARCHIVED] if day else [])])


def metadata(context: Mapping[str, Any], day: Day | None) -> str:
    """Return what says of which title, unit and day a document is.

    Args:
        context: what its templates see.
        day: when it was handed in, if that is known.
    """
    date = f"datetime(year:{day.year},month:{day.month},day:{day.day})" if day else "none"
    title, unit = literal(str(context["title"])), literal(str(context.get(UNIT_NAME, "")))
    return f'#set document(title:{title},author:{unit},date:{date});#set text(lang:"zh",region:"cn");'


def compile_pdf_file(read: ReadTemplate) -> PdfFile:
    """Return what prints a document as a PDF.

    Raises:
        Stop: its template has faults.
    """
    page = read_page(read.parts, read.word_file)
    source = narrative_source(page.styles)
    write_page(page, source)
    write(read.tree, source)
    settings = f"#let cell=cell.with(page:{limit(page.style)});"
    return PdfFile(compiled_template(source, TYPST, read.form), source.looks, settings, read.word_file)


def set_on_pages(source: str, standards: list[Any]) -> bytes:
    """Return a source of Typst as a PDF.

    Args:
        source: the source.
        standards: what the file claims to keep to.

    Raises:
        Stop: a character is in none of this machine's fonts.
    """
    import typst  # noqa: PLC0415 - only a PDF needs it

    with _LOCK:
        try:
            pages, warnings = compiler().compile_with_warnings(source.encode(), format="pdf", pdf_standards=standards, timestamp=0)
        except typst.TypstError as fault:
            raise Stop(error(Kind.PROGRAM, str(fault.diagnostic), Place(""))) from fault
    if warnings or not isinstance(pages, bytes):
        raise Stop(error(Kind.PROGRAM, str(warnings), Place("")))
    return pages


@cache
def typst_fonts() -> typst.Fonts:
    """Return the fonts of this machine as the compiler knows them, looked for once in a process."""
    import typst  # noqa: PLC0415 - only a PDF needs it

    found = [str(folder) for folder in folders() if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=found)


@cache
def fonts() -> Fonts:
    """Return the fonts of this machine."""
    known = typst_fonts().fonts()
    bold = 600
    return Fonts(
        {font.family.lower(): font.family for font in known}, frozenset(font.family.lower() for font in known if font.weight >= bold)
    )


@cache
def compiler() -> typst.Compiler:
    """Return the compiler of this process; it sees no files but those of the program."""
    import typst  # noqa: PLC0415 - only a PDF needs it

    return typst.Compiler(root=str(Path(typst_room.__file__).parent), font_paths=typst_fonts())
