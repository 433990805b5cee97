"""An empty form as a Word file: bookmarks at the places for values, boxes to tick, lists to choose from, and comments that explain."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from copy import deepcopy
from itertools import takewhile
from typing import Final

from lxml import etree

from pipeline.document.word.package import DOCUMENT, WordPackage
from pipeline.document.word.xml import DECLARATION, W, paragraph_text
from pipeline.facts.fact import Fact
from pipeline.form.field import UNIT_NAME, Field
from pipeline.form.last_year import below
from pipeline.form.types.choices import answers
from pipeline.intake.blank import hints
from pipeline.intake.blank.comments import COMMENTS, around, comments_part
from pipeline.intake.blank.controls import EMPTY, box, choice, with_word_2010
from pipeline.intake.blank.marking import Marks
from pipeline.intake.blank.pieces import BREAK, LOOK, Opening, Piece, pieces_of, run_of, run_with, words_of
from pipeline.intake.blank.printed import BlankPrint, unmarked
from pipeline.intake.blueprints.blueprint import Blueprint
from pipeline.language.values import Blank
from pipeline.paths import EVERY_ROW, as_declared
from pipeline.problems import Place

SHADE, SHADE_NAME = "D9D9D9", "灰色"
# Stands for a computed value until it is known whether its cell holds anything else.
COMPUTED: Final = f"{W}computed"
# What stands behind a cell's shade, and behind the line under a run, in the order that Word wants.
BEHIND_SHADE: Final = tuple(f"{W}{name}" for name in ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark"))
BEHIND_LINE: Final = tuple(
    f"{W}{name}" for name in ("effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout")
)
# How many blanks make room for a value among words, by its field's type; and for any other. They do not vanish at a line's end.
BLANK: Final = "\xa0"
ROOM: Final = {"integer": 6, "amount": 9, "percent": 8, "number": 8, "choice": 8}
WIDE_ROOM: Final = 28
# What a bookmark holds on to where nothing else stands: LibreOffice doubles or drops one that holds nothing.
HOLD: Final = " "
# How wide a character is at most, in twentieths of a point, in cells with boxes.
CHARACTER: Final = 180
PAGE: Final = 10_000
# Of how much of a cell's width, in twentieths of a point, each blank is at most one.
NARROW: Final = 90


def blank_word_file(blank: BlankPrint, blueprint: Blueprint) -> bytes:
    """Return an empty form, given as printed and as blueprint, as a Word file."""
    writer = _Writer(blank, Marks(blueprint))
    root = with_word_2010(writer.filled_out())
    xml = {**blank.margins, DOCUMENT: DECLARATION + unmarked(etree.tostring(root, encoding="unicode"))}
    unit = blank.facts.get(UNIT_NAME)
    package = WordPackage(blank.read.parts, xml)
    return package.write(xml, blank.title, str(unit.value).strip() if unit else "", {COMMENTS: comments_part(writer.comments)})


class _Writer:
    """Puts what a clerk needs in the places of an empty form's marks."""

    def __init__(self, blank: BlankPrint, marks: Marks) -> None:
        self.blank, self.marks = blank, marks
        self.comments: list[Sequence[str]] = []
        self.explained: set[Place | str] = set()
        self.bookmarks = 0
        self.fields: list[Field] = []

    def filled_out(self) -> etree._Element:
        """Return the document without marks."""
        root = deepcopy(self.blank.root)
        self.comments.append(())  # what holds for the whole form, said when all of it is known
        for paragraph in list(root.iter(f"{W}p")):
            pieces = pieces_of(paragraph, self.blank.facts)
            looks = paragraph.find(f"{W}pPr")
            paragraph[:] = [*([] if looks is None else [looks]), *self.written(pieces, width_of(paragraph))]
        shade_computed(root)
        title = max(root.iter(f"{W}p"), key=lambda paragraph: bool(paragraph_text(paragraph).strip()))  # the first that says something
        title.extend(around(0, ()))
        self.comments[0] = hints.rules(self.fields, shade=SHADE_NAME)
        return root

    def written(self, pieces: Sequence[Piece], width: int) -> Iterator[etree._Element]:
        """Yield a paragraph's elements, given its pieces and the width of its cell in twentieths of a point."""
        for number, piece in enumerate(pieces):
            if not isinstance(piece, Opening):
                yield piece
            elif piece.is_computed:
                self.fields.append(piece.fact.field)
                yield etree.Element(COMPUTED)
            else:
                self.fields.append(piece.fact.field)
                line = takewhile(lambda other: words_of(other) != "\n", pieces[number + 1 :])
                yield from self.place(piece, has_more=any(map(is_said, line)), width=width)

    def place(self, opening: Opening, *, has_more: bool, width: int) -> list[etree._Element]:
        """Return a place for a value with its bookmark and comment.

        Args:
            opening: the place.
            has_more: whether something follows in its line.
            width: the width of its cell in twentieths of a point.
        """
        each = opening.fact.field
        content = self.bookmarked(
            opening, boxes(opening, width) if each.type == "yes_no" else content_of(opening, width, has_more=has_more)
        )
        if said := self.explanation(opening.fact):
            self.comments.append(said)
            return around(len(self.comments) - 1, content)
        return content

    def bookmarked(self, opening: Opening, content: list[etree._Element]) -> list[etree._Element]:
        """Return the content of a place between the ends of its bookmark, if it has one."""
        name = self.marks.next(opening.fact.path)
        if not name:
            return content
        self.bookmarks += 1
        mark = {f"{W}id": str(self.bookmarks)}
        return [etree.Element(f"{W}bookmarkStart", {**mark, f"{W}name": name}), *content, etree.Element(f"{W}bookmarkEnd", mark)]

    def explanation(self, fact: Fact) -> list[str]:
        """Return what is to be said of a value, once for fields that are declared once; of the first in rows also what holds for these."""
        rows, in_rows, _ = as_declared(fact.path).rpartition(EVERY_ROW)
        group = below(self.blank.read.form.root, rows)
        said: list[tuple[Place | str, str]] = [(hints.ROWS, hints.rows_hint(group)), (group.place, group.hint)] if in_rows else []
        said.append((fact.field.place, hints.hint_of(fact.field)))
        new = [text for about, text in said if text and about not in self.explained]
        self.explained.update(about for about, _ in said)
        return new


def width_of(paragraph: etree._Element) -> int:
    """Return the width of a paragraph's cell in twentieths of a point; that of a page outside of tables, or if nobody says."""
    width = next((cell.find(f"{W}tcPr/{W}tcW") for cell in paragraph.iterancestors(f"{W}tc")), None)
    return int(width.get(f"{W}w", "0")) if width is not None and width.get(f"{W}type") == "dxa" else PAGE


def shade_computed(root: etree._Element) -> None:
    """Shade each cell in which nothing but computed values stands."""
    cells = [next(mark.iterancestors(f"{W}tc"), None) for mark in root.iter(COMPUTED)]
    etree.strip_elements(root, COMPUTED, with_tail=False)
    for cell in cells:
        if cell is not None and not "".join(map(paragraph_text, cell.iter(f"{W}p"))).strip() and cell.find(f".//{W}bookmarkStart") is None:
            shade(cell)


def shade(cell: etree._Element) -> None:
    """Shade a cell."""
    properties = cell[0]
    for old in properties.findall(f"{W}shd"):
        properties.remove(old)
    insert_before(properties, BEHIND_SHADE, etree.Element(f"{W}shd", {f"{W}val": "clear", f"{W}color": "auto", f"{W}fill": SHADE}))


def is_said(piece: Piece) -> bool:
    """Return whether a piece is more than space."""
    return isinstance(piece, Opening) or bool(words_of(piece).strip())


def content_of(opening: Opening, width: int, *, has_more: bool) -> list[etree._Element]:
    """Return what stands in a place: a list to choose from, what is known, or room to write among words.

    Args:
        opening: the place.
        width: the width of its cell in twentieths of a point.
        has_more: whether something follows in its line.
    """
    each = opening.fact.field
    content = list(opening.runs)
    if not content:
        room = BLANK * min(ROOM.get(each.type, WIDE_ROOM), width // NARROW) if has_more or each.type == "choice" else HOLD
        content = [run_of(room, underlined(opening.look) if has_more else opening.look)]
    return [choice(each.choices, content)] if each.type == "choice" else content


def boxes(opening: Opening, width: int) -> list[etree._Element]:
    """Return a box behind each answer to a question, each on a line of its own in a cell that is too narrow, in twentieths of a point."""
    known = "" if isinstance(opening.fact.value, Blank) else str(opening.fact.value)
    words = answers(opening.fact.field)
    is_narrow = width < CHARACTER * len(f"{EMPTY} ".join((*words, "")))
    content: list[etree._Element] = []
    for word in words:
        if content:
            content.append(run_with(etree.Element(BREAK), opening.look) if is_narrow else run_of(" ", opening.look))
        content += [run_of(word, opening.look), box(opening.look, ticked=word == known)]
    return content


def underlined(look: etree._Element | None) -> etree._Element:
    """Return how blanks are printed that are a line to write on."""
    own = etree.Element(LOOK) if look is None else deepcopy(look)
    insert_before(own, BEHIND_LINE, etree.Element(f"{W}u", {f"{W}val": "single"}))
    return own


def insert_before(parent: etree._Element, behind: Container[str], new: etree._Element) -> None:
    """Put a property among others where Word's order has it.

    Args:
        parent: what holds them.
        behind: the names of those that stand behind it.
        new: the property.
    """
    parent.insert(next((number for number, each in enumerate(parent) if each.tag in behind), len(parent)), new)
