"""A chart as the code of Typst."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given

from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.typst import drawn
from tests.document.charts.charts import chart, charts

STRING = re.compile(r'"([^"]*)"')
# What code there is outside of strings.
CODE = re.compile(r"[a-z0-9.,:;(){}%+=>\- ]*")


def strings(code: str) -> list[str]:
    return [unescape(text) for text in STRING.findall(code) if text != "baseline"]


@given(charts())
def test_words_stand_in_strings_only(data: ChartData) -> None:
    code = str(drawn(data))
    assert CODE.fullmatch(STRING.sub("", code))
    alternative, *lines = strings(code)
    assert alternative == sentence(data)
    words = [*map(text_of, data.series), *(text for row in data.rows for text in (text_of(row.name), *map(shown, row.measures)))]
    assert "".join(lines) == "".join(words)


def test_a_chart_higher_than_a_page_is_one_figure_of_several_blocks() -> None:
    code = str(drawn(chart("对比", "预算数 决算数", *((f"项目{number}", "2", "1") for number in range(40)))))
    assert code.count("figure(alt:") == 1
    assert code.count("std.block(breakable:false") > 1
    assert code.count("pdf.artifact(") == code.count("std.block(breakable:false") - 1
