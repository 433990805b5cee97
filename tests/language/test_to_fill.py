"""Pages to fill in: whatever a field decides names the field, and a finished page of the same template stays as it is."""

from __future__ import annotations

import pytest

from pipeline.language.branches import branched
from pipeline.language.expressions import HTML
from pipeline.language.to_fill import HTML_TO_FILL
from pipeline.language.values import Blank, Words

NAMES = {"名": Blank("组.名"), "人": Words("甲", "组.人"), "组": {"名": Blank("组.名"), "时": Words("是", "组.时")}}


def to_fill(source: str) -> str:
    text = branched(HTML_TO_FILL.parse(source), HTML_TO_FILL).whole.render(NAMES)
    finished = branched(HTML.parse(source), HTML).whole.render(NAMES)
    assert "组.名" not in finished  # of a blank nothing is printed there
    return text


def test_a_blank_names_its_field() -> None:
    assert to_fill("<td>{{ 名 }}</td>") == '<td><data value="" data-fact="组.名"></data></td>'


def test_what_is_filled_in_is_printed_as_ever() -> None:
    assert to_fill("<td>{{ 人 }}</td>") == '<td><data value="甲" data-fact="组.人">甲</data></td>'


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ '√' if 组.时 == '是' else '' }}", '<data value="" data-fact="组.时">√</data>'),
        ("{{ (组.时 | 勾选) | 不拆行 }}", '<data value="" data-fact="组.时">是√ 否</data>'),
        ("{{ 组.名 | 另述('说明') }}", '<data value="" data-fact="组.名"></data>'),
        ("{{ 名 or '—' }}", '<data value="" data-fact="组.名">—</data>'),
        ("{% if 组.名 is 有内容 %}{{ 组.名 }}{% endif %}", '<data value="" data-fact="组.名"></data>'),
        ("名称：{% for 句 in 名 %}{{ 句 }}{% endfor %}", '名称：<data value="" data-fact="组.名"></data>'),
    ],
)
def test_what_a_field_decides_names_it_though_the_expression_prints_no_value(source: str, shown: str) -> None:
    assert to_fill(f"<td><p>{source}</p></td>") == f"<td><p>{shown}</p></td>"


def test_a_unit_behind_a_figure_does_not_name_the_field_again() -> None:
    assert to_fill("<p>{{ 人 }}{% if 人 is not 不涉及 %} 个{% endif %}</p>") == '<p><data value="甲" data-fact="组.人">甲</data> 个</p>'


def test_between_paragraphs_and_rows_nothing_is_added() -> None:
    source = "{% if 名 is not 有内容 %}<table><tr>{% if 人 %}<td>1</td>{% endif %}</tr></table>{% endif %}"
    assert to_fill(source) == "<table><tr><td>1</td></tr></table>"
    assert to_fill("<p>1</p>{% if 人 %}<p>2</p>{% endif %}") == "<p>1</p><p>2</p>"


def test_what_is_not_there_is_not_asked() -> None:
    assert to_fill("<td>{{ '有' if 上年 is defined and 上年.名 else '没有' }}</td>") == "<td>没有</td>"
