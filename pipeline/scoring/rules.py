"""What a bureau's rules of scoring are, as data; `syntax` reads them, `scores` applies them."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto

from pipeline.records import record
from pipeline.scoring.quantities import Quantity, Sense


@record()
class Points:
    """Points, or a part of the weight.

    Attributes:
        number: how many, or how many percent of the weight.
        of_weight: whether they are percent of the weight.
    """

    number: Decimal
    of_weight: bool = False


FULL = Points(Decimal(100), of_weight=True)
NONE = Points(Decimal(0))


@record()
class ByTarget:
    """Full marks where the target is met, else a part: ≥, ≤ or =; None for whichever the target itself is written with."""

    sense: Sense | None


@record()
class OwnRate:
    """The result is itself a rate, by which the weight is multiplied (完成率 × 分值), never more than the weight."""


class Rest(Enum):
    """What is deducted for less than a whole step; bureaus often do not say, and mean different things."""

    UNSAID = auto()
    NOTHING = auto()
    PART = auto()
    WHOLE = auto()


class Away(Enum):
    """On which side of the threshold points are deducted."""

    ABOVE = auto()
    BELOW = auto()
    EITHER = auto()


@record()
class Deduction:
    """So many points less for each step away from a threshold.

    Attributes:
        away: on which side.
        step: how long a step is; in % of the threshold, or in points where the result is a percentage.
        cost: what a step costs.
        threshold: up to where full marks are given; None for the target.
        rest: what is deducted for less than a whole step.
    """

    away: Away
    step: Quantity
    cost: Points
    threshold: Quantity | None = None
    rest: Rest = Rest.UNSAID


@record()
class Band:
    """A range of results and what it gives.

    Attributes:
        words: as the rule says it.
        points: what it gives.
        least: the least result; None for no limit.
        most: the greatest result; None for no limit.
        open_least: whether the least result itself is outside.
        open_most: whether the greatest result itself is outside.
        around: how far a result may be from the target, in either direction; the limits say nothing then.
        unsigned: whether it does not say what of a negative result (10% 以内).
    """

    words: str
    points: Points
    least: Quantity | None = None
    most: Quantity | None = None
    open_least: bool = False
    open_most: bool = False
    around: Quantity | None = None
    unsigned: bool = False


@record()
class Bands:
    """Bands of results, the first that fits counts."""

    bands: tuple[Band, ...]


@record()
class Level:
    """A level of a qualitative rule: 达成 80%—100%.

    Attributes:
        name: as the result says it.
        least: the least percent of the weight.
        most: the greatest; itself within only in the highest level.
        closed: whether the greatest percent is within.
    """

    name: str
    least: Decimal
    most: Decimal
    closed: bool = False


@record()
class Qualitative:
    """A person scores, within the band of the level that the result names; without levels of its own, within the form's."""

    levels: tuple[Level, ...] = ()


Rule = ByTarget | OwnRate | Deduction | Bands | Qualitative
# 财预〔2021〕6号 and the provinces after it: 达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差.
LEVELS = (
    Level("达成", Decimal(80), Decimal(100), closed=True),
    Level("部分达成", Decimal(60), Decimal(80)),
    Level("未达成", Decimal(0), Decimal(60)),
)
