"""Classes of what there are hundreds of in each unit-year."""

from __future__ import annotations

from dataclasses import field, replace

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
