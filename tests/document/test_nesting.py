"""A statement whose two halves stand in different places is refused where one of them is within something, with a hint."""

from __future__ import annotations

import pytest

from pipeline.document.markdown import reader as markdown_reader
from pipeline.problems import Stop
from tests.document.printed import narrative_complaints

IN_TABLE = "| 一 | 二 |\n|--|--|\n"
CROSSINGS = [
    ("甲{% if 乙 %}丙\n\n丁{% endif %}", "1:2: if 在这一段里没有结束"),
    ("甲{% for 项 in 各项 %}\n\n{% endfor %}", "1:2: for 在这一段里没有结束"),
    ("甲{% if 乙 %}丙\n{: .署名}\n\n{% endif %}", "1:2: if 在这一段里没有结束"),
    ("甲{% if 乙 %}", "1:2: if 在这一段里没有结束"),
    ("{% if 乙 %}\n甲{% endif %}", "2:2: endif 在这一段里，与它配对的 if 却在这一段外面"),
    ("{% if 乙 %}\n甲{% else %}丙\n{% endif %}", "2:2: else 在这一段里，与它配对的 if 却在这一段外面"),
    ("{% if 乙 %}\n甲\n{% endif %}丙", "3:1: endif 在这一段里，与它配对的 if 却在这一段外面"),
    ("{% for 项 in 各项 %}\n甲{% if 项 %}\n\n{% endfor %}", "2:2: if 在这一段里没有结束"),
    ("甲{% for 项 in 各项 %}{% if 项 %}{% endfor %}", "1:19: if 在这一段里没有结束"),
    ("# 甲{% if 乙 %}\n\n丙{% endif %}", "1:4: if 在这个标题里没有结束"),
    ("{% if 乙 %}\n# 甲{% endif %}", "2:4: endif 在这个标题里，与它配对的 if 却在这个标题外面"),
    ("- 甲{% if 乙 %}\n- 丙{% endif %}", "1:4: if 在这一项里没有结束"),
    ("{% for 项 in 各项 %}\n- 甲{% endfor %}", "2:4: endfor 在这一项里，与它配对的 for 却在这一项外面"),
    (IN_TABLE + "| 甲{% if 乙 %} | 丙{% endif %} |", "3:4: if 在这一格里没有结束"),
    (IN_TABLE + "| 甲{% if 乙 %} | 丙 |\n\n{% endif %}", "3:4: if 在这一格里没有结束"),
    (IN_TABLE + "{% for 项 in 各项 %}\n| 甲 | {% endfor %} |", "4:7: endfor 在这一格里，与它配对的 for 却在这一格外面"),
    (IN_TABLE + "{% for 项 in 各项 %}\n| 甲 | 乙 |\n\n{% endfor %}", "3:1: for 在这个表格里没有结束"),
    ("表{% if 乙 %}\n{: .题注}\n\n" + IN_TABLE + "{% endif %}", "1:2: if 在这个题注里没有结束"),
    ("甲[乙{% if 丙 %}](http://a.cn){% endif %}", "1:4: if 在这个链接里没有结束"),
    ("{% macro 句() %}甲{% if 乙 %}丙{% endmacro %}", "1:17: if 在这个宏里没有结束"),
    ("{% if 乙 %}\n{% macro 句() %}\n甲{% endif %}\n{% endmacro %}", "3:2: endif 在这个宏里，与它配对的 if 却在这个宏外面"),
]


@pytest.mark.parametrize(("text", "complaint"), CROSSINGS)
def test_a_statement_that_ends_elsewhere_is_refused_once_at_its_place(text: str, complaint: str) -> None:
    assert narrative_complaints(text) == [f"report.md:{complaint}"]


def test_the_hint_says_where_both_halves_can_stand() -> None:
    with pytest.raises(Stop) as stop:
        markdown_reader.read("甲{% if 乙 %}丙\n\n丁{% endif %}", "report.md")
    assert stop.value.problems[0].hint == "if 和 endif 要在同一处：都在这一段里，中间不空行，或都在外面，各自单独写一行"


@pytest.mark.parametrize(
    "text",
    [
        "甲{% for 项 in 各项 %}{% if 项 %}乙{% else %}丙{% endif %}{% else %}丁{% endfor %}",
        "{% for 项 in 各项 %}\n{% if 项 %}\n甲\n{% elif 乙 %}\n- 丙\n{% else %}\n# 丁\n{% endif %}\n{% endfor %}",
        "{% for 项 in 各项 %}\n{% if 项 %}\n- 甲{% if 乙 %}丙{% endif %}\n{% endif %}\n{% endfor %}",
        "{% if 乙 %}\n" + IN_TABLE + "{% for 项 in 各项 %}\n| {% if 项 %}甲{% endif %} | 乙 |\n{% endfor %}\n{% endif %}",
        "{% if 甲 %}{% set 乙 = 1 %}{% endif %}",
        "{% with 甲 = 1 %}\n[乙{% if 丙 %}丁{% endif %}](http://a.cn)\n{% endwith %}",
    ],
)
def test_statements_whose_halves_stand_in_one_place_are_read(text: str) -> None:
    assert narrative_complaints(text) == []


@pytest.mark.parametrize("text", ["{% if 乙 %}\n甲", "甲\n\n{% endif %}", "{% for 项 in 各项 %}\n甲\n{% endif %}"])
def test_what_is_wrong_between_the_paragraphs_only_is_left_to_jinja(text: str) -> None:
    assert narrative_complaints(text) == []
