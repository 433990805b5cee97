"""What a rule finds in a text is told at the paragraph, line and column where it stands."""

from __future__ import annotations

import pytest

from pipeline.checks.passages import found, passage
from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from tests.small_form import SmallForm, form_in

RULE = "残留: {level: 错误, each: [text, paragraphs, list], when: (值 | 残留) + (值 | 像残留), message: '“{{ 处 }}”没有删掉', hint: '删去“{{ 处 }}”'}\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    small = SmallForm(form_in(tmp_path_factory.mktemp("form")))
    (small.form.folder / "checks.yaml").write_text(RULE, encoding="utf-8")
    return small


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("单位名称: 甲局（XX）\n", "1:10"),
        ("部门职能: 第一段（待填）\n", "1:11"),
        ("部门职能:\n  - 第一段\n  - 第二段，XX项\n", "3:9"),
        ("部门职能: |\n  第一段\n  第二段，XX项\n", "3:7"),
        ("部门职能：第一段，'甲'XX项\n", "1:13"),
        ("重点任务: [甲, '乙''丙XX']\n", "1:16"),
        ("项目支出明细:\n  - {项目名称: 甲XX, 预算数: 1}\n", "2:13"),
    ],
)
def test_the_place_is_that_of_the_words_found(small: SmallForm, data: str, place: str) -> None:
    facts, _ = small.read(data)
    [problem] = run_checks(read_checks(small.form, "checks.yaml"), facts)
    assert str(problem.place) == f"2020.yaml:{place}"
    word = "待填" if "待填" in data else "XX"
    assert (problem.message, problem.hint) == (f"“{word}”没有删掉", f"删去“{word}”")


def test_a_rule_that_finds_several_passages_tells_each() -> None:
    first, second = passage("甲乙甲", 0, 1), passage("甲乙甲", 2, 3, 应为="丙")
    assert found([first, second]) == [first, second]
    assert (str(second), second["应为"], second.offset) == ("甲", "丙", 2)
    assert found([]) == found(None) == found("") == []
    assert found("是") == found(["是"]) == [None]
