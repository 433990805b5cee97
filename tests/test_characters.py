"""Characters that must not be there: what the program keeps for itself cannot come from outside, and what people write can."""

from __future__ import annotations

import re

import pytest

from pipeline import characters


@pytest.mark.parametrize("mark", [characters.PARAGRAPH, characters.TABLE, characters.ROW, characters.CELL, characters.AFTER])
def test_no_data_and_no_template_can_hold_a_mark_of_the_reading_back(mark: str) -> None:
    for refused in (characters.FORBIDDEN, characters.FORBIDDEN_IN_YAML, characters.FORBIDDEN_IN_MARKDOWN, characters.KEPT):
        assert re.fullmatch(f"[{refused}]", mark)


@pytest.mark.parametrize(
    "mark", [characters.TAG_MARK, characters.PROGRAM_MARK, characters.LINE_MARK, characters.ROLE_MARK, characters.MARK_END]
)
def test_no_template_can_hold_a_mark_of_tags_but_data_may(mark: str) -> None:
    for refused in (characters.FORBIDDEN_IN_MARKDOWN, characters.KEPT):
        assert re.fullmatch(f"[{refused}]", mark)
    for refused in (characters.FORBIDDEN, characters.FORBIDDEN_IN_YAML):
        assert not re.search(f"[{refused}]", mark)


@pytest.mark.parametrize("text", ["自评", "R&D [a]-^\\", "　", "🏛️", "\ue815", "é"])
def test_what_people_write_is_not_forbidden(text: str) -> None:
    for refused in (characters.FORBIDDEN, characters.FORBIDDEN_IN_YAML, characters.FORBIDDEN_IN_MARKDOWN, characters.FORBIDDEN_IN_LOG):
        assert not re.search(f"[{refused}]", text)
