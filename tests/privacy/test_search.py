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


@pytest.mark.parametrize("typed", ["ChenMM88", "chen_mm88", "Smith·John", "阿John", "li_si@内部"])
def test_a_private_value_is_found_as_it_was_typed_whatever_letters_and_marks_it_has(typed: str) -> None:
    search = Search([Secret("联络人.微信", "微信", typed)])
    for text in (typed, f"请联系{typed}。", typed.upper(), typed.lower()):
        assert [finding.path for finding in search.findings(text)] == ["联络人.微信"]
        assert search.findings(text)[0].text in text


def test_what_a_number_tells_is_not_told_by_its_label_again() -> None:
    assert [(finding.what, finding.is_sure) for finding in NOTHING.findings("账号：6222020000000000000")] == [("银行卡号", True)]


def test_a_short_private_number_is_found_by_itself_and_not_within_a_figure() -> None:
    search = Search([Secret("联络人.手机", "手机", "668000")])
    for text in ("短号668000", "短号 668-000", "６６８０００。", BLOCK_END.join("668000")):
        assert [finding.path for finding in search.findings(text)] == ["联络人.手机"]
    for text in ("1668000元", "6680001", "总额2,668,000.00元", BLOCK_END.join(("668", "0001"))):
        assert not search.findings(text)
