"""What stands on a PDF's pages (ISO 32000-1, 9.4 and 14.6): each piece of text, its line, and the mark that ties it to the structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import islice
from typing import Final

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import PdfFile
from pipeline.document.pdf.fonts import Decode, decoder
from pipeline.document.pdf.syntax import HEX, LITERAL, Ref, Value, parse, string_end, string_of, text_of
from pipeline.records import record
from pipeline.regex import regex

STRINGS: Final = b"(?:" + LITERAL + b"|" + HEX + b")"
STRING: Final = regex(b"(" + STRINGS + b")", re.DOTALL)
STRING_BEGINS: Final = regex(rb"\(|<(?=[0-9A-Fa-f\s]*>)")
# A string's place while the drawing around it is read; the bracket of a string with brackets in it.
HERE: Final = b"()"
BRACKET: Final = regex(rb"[()]")
OPENING: Final = regex(rb"/(\w+)\s*(<<.*?>>(?=\s*BDC)|/\w+|)\s*B[DM]C\b", re.DOTALL)
CLOSING: Final = b"EMC"
FONT: Final = b" Tf"
PLACE: Final = b" cm"
# What says nothing: lines and areas that are no part of the structure.
SILENT: Final = rb"/Artifact<<[^<>()]*>>BDC\n(?:[^()<>EB]*(?:B[\s*][^()<>EB]*)*\n)?EMC"
# A text as nearly all of them are drawn, which says nothing of itself but its mark and its language: mark, line, font, and strings.
USUAL: Final = regex(
    rb"(?:" + SILENT + rb")*+/Span<</MCID (\d+)(?:/Lang\([\w-]*\))?>>BDC\nq(?: -?[\d.]+){5}( -?[\d.]+) cm/\w+ cs[ \d.]+ scn\n"
    rb"BT 0 Tr/(\w+) [\d.]+ Tf(?: -?[\d.]+){6} Tm(\[(?:[-\d.]++|" + STRINGS + rb")*+\]TJ|" + STRINGS + rb"Tj)\nET\nQ\nEMC\b",
    re.DOTALL,
)  # fmt: skip
# What could bring in text, or a line, in a way that is not read here.
UNREAD: Final = (b"'", b'"', b"Td", b"TD", b"T*", b"BI ", b"BI\n")
TEXT_BEGINS: Final = b"BT"
# A stream that pages draw by its name.
DRAWING: Final = regex(rb"/Form|/PatternType")


@record()
class Piece:
    """A text on a page, drawn in one go.

    Attributes:
        text: what it says.
        line: what pieces of the same line have in common.
    """

    text: str
    line: bytes


@record(eq=False)
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


@record(eq=False)
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
    for number in file.streams:
        if DRAWING.search(file.head(number)) and TEXT_BEGINS in file.content(number):
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
    if is_beyond(drawing.lines, file.array(about.get("MediaBox"))):
        raise PdfError("有的字印到了纸的上边或下边之外")
    return drawing.page


def is_beyond(lines: Iterable[bytes], paper: Sequence[Value]) -> bool:
    """Return whether a line of text is above or below the paper, where nobody can see it.

    Args:
        lines: the lines.
        paper: the left, lower, right and upper edge.
    """
    bottom, top = (float(str(edge)) for edge in paper[1::2])
    places = [float(place) for line in lines if (place := line.partition(b" ")[2])]
    return bool(places) and not (bottom <= min(places) and max(places) <= top)


class Drawing:
    """Reads what a page's drawing says: between the marks that open and close its parts, the strings with their font."""

    def __init__(self, number: int, fonts: dict[bytes, Decode]) -> None:
        self.number, self.fonts = number, fonts
        self.page = Page()
        self.opened = [Opened(self.page.loose)]
        self.decode: Decode | None = None
        self.line = b""
        self.lines: set[bytes] = set()

    def read(self, content: bytes) -> None:
        """Read a drawing.

        Raises:
            PdfError: there is text in it that is not read here.
        """
        end = 0
        while text := USUAL.match(content, end):
            mark, place, font, shown = text.groups()
            self.line, self.decode, end = b"%d%s" % (self.number, place), self.fonts.get(font), text.end()
            self.page.marked.setdefault(int(mark), []).extend(self.pieces(list(map(string_of, STRING.findall(shown)))))
        self.read_any(*apart(content[end:]))

    def read_any(self, around: bytes, strings: Iterator[bytes]) -> None:
        """Read a drawing, or the rest of one.

        Args:
            around: the drawing.
            strings: the strings that stand in it.

        Raises:
            PdfError: there is text in it that is not read here.
        """
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
        pieces: list[Piece] = []
        for part in parts:
            pieces += self.pieces(list(islice(strings, part.count(HERE))))
            self.decode = self.fonts.get(part[part.rfind(b"/") + 1 :].partition(b" ")[0])
        pieces += self.pieces(list(islice(strings, last.count(HERE))))
        if not self.opened[-1].is_said:
            self.opened[-1].into.extend(pieces)

    def pieces(self, strings: Sequence[bytes]) -> tuple[Piece, ...]:
        """Return what some strings of one font say; nothing if there are none, or nothing in them."""
        shown = b"".join(strings)
        if strings and self.decode is None:
            raise PdfError("文字没有字体")
        self.lines.add(self.line)
        return (Piece(self.decode(shown), self.line),) if shown and self.decode else ()

    def open(self, tag: bytes, about: bytes, strings: Iterator[bytes]) -> None:
        """Begin marked content.

        Args:
            tag: what it is.
            about: its properties.
            strings: the strings that stand in them and behind them.
        """
        for string in islice(strings, about.count(HERE)):
            about = about.replace(HERE, b"<%s>" % string.hex().encode(), 1)
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
    """Return a drawing with `HERE` in place of each string, and what the strings are.

    Raises:
        PdfError: a string does not end.
    """
    parts = STRING.split(content)
    around = HERE.join(parts[::2])
    if around.count(HERE) != len(BRACKET.findall(around)) / 2:
        parts = list(one_by_one(content))
        around = HERE.join(parts[::2])
    return around, map(string_of, parts[1::2])


def one_by_one(content: bytes) -> Iterator[bytes]:
    """Yield in turn what stands around a drawing's strings, and the strings, which may hold brackets."""
    end, begun = 0, STRING_BEGINS.search(content)
    while begun:
        yield content[end : begun.start()]
        end = string_end(content, begun.start()) if begun[0] == b"(" else content.index(b">", begun.start()) + 1
        yield content[begun.start() : end]
        begun = STRING_BEGINS.search(content, end)
    yield content[end:]
