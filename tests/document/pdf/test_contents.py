"""What is drawn as Typst mostly draws is read quickly, and says the same as where it is read in general."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document.pdf.contents import Drawing, Page
from pipeline.document.pdf.fault import PdfError

LINE = b"/Artifact<</Type/Layout>>BDC\nq 1 0 0 -1 42.5 721.8 cm/c1 CS 0 SCN 0.5 w 4 M 0 0 m 0 569.5 l\nS\nQ\nEMC"
AREA = b"/Artifact<</Type/Layout>>BDC\nq 1 0 0 -1 1 2 cm/c0 cs 0.2 scn/c0 CS 0.2 SCN 0 0 m 1 0 l 1 1 l\nh\nB\nQ\nEMC"
NUMBER = b"/Artifact<</Type/Pagination>>BDC\nq 1 0 0 -1 9 8 cm/c0 cs 0 scn\nBT 0 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm[(1)]TJ\nET\nQ\nEMC"
SAID_OTHERWISE = b"/Span<</ActualText(d)>>BDC\n/Span<</MCID 90>>BDC\nBT/f0 9 Tf(a)Tj\nET\nEMC\nEMC"
BOLD = b"/Span<</MCID 91>>BDC\nq 1 0 0 -1 5 6 cm 0.5 w\nBT 2 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm(b)Tj\nET\nQ\nEMC"
SHOWN = (b"[(a)]", b"[(a)-16.5(b)<63>]", b"[500(EMC) 3 (\\(\\)[]BT)]", b"(ab)", b"<6162>", b"[]", b"[()]", b"[(a(b))]")
# In front of a drawing: nothing behind it is read quickly then.
ALL_READ_IN_GENERAL = b"q\nQ\n"


def text(mark: int, shown: bytes) -> bytes:
    """Return the drawing of a text with a mark."""
    language = b"/Lang(zh-CN)" if mark % 3 == 1 else b""
    operator = b"TJ" if shown.startswith(b"[") else b"Tj"
    place = b"q 1 0 0 -1 132.65 %d.15 cm/c0 cs 0 0 0 scn" % mark
    return b"/Span<</MCID %d%s>>BDC\n%s\nBT 0 Tr/f0 20 Tf 1 0 0 -1 0 0 Tm%s%s\nET\nQ\nEMC" % (mark, language, place, shown, operator)


def read(content: bytes) -> Page:
    """Return what a drawing says in letters of one byte."""
    drawing = Drawing(3, {b"f0": lambda codes: codes.decode("latin-1")})
    drawing.read(content)
    return drawing.page


def said(page: Page) -> object:
    return ({mark: pieces for mark, pieces in page.marked.items() if pieces}, page.artifacts, page.loose)


DRAWINGS = st.lists(st.sampled_from([LINE, AREA, NUMBER, SAID_OTHERWISE, BOLD, *SHOWN]), max_size=12)


@settings(max_examples=60)
@given(DRAWINGS)
def test_a_drawing_says_the_same_however_it_is_read(drawn: list[bytes]) -> None:
    content = b"".join(text(number, part) if part in SHOWN else part for number, part in enumerate(drawn))
    assert said(read(content)) == said(read(ALL_READ_IN_GENERAL + content))


def test_strings_that_look_like_drawings_are_strings() -> None:
    page = read(LINE + text(1, b"[(" + LINE + b"EMC \\) BT)]") + LINE + text(2, b"(/Span<</MCID 9>>BDC)"))
    assert {mark: [piece.text for piece in pieces] for mark, pieces in page.marked.items()} == {
        1: [f"{LINE.decode()}EMC ) BT"],
        2: ["/Span<</MCID 9>>BDC"],
    }


@pytest.mark.parametrize("content", [
    text(1, b"(a)").replace(b"/f0", b"/f9"),
    LINE.replace(b"S\n", b"BT (a) Tj ET\n"),
    LINE.replace(b"S\n", b"BI /W 1 ID x EI\n"),
    text(1, b"(a)") + b"EMC",
])  # fmt: skip
def test_text_that_cannot_be_read_is_not_passed_over(content: bytes) -> None:
    with pytest.raises(PdfError):
        read(content)
