"""A chart's rows gone through while a document is printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.document.charts.collecting import collect
from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.functions import printing_functions
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Chart
from pipeline.language.expressions import HTML
from pipeline.language.values import Blank, Figure, NotApplicable, Words
from tests.document.markdown.trees import only
from tests.document.printed import as_value

ROWS = '| “三\\公" | {{ 甲 }} | {{ 乙 }} |\n{% for 项 in 项目 %}\n| {{ 项.名 }}项 | {{ 项.甲 }} | {{ 项.乙 }} |\n{% endfor %}\n'
HEAD = "| 经费 | 预算数 | {% if 有 %}{{ 年 }}年决算数{% endif %} |\n|-|-|-|\n"


def collected(rows: str = ROWS, *, kind: str = "对比", head: str = HEAD, **values: Any) -> ChartData | None:  # noqa: ANN401 - any value
    chart: Chart = only(f"经费\n{{: .题注}}\n\n{head}{rows}{{: .{kind}}}\n")
    source = JinjaSource()
    found: list[ChartData | None] = []

    def keep(data: ChartData | None) -> str:
        found.append(data)
        return ""

    name = collect(chart, source)
    source.program(f"{{{{ keep({name}) }}}}")
    context = {name: as_value(value, name) for name, value in {"有": True, "项目": [], "年": 2020, "甲": 9, "乙": 8, **values}.items()}
    HTML.from_string(source.text()).render({**context, **printing_functions(), "keep": keep})
    return found[0]


def told(data: ChartData | None) -> list[list[str]]:
    assert data
    return [["", *map(text_of, data.series)], *([text_of(row.name), *map(shown, row.measures)] for row in data.rows)]


def test_rows_are_collected_as_the_template_says() -> None:
    projects = [{"名": "<甲>&", "甲": 1, "乙": Decimal("2.50")}]
    assert told(collected(项目=projects)) == [["", "预算数", "2020年决算数"], ['“三\\公"', "9.00", "8.00"], ["<甲>&项", "1.00", "2.50"]]


def test_names_and_figures_keep_the_paths_of_their_facts() -> None:
    data = collected(项目=[{"名": "道路", "甲": 1, "乙": 2}])
    assert data
    name = data.rows[1].name[0]
    assert isinstance(name, Words)
    assert (name.path, [figure.path for figure in data.figures]) == ("项目[1].名", ["甲", "乙", "项目[1].甲", "项目[1].乙"])


def test_a_column_that_is_not_printed_is_not_drawn() -> None:
    assert told(collected(有=False)) == [["", "预算数"], ['“三\\公"', "9"]]


def test_what_stands_instead_of_a_figure_is_kept_and_said_in_words() -> None:
    missing = [
        {"名": "一", "甲": Blank("甲"), "乙": Blank("乙", "【待填】")},
        {"名": "二", "甲": NotApplicable("不适用", "甲"), "乙": Words("无", "乙")},
    ]
    assert told(collected(项目=missing))[2:] == [["一项", "无数据", "【待填】"], ["二项", "不适用", "无"]]


def test_what_a_template_computes_is_a_figure_without_a_fact() -> None:
    assert told(collected("| 两项合计 | {{ 甲 + 乙 }} | {{ 项目 | 个数 }} |\n"))[1] == ["两项合计", "17", "0"]


def test_a_dash_is_a_0() -> None:
    assert told(collected(甲=Figure(Decimal(0), "甲", "—")))[1] == ['“三\\公"', "0", "8"]


def test_numbers_have_as_many_decimals_as_those_beside_them_and_scores_as_those_of_their_column() -> None:
    projects = [{"名": "乙", "甲": 10, "乙": Decimal("9.5")}]
    assert told(collected(甲=Figure(Decimal("89.5"), "甲", "89.5%"), 项目=projects))[1:] == [
        ['“三\\公"', "89.5%", "8.00"],
        ["乙项", "10.00", "9.50"],
    ]
    assert told(collected(kind="得分", 项目=projects))[1:] == [['“三\\公"', "9", "8.00"], ["乙项", "10", "9.50"]]


def test_with_no_figure_at_all_there_is_no_chart() -> None:
    assert collected(甲=Blank("甲"), 乙=NotApplicable("不适用", "乙")) is None
    assert collected("{% for 项 in 项目 %}\n| {{ 项.名 }} | {{ 甲 }} | {{ 乙 }} |\n{% endfor %}\n") is None


def test_a_text_is_no_figure() -> None:
    with pytest.raises(ValueError, match="图里要写数，这里是“八万”"):
        collected(甲="八万")
