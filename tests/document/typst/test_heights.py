"""How high cells are counted, and which rows stay on one page for it."""

from __future__ import annotations

from pipeline.document.typst.heights import Measures, cell_settings, kept_whole

USUAL = (20, 45, 20, 45)
PAGE = 1000
KEPT = "breakable:false,"
CELL = Measures(room=1000, character=200, line=300, least=0, margins=USUAL, usual=USUAL, above=0.5, rows=1)


def test_a_cell_is_as_high_as_its_lines() -> None:
    assert cell_settings('p1(""+"五个字一行"),', CELL) == "&1,340;"
    assert cell_settings('p1(""+"五个字一行，第二行"),', CELL) == "&1,640;"
    assert cell_settings('p1(""+"&amp;&amp;&amp;&amp;&amp;&amp;"),', CELL) == "&1,340;"


def test_what_a_cell_lacks_is_added_around_its_words() -> None:
    low = CELL._replace(least=400)
    assert cell_settings('p1(""+"一行"),', low) == "inset:(top:3.5pt,bottom:3.5pt),&1,440;"
    assert cell_settings('p1(""+"一行"),', low._replace(above=0)) == "inset:(bottom:6pt),&1,440;"


def test_margins_are_said_where_they_are_not_the_usual() -> None:
    assert cell_settings('p1(""+"一行"),', CELL._replace(margins=(20, 100, 20, 45))) == "inset:(right:5pt),&1,340;"


def test_a_cell_stays_on_one_page_that_its_highest_neighbour_fits_on() -> None:
    assert kept_whole("&40;cell(&1,340;a),cell(&0,640;b),", PAGE) == f"cell({KEPT}a),cell(b),"
    assert kept_whole("&40;cell(&1,340;a),cell(&0,700;b),&40;cell(&1,340;c),", PAGE) == f"cell(a),cell(b),cell({KEPT}c),"


def test_a_cell_over_several_rows_is_as_high_as_they_are_together() -> None:
    assert kept_whole("&40;cell(&2,40;a),cell(&0,340;b),&40;cell(&0,320;c),", PAGE) == f"cell({KEPT}a),cell(b),cell(c),"
    assert kept_whole("&40;cell(&2,40;a),cell(&0,340;b),&40;cell(&0,340;c),", PAGE) == "cell(a),cell(b),cell(c),"


def test_what_somebody_typed_is_no_mark() -> None:
    printed = '"&amp;40;&amp;1,40;&#34;"'
    assert kept_whole(printed, PAGE) == printed


def test_what_a_cell_over_several_rows_needs_more_than_they_have_is_the_last_ones() -> None:
    def printed(height: int) -> str:
        return f"&40;cell(&x2;&2,{height};a),cell(&1,340;b),&40;cell(&1,320;c),&40;cell(&1,340;d),"

    assert kept_whole(printed(600), PAGE) == f"cell({KEPT}a),cell({KEPT}b),cell({KEPT}c),cell({KEPT}d),"
    assert kept_whole(printed(1100), PAGE) == f"cell(a),cell({KEPT}b),cell(c),cell({KEPT}d),"
