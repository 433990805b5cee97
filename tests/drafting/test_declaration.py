"""What a drafted form declares of its fields besides their types."""

from __future__ import annotations

import pytest

from pipeline.drafting.declaration import attributes
from pipeline.drafting.words import guess


@pytest.mark.parametrize(
    ("label", "declared"),
    [
        ("增减额", ["minimum: -1000000000"]),
        ("增减率", ["minimum: -100"]),
        ("差额（元）", ["minimum: -1000000000", 'unit: "元"']),
        ("决算数", []),
        ("增减原因", []),
    ],
)
def test_what_may_fall_below_zero_is_not_refused_there(label: str, declared: list[str]) -> None:
    assert list(attributes(guess(label), label)) == declared
