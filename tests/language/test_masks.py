"""What the public edition makes of names and numbers."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.masks import mask_for, mask_mobile, mask_name


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


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("姓名", "name"), ("联系人", "name"), ("自评联络人", "name"), ("单位负责人", "name"), ("填表人", "name"), ("手机", "mobile"),
        ("联系人手机号码", "mobile"), ("移动电话", "mobile"), ("电子邮箱", "omit"), ("身份证号", "omit"), ("银行账号", "omit"), ("家庭住址", "omit"),
        ("联系电话", ""), ("办公地址", ""), ("单位名称", ""), ("负责人意见", ""), ("联系人电话", ""), ("在职人数", ""), ("网址", ""), ("微信公众号", ""),
    ],
)  # fmt: skip
def test_a_name_of_a_field_says_which_mask_it_asks_for(name: str, mask: str) -> None:
    assert mask_for(name) == mask
