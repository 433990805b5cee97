"""What rules give: the figures of published forms, the limits, and the arithmetic that is shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.wording import round_half_up
from pipeline.scoring.case import Rounding, Score
from pipeline.scoring.levels import is_in_level, level_of
from pipeline.scoring.quantities import Quantity, read_quantity
from pipeline.scoring.rules import LEVELS, Qualitative
from pipeline.scoring.scores import score
from pipeline.scoring.syntax import read_rule

CONTROL = "100% 以内满分，每高 1 个百分点扣 0.5，不足的不扣"
UNSAID = "100% 以内满分，每高 1 个百分点扣 0.5"
ADJUSTED = "分段：0 得 8，10% 以内得 6，20% 以内得 4，30% 以内得 2，超过得 0"
COST = "分段：±10% 以内得 5，±15% 以内得 3，±20% 以内得 1，其余得 0"
WEIGHTS = st.decimals(Decimal("0.5"), 100, places=1)
NUMBERS = st.decimals(0, 10**6, places=2)


def told(rule: str, result: str, target: str = "", weight: str = "10", rate: int | None = None) -> tuple[str, str]:
    """Return what a rule gives, and its arithmetic."""
    found = score(read_rule(rule), read_quantity(result), read_quantity(target), Decimal(weight), Rounding(rate=rate))
    return str(found.number), found.says


@pytest.mark.parametrize(
    ("rule", "result", "target", "weight", "given_score", "says"),
    [
        ("≥", "72.74", "100", "2", "1.45", "72.74 ÷ 100 × 2 = 1.45"),
        ("≥", "100%", "≥90%", "10", "10", "100% 不低于目标值 90%，得满分 10"),
        ("≥", "950 元", "0.1 万元", "10", "9.5", "950 ÷ 1000 × 10 = 9.5"),
        ("≤", "12", "10", "5", "4", "(1 − (12 − 10) ÷ 10) × 5 = 4"),
        ("≤", "20", "10", "5", "0", "20 达到目标值 10 的两倍，得 0"),
        ("≤", "5%", "0", "5", "0", "目标值为 0，完成值是 5%，得 0"),
        ("≤", "9", "≤10", "5", "5", "9 不超过目标值 10，得满分 5"),
        ("=", "0", "0", "5", "5", "0 不多于 0，得满分 5"),
        ("=", "1 件", "0", "5", "0", "目标值为 0，完成值是 1 件，得 0"),
        ("=", "1", "2", "5", "2.5", "1 ÷ 2 × 5 = 2.5"),
        (CONTROL, "95.10%", "", "8", "8", "95.10% 不超过 100%，得满分 8"),
        (CONTROL, "103.5%", "", "8", "6.5", "103.5% 比 100% 高 3.5 个百分点，满 1 个百分点扣一次，8 − 3 × 0.5 = 6.5"),
        (CONTROL, "117%", "", "8", "0", "117% 比 100% 高 17 个百分点，满 1 个百分点扣一次，8 − 17 × 0.5，扣完为止，得 0"),
        (
            f"{UNSAID}，不足的按比例",
            "103.5%",
            "",
            "8",
            "6.25",
            "103.5% 比 100% 高 3.5 个百分点，按每 1 个百分点的比例扣，8 − 3.5 × 0.5 = 6.25",
        ),
        (f"{UNSAID}，不足的也扣", "103.5%", "", "8", "6", "103.5% 比 100% 高 3.5 个百分点，不足 1 个百分点的也扣，8 − 4 × 0.5 = 6"),
        ("不超过 0 满分，每高 1 个百分点扣 0.8", "-30.21%", "", "8", "8", "-30.21% 不超过 0，得满分 8"),
        ("每低 5 个百分点扣 2；不足的不扣", "88%", "100%", "8", "4", "88% 比 100% 低 12 个百分点，满 5 个百分点扣一次，8 − 2 × 2 = 4"),
        ("每低 10% 扣 1；不足的不扣", "85 个", "100 个", "5", "4", "85 个 比 100 个 低 15%，满 10%扣一次，5 − 1 × 1 = 4"),
        (ADJUSTED, "0", "", "8", "8", "0 在“0”这一段，得 8"),
        (ADJUSTED, "10%", "", "8", "6", "10% 在“10%以内”这一段，得 6"),
        (ADJUSTED, "10.01%", "", "8", "4", "10.01% 在“20%以内”这一段，得 4"),
        (ADJUSTED, "39.94%", "", "8", "0", "39.94% 在“超过”这一段，得 0"),
        (ADJUSTED, "0", "", "5", "5", "0 在“0”这一段，不超过分值，得 5"),
        (COST, "88 万元", "100 万元", "5", "3", "88 万元 在“±15%以内”这一段，得 3"),
        ("90% 及以上满分，每低 5 个百分点扣 1", "80%", "90%", "10", "8", "80% 比 90% 低 10 个百分点，满 5 个百分点扣一次，10 − 2 × 1 = 8"),
        ("完成率 × 分值", "98.5%", "", "10", "9.85", "98.5% × 10 = 9.85"),
        ("执行率 × 分值", "103%", "", "10", "10", "103% 不低于 100%，得满分 10"),
        ("按目标值", "12", "≤10", "5", "4", "(1 − (12 − 10) ÷ 10) × 5 = 4"),
    ],
)
def test_a_rule_gives_a_score_and_its_arithmetic(  # noqa: PLR0913, PLR0917 - a case
    rule: str, result: str, target: str, weight: str, given_score: str, says: str
) -> None:
    assert told(rule, result, target, weight) == (given_score, says)


def test_what_a_rule_does_not_say_makes_no_difference_where_all_is_lost() -> None:
    assert told(UNSAID, "150.5%")[0] == "0"


def test_what_a_rule_can_mean_has_limits() -> None:
    found = score(read_rule("90% 及以上满分，每低 5 个百分点扣 1"), read_quantity("88%"), None, Decimal(10))
    assert found.limits == (Decimal(9), Decimal(10))


def test_the_form_says_whether_the_rate_is_rounded_first() -> None:
    assert told("≥", "154.74", "310.2") == ("4.99", "154.74 ÷ 310.2 × 10 = 4.99")
    assert told("≥", "154.74", "310.2", rate=0) == ("5", "154.74 ÷ 310.2 = 50%，× 10 = 5")


@pytest.mark.parametrize(
    ("rule", "result", "target", "why"),
    [
        ("≥", "达成", "3 个", "完成值不是一个数"),
        ("≥", "≥95%", "95%", "完成值不是一个数"),
        ("≥", "12月20日", "12月底前", "完成值不是一个数"),
        ("≥", "98%", "有所提升", "目标值不是一个数"),
        ("≥", "98", "95%", "完成值 98 与目标值 95% 的单位不同"),
        ("≥", "3 人", "3 户", "完成值 3 人 与目标值 3 户 的单位不同"),
        ("≥", "3", "≤5", "得分规则是“≥”，目标值却写“≤”"),
        ("≥", "5%", ">5%", "目标值写的是“>”，完成值正好等于 5%，请核对算不算完成"),
        ("每低 1 个百分点扣 1", "3%", "≤5%", "得分规则是每低扣分，目标值却写“≤”"),
        ("每低 1 个百分点扣 1", "5%", ">5%", "目标值写的是“>”，完成值正好等于 5%，请核对算不算完成"),
        (UNSAID, "103.5%", "", "103.5% 比 100% 高 3.5 个百分点，得分规则没有说不足 1 个百分点的怎么扣，得 8 至 8.5 分"),
        ("≥", "3 起", "0 起", "目标值是 0，请写 ≤0 或 =0"),
        ("≥", "0 起", "≥0 起", "目标值是 0，请写 ≤0 或 =0"),
        ("≥", "3 起", "=0 起", "目标值是 0，请写 ≤0 或 =0"),
        ("≥", "-6%", "-5%", "目标值不大于 0，算不出比率"),
        ("≤", "-3%", "-5%", "目标值小于 0，算不出比率"),
        ("按目标值", "3", "5", "目标值没有写 ≥ 或 ≤，不知道越大越好还是越小越好"),
        ("完成率 × 分值", "98", "", "完成值不是百分比"),
        ("每低 1 个扣 1", "98%", "100%", "完成值是百分比，得分规则却按个扣分"),
        ("每低 1 个百分点扣 1", "3 个", "5 个", "完成值 3 个 与得分规则的单位“个百分点”不同"),
        (ADJUSTED, "-3%", "", "完成值是负数，得分规则的“10%以内”没有说负数怎么算"),
        ("分段：10% 至 20% 得 5", "30%", "", "得分规则没有说 30% 得多少分"),
        (COST, "95%", "100%", "完成值本身是百分比，得分规则要写 ±几个百分点"),
        ("定性", "达成", "", "定性指标由人打分"),
    ],
)
def test_where_it_cannot_be_computed_it_is_said_why(rule: str, result: str, target: str, why: str) -> None:
    assert told(rule, result, target) == ("None", why)


@given(st.sampled_from(["≥", "≤", "=", "每低 3 个扣 1", "每高 2 个扣 0.7，不足的按比例", "每偏离 10% 扣 2"]), NUMBERS, NUMBERS, WEIGHTS)
def test_a_score_never_leaves_its_limits(rule: str, result: Decimal, target: Decimal, weight: Decimal) -> None:
    found = score(read_rule(rule), Quantity(result, "个"), Quantity(target, "个"), weight)
    assert found.number is None or 0 <= found.number <= weight


@given(NUMBERS, st.decimals(Decimal("0.01"), 10**6, places=2), WEIGHTS)
def test_at_least_is_the_exact_ratio_rounded_once(result: Decimal, target: Decimal, weight: Decimal) -> None:
    exact = min(Fraction(result) / Fraction(target), Fraction(1)) * Fraction(weight)
    assert score(read_rule("≥"), Quantity(result), Quantity(target), weight).number == round_half_up(exact)


@given(
    NUMBERS,
    NUMBERS,
    NUMBERS,
    WEIGHTS,
    st.sampled_from(["≥", "每低 3 个扣 1", "每低 3 个扣 1，不足的按比例", "分段：9 个以下得 1，其余得 2"]),
)
def test_a_better_result_never_gives_less(one: Decimal, other: Decimal, target: Decimal, weight: Decimal, rule: str) -> None:
    scores = [score(read_rule(rule), Quantity(result, "个"), Quantity(target, "个"), weight) for result in sorted((one, other))]
    assert scores[0].number is None or scores[1].number is None or scores[0].number <= scores[1].number


@given(NUMBERS, NUMBERS, WEIGHTS)
def test_what_is_shown_of_a_sum_is_what_it_gives(result: Decimal, target: Decimal, weight: Decimal) -> None:
    found: Score = score(read_rule("≤"), Quantity(result), Quantity(target), weight)
    assert found.number is not None
    assert found.says.endswith(f" {found.number:f}")


def test_a_qualitative_result_names_its_level() -> None:
    rule = Qualitative()
    assert level_of("部分达成年度指标并具有一定效果", rule) == LEVELS[1]
    assert level_of("已全部达成预期指标", rule) == LEVELS[0]
    assert level_of("未达成", rule) == LEVELS[2]
    assert level_of("效果较好", rule) is None


@pytest.mark.parametrize(
    ("number", "level", "is_in"), [("8", 0, True), ("10", 0, True), ("7.99", 0, False), ("8", 1, False), ("6", 1, True), ("0", 2, True)]
)
def test_a_level_has_its_part_of_the_weight(number: str, level: int, is_in: bool) -> None:  # noqa: FBT001 - a case
    assert is_in_level(Decimal(number), LEVELS[level], Decimal(10)) is is_in
