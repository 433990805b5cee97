"""That an expression made straight from its data comes to what Jinja makes of it, and that nothing else comes of any data."""

from __future__ import annotations

import json
from typing import Any

import jinja2
import pytest
from jinja2.runtime import Context

from pipeline.language.expressions import PLAIN, compiled
from pipeline.language.kept_trees import KINDS, NotKeptError
from pipeline.language.sandbox import metered

NAMES: dict[str, Any] = {
    "甲": 5,
    "乙": [1, 2, 3],
    "丙": {"丁": "文字", "戊": {"己": 7}},
    "加": lambda one, two=1: one + two,
    "列": ["x"],
    "组": {"two": 9},
}
EXPRESSIONS = [
    "1 + 2 * 3 - 4 ** 2 // 3",
    "-甲 + +甲",
    "not 甲 or 甲 and 乙",
    "1 < 甲 <= 5 != 6",
    "甲 in 乙 or 甲 not in 乙",
    "丙.丁",
    "丙.戊.己",
    "丙['戊']['己']",
    "乙[0]",
    "乙[1:]",
    "乙[:2]",
    "乙[::2]",
    "'文' ~ 甲 ~ '字'",
    "[1, 甲, []]",
    "(1,)",
    "()",
    "{'一': 甲}",
    "加(1)",
    "加(1, two=2)",
    "加(*列) if false else 加(甲, **组)",
    "'有' if 甲 else '无'",
    "没有 is defined",
    "甲 is defined and not 没有 is defined",
    "true and none is not defined",
]


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_an_expression_comes_to_what_jinja_makes_of_it(source: str) -> None:
    assert compiled(source)(NAMES) == jinja2.Environment().compile_expression(source, undefined_to_none=False)(NAMES)


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_it_comes_back_from_json(source: str) -> None:
    data = metered(next(iter(PLAIN.parse("{{ " + source + " }}").body[0].iter_child_nodes())))  # type: ignore[arg-type]
    compute = PLAIN.expression_of(json.loads(json.dumps(data)))
    assert compute(Context(PLAIN, NAMES, None, {})) == compiled(source)(NAMES)


def test_exact_figures_stay_exact() -> None:
    assert str(compiled("1 / 4 + 0.1")({})) == "0.35"


@pytest.mark.parametrize("source", ["甲 |", "甲 乙", "甲 | 没有的过滤器", "甲 is 没有的判断", "甲 }} {{ 乙", "甲 | _loop(1)"])
def test_what_is_no_expression_is_refused(source: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError):
        compiled(source)


NAME, NOT, CALL, ATTRIBUTE, FILTER, SLICE, COMPARE, TEXT = (
    KINDS.index(kind)
    for kind in (
        jinja2.nodes.Name,
        jinja2.nodes.Not,
        jinja2.nodes.Call,
        jinja2.nodes.Getattr,
        jinja2.nodes.Filter,
        jinja2.nodes.Slice,
        jinja2.nodes.Compare,
        jinja2.nodes.TemplateData,
    )
)
GOOD = [NAME, 1, "甲", "load"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "甲",
        [NAME, 1, "甲').__class__", "load"],
        [NAME, 1, "甲", "store"],
        [TEXT, 1, "import os"],
        [SLICE, 1, GOOD, None, None],
        [NOT, 1, "__import__('os')"],
        [NOT, 1, GOOD, GOOD],
        [ATTRIBUTE, 1, GOOD, 1, "load"],
        [FILTER, 1, None, "小数", [], [], None, None],
        [FILTER, 1, GOOD, "小数(", [], [], None, None],
        [CALL, 1, GOOD, [], [["x", 1, "名) or (1", GOOD]], None, None],
        [CALL, 1, GOOD, "甲", [], None, None],
        [COMPARE, 1, GOOD, [[NAME, 1, "eq", GOOD]]],
        [COMPARE, 1, GOOD, [[KINDS.index(jinja2.nodes.Operand), 1, "== __import__('os') or", GOOD]]],
        [True, 1, GOOD],
    ],
)
def test_data_that_are_no_expression_are_refused(data: Any) -> None:  # noqa: ANN401 - whatever is found
    with pytest.raises(NotKeptError):
        PLAIN.expression_of(data)
