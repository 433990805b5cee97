"""That a template prints the same whether its branches are compiled by themselves or not, and only those that are come to."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from pipeline.language import branches
from pipeline.language.branches import branched, divided
from pipeline.language.expressions import HTML, PLAIN
from pipeline.language.metering import Meter

LONG = "{{ 甲 }}、{{ 乙 }}、" * 8
TEMPLATES = [
    "{% if 是 %}" + LONG + "{% elif 否 %}" + LONG * 2 + "{% else %}" + LONG * 3 + "{% endif %}尾",
    "{% if 是 %}{% if 否 %}" + LONG + "{% else %}{% if 是 %}" + LONG + "{{ 丙() }}{% endif %}{% endif %}{% endif %}",
    "{% set 数 = 1 %}{% if 是 %}" + LONG + "{{ 数 }}{% endif %}",
    "{% set 数 = 1 %}{% if 是 %}" + LONG + "{% set 数 = 2 %}{% endif %}{{ 数 }}",
    "{% if 是 %}" + LONG + "{% set 数 = 2 %}{{ 数 }}{% endif %}",
    "{% if 是 %}" + LONG + "{% set 数 = 2 %}{% endif %}{% if 否 %}{{ 数 }}{% else %}" + LONG + "{% endif %}",
    "{% set 计 = namespace(数=0) %}{% if 是 %}" + LONG + "{% set 计.数 = 7 %}{% endif %}{{ 计.数 }}",
    "{% macro 名(甲) %}{% if 甲 %}" + LONG + "{% endif %}{% endmacro %}{% if 是 %}" + LONG + "{{ 名('一') }}{% endif %}",
    "{% for 行 in 行们 %}{% if 行 %}" + LONG + "{{ 行 }}{{ loop.index }}{% endif %}{% endfor %}",
    "{% if 是 %}{% for 行 in 行们 %}" + LONG + "{{ 行 }}{% endfor %}{% macro 内() %}{{ 甲 }}{% endmacro %}{{ 内() }}{% endif %}",
    "{% with 数 = 3 %}{% if 是 %}" + LONG + "{{ 数 }}{% endif %}{% endwith %}",
    "{% if 是 %}" + LONG + "{{ '有' if 没有 is defined else '无' }}{% endif %}",
]
NAMES: dict[str, Any] = {"甲": "<甲>", "乙": 2, "丙": lambda: "丙", "是": True, "否": False, "行们": ["一", "", "三"]}


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_prints_the_same_with_branches(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_branches = branched(HTML.parse(text), HTML)
    monkeypatch.setattr(branches, "SMALLEST", 1_000_000)
    assert with_branches.whole.render(NAMES) == branched(HTML.parse(text), HTML).whole.render(NAMES)


@pytest.mark.parametrize("text", TEMPLATES[:-1])
def test_it_prints_what_jinja_prints(text: str) -> None:
    plain = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
    assert branched(HTML.parse(text), HTML).whole.render(NAMES) == plain.render(NAMES)


def test_a_branch_is_compiled_when_it_is_come_to() -> None:
    tree = HTML.parse(TEMPLATES[0])
    Meter().visit(tree)
    found = branches.Branches(divided(tree), HTML)
    assert len(found.trees) == 4
    assert found.whole.render(NAMES)
    assert set(found) == {1}
    assert found.whole.render({**NAMES, "是": False})
    assert set(found) == {1, 3}


@pytest.mark.parametrize("text", [TEMPLATES[3], TEMPLATES[5], TEMPLATES[8], TEMPLATES[10]])
def test_what_sets_a_name_for_what_follows_is_no_branch(text: str) -> None:
    tree = HTML.parse(text)
    Meter().visit(tree)
    assert len(divided(tree)) <= 2


def test_a_fault_in_a_branch_is_told_at_its_line() -> None:
    text = "一\n{% if 是 %}\n" + LONG + "\n{{ 1 / 0 }}\n{% endif %}"
    with pytest.raises(ArithmeticError) as fault:
        branched(PLAIN.parse(text), PLAIN).whole.render(NAMES)
    lines = []
    trace = fault.value.__traceback__
    while trace:
        lines += [trace.tb_lineno] if trace.tb_frame.f_code.co_filename == "<template>" else []
        trace = trace.tb_next
    assert lines[-1] == 4


def test_a_name_that_leads_nowhere_is_told_when_it_is_printed() -> None:
    template = branched(HTML.parse("{% if 是 %}{{ 没有 }}{% endif %}"), HTML).whole
    assert template.render(NAMES | {"是": False}) == ""
    with pytest.raises(jinja2.UndefinedError, match="'没有' is undefined"):
        template.render(NAMES)
