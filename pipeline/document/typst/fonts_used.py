"""Which font each of a form's fonts was really printed in, as the finished file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pipeline.document.styles import Letters, ParagraphStyle
from pipeline.document.typst.compiler import fonts, set_on_pages
from pipeline.document.typst.source import literal
from pipeline.regex import regex

BASE_FONT: Final = regex(rb"/BaseFont/[A-Z]{6}\+([^/\s<>\[\]()]+)")
# What is said of fonts that no form names, in which a few rare characters are printed.
OTHERS: Final = "其他字符"
SAMPLE: Final = "国A"


def fonts_used(data: bytes, looks: Iterable[Letters | ParagraphStyle]) -> dict[str, str]:
    """Return by the fonts that a form names in which a file was printed.

    Args:
        data: the file.
        looks: the letters and paragraphs of its form.
    """
    embedded, used = names_in(data), dict[str, str]()
    known: set[str] = set()
    for asked, family in asked_fonts(looks):
        known |= names_of(family)
        if embedded & names_of(family):
            used[asked] = family
    others = sorted(embedded - known)
    return used | ({OTHERS: "、".join(others)} if others else {})


def asked_fonts(looks: Iterable[Letters | ParagraphStyle]) -> Iterator[tuple[str, str]]:
    """Yield each font that a form names, and the family of this machine that stands for it."""
    for look in looks:
        letters = look.letters if isinstance(look, ParagraphStyle) else look
        family = fonts().chinese(letters.chinese)
        yield letters.chinese, family
        yield letters.latin, fonts().latin(letters.latin) or family


@cache
def names_of(family: str) -> frozenset[str]:
    """Return under which names a file has a family: Typst does not say them, so a small file is asked."""
    words = f'#set text(font:{literal(family)});#"{SAMPLE}";#text(weight:"bold","{SAMPLE}")'
    return names_in(set_on_pages(f'#set document(title:"{SAMPLE}",date:none);{words}', dated=False))


def names_in(data: bytes) -> frozenset[str]:
    """Return the names of the fonts that a file has."""
    return frozenset(name.decode("latin-1").removesuffix("-Identity-H") for name in BASE_FONT.findall(data))
