"""What the expressions of rules can ask, at the edges."""

from __future__ import annotations

from decimal import Decimal

from pipeline.checks.functions import all_equal, is_less, is_said
from pipeline.language.values import Blank, Words


def test_one_number_alone_is_not_all_equal() -> None:
    assert not all_equal([Decimal(100)], 100)
    assert all_equal([Decimal(100), Decimal(100), "无"], 100)


def test_equal_is_not_less() -> None:
    assert not is_less(Decimal(3), Decimal(3))
    assert is_less(Decimal(2), Decimal(3))


def test_what_a_draft_still_lacks_says_nothing() -> None:
    assert not is_said(Blank("总目标", "【待填】"))
    assert is_said(Words("完成", "总目标"))
