"""The structure of a tagged PDF (ISO 32000-1, 14.7): the elements that say what the text on its pages is, and in which order it is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pipeline.document.pdf.contents import Piece, read_pages
from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import PdfFile
from pipeline.document.pdf.syntax import Ref, Value, text_of
from pipeline.records import record
from pipeline.regex import regex

# An element that says nothing of itself but its kind, the attributes of its table, a heading's title, and what is in it; and what that is.
USUAL: Final = regex(
    rb"<</Type/StructElem/S/(\w+)/P \d+ 0 R(?:/ID\(\w*\))?(?:/A\[[^\[\]()]*(?:\[(?:\(\w*\))*\][^\[\]()]*)*\])?"
    rb"(?:/T<[0-9A-F]*>)?/K\[([0-9R ]*)\](?:/Pg (\d+) 0 R)?>>"
)
INLINE: Final = frozenset({"Span", "Link", "Strong", "Em", "Quote", "Reference", "Code", "Sub", "NonStruct"})
KID: Final = regex(rb"(\d+) 0 R|(\d+)")


@record()
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


@record(eq=False)
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
        self.elements = self.inside(root, None)

    def inside(self, about: dict[str, Value], page: Value) -> tuple[Element | Piece, ...]:
        """Return what is in an element.

        Args:
            about: the element's dictionary.
            page: the page that its marks are on, if they do not say it themselves.
        """
        page = about.get("Pg", page)
        return tuple(part for kid in self.file.array(about.get("K")) for part in self.parts(kid, page))

    def parts(self, kid: Value, page: Value) -> Sequence[Element | Piece]:
        """Return what one of an element's kids is: an element, or the text of a mark.

        Args:
            kid: the kid.
            page: the page that marks are on, if they do not say it themselves.
        """
        if isinstance(kid, Ref):
            if usual := usual_element(self.file.bytes_of(kid)):
                kind, kids, own = usual
                inside = [part for kid in kids for part in self.parts(kid, page if own is None else own)]
                return (Element(self.kind(kind), tuple(inside)),)
            kid = self.file.get(kid)
        if isinstance(kid, int):
            return self.marked(page, kid)
        if not isinstance(kid, dict):
            raise PdfError("结构不完整")
        if kid.get("Type") == "MCR":
            return self.marked(kid.get("Pg", page), kid.get("MCID"))
        if kid.get("Type") == "OBJR":  # of a link, which says its text besides
            return ()
        return (Element(self.kind(str(kid.get("S"))), self.inside(kid, page), text_of(kid.get("Alt"))),)

    def kind(self, name: str) -> str:
        """Return the standard's name of a kind of element, but an inline one's own."""
        return name if name in INLINE else str(self.roles.get(name, name))

    def marked(self, page: Value, mark: Value) -> list[Piece]:
        """Return the text of a mark; it is not there any more for another element."""
        if not isinstance(page, int) or page not in self.pages or not isinstance(mark, int):
            raise PdfError("结构里的标记不在任何一页")
        return self.pages[page].marked.pop(mark, [])


@lru_cache(maxsize=4096)
def usual_element(written: bytes) -> tuple[str, tuple[Ref | int, ...], Ref | None] | None:
    """Return the kind of a usual element, what is in it, and on which page; None of any other.

    Of the usual one only what matters here is read, which takes a tenth of the time; and many are the same in all documents of a form.

    Args:
        written: the element as it is written.
    """
    usual = USUAL.fullmatch(written)
    if not usual:
        return None
    kind, kids, page = usual.groups()
    return kind.decode(), tuple(Ref(ref) if ref else int(mark) for ref, mark in KID.findall(kids)), Ref(page) if page else None


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
