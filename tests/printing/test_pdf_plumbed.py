"""What a PDF says, read by pdfminer, which shares nothing with the program: it is what Word says, place by place."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from pipeline.build.past import read_past
from pipeline.build.unit_year import examine, prepare
from pipeline.characters import AFTER, CELL, PARAGRAPH, ROW, TABLE
from pipeline.printing.telling import EMPTY, Said, Telling
from pipeline.printing.word_telling import tell_word_file
from pipeline.problems import has_errors
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import city

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
UNITS, PARTS = 100, 4
MARKS = {"Table": TABLE, "TR": ROW, "TD": CELL, "TH": CELL} | dict.fromkeys(
    ("Title", "P", "H1", "H2", "H3", "H4", "H5", "LBody"), PARAGRAPH
)
LIST_MARKS = ("Lbl", "Em")
Element = dict[str, Any]
Texts = dict[tuple[int, int], str]


class Marked(PDFDevice):
    """What is drawn within each mark of a page, without where and how, which takes longer to find out than all the rest."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.texts: Texts = {}
        self.marks: list[object] = []
        self.page = 0

    def begin_page(self, page: PDFPage, ctm: object) -> None:  # noqa: ARG002 - pdfminer's
        self.page = cast("int", page.pageid)

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # noqa: ANN401, ARG002 - pdfminer's
        self.marks.append((props or {}).get("MCID"))

    def end_tag(self) -> None:
        self.marks.pop()

    def render_string(self, textstate: PDFTextState, seq: Any, *_how: object) -> None:  # noqa: ANN401 - pdfminer's
        mark = next((mark for mark in reversed(self.marks) if isinstance(mark, int)), None)
        if mark is not None:
            font = cast("PDFFont", textstate.font)
            codes = (code for part in seq if isinstance(part, bytes) for code in font.decode(part))
            self.texts[self.page, mark] = self.texts.get((self.page, mark), "") + "".join(map(font.to_unichr, codes))


def plumbed(data: bytes) -> Telling:
    """Return what pdfminer reads in a PDF: the characters of each mark, in the order of the structure."""
    document, resources = PDFDocument(PDFParser(io.BytesIO(data))), PDFResourceManager()
    drawn = Marked(resources)
    for page in PDFPage.create_pages(document):
        PDFPageInterpreter(resources, drawn).process_page(page)
    told = list(signs(resolve1(document.catalog["StructTreeRoot"]), 0, drawn.texts))
    assert not drawn.texts, "text that the structure does not name"
    return Telling(EMPTY.sub("", "".join(told)))


def signs(element: Element, page: int, texts: Texts) -> Iterator[str]:
    """Yield the marks and texts of an element and what is in it.

    Args:
        element: the element, of pdfminer.
        page: the page of the element that it is in.
        texts: the texts by page and mark; each is taken away.
    """
    kind, page = str(element.get("S")).strip("/'"), element["Pg"].objid if "Pg" in element else page
    if kind == "Figure":
        yield from figures(element, page, texts)
        return
    yield MARKS.get(kind, "")
    for kid in kids_of(element):
        if isinstance(kid, int) or "MCID" in kid:
            mark = (page, kid) if isinstance(kid, int) else (kid["Pg"].objid if "Pg" in kid else page, kid["MCID"])
            text = texts.pop(mark, "")
            yield text if kind not in LIST_MARKS else ""
        elif "S" in kid:
            yield from signs(kid, page, texts)
    yield AFTER if kind == "Table" else ""


def kids_of(element: Element) -> list[Any]:
    """Return what is in an element."""
    kids = resolve1(element.get("K", []))
    return [resolve1(kid) for kid in (kids if isinstance(kids, list) else [kids])]


def figures(chart: Element, page: int, texts: Texts) -> Iterator[str]:
    """Yield the labels of a chart as a table; a row begins with the label that is one element only."""
    yield f"{TABLE}{ROW}{CELL}"
    for label in kids_of(chart):
        begins_row = not any(isinstance(kid, dict) and "S" in kid for kid in kids_of(label))
        yield f"{ROW if begins_row else ''}{CELL}{PARAGRAPH}{''.join(signs({**label, 'S': 'Span'}, page, texts))}"
    yield AFTER


def unbroken(said: Said) -> Said:
    """Return texts without the ends of lines, of which a PDF says nothing."""
    return {place: text.replace("\n", "") for place, text in said.items()}


def compare(workspace: Workspace, of: UnitYear) -> int:
    """Compare all documents of a unit-year, and return how many places there were."""
    compiled, sources = prepare(workspace, of, pdf=True)
    examined = examine(compiled, of.year, sources, past=read_past(workspace, of, compiled, sources))
    assert not has_errors(examined.problems)
    places = 0
    for document in compiled.documents:
        if document.is_made(examined.facts):
            context = document.context(examined.facts)
            word, pdf = (document.printers[suffix].print(context) for suffix in (".docx", ".pdf"))
            said = tell_word_file(word).places()
            assert unbroken(plumbed(pdf).places()) == unbroken(said), f"{of} {document.spec.name}"
            places += len(said)
    return places


@pytest.mark.parametrize("of", Workspace(ROOT).unit_years(), ids=str)
def test_a_shipped_example_says_in_pdf_what_it_says_in_word(of: UnitYear) -> None:
    assert compare(Workspace(ROOT), of) > 50


@pytest.mark.parametrize("part", range(PARTS))
def test_invented_units_say_in_pdf_what_they_say_in_word(part: int, tmp_path: Path) -> None:
    workspace, _ = city(tmp_path, UNITS // PARTS, seed=part + 1)
    assert min(compare(workspace, of) for of in workspace.unit_years()) > 50
