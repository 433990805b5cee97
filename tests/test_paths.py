"""The paths of values: built, cut and compared in one place."""

from __future__ import annotations

import pytest

from pipeline.paths import as_declared, cell, child, is_below, is_in_rows, parent, without_rows


@pytest.mark.parametrize(
    ("path", "declared", "shown"),
    [
        ("经济性.三公经费.预算安排数", "经济性.三公经费.预算安排数", "经济性.三公经费.预算安排数"),
        ("项目[2].金额", "项目[].金额", "项目.金额"),
        ("指标[1].分项[12].得分", "指标[].分项[].得分", "指标.分项.得分"),
    ],
)
def test_a_path_leads_back_to_what_the_form_declares(path: str, declared: str, shown: str) -> None:
    assert (as_declared(path), without_rows(path), without_rows(declared)) == (declared, shown, shown)
    assert is_in_rows(declared) is (path != declared)


def test_a_name_at_the_top_has_no_group_before_it() -> None:
    assert (child("", "单位名称"), child("经济性", "三公经费")) == ("单位名称", "经济性.三公经费")
    assert (parent("单位名称"), parent("经济性.三公经费")) == ("", "经济性")


def test_a_cell_is_told_by_its_rows_its_number_and_its_name() -> None:
    assert cell("项目[2].金额") == ("项目", 2, "金额")
    assert cell("指标[1].分项[12].得分") == ("指标[1].分项", 12, "得分")
    assert cell("经济性.三公经费") is cell("部门职能[1]") is None


@pytest.mark.parametrize(("path", "other", "below"), [
    ("甲.乙", "甲", True), ("甲[1].乙", "甲", True), ("甲", "甲", True), ("甲", "", True), ("甲乙", "甲", False), ("甲", "甲.乙", False),
])  # fmt: skip
def test_what_lies_below_a_path_begins_with_its_whole_steps(path: str, other: str, *, below: bool) -> None:
    assert is_below(path, other) is below
