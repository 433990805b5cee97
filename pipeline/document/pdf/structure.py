"""The structure of a tagged PDF (ISO 32000-1, 14.7): the elements that say what the text on its pages is, and in which order it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.document.pdf.contents import Piece, read_pages
from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import PdfFile
from pipeline.document.pdf.syntax import Ref, Value, text_of
from pipeline.regex import regex

# An element that says nothing of itself but its kind, the attributes of its table, and what is in it; and what is in it.
USUAL: Final = regex(
    rb"<</Type/StructElem/S/(?P<kind>\w+)/P \d+ 0 R(?:/ID\(\w*\))?(?:/A\[[^\[\]()]*(?:\[(?:\(\w*\))*\][^\[\]()]*)*\])?"
    rb"/K\[(?P<kids>[0-9R ]*)\](?:/Pg (?P<page>\d+) 0 R)?>>"
)
INLINE: Final = ("Span", "Link", "Strong", "Em", "Quote", "Reference", "Code", "Sub", "NonStruct")
KID: Final = regex(rb"(\d+) 0 R|(\d+)")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure.

    Attributes:
        kind: one of the standard's, such as P, H1, Table, TR, TD, L, LI, Figure.
        kids: the elements in it, and between them the text that is its own.
        alternative: what is said in its place to those who cannot see it.
    """

    kind: str
    kids: tuple[Element | Piece, ...]
    alternative: str = ""

    @property
    def is_inline(self) -> bool:
        """Whether it is a part of a paragraph."""
        return self.kind in INLINE


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tagged PDF says.

    Attributes:
        elements: the outermost elements.
        artifacts: the text on its pages that says nothing of the document's own.
        loose: the text that is neither in an element nor an artifact.
    """

    elements: tuple[Element | Piece, ...]
    artifacts: tuple[Piece, ...]
    loose: tuple[Piece, ...]


class StructureReader:
    """Reads the elements; the text of each mark is said once."""

    def __init__(self, file: PdfFile) -> None:
        root = file.dictionary(file.dictionary(file.trailer.get("Root")).get("StructTreeRoot"))
        self.file = file
        self.pages = read_pages(file)
        self.roles = file.dictionary(root.get("RoleMap"))
        self.elements = tuple(self.kids(root, None))

    def kids(self, about: dict[str, Value], page: Value) -> Iterator[Element | Piece]:
        """Yield what is in an element.

        Args:
            about: the element's dictionary.
            page: the page that its marks are on, if they do not say it themselves.
        """
        page = about.get("Pg", page)
        for kid in self.file.array(about.get("K")):
            found = self.element(kid) if isinstance(kid, Ref) else kid
            if isinstance(found, int):
                yield from self.marked(page, found)
            elif not isinstance(found, dict):
                raise PdfError("结构不完整")
            elif found.get("Type") == "MCR":
                yield from self.marked(found.get("Pg", page), found.get("MCID"))
            elif found.get("Type") != "OBJR":  # of a link, which says its text besides
                kind = str(found.get("S"))
                yield Element(
                    kind if kind in INLINE else str(self.roles.get(kind, kind)), tuple(self.kids(found, page)), text_of(found.get("Alt"))
                )

    def element(self, number: Ref) -> Value:
        """Return what an element's dictionary says of it; of the usual one only what matters here, which takes a tenth of the time."""
        match = USUAL.fullmatch(self.file.bytes_of(number))
        if not match:
            return self.file.get(number)
        kids: list[Value] = [Ref(ref) if ref else int(mark) for ref, mark in KID.findall(match["kids"])]
        return {"S": match["kind"].decode(), "K": kids, **({"Pg": Ref(match["page"])} if match["page"] else {})}

    def marked(self, page: Value, mark: Value) -> list[Piece]:
        """Return the text of a mark; it is not there any more for another element."""
        if not isinstance(page, int) or page not in self.pages or not isinstance(mark, int):
            raise PdfError("结构里的标记不在任何一页")
        return self.pages[page].marked.pop(mark, [])


@lru_cache(maxsize=8)
def read_tagged(file: PdfFile) -> Tagged:
    """Return what a tagged PDF says: read once for all who ask soon after each other, as for the file itself.

    Raises:
        PdfError: it cannot be read.
    """
    reader = StructureReader(file)
    pages = reader.pages.values()
    return Tagged(
        reader.elements,
        tuple(piece for page in pages for piece in page.artifacts),
        tuple(piece for page in pages for piece in (*page.loose, *(piece for pieces in page.marked.values() for piece in pieces))),
    )
