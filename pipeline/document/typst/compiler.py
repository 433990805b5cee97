"""The one compiler of Typst that a process keeps, and the fonts that it knows. Without a PDF nobody imports it."""

from __future__ import annotations

import os
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.document.typst.fonts import Fonts, folders
from pipeline.document.typst.source import literal
from pipeline.regex import regex

if TYPE_CHECKING:
    import typst

# What a file claims to be: tagged, so that it can be read aloud; and fit for archives, which takes a date.
ACCESSIBLE, ARCHIVED = "ua-1", "a-2a"
UNKNOWN_CHARACTER: Final = regex(r'the text `"(\\u\{[0-9a-f]+\}|.)')
# Typst draws at most one file at a time, since it changes what it remembers of the last.
_ONE_AT_A_TIME: Final = threading.Lock()
# From this weight on letters are bold.
BOLD: Final = 600


class NoGlyphError(Exception):
    """Raised where a character is in none of the fonts.

    Attributes:
        character: the first such character.
    """

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


def set_on_pages(source: str, *, dated: bool) -> bytes:
    """Return a source of Typst as a PDF.

    It is handed over as one string for Typst to evaluate. Otherwise each part of it would be another one for Typst as soon as a part
    before it is longer by a word, and what is the same as in the last few documents, as most of a form is, would be set anew.

    Args:
        source: the source.
        dated: whether it says of which day it is, which a file for archives has to.

    Raises:
        NoGlyphError: a character is in none of this machine's fonts.
    """
    import typst  # noqa: PLC0415 - only a PDF needs it

    if used_first_by() != os.getpid():
        raise RuntimeError(
            "a process that has printed a PDF was forked: the compiler's threads are not in the child, and it would wait for ever"
        )
    claims = [ACCESSIBLE, ARCHIVED] if dated else [ACCESSIBLE]
    whole = f'#eval({literal(source)},mode:"markup")'.encode()
    with _ONE_AT_A_TIME:
        try:
            pages, warnings = compiler().compile_with_warnings(whole, format="pdf", pdf_standards=claims, timestamp=0)  # type: ignore[arg-type]
        except typst.TypstError as fault:
            if unknown := UNKNOWN_CHARACTER.search(fault.message):
                raise NoGlyphError(character(unknown[1])) from None
            raise
    if warnings or not isinstance(pages, bytes):
        raise RuntimeError(str(warnings))
    return pages


def character(shown: str) -> str:
    """Return a character that Typst shows as itself or as its number."""
    return chr(int(shown[3:-1], 16)) if len(shown) > 1 else shown


@cache
def used_first_by() -> int:
    """Return the process that has printed first, in that and in what is forked from it."""
    return os.getpid()


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
    bold = frozenset(font.family.lower() for font in known if font.weight >= BOLD)
    return Fonts({font.family.lower(): font.family for font in known}, bold)


@cache
def compiler() -> typst.Compiler:
    """Return the compiler of this process; it sees no files but those of the program."""
    import typst  # noqa: PLC0415 - only a PDF needs it

    return typst.Compiler(root=str(Path(__file__).parent), font_paths=typst_fonts())
