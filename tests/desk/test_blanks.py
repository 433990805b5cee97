"""Blanks on the page that is shown: each names its own field, so that a click leads there."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.desk.opened import Opened, opened
from pipeline.form.new_year import create
from pipeline.workspace import UnitYear, Workspace


def cells(now: Opened, document: str) -> list[set[str]]:
    """Return which fields each cell of a document's tables names."""
    page = html.fromstring(now.page(document).encode())
    return [{str(each.get("data-fact")) for each in cell.iter("data")} for cell in page.iter("td")]


@pytest.mark.parametrize("form", ["zhanjiang-2020", "hunan-2018", "xiangmu-2022"])
def test_in_an_empty_form_each_cell_names_a_field_but_those_that_the_form_has_filled(shipped: Workspace, form: str) -> None:
    of = UnitYear("kong", "2021")
    create(shipped, of, form)
    now = opened(shipped, of)
    page = html.fromstring(now.page("table").encode())
    blank = [cell for cell in page.iter("td") if not list(cell.iter("data")) and not "".join(map(str, cell.itertext())).strip()]
    assert len(blank) == (1 if form == "xiangmu-2022" else 0)  # the corner where rows and columns of headings meet
    shown = set().union(*cells(now, "table"))
    assert len(shown & now.entries.keys()) > 20


@pytest.mark.parametrize("of", [UnitYear("xinfang", "2020"), UnitYear("gonggong", "2018"), UnitYear("shuili", "2022")])
def test_a_field_stands_in_the_same_cell_whether_it_is_filled_or_not(shipped: Workspace, of: UnitYear) -> None:
    now = opened(shipped, of)
    before = cells(now, "table")
    typed = [path for path in set().union(*before) if path in now.entries and now.entries[path].is_open and now.entries[path].typed]
    for path in sorted(typed)[::7]:
        empty, _ = now.with_typed(path, "")
        after = cells(empty, "table")
        assert [number for number, fields in enumerate(after) if path in fields] == [
            number for number, fields in enumerate(before) if path in fields
        ], path
