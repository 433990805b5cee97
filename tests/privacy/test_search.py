"""The search reads as a reader does: every spelling of a person's number is found, and no clean text is stopped."""

from __future__ import annotations

import pytest

from pipeline.characters import BLOCK_END
from pipeline.privacy.edition import Secret
from pipeline.privacy.search import Search
from tests.privacy.spellings import CLEAN, SURE, UNSURE

SECRETS = (
    Secret("联络人.姓名", "姓名", "陈某某"),
    Secret("联络人.手机", "手机", "13900010002"),
    Secret("联络人.邮箱", "邮箱", "li.si@example.com"),
)
NOTHING = Search()


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_is_not_stopped_and_not_even_told(text: str) -> None:
    assert [finding.what for finding in NOTHING.findings(text)] == []


@pytest.mark.parametrize("text", SURE)
def test_every_spelling_of_a_number_or_mailbox_is_found(text: str) -> None:
    assert any(finding.is_sure for finding in NOTHING.findings(text))
    assert any(
        finding.is_sure for finding in NOTHING.findings(f"联系：{'' if BLOCK_END not in text else BLOCK_END}{text}{BLOCK_END}；谢谢")
    )


@pytest.mark.parametrize("text", UNSURE)
def test_what_only_may_be_personal_is_told_and_stops_nothing(text: str) -> None:
    assert [finding.is_sure for finding in NOTHING.findings(text)] == [False]


def test_there_are_enough_texts_and_none_twice() -> None:
    assert len(set(CLEAN)) == len(CLEAN) >= 80
    assert len(set(SURE)) == len(SURE) >= 120
