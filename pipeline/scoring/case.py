"""What a rule is applied to, and what comes of it: a score with its arithmetic, or the reason why there is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from pipeline.language.wording import plain_number, round_half_up
from pipeline.records import record
from pipeline.scoring.quantities import Quantity, exact

WHOLE: Final = 100  # percent
GETS: Final = "，得"


@record()
class Rounding:
    """How a form rounds.

    Attributes:
        score: decimals of a score.
        rate: decimals of the rate in percent, which is rounded before the weight is multiplied by it; None if it stays exact.
    """

    score: int = 2
    rate: int | None = None


@record()
class Score:
    """What a rule gives.

    Attributes:
        number: the score; None if the rule gives none.
        says: the arithmetic, such as 72.74 ÷ 100 × 2 = 1.45; or why the rule gives none.
        limits: the least and the most that the rule can mean, where it gives no score only because it does not say all.
    """

    number: Decimal | None
    says: str
    limits: tuple[Decimal, Decimal] | None = None


class NoScoreError(Exception):
    """Why a rule gives no score."""


@record()
class Case:
    """What a rule is applied to, and the arithmetic of it."""

    result: Quantity
    target: Quantity | None
    weight: Decimal
    rounding: Rounding

    def full(self, why: str) -> Score:
        """Return full marks, with why they are."""
        weight = shown(self.weight)
        return Score(weight, f"{why}，得满分 {plain_number(weight)}")

    def given(self, number: Fraction, arithmetic: str, gives: str = " =") -> Score:
        """Return a score within 0 and the weight, rounded, with the arithmetic that leads to it.

        Args:
            number: what the rule gives, exactly.
            arithmetic: how it does.
            gives: what stands between the arithmetic and the score.
        """
        inside = min(max(number, Fraction(0)), exact(self.weight))
        score = shown(round_half_up(inside, self.rounding.score))
        gives = "，不超过分值，得" if number > inside else "，扣完为止，得" if number < inside else gives
        return Score(score, f"{arithmetic}{gives} {plain_number(score)}")

    def between(self, least: Fraction, most: Fraction, why: str) -> Score:
        """Return that a rule gives something between two scores; the one that both are, if they are the same.

        Args:
            least: the less that it can mean.
            most: the more.
            why: what it does not say.
        """
        low, high = (self.given(number, "").number or Decimal(0) for number in (least, most))
        if low == high:
            return Score(low, f"{why}，都得 {plain_number(low)}")
        return Score(None, f"{why}，得 {plain_number(low)} 至 {plain_number(high)} 分", (low, high))

    def aimed(self) -> Quantity:
        """Return the target."""
        if self.target is None:
            raise NoScoreError("目标值不是一个数")
        return self.target

    def against(self, other: Quantity, called: str) -> Fraction:
        """Return another number in the result's unit; `called` is what it is."""
        number = other.within(self.result.unit)
        if number is None and self.result.number == 0 and not self.result.unit:
            number = other.exact
        if number is None:
            raise NoScoreError(f"完成值 {self.result} 与{called} {other} 的单位不同")
        return number


def shown(number: Decimal) -> Decimal:
    """Return a number without zeros at its end: 5, 1.5."""
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()
