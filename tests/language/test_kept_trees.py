"""That a parsed template comes back from plain data as it was, and that nothing else comes of any data."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from typing import Any

import jinja2
import pytest
from jinja2 import nodes

from pipeline.language.code import code_of
from pipeline.language.expressions import WORD
from pipeline.language.kept_trees import KINDS, NotKeptError, data_of, tree_of
from pipeline.language.metering import Meter

EVERYTHING = """甲{{ 乙 }}{{ 丙.丁 | 金额 }}{% if 乙 is defined and not 丙.丁 > 3 or 乙 in ["一", "二"] %}一{% elif 乙[0] == -2.5 %}二{% else %}三{% endif %}
{% for 行 in 明细 if 行.数 >= 0 %}{{ loop.index }}{{ 行.名称 ~ "、" if not loop.last else 行["名称"] }}{% else %}无{% endfor %}
{% set 和 = namespace(数=0) %}{% set 和.数 = 1 + 2 * 3 - 4 / 5 // 6 % 7 ** 8 %}{% set 一, 二 = (1, true) %}
{% macro 名(甲, 乙="丙") %}{{ 甲 }}{{ 乙 }}{% endmacro %}{{ 名("一", 乙=none) }}{% with 数 = 明细[1:] %}{{ 数 | length }}{% endwith %}
{{ {"甲": 乙} }}{{ 明细 | map(attribute="数") | join("、") if 明细 != [] }}"""


def parsed(text: str = EVERYTHING) -> nodes.Template:
    tree = WORD.parse(text)
    Meter().visit(tree)
    return tree


def as_kept(tree: nodes.Template) -> nodes.Template:
    return tree_of(json.loads(json.dumps(data_of(tree))), WORD)


def test_a_template_comes_back_as_it_was() -> None:
    tree = parsed()
    found = as_kept(tree)
    assert found == tree
    assert [node.lineno for node in found.find_all(nodes.Node)] == [node.lineno for node in tree.find_all(nodes.Node)]


def test_the_same_code_comes_of_it() -> None:
    text = "{% for 行 in 明细 %}{{ 行.数 }}{% if 行.数 %}{{ loop.index }}{% endif %}{% endfor %}{% macro 名(甲) %}{{ 甲 }}{% endmacro %}{{ 名(乙) }}"
    tree = parsed(text)
    tree.set_environment(WORD)
    assert code_of(as_kept(tree), WORD) == code_of(tree, WORD)


@pytest.mark.parametrize(
    "text",
    ["{% filter upper %}甲{% endfilter %}", "{% set 甲 %}乙{% endset %}", "{% call 甲() %}乙{% endcall %}", "{% block 甲 %}{% endblock %}"],
)
def test_what_no_template_needs_is_not_kept(text: str) -> None:
    with pytest.raises(NotKeptError):
        data_of(jinja2.Environment().parse(text))


NAME, OUTPUT, CONST, CALL, MACRO, TEMPLATE = (
    KINDS.index(kind) for kind in (nodes.Name, nodes.Output, nodes.Const, nodes.Call, nodes.Macro, nodes.Template)
)
TEXT = KINDS.index(nodes.TemplateData)


def holding(*parts: object) -> list[Any]:
    return [TEMPLATE, 1, [[OUTPUT, 1, [*parts]]]]


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [],
        "甲",
        [TEXT, 1, "甲"],  # a part of a template, but none
        holding([NAME, 1, "甲); import os; os.system('true'", "load"]),
        holding([NAME, 1, "甲\n", "load"]),
        holding([NAME, 1, "", "load"]),
        holding([NAME, 1, "甲", "import"]),
        holding([NAME, 1, ["甲"], "load"]),
        holding([NAME, 1, "甲", "load", "more"]),
        holding([NAME, 1, "甲"]),
        holding([NAME, "1", "甲", "load"]),
        holding([NAME, True, "甲", "load"]),
        holding([len(KINDS), 1, "甲", "load"]),
        holding([-1.5, 1, "甲", "load"]),
        holding(["Name", 1, "甲", "load"]),
        holding([CONST, 1, 1.5]),
        holding([CONST, 1, ["甲"]]),
        holding([CONST, 1, {"__reduce__": "甲"}]),
        holding([TEXT, 1, 1]),
        [TEMPLATE, 1, "甲"],
        [TEMPLATE, 1, [[MACRO, 1, "甲(): pass", [], [], []]]],
    ],
)
def test_data_that_are_no_template_are_refused(data: list[Any]) -> None:
    with pytest.raises(NotKeptError):
        tree_of(data, WORD)


def test_data_nested_too_deeply_are_refused() -> None:
    deep: Any = [TEXT, 1, "甲"]
    for _ in range(10_000):
        deep = [KINDS.index(nodes.Not), 1, deep]
    with pytest.raises(NotKeptError):
        tree_of(holding(deep), WORD)


def test_whatever_is_changed_in_them_only_a_template_comes_of_it() -> None:
    whole, chance = json.dumps(data_of(parsed()), ensure_ascii=False), random.Random(14)
    for _ in range(300):
        place = chance.randrange(len(whole))
        changed = whole[:place] + chance.choice('[]",0123456789甲(.x\\') + whole[place + chance.randint(0, 3) :]
        with suppress(ValueError, jinja2.TemplateSyntaxError, LookupError, TypeError, AssertionError):
            assert isinstance(tree_of(json.loads(changed), WORD), nodes.Template)
