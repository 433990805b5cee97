"""All that a PDF says: what is on its pages, every string in its objects, and whatever else is packed into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from pipeline.characters import BLOCK_END
from pipeline.document.pdf.contents import Piece, apart
from pipeline.document.pdf.file import PdfFile, read_pdf
from pipeline.document.pdf.structure import Element, read_tagged
from pipeline.document.pdf.syntax import text_of
from pipeline.regex import regex

# What only draws: the pages' drawings, whose text is read as text, the shapes of letters, colours.
DRAWN: Final = regex(rb"/(?:Contents|FontFile[23]?|ToUnicode|CIDSet|DestOutputProfile) (\d+) 0 R")
# Two numbers, one at a line's end and one at the next one's beginning, which are perhaps two: a list, one number a line.
FIGURE: Final = "Figure"
DIGITS: Final = regex(r"\d\n\d")


def texts_of_pdf(data: bytes) -> tuple[str, list[str], Iterator[bytes]]:
    """Return what a reader of a PDF sees, what only programs read, and what else is packed into it.

    Raises:
        PdfError: it cannot be read.
    """
    file = read_pdf(data)
    tagged = read_tagged(file)
    apart_from_structure = (block for piece in (*tagged.artifacts, *tagged.loose) for block in (BLOCK_END, piece))
    text = "".join(lines_joined([*blocks(tagged.elements), *apart_from_structure, BLOCK_END]))
    heads = b"\n".join(map(file.head, file.written))
    return text, list(strings_of(heads)), others_of(file, heads)


def blocks(kids: Iterable[Element | Piece], *, drawn: bool = False) -> list[Piece | str]:
    """Return the text of elements in their order, with `BLOCK_END` between paragraphs, cells, and what is written in a drawing.

    Args:
        kids: the elements.
        drawn: whether they are parts of a drawing, each label of which stands by itself.
    """
    found: list[Piece | str] = []
    for kid in kids:
        inside = [kid] if isinstance(kid, Piece) else blocks(kid.kids, drawn=drawn or kid.kind == FIGURE)
        is_apart = drawn if isinstance(kid, Piece) else not kid.is_inline
        found += (BLOCK_END, *inside, BLOCK_END) if is_apart else inside
    return found


def lines_joined(pieces: Iterable[Piece | str]) -> Iterator[str]:
    """Yield texts so that what goes on in the next line is one word, but two numbers, a line each, stay two."""
    for one, next_one in pairwise([*pieces, ""]):
        text = one if isinstance(one, str) else one.text
        yield text
        if isinstance(one, Piece) and isinstance(next_one, Piece) and one.line != next_one.line:
            yield "\n" if DIGITS.fullmatch(f"{text[-1:]}\n{next_one.text[:1]}") else ""


def strings_of(heads: bytes) -> Iterator[str]:
    """Yield every string in a file's objects: properties, alternative texts, the targets of links, bookmarks; each once."""
    _, strings = apart(heads)
    return map(text_of, dict.fromkeys(strings))


def others_of(file: PdfFile, heads: bytes) -> Iterator[bytes]:
    """Yield what the streams hold that draw nothing: properties in XML, files.

    Args:
        file: the file.
        heads: its objects as they are written, of streams only their dictionaries.
    """
    drawn = set(map(int, DRAWN.findall(heads)))
    yield from map(file.content, sorted(file.streams - drawn))
