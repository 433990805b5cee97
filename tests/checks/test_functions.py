"""What the expressions of rules can ask, at the edges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.checks.functions import SHORT_TEXT, all_equal, is_less, paths_by_text
from tests.small_form import SmallForm, form_in


def test_one_number_alone_is_not_all_equal() -> None:
    assert not all_equal([Decimal(100)], 100)
    assert all_equal([Decimal(100), Decimal(100), "无"], 100)


def test_equal_is_not_less() -> None:
    assert not is_less(Decimal(3), Decimal(3))
    assert is_less(Decimal(2), Decimal(3))


@pytest.mark.parametrize(("length", "counts"), [(SHORT_TEXT - 1, False), (SHORT_TEXT, True)])
def test_a_text_counts_as_copied_from_a_certain_length_on(tmp_path_factory: pytest.TempPathFactory, length: int, *, counts: bool) -> None:
    small = SmallForm(form_in(tmp_path_factory.mktemp("form")))
    facts, _ = small.read(f"单位名称: {'甲' * length}")
    assert (("甲" * length) in paths_by_text(facts)) is counts
