"""What of a private value is sought in a public edition: what tells of a person by itself, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.language.values import Lines, Words
from pipeline.privacy.value_parts import parts_of


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("陈某某", ["陈某某"]),
        ("王\u3000某", ["王 某"]),
        ("陈 某 某", ["陈 某 某"]),
        ("陈某某 李某某", ["陈某某", "李某某"]),
        ("陈某某、李 某/何某", ["陈某某", "李 某", "何某"]),
        ("陈某某（办公室主任）", ["陈某某"]),
        ("陈某某 科长", ["陈某某"]),
        ("陈某某科长", ["陈某某"]),
        ("办公室副主任陈某某", ["陈某某"]),
        ("联络人：陈某某", ["陈某某"]),
        ("陈主任", ["陈主任"]),
        ("欧阳某某", ["欧阳某某"]),
        ("阿某·买某", ["阿某·买某"]),
        ("王", []),
        ("科长", []),
    ],
)
def test_a_name_is_sought_without_its_title_and_whole_though_it_is_spaced(typed: str, parts: list[str]) -> None:
    assert parts_of(Words(typed, "姓名"), "name") == parts


@pytest.mark.parametrize(
    ("typed", "sought", "not_sought"),
    [
        ("138 0000 0000", {"138 0000 0000"}, {"138", "0000"}),
        ("+86 138 0000 0000", {"86 138 0000 0000"}, {"138", "0000"}),
        ("13800000000 13900000000", {"13800000000", "13900000000"}, set()),
        ("138/0000/0000", {"138/0000/0000"}, {"138", "0000"}),
        ("0759 3330000", {"0759 3330000", "3330000"}, {"0759"}),
        ("0759-3330000（宅电）", {"0759-3330000"}, {"宅电"}),
        ("短号 668000", {"668000"}, {"短号"}),
        ("13800000000（微信同号）", {"13800000000"}, {"微信同号"}),
        ("13800000000（李某某）", {"13800000000", "李某某"}, set()),
        ("13800000000转李某某", {"13800000000", "转李某某"}, set()),
        ("13800000000（王某某之子）", {"王某某之子"}, set()),
        ("联系手机：13800000000", {"13800000000"}, {"联系手机"}),
        ("8001", set(), {"8001"}),
    ],
)
def test_a_number_is_sought_whole_and_no_figure_in_it(typed: str, sought: set[str], not_sought: set[str]) -> None:
    parts = set(parts_of(Words(typed, "手机"), "mobile"))
    assert parts >= sought
    assert not parts & not_sought


def test_an_account_is_sought_without_what_is_said_of_it() -> None:
    parts = parts_of(Lines([Words("微信 chen_mm88", "联系[1]"), Words("li@example.com（办公）", "联系[2]")]), "omit")
    assert {"chen_mm88", "li@example.com"} <= set(parts)
