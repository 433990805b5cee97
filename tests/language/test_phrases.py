"""Sentences made of parts: what is not filled in is left out, and the amounts of one sentence have as many decimals."""

from __future__ import annotations

from decimal import Decimal

import jinja2
import pytest
from markupsafe import Markup

from pipeline.language.expressions import HTML, TYPST, WORD
from pipeline.language.values import Blank, Figure, Words

DATA = {
    "整": Figure(Decimal(9), "整", "9"),
    "数": Figure(Decimal("8.06"), "数", "8.06"),
    "一位": Figure(Decimal("4.5"), "一位", "4.5"),
    "人": Figure(Decimal(3), "人", "3"),
    "空": Blank("空"),
    "因": Words("压减<接待>3万元", "因"),
    "句": Words("修好东渠。", "句"),
}


def printed(source: str, env: jinja2.Environment = WORD) -> str:
    return env.from_string("{{ " + source + " }}").render(DATA)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ("整 | 带('预算', '万元'), 数 | 带('支出', '万元')", "预算9.00万元，支出8.06万元。"),
        (
            "整 | 带('预算', '万元'), 一位 | 带('支出', '万元'), 整 | 相比(一位, '少', '同', '多…万元')",
            "预算9.00万元，支出4.50万元，多4.50万元。",
        ),
        ("数 | 带('支出', '万元'), 数 | 相比(整, '低于预算…万元')", "支出8.06万元，低于预算0.94万元。"),
        ("数 | 带('支出', '万元'), 整 | 同比(一位, '万元')", "支出8.06万元，和上年相比增加4.50万元，增长100%。"),
        ("人 | 带('在职', '名'), 数 | 带('支出', '万元')", "在职3名，支出8.06万元。"),
        ("整 | 带('预算', '万元'), 空 | 带('支出', '万元')", "预算9万元。"),
    ],
)
def test_the_amounts_of_a_sentence_have_as_many_decimals(parts: str, text: str) -> None:
    assert printed(f"[{parts}] | 成句") == text


def test_a_part_that_a_sentence_goes_on_behind_ends_without_a_stop() -> None:
    parts = "[句 | 带('完成情况为'), 人 | 带('得', '分')] | 成句"
    assert printed(parts) == "完成情况为修好东渠，得3分。"
    assert printed(parts, HTML).startswith('完成情况为<data value="修好东渠。" data-fact="句">修好东渠</data>，得')
    assert printed("[人 | 带('得', '分'), 句] | 成句") == "得3分，修好东渠。"


def test_a_text_within_a_sentence_stays_as_it_was_typed() -> None:
    assert printed("[数 | 带('支出', '万元'), 因 | 原因] | 成句") == "支出8.06万元，原因是：压减&lt;接待&gt;3万元。"


def test_a_padded_figure_is_still_the_fact() -> None:
    assert '<data value="9.00" data-fact="整">9.00</data>' in printed("[整 | 带('预算', '万元'), 数 | 带('支出', '万元')] | 成句", HTML)


@pytest.mark.parametrize("ending", ['"过紧日子"', "R&D", "<接待>", "'三公'"])
@pytest.mark.parametrize("env", [WORD, HTML, TYPST])
def test_a_sentence_that_ends_with_an_escaped_sign_has_its_stop_in_every_file(ending: str, env: jinja2.Environment) -> None:
    source = "{% macro 甲(句) %}{{ 句 }}{% endmacro %}{{ 甲(句) }}{{ 甲(句) | 句号 }}{{ [甲(句)] | 成句 }}"
    text = env.from_string(source).render(句=Words(f"落实{ending}", "句"))
    assert Markup(text).striptags() == f"落实{ending}。" * 2
