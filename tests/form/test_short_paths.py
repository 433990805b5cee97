"""Fields named in few words."""

from __future__ import annotations

import pytest

from pipeline.form.form import Form
from pipeline.form.short_paths import candidates, full_path, short_path
from tests.small_form import form_in

FIELDS = """
经济性:
  三公经费: {预算数: amount, 支出数: amount}
  公用经费: {预算数: amount, 比率: percent}
产出: {信息: {预算数: amount}, 总数: integer}
信息: {说明: text}
明细:
  type: rows
  fields: {名称: text, 金额: amount}
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_in(tmp_path_factory.mktemp("form"), FIELDS)


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("经济性.三公经费.支出数", "支出数"),
        ("经济性.三公经费.预算数", "三公经费.预算数"),
        ("经济性.公用经费.比率", "公用经费.比率"),
        ("产出.信息.预算数", "信息.预算数"),
        ("信息.说明", "信息.说明"),
        ("明细[2].金额", "明细[2].金额"),
        ("明细[].金额", "明细[].金额"),
        ("明细", "明细"),
        ("信息", "信息"),
        ("上年.经济性.三公经费.支出数", "上年.支出数"),
        ("没有这一项", "没有这一项"),
    ],
)
def test_a_path_is_shortened_as_far_as_it_stays_clear_and_read_back(form: Form, path: str, short: str) -> None:
    assert short_path(form, path) == short
    assert full_path(form, short) == (path if path != "没有这一项" else "")


def test_of_an_ambiguous_name_all_candidates_are_told(form: Form) -> None:
    assert full_path(form, "预算数") == ""
    assert candidates(form, "预算数") == ("经济性.三公经费.预算数", "经济性.公用经费.预算数", "产出.信息.预算数")


def test_short_names_keep_the_number_of_a_paragraph(form: Form) -> None:
    assert full_path(form, "总数[2]") == "产出.总数[2]"
