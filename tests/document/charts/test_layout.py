"""Where a chart's shapes are: within the drawing, none upon another, and as long as their figures say."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.charts.layout import drawings
from pipeline.document.charts.lettering import text_width, wrapped
from pipeline.document.charts.shapes import WIDTH, Area, Drawing, Label, Stretch
from tests.document.charts.charts import BLANK, NOT_APPLICABLE, TEXTS, chart, charts

SLACK = 0.01
COMPARED = chart("对比", "预算数 决算数", ("三公经费", "9", "8.06"), ("公用经费", "120.5", "98.37"))


def labels(drawing: Drawing, role: str = "") -> list[Label]:
    return [shape for shape in drawing.shapes if isinstance(shape, Label) and role in ("", shape.role)]


def bars(data: ChartData) -> list[tuple[float, float]]:
    """Return left and right of each bar, without the marks of the legend."""
    areas = [shape for shape in drawings(data)[0].shapes if isinstance(shape, Area)][len(data.series) :]
    return [(min(x for x, _ in area.points), max(x for x, _ in area.points)) for area in areas]


def said(data: ChartData, role: str = "") -> list[str]:
    return ["".join(label.lines) for drawing in drawings(data) for label in labels(drawing, role)]


@given(charts())
def test_everything_is_within_the_drawing_and_no_label_upon_another(data: ChartData) -> None:
    (drawing,) = drawings(data)
    points = [point for shape in drawing.shapes if isinstance(shape, Area | Stretch) for point in shape.points]
    boxes = [label.box for label in labels(drawing)]
    for left, top, right, bottom in [*boxes, *((x, y, x, y) for x, y in points)]:
        assert -SLACK <= left <= right <= WIDTH + SLACK
        assert -SLACK <= top <= bottom <= drawing.height + SLACK
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] + SLACK or other[2] <= one[0] + SLACK or one[3] <= other[1] + SLACK or other[3] <= one[1] + SLACK
        assert apart, (one, other)


@given(charts())
def test_every_name_and_figure_is_drawn_in_the_order_of_a_table(data: ChartData) -> None:
    rows = (text for row in data.rows for text in (text_of(row.name), *map(shown, row.measures)))
    assert said(data) == [*map(text_of, data.series), *rows]


@given(TEXTS, st.integers(1, 20))
def test_lines_are_the_text_and_have_room(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join(lines) == text
    assert all(text_width(line.rstrip()) <= room for line in lines)


def test_a_line_begins_with_no_stop_and_ends_with_no_opening_bracket() -> None:
    assert wrapped("一二三四，五六七（八九）十", 4) == ("一二三", "四，五六", "七（八", "九）十")
    assert wrapped("项目 management 评价", 7) == ("项目 ", "management ", "评价")


def test_a_chinese_character_takes_an_em() -> None:
    assert text_width("三公（经费）") == len("三公（经费）")
    assert text_width("8.06") < len("8.06") < text_width("8.06") * 2


def test_bars_are_as_long_as_their_figures_and_begin_at_the_axis() -> None:
    found = bars(COMPARED)
    assert len({left for left, _ in found}) == 1
    lengths = [right - left for left, right in found]
    assert [round(length / lengths[2] * 120.5, 2) for length in lengths] == [9, 8.06, 120.5, 98.37]


def test_a_negative_bar_goes_to_the_left_of_the_axis_and_its_figure_stands_there() -> None:
    data = chart("横条", "增减额", ("基本支出", "-128"), ("项目支出", "64"))
    (left, right), (axis, end) = bars(data)
    assert (right, round((right - left) / (end - axis), 6)) == (axis, 2)
    minus, plus = labels(drawings(data)[0], "measure")
    assert minus.box[2] < left
    assert plus.box[0] > end


def test_a_zero_is_a_thin_line_and_what_is_missing_is_said_without_a_bar() -> None:
    data = chart("横条", "决算数", ("甲", "10"), ("乙", "0"), ("丙", BLANK), ("丁", NOT_APPLICABLE))
    _, (left, right) = bars(data)
    assert 0 < right - left < 2
    assert said(data, "measure") == ["10", "0", "无数据", "不适用"]


def test_parts_of_a_whole_follow_each_other() -> None:
    (_, first), (second, _) = bars(chart("构成", "决算数", ("人员经费", "30"), ("项目支出", "10")))
    assert first == second


def test_with_a_negative_part_there_is_no_whole() -> None:
    (_, first), (_, second) = bars(chart("构成", "决算数", ("人员经费", "30"), ("冲减", "-10")))
    assert second < first


def test_a_score_lies_within_its_weight() -> None:
    (left, weight), (begin, score) = bars(chart("得分", "分值 得分", ("预算执行率", "10", "8")))
    assert (left, round((score - begin) / (weight - left), 6)) == (begin, 0.8)


def test_a_line_goes_through_the_figures_of_the_years_and_ends_where_one_is_missing() -> None:
    data = chart("趋势", "决算数", ("2017年", "9"), ("2018年", "18"), ("2019年", BLANK), ("2020年", "0"))
    axis, line, alone = [shape.points for shape in drawings(data)[0].shapes if isinstance(shape, Stretch)]
    zero = axis[0][1]
    assert (zero - line[1][1]) / (zero - line[0][1]) == 2
    assert [point[1] for point in alone] == [zero]


def test_more_years_than_have_room_are_bars() -> None:
    data = chart("趋势", "决算数", *((f"{year}年", f"{year}.55") for year in range(2001, 2021)))
    assert len(bars(data)) == len(data.rows)


def test_a_chart_that_is_too_high_is_drawn_in_parts_that_each_say_what_the_bars_mean() -> None:
    data = chart("对比", "预算数 决算数", *((f"项目{number}", "2", "1") for number in range(40)))
    parts = drawings(data, 500)
    assert all(drawing.height <= 500 for drawing in parts)
    heads = [drawing.head or drawing.shapes for drawing in parts]
    assert [[shape.lines for shape in head if isinstance(shape, Label) and shape.role == "series"] for head in heads] == [
        [("预算数",), ("决算数",)]
    ] * len(parts)
    assert ["".join(label.lines) for drawing in parts for label in labels(drawing, "name")] == [text_of(row.name) for row in data.rows]
