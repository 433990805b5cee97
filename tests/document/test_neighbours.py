"""`| 合并` in a narrative's tables; those of Word forms are in `word/test_joining.py`."""

from __future__ import annotations

import pytest

from tests.document.printed import narrative_complaints, print_narrative

TABLE = "| 一级 | 分值 |\n|---|-:|\n{% for 项 in 指标 %}\n| {{ 项.名 | 合并 }} | {{ 项.分 }} |\n{% endfor %}\n| 合计 | 3 |"


def test_equal_neighbours_of_a_narratives_table_are_one_cell() -> None:
    printed = print_narrative(TABLE, 指标=[{"名": "甲", "分": 1}, {"名": "甲", "分": 2}, {"名": "乙", "分": 3}])
    assert [(spot.text, spot.rows) for spot in printed.grid() if spot.column == 0] == [("一级", 1), ("甲", 2), ("乙", 1), ("合计", 1)]


def test_a_column_that_joins_can_be_left_out() -> None:
    text = TABLE.replace("| 一级 |", "| {% if 有 %}一级{% endif %} |").replace("| 合计 |", "| {{ '合计' }} |")
    rows = {"指标": [{"名": "甲", "分": 1}, {"名": "甲", "分": 2}]}
    assert print_narrative(text, 有=False, **rows).rows() == [["分值"], ["1"], ["2"], ["3"]]
    assert print_narrative(text, 有=True, **rows).rows() == [["一级", "分值"], ["甲", "1"], ["甲", "2"], ["合计", "3"]]


@pytest.mark.parametrize(
    "text", ["{{ 名 | 合并 }}", "# {{ 名 | 合并 }}", "- {{ 名 | 合并 }}", "{{ 名 | 合并 }}\n{: .题注}\n\n| 甲 |\n|---|\n| 乙 |"]
)
def test_outside_of_a_tables_cells_there_is_nothing_to_join(text: str) -> None:
    assert [complaint.partition(": ")[2] for complaint in narrative_complaints(text)] == ["合并 只能用在表格的格里"]


def test_a_cell_with_a_condition_cannot_be_compared() -> None:
    text = "| 甲 |\n|---|\n| {{ 名 | 合并 }}{% if 名 %}乙{% endif %} |"
    assert narrative_complaints(text)[0].endswith("用了 合并 的这一格里还有判断、循环或链接，无法比较")
