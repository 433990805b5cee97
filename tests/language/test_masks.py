"""What the public edition makes of names and numbers."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.masks import mask_mobile, mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈某某", "陈**"), ("陈某", "陈**"), ("陈", "陈**"), ("欧阳某", "欧阳**"), ("司徒某某", "司徒**"), ("上官某", "上官**"), ("欧阳",
        "欧**"),
        ("陈\u3000某", "陈**"), (" 欧 阳 某 ", "欧阳**"), ("陈某某、李某", "陈**、李**"), ("陈某某，李某", "陈**，李**"), ("陈某某\n李某",
        "陈**\n李**"),
        ("陈某某（办公室主任）", "陈**"), ("阿某·买某", "阿**"), ("", ""), (" ", " "),
    ],
)  # fmt: skip
def test_a_name_keeps_only_its_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("13800000000", "138****0000"), ("138 0000 0000", "138****0000"), ("138-0000-0000", "138****0000"), ("+86 13800000000",
        "138****0000"),
        ("+86 138 0000 0000", "138****0000"), ("8613800000000", "138****0000"), ("0086-13800000000", "138****0000"),
        ("１３８００００００００", "138****0000"), ("13800000000、13911111234", "138****0000、139****1234"),
        ("13800000000 13911111234", "138****0000 139****1234"), ("手机：13800000000（陈）", "手机：138****0000（陈）"), ("无", "无"), ("",
        ""),
        ("138000000001", "************"), ("0759-0000000", "****-*******"), ("1380000000", "**********"),
    ],
)  # fmt: skip
def test_a_mobile_number_loses_its_middle(typed: str, masked: str) -> None:
    assert mask_mobile(typed) == masked


@given(st.text(alphabet=string.digits + "1386+- 、陈０８", max_size=40))
def test_no_digit_gets_through_outside_a_masked_mobile_number(text: str) -> None:
    rest = re.sub(r"1\d\d\*{4}\d{4}", "", mask_mobile(text))
    assert not any(character.isdecimal() for character in rest)
