"""Rules of scoring as bureaus write them, and what is said of those that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.scoring.quantities import Quantity, Sense
from pipeline.scoring.rules import FULL, NONE, Away, Band, Bands, ByTarget, Deduction, Level, OwnRate, Points, Qualitative, Rest
from pipeline.scoring.syntax import RuleError, read_rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("≥", ByTarget(Sense.AT_LEAST)),
        ("越大越好", ByTarget(Sense.AT_LEAST)),
        ("比率 × 分值", ByTarget(Sense.AT_LEAST)),
        ("<=", ByTarget(Sense.AT_MOST)),
        ("＝", ByTarget(Sense.EQUAL)),
        ("按目标值", ByTarget(None)),
        ("执行率 x 分值", OwnRate()),
        ("定性", Qualitative()),
    ],
)
def test_a_word_is_a_rule(text: str, rule: object) -> None:
    assert read_rule(text) == rule


def points(number: str) -> Points:
    return Points(Decimal(number))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每低 5 个百分点扣 2", Deduction(Away.BELOW, Quantity(Decimal(5), "个百分点"), points("2"))),
        ("每低于5%扣2分，扣完为止。", Deduction(Away.BELOW, Quantity(Decimal(5), "%"), points("2"))),
        (
            "100% 以内满分，每高 1 个百分点扣 0.5",
            Deduction(Away.ABOVE, Quantity(Decimal(1), "个百分点"), points("0.5"), Quantity(Decimal(100), "%")),
        ),
        (
            "90% 及以上得满分；每低 5 个百分点扣 1 分；不足的按比例",
            Deduction(Away.BELOW, Quantity(Decimal(5), "个百分点"), points("1"), Quantity(Decimal(90), "%"), Rest.PART),
        ),
        (
            "达到目标值满分，每晚 1 天扣 10%，不足的也扣",
            Deduction(Away.ABOVE, Quantity(Decimal(1), "天"), Points(Decimal(10), of_weight=True), None, Rest.WHOLE),
        ),
        ("每偏离 1 个百分点扣 1", Deduction(Away.EITHER, Quantity(Decimal(1), "个百分点"), points("1"))),
    ],
)
def test_points_deducted_for_each_step(text: str, rule: Deduction) -> None:
    assert read_rule(text) == rule


def test_bands_of_results() -> None:
    assert read_rule("分段：0 得 8，10% 以内得 6，30% 以下得 2 分，超过得 0") == Bands(
        (
            Band("0", points("8"), Quantity(Decimal(0)), Quantity(Decimal(0))),
            Band("10%以内", points("6"), most=Quantity(Decimal(10), "%"), unsigned=True),
            Band("30%以下", points("2"), most=Quantity(Decimal(30), "%")),
            Band("超过", points("0")),
        )
    )


def test_bands_around_the_target_ranges_and_parts_of_the_weight() -> None:
    assert read_rule("分段：与目标值相差 ±10% 以内得满分，80—90% 得分值的 60%，>90%得3，其余不得分") == Bands(
        (
            Band("±10%以内", FULL, around=Quantity(Decimal(10), "%")),
            Band("80—90%", Points(Decimal(60), of_weight=True), Quantity(Decimal(80), "%"), Quantity(Decimal(90), "%")),
            Band(">90%", points("3"), least=Quantity(Decimal(90), "%"), open_least=True),
            Band("其余", NONE),
        )
    )


def test_levels_of_a_qualitative_rule() -> None:
    assert read_rule("定性：达成 100—80%，部分达成 80—50%，未达成 50—0") == Qualitative(
        (
            Level("达成", Decimal(80), Decimal(100), closed=True),
            Level("部分达成", Decimal(50), Decimal(80)),
            Level("未达成", Decimal(0), Decimal(50)),
        )
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("随便", "看不懂得分规则“随便”"),
        ("", "看不懂得分规则“”"),
        ("每低 5 个百分点", "看不懂得分规则“每低5个百分点”"),
        ("每低 0 个扣 1", "“每”后面应是一个数和单位，现为“0个”"),
        ("每低 1 个扣 1，每高 1 个扣 1", "“每……扣……”只能写一处"),
        ("每低 1 个扣 1，酌情扣分", "看不懂“酌情扣分”"),
        ("差不多满分，每低 1 个扣 1", "“差不多”应是一个数，或 达到目标值"),
        ("100% 以内满分，每低 1 个百分点扣 1", "“100%以内满分”和后面扣分的方向不一致"),
        ("每低 5 个百分点扣 -2", "扣的分应大于 0，现为“每低5个百分点扣-2”"),
        ("每低 5 个百分点扣 0", "扣的分应大于 0，现为“每低5个百分点扣0”"),
        ("分段：0 得 -1", "得的分不能小于 0，现为“0得-1”"),
        ("分段：", "“分段：”后面没有内容"),
        ("分段：好得 5", "看不懂“好”"),
        ("分段：10% 以内", "看不懂“10%以内”这一段"),
        ("分段：±好得 5", "看不懂“±好”"),
        ("定性：好", "看不懂“好”这一档"),
        ("定性：好 100—70，中 80—50", "各档的百分比有重叠，或不在 0 至 100% 之间"),
    ],
)
def test_what_is_no_rule_is_explained(text: str, message: str) -> None:
    with pytest.raises(RuleError) as fault:
        read_rule(text)
    assert fault.value.message == message
    assert fault.value.hint
