from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.reviewer import results
from tests.reviewer.harness import differs, not_yet
from tests.reviewer.units import HERE, entries, unit_years

KINDS = list(dict.fromkeys(entry["kind"] for entry in entries(HERE / "faults.yaml").values()))


def unexpected(tried: Mapping[str, list[str]]) -> list[str]:
    return differs(tried, [name for name, said in tried.items() if said], lambda name: "; ".join(tried[name]))


@pytest.mark.slow
def test_in_a_clean_unit_year_nothing_is_found() -> None:
    assert unexpected(results.clean()) == []


def test_a_legitimate_case_may_be_asked_about_but_stops_nothing() -> None:
    assert unexpected(results.answerable()) == []


def test_what_is_asked_of_a_legitimate_case_can_be_answered() -> None:
    assert unexpected(results.answered()) == []


def test_what_formerly_made_a_report_say_something_false_does_so_no_more() -> None:
    assert unexpected(results.printing()) == []


def test_a_report_looks_right_whichever_group_of_fields_says_nothing() -> None:
    assert unexpected(results.fillings()) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_planted_faults_are_told_at_their_lines(kind: str) -> None:
    told = results.faults()[kind]
    assert differs(told, [name for name, said in told.items() if not said], lambda _: "not told") == []


def test_the_sets_are_as_large_as_they_should_be() -> None:
    assert len(unit_years()) >= 60
    assert sum(map(len, results.faults().values())) >= 150


def test_what_does_not_hold_yet_is_something_that_is_tried() -> None:
    legitimate = (results.clean(), results.answerable(), results.answered(), results.printing(), results.fillings())
    assert not_yet() <= {name for tried in (*results.faults().values(), *legitimate) for name in tried}


def test_no_two_units_share_a_text() -> None:
    texts: dict[str, str] = {}
    for name, unit_year in unit_years().items():
        for text in map(str, (*unit_year.data["绩效目标情况"].values(), unit_year.data["部门整体绩效产出情况"]["社会经济环境效益"])):
            if len(text) > 20:
                assert texts.setdefault(text, name) == name
