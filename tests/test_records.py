"""Classes of what there are hundreds of in each unit-year."""

from __future__ import annotations

from dataclasses import field, replace
from functools import cached_property
from typing import Any

import pytest

from pipeline.records import record


@record()
class Spot:
    line: int
    column: int = field(default=0, compare=False)


@record(eq=False)
class Thing:
    name: str


def test_two_of_the_same_content_are_one_but_for_what_is_not_compared() -> None:
    assert {Spot(1), Spot(1, 5), Spot(2)} == {Spot(1), Spot(2)}


def test_a_record_is_shown_as_python_shows_a_dataclass() -> None:
    assert repr(Spot(1)) == "Spot(line=1, column=0)"
    assert Spot(1).__eq__(1) is NotImplemented


def test_two_things_are_two_whatever_they_hold() -> None:
    one = Thing("a")
    assert len({one, Thing("a")}) == 2
    assert replace(one, name="b").name == "b"


@record()
class Held(Spot):
    more: list[str] = field(default_factory=list)
    last: str = "z"


def test_one_begins_as_python_begins_a_dataclass() -> None:
    one, other = Held(1), Held(1, more=["a"], last="b")
    one.more.append("x")
    assert (one.column, one.more, one.last) == (0, ["x"], "z")
    assert (Held(2).more, other.more, other.last) == ([], ["a"], "b")
    given: dict[str, Any] = {"line": 1, "nothing": 2}
    for wrong in ({}, given):
        with pytest.raises(TypeError, match="__init__"):
            Held(**wrong)


def test_one_without_slots_can_remember_what_it_has_worked_out() -> None:
    @record(slots=False)
    class Sum:
        one: int

        @cached_property
        def doubled(self) -> int:
            return self.one * 2

    assert Sum(2).doubled == 4
    assert Sum(2) == Sum(2)
