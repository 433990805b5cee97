"""`历年` in a document: its rows have this year's names, and a wrong one is told before anything is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.form.form import Form
from pipeline.form.last_year import YEARS
from pipeline.form.names import NameWalk
from pipeline.form.years import told_by_year, years_in
from pipeline.language.expressions import PLAIN
from tests.small_form import form_in

FIELDS = """
  电话: {type: text, private: mobile}
  经济性:
    三公经费:
      预算数: amount
      决算数: {type: amount, 曾用名: 支出数}
  项目:
    type: rows
    fields:
      金额: amount
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_in(tmp_path_factory.mktemp("forms") / "small", FIELDS)


def walked(form: Form, source: str) -> NameWalk:
    return NameWalk(form, [YEARS]).walk(PLAIN.parse(source))


def of_each(expression: str) -> str:
    return "{% for 年 in 历年 %}{{ 年." + expression + " }}{% endfor %}"


@pytest.mark.parametrize(
    ("source", "used"),
    [
        (of_each("三公经费.决算数"), {"历年[].经济性.三公经费.决算数", "历年[].年度"}),
        (of_each("经济性.三公经费.决算数"), {"历年[].经济性.三公经费.决算数", "历年[].年度"}),
        ("{{ 历年[0].三公经费.预算数 }}", {"历年[].经济性.三公经费.预算数"}),
        ("{% for 年 in 历年 %}{% for 项 in 年.项目 %}{{ 项.金额 }}{% endfor %}{% endfor %}", {"历年[].项目[].金额", "历年[].年度"}),
        ("{{ 合计(历年.三公经费.决算数) }}", {"历年[].经济性.三公经费.决算数"}),
        ("{% if 个数(历年) > 1 %}1{% endif %}", {"历年[].年度"}),
        ("{% for 年 in 历年 %}|{% endfor %}", {"历年[].年度"}),
        ("{{ 年度 }}", {"年度"}),
    ],
)
def test_the_names_of_each_year_are_those_of_this_year(form: Form, source: str, used: set[str]) -> None:
    walk = walked(form, source)
    assert walk.faults == []
    assert {field.path for field in walk.used} == used


def test_what_is_named_of_each_year_is_used_of_this_year(form: Form) -> None:
    used = walked(form, of_each("三公经费.决算数")).used
    assert {field.path for field in told_by_year(form, used)} == {"经济性.三公经费.决算数", "年度"}
    assert not told_by_year(form, walked(form, "{{ 三公经费.决算数 }}").used)


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        (of_each("三公经费.决数"), "“三公经费”下面没有“决数”", "是否想写“决算数”？"),
        (of_each("三公经费.支出数"), "“三公经费”下面没有“支出数”", ""),
        (of_each("电话"), "“历年”下面没有“电话”", ""),
        (
            "{{ 历年.三公经费 }}",
            "“历年”有若干行，不能直接写“.三公经费”",
            "用 for 逐行写，或写明第几行；求和写 合计(历年.三公经费.…)",
        ),
        ("{{ 历 }}", "没有“历”这个名称", "是否想写“历年”？"),
    ],
)
def test_a_wrong_name_is_told(form: Form, source: str, message: str, hint: str) -> None:
    (fault,) = walked(form, "\n" + source).faults
    assert (fault.message, fault.hint if hint else "", fault.line) == (message, hint, 2)


def test_only_documents_can_name_the_years(form: Form) -> None:
    (fault,) = NameWalk(form).walk(PLAIN.parse("{{ 历年 }}")).faults
    assert fault.message == "没有“历年”这个名称"


def test_a_form_may_have_rows_called_so(tmp_path: Path) -> None:
    own = form_in(tmp_path, "\n  历年:\n    type: rows\n    fields:\n      决算: amount\n")
    walk = walked(own, of_each("决算"))
    assert [field.path for field in walk.used] == ["历年[].决算"]
    assert not told_by_year(own, walk.used)
    assert "决算" in years_in(own).fields["历年"].fields
