"""A text is read once for all files, and says there what it says by itself; what goes over the ends of texts is found besides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.privacy import blocks
from pipeline.privacy.edition import Secret
from pipeline.privacy.finding import Finding
from pipeline.privacy.kept import Kept
from pipeline.privacy.search import Search
from tests.privacy.spellings import CLEAN, SURE, UNSURE

SECRETS = (
    Secret("联络人.姓名", "姓名", "陈某某"),
    Secret("联络人.手机", "手机", "13900010002"),
    Secret("联络人.邮箱", "邮箱", "li.si@example.com"),
)
NUMBER = "13900010002"
PIECES = (
    "139",
    "0001",
    "0002",
    NUMBER,
    "陈",
    "某",
    "陈某某",
    "l i s i",
    "li.si",
    "@example.com",
    "%31",
    "&#51;",
    "９",
    "⑬",
    "X",
    "、",
    "元",
    "",
)
text = st.one_of(st.sampled_from((*PIECES, *CLEAN, *SURE, *UNSURE)), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
rows = st.lists(st.lists(text, min_size=1, max_size=6), min_size=1, max_size=5)


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_BLOCKS", "_DIGITS", "_ENDS"):
        monkeypatch.setattr(blocks, name, Kept())


def found_in(rows: Sequence[Sequence[str]]) -> list[Finding]:
    return Search(SECRETS).among(rows)


@settings(max_examples=60)
@given(rows)
def test_what_was_read_before_changes_nothing(rows: list[list[str]]) -> None:
    for _ in range(2):
        first = found_in(rows)
        for row in rows:
            found_in([row])
            Search().findings(TEXT_END.join(row))
        assert found_in(rows) == first


@settings(max_examples=60)
@given(rows)
def test_texts_together_say_all_that_each_says(rows: list[list[str]]) -> None:
    together = {finding.plain for finding in found_in(rows)}
    for row in rows:
        assert {finding.plain for finding in found_in([row])} <= together
        for text in row:
            assert {finding.plain for finding in Search(SECRETS).findings(text)} <= together


@given(st.sets(st.integers(1, 10), min_size=1), text, text)
def test_a_private_number_is_found_however_it_is_divided_among_cells(cuts: set[int], before: str, behind: str) -> None:
    ends = sorted(cuts)
    cells = [NUMBER[start:end] for start, end in zip((0, *ends), (*ends, 11), strict=True)]
    assert any(finding.path == "联络人.手机" for finding in found_in([["甲", *cells, "乙"], [before], [behind]]))


def test_a_private_name_is_found_one_character_to_a_cell_even_if_its_cells_stand_elsewhere_too() -> None:
    row = ["联系人请找老陈", "某", "某同志"]
    assert [finding.path for finding in found_in([["联系人请找老陈", "甲"], ["某"], row])] == ["联络人.姓名"]
    assert found_in([["联系人请找老陈", "甲"], ["某"], ["某同志"]]) == []
    assert Search(SECRETS).findings(BLOCK_END.join(row))[0].what == "“姓名”的内容"
