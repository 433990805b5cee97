"""Many texts are found at once where each would be found alone."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.wanted import FEW, Wanted

WORDS = st.text("甲乙1", min_size=1, max_size=7)


@given(st.lists(WORDS, max_size=8), st.text("甲乙1", max_size=40), st.booleans())
def test_each_is_found_at_all_its_places(texts: list[str], text: str, many: bool) -> None:  # noqa: FBT001
    others = [f"丙{number}" for number in range(FEW)] if many else []
    alone = {(match.start(), each) for each in texts for match in re.finditer(f"(?={each})", text)}
    found = list(Wanted([*texts, *others]).found_in(text))
    assert len(found) == len(set(found))
    assert set(found) == alone
