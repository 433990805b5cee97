"""A template neither runs for ever nor fills the memory: what it does is counted, so that it fails the same way on every machine."""

from __future__ import annotations

import resource
import time
from typing import Any

import jinja2
import pytest

from pipeline.language.budget import BUDGET, MOST, TOO_LARGE, TOO_LONG, TOO_MANY_DIGITS, TOO_MUCH, TooMuchError, renew, spend
from pipeline.language.expressions import HTML, PLAIN, WORD, compiled, syntax_message
from pipeline.language.sandbox import Sandbox
from pipeline.language.values import Figure, Group, Rows, Words

MANY = "range(99999)"
LONG = "{% set 文 = '甲甲甲甲甲甲甲甲' %}" + "{% set 文 = 文 ~ 文 %}" * 15
DATA: dict[str, Any] = {"名": Words("甲", "名"), "行": Rows((Group({"名": Words("甲", "行[1].名")}),) * 3)}


def nested(body: str) -> str:
    """Return two loops, each of very many rounds, around something."""
    return f"{{% for 甲 in {MANY} %}}{{% for 乙 in {MANY} %}}{body}{{% endfor %}}{{% endfor %}}"


def macros(depth: int) -> str:
    """Return macros each of which uses the next one twice."""
    chain = "".join(f"{{% macro 宏{n}() %}}{{{{ 宏{n + 1}() }}}}{{{{ 宏{n + 1}() }}}}{{% endmacro %}}" for n in range(depth))
    return f"{chain}{{% macro 宏{depth}() %}}甲{{% endmacro %}}{{{{ 宏0() }}}}"


ENDLESS = {
    "loops in loops": (nested(""), TOO_MUCH),
    "a large body": (f"{{% for 甲 in {MANY} %}}{'甲' * 1000}{{% endfor %}}", TOO_MUCH),
    "a text grown by ~": ("{% set 文 = '甲甲' %}" + "{% set 文 = 文 ~ 文 %}" * 60, TOO_LONG),
    "a text grown by +": ("{% set 文 = '甲甲' %}" + "{% set 文 = 文 + 文 %}" * 60, TOO_LONG),
    "a text grown by macros": (macros(40), TOO_MUCH),
    "a list grown by +": ("{% set 列 = [1] %}" + "{% set 列 = 列 + 列 %}" * 60, TOO_LARGE),
    "lists in lists": ("{% set 列 = [1] %}" + "{% set 列 = [列, 列] %}" * 60 + "{{ 列 | 文本 }}", TOO_LARGE),
    "tables in tables": ("{% set 表 = {'甲': 1} %}" + "{% set 表 = {'甲': 表, '乙': 表} %}" * 60, TOO_LARGE),
    "a number grown by *": ("{% set 数 = 99 %}" + "{% set 数 = 数 * 数 %}" * 60, TOO_MANY_DIGITS),
    "powers": (nested("{% if 2.5 ** 0.3333 > 9 %}{% endif %}"), TOO_MUCH),
    "a number of endless digits in 大写": ("{{ 1e99999999 | 大写 }}", TOO_MANY_DIGITS),
    "a number of many digits": ("{{ " + "9" * 4000 + " | 数目 }}", TOO_MANY_DIGITS),
    "a text read as a number": ("{{ '1e99999999' | 小数 | 汉字数 }}", TOO_MANY_DIGITS),
    "many long texts joined": (LONG + "{{ [" + "文," * 500 + "] | 连接(文) }}", TOO_LONG),
    "many long texts listed": (LONG + "{{ [" + "文," * 500 + "] | 列举 }}", TOO_LONG),
    "many long texts numbered": (LONG + "{{ [" + "文," * 500 + "] | 分述 }}", TOO_LONG),
    "a number put in many places": ("{% set 文 = '……' %}" + "{% set 文 = 文 ~ 文 %}" * 17 + "{{ 1 | 比较(0.3, more=文 ~ 文 ~ 文 ~ 文) }}", TOO_LONG),
    "long texts compared": (LONG + nested("{% if 文 == 文 ~ '' %}{% endif %}"), TOO_MUCH),
    "long texts searched": (LONG + nested("{% if '乙' in 文 %}{% endif %}"), TOO_MUCH),
    "long texts cut": (LONG + nested("{% set 句 = 文[1:] %}"), TOO_MUCH),
    "filters": (nested("{% set 句 = 1234.5 | 大写 %}"), TOO_MUCH),
    "a long text printed": (LONG + nested("{{ 文 }}"), TOO_MUCH),
}  # fmt: skip


@pytest.mark.parametrize("env", [pytest.param(WORD, id="word"), pytest.param(HTML, id="html")])
@pytest.mark.parametrize(("source", "sentence"), ENDLESS.values(), ids=ENDLESS)
def test_what_would_have_no_end_is_ended(env: Sandbox, source: str, sentence: str) -> None:
    template = env.from_string(source)
    renew()
    before, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooMuchError, match=sentence):
        template.render(DATA)
    assert time.process_time() - before < 10  # what it takes here, a tenth of that at most, is no part of the contract
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 400_000  # KB


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{{ " + "(" * 500 + "1" + ")" * 500 + " }}", "套得太深"),
        ("{{ " + "[" * 500 + "]" * 500 + " }}", "套得太深"),
        ("{{ " + "not " * 3000 + "1 }}", "套得太深"),
        ("{{ " + "+".join("1" * 3000) + " }}", "套得太深"),
        ("{{ 名" + ".甲" * 3000 + " }}", "套得太深"),
        ("{{ 名" + "|文本" * 3000 + " }}", "套得太深"),
        ("{{ " + "1 if 1 else " * 3000 + "1 }}", "套得太深"),
        ("{% for 甲 in 行 %}" * 25 + "{% endfor %}" * 25, "套得太深"),
        ("{% if 名 %}" * 120 + "{% endif %}" * 120, "套得太深"),
        ("{{ " + "9" * 5000 + " }}", "数字太长"),
        ("{{ 名 }}" * 6000, "标记太多"),
        ("{% for 甲 in 行 recursive %}{{ loop(行) }}{% endfor %}", "循环不能写 recursive"),
        ("{{ 1 | _weight(-99999999) }}", "没有“_weight”这个过滤器"),
    ],
)
def test_what_is_too_complicated_is_said_to_be(source: str, sentence: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError) as fault:
        WORD.from_string("\n" + source)
    assert sentence in syntax_message(fault.value)


def test_a_formula_that_is_too_complicated_is_said_to_be() -> None:
    for source in ("(" * 500 + "1" + ")" * 500, "+".join("1" * 3000), "9" * 5000):
        with pytest.raises(jinja2.TemplateSyntaxError) as fault:
            compiled(source)
        assert "套得太深" in syntax_message(fault.value)


def test_a_macro_that_uses_itself_comes_to_an_end() -> None:
    with pytest.raises(RecursionError):
        PLAIN.from_string("{% macro 宏() %}{{ 宏() }}{% endmacro %}{{ 宏() }}").render()


def test_each_document_has_a_budget_of_its_own() -> None:
    template = WORD.from_string("{% for 甲 in range(50000) %}{{ 名 }}{% endfor %}")
    for _ in range(5):
        renew()
        assert len(template.render(DATA)) == 50_000


def test_a_document_of_more_facts_may_do_more_up_to_a_limit() -> None:
    template = WORD.from_string("{% for 甲 in range(90000) %}{{ 名 }}{{ 名 }}{{ 名 }}{% endfor %}")
    renew()
    with pytest.raises(TooMuchError, match=TOO_MUCH):
        template.render(DATA)
    renew(10_000)
    assert len(template.render(DATA)) == 270_000
    renew(10**9)
    spend(MOST)
    with pytest.raises(TooMuchError, match=TOO_MUCH):
        spend(1)


def test_the_same_template_costs_the_same_each_time() -> None:
    def left() -> int:
        renew()
        HTML.from_string(LONG + "{% for 甲 in 行 %}{{ 甲.名 }}{{ 文 }}{% endfor %}").render(DATA)
        spent = 0
        while spent < BUDGET:
            try:
                spend(1000)
            except TooMuchError:
                break
            spent += 1000
        return spent

    assert left() == left() < BUDGET


def test_numbers_that_data_can_hold_stay_usable() -> None:
    great = Figure((10**55 - 1) * compiled("1.0")({}), "数", "很大")
    assert compiled("数 - 数 + 1")({"数": great}) == 1
    assert WORD.from_string("{{ 1234567.89 | 大写 }}{{ 数 | 数目 }}").render({"数": great}).startswith("壹佰贰拾叁亿")
