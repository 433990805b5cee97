"""Patience with a place that is away: what passes is waited for, the rest is told at once, and nobody waits for what is given up."""

from __future__ import annotations

import pytest

from pipeline.remote import patience
from pipeline.remote.patience import Patience


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(patience, "time", clock)
    return clock


class Place:
    """A place that is away until a time."""

    def __init__(self, clock: Clock, until: float) -> None:
        self.clock, self.until, self.asked = clock, until, 0

    def ask(self) -> str:
        self.asked += 1
        if self.clock.now < self.until:
            raise ConnectionError
        return "here"


def passes(fault: Exception) -> bool:
    return isinstance(fault, ConnectionError)


def test_a_place_that_comes_back_in_time_is_waited_for(clock: Clock) -> None:
    place, waiting = Place(clock, 150), Patience(60)
    assert waiting.call(place.ask, passes) == "here"
    assert clock.now < 153


def test_what_does_not_pass_is_told_at_once(clock: Clock) -> None:
    place = Place(clock, 150)
    with pytest.raises(ConnectionError):
        Patience(60).call(place.ask, lambda _: False)
    assert (place.asked, clock.now) == (1, 100)


def test_a_place_that_stays_away_is_waited_for_once_and_not_by_everybody_who_asks(clock: Clock) -> None:
    place, waiting = Place(clock, 300), Patience(60)
    for _ in range(50):
        with pytest.raises(ConnectionError):
            waiting.call(place.ask, passes)
    assert 160 < clock.now < 165
    asked = place.asked
    clock.now = 301
    assert waiting.call(place.ask, passes) == "here"
    assert place.asked == asked + 1


def test_patience_is_whole_again_when_the_place_has_been_there(clock: Clock) -> None:
    place, waiting = Place(clock, 140), Patience(60)
    waiting.call(place.ask, passes)
    place.until = clock.now + 50
    assert waiting.call(place.ask, passes) == "here"
