"""What stands on a PDF's pages (ISO 32000-1, 9.4 and 14.6): each piece of text, its line, and the mark that ties it to the structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import PdfFile
from pipeline.document.pdf.fonts import Decode, decoder
from pipeline.document.pdf.syntax import HEX, LITERAL, Ref, Value, parse, string_end, string_of, text_of
from pipeline.regex import regex

STRING: Final = regex(b"(" + LITERAL + b"|" + HEX + b")", re.DOTALL)
STRING_BEGINS: Final = regex(rb"\(|<(?=[0-9A-Fa-f\s]*>)")
# A string's place while the drawing around it is read; the bracket of a string with brackets in it.
HERE: Final = b"()"
BRACKET: Final = regex(rb"[()]")
OPENING: Final = regex(rb"/(\w+)\s*(<<.*?>>(?=\s*BDC)|/\w+|)\s*B[DM]C\b", re.DOTALL)
CLOSING: Final = b"EMC"
FONT: Final = b" Tf"
PLACE: Final = b" cm"
# What could bring in text, or a line, in a way that is not read here.
UNREAD: Final = (b"'", b'"', b"Td", b"TD", b"T*", b"BI ", b"BI\n")
TEXT_BEGINS: Final = b"BT"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text on a page, drawn in one go.

    Attributes:
        text: what it says.
        line: what pieces of the same line have in common.
    """

    text: str
    line: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """The text on a page.

    Attributes:
        marked: what belongs to the structure, by its mark.
        artifacts: what says nothing of the document's own, such as the page's number.
        loose: what is neither.
    """

    marked: dict[int, list[Piece]] = field(default_factory=dict)
    artifacts: list[Piece] = field(default_factory=list)
    loose: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """Marked content that has begun.

    Attributes:
        into: where its text belongs.
        is_said: whether what it says was said already, in place of its signs.
    """

    into: list[Piece]
    is_said: bool = False


def read_pages(file: PdfFile) -> dict[int, Page]:
    """Return the text on each page, by the page's number among the objects.

    Raises:
        PdfError: there is text that is not read here, or signs of which nobody knows the characters.
    """
    fonts: dict[int, Decode] = {}
    for number, written in file.written.items():
        if (b"/Form" in written or b"/PatternType" in written) and file.is_stream(number) and TEXT_BEGINS in file.content(number):
            raise PdfError("图形里有文字")
    root = file.dictionary(file.trailer.get("Root"))
    return {number: read_page(file, number, fonts) for number in page_numbers(file, root.get("Pages"))}


def page_numbers(file: PdfFile, node: Value) -> Iterator[int]:
    """Yield the numbers of the pages below a node of their tree, in their order."""
    about = file.dictionary(node)
    if about.get("Type") == "Page" and isinstance(node, Ref):
        yield node
    for kid in file.array(about.get("Kids")):
        yield from page_numbers(file, kid)


def read_page(file: PdfFile, number: int, known: dict[int, Decode]) -> Page:
    """Return the text on a page.

    Args:
        file: the file.
        number: the page's number among the objects.
        known: the fonts that were read already, by their numbers.

    Raises:
        PdfError: there is text that is not read here.
    """
    about = file.dictionary(Ref(number))
    named = file.dictionary(file.dictionary(about.get("Resources")).get("Font"))
    for font in named.values():
        if isinstance(font, Ref) and font not in known:
            known[font] = decoder(file, font)
    drawing = Drawing(number, {name.encode(): known[font] for name, font in named.items() if isinstance(font, Ref)})
    drawing.read(b"\n".join(file.content(part) for part in file.array(about.get("Contents")) if isinstance(part, Ref)))
    return drawing.page


class Drawing:
    """Reads what a page's drawing says: between the marks that open and close its parts, the strings with their font."""

    def __init__(self, number: int, fonts: dict[bytes, Decode]) -> None:
        self.number, self.fonts = number, fonts
        self.page = Page()
        self.opened = [Opened(self.page.loose)]
        self.decode: Decode | None = None
        self.line = b""

    def read(self, content: bytes) -> None:
        """Read a drawing.

        Raises:
            PdfError: there is text in it that is not read here.
        """
        around, strings = apart(content)
        if any(sign in around for sign in UNREAD):
            raise PdfError("页面上有不认识的文字")
        for number, part in enumerate(around.split(CLOSING)):
            if number:
                self.close()
            drawn, *openings = OPENING.split(part)
            self.say(drawn, strings)
            for tag, about, inside in zip(*[iter(openings)] * 3, strict=True):
                self.open(tag, about, strings)
                self.say(inside, strings)

    def say(self, drawn: bytes, strings: Iterator[bytes]) -> None:
        """Add what is drawn with the same marks to what is said.

        Args:
            drawn: the drawing.
            strings: the strings that stand in it and behind it.
        """
        if TEXT_BEGINS not in drawn and HERE not in drawn:
            return
        if (place := drawn.rfind(PLACE)) >= 0:
            self.line = b"%d%s" % (self.number, drawn[drawn.rfind(b" ", 0, place) : place])
        *parts, last = drawn.split(FONT)
        for part in parts:
            self.say_strings(part.count(HERE), strings)
            self.decode = self.fonts.get(part[part.rfind(b"/") + 1 :].partition(b" ")[0])
        self.say_strings(last.count(HERE), strings)

    def say_strings(self, count: int, strings: Iterator[bytes]) -> None:
        """Add some strings, of one font, to what is said.

        Args:
            count: how many.
            strings: the strings.
        """
        shown = b"".join([string_of(string) for string in islice(strings, count)])
        if count and self.decode is None:
            raise PdfError("文字没有字体")
        if shown and self.decode and not self.opened[-1].is_said:
            self.opened[-1].into.append(Piece(self.decode(shown), self.line))

    def open(self, tag: bytes, about: bytes, strings: Iterator[bytes]) -> None:
        """Begin marked content.

        Args:
            tag: what it is.
            about: its properties.
            strings: the strings that stand in them and behind them.
        """
        for string in islice(strings, about.count(HERE)):
            about = about.replace(HERE, b"<" + string_of(string).hex().encode() + b">", 1)
        properties, outer = properties_of(about), self.opened[-1]
        into, mark, said = outer.into, properties.get("MCID"), properties.get("ActualText")
        if tag == b"Artifact" or into is self.page.artifacts:
            into = self.page.artifacts
        elif isinstance(mark, int):
            into = self.page.marked.setdefault(mark, [])
        if said is not None and not outer.is_said:
            into.append(Piece(text_of(said), self.line))
        self.opened.append(Opened(into, outer.is_said or said is not None))

    def close(self) -> None:
        """End marked content."""
        if len(self.opened) == 1:
            raise PdfError("标记不成对")
        self.opened.pop()


@lru_cache(maxsize=1024)
def properties_of(about: bytes) -> dict[str, Value]:
    """Return the properties of marked content; those that stand elsewhere are none that matter here."""
    found = parse(about) if about.startswith(b"<<") else {}
    if not isinstance(found, dict):
        raise PdfError("标记的内容不完整")
    return found


def apart(content: bytes) -> tuple[bytes, Iterator[bytes]]:
    """Return a drawing with `HERE` in place of each string, and the strings.

    Raises:
        PdfError: a string does not end.
    """
    parts = STRING.split(content)
    if any(BRACKET.search(part) for part in parts[::2]):
        parts = list(one_by_one(content))
    return HERE.join(parts[::2]), iter(parts[1::2])


def one_by_one(content: bytes) -> Iterator[bytes]:
    """Yield in turn what stands around a drawing's strings, and the strings, which may hold brackets."""
    end, begun = 0, STRING_BEGINS.search(content)
    while begun:
        yield content[end : begun.start()]
        end = string_end(content, begun.start()) if begun[0] == b"(" else content.index(b">", begun.start()) + 1
        yield content[begun.start() : end]
        begun = STRING_BEGINS.search(content, end)
    yield content[end:]
