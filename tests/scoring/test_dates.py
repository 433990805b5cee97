"""Targets and results that are dates: in time, late, and what cannot be said of either."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.case import Rounding
from pipeline.scoring.dates import read_when, timely
from pipeline.scoring.syntax import read_rule

DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))
LATE = "每晚 1 天扣 0.5"


def told(target: str, result: str, rule: str = "≥") -> str:
    """Return the score with its arithmetic, or why there is none."""
    found = timely(read_rule(rule), (target, result), 2022, Decimal(10), Rounding())
    return found.says if found else ""


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("12月底前", "12月20日"),
        ("12月底前", "12月31日"),
        ("12月底前", "11月"),
        ("12月底前", "2022年12月"),
        ("2022年12月31日前", "2022年12月31日"),
        ("2022年12月31日前", "12月"),
        ("6月30日前", "6月30日前完成"),
        ("6月30日前完成", "2022-06-30"),
        ("年底前", "12月底"),
        ("≤12月31日", "12月20日（提前验收）"),
        ("不晚于9月", "9月"),
        ("2023年3月底前", "2023年2月"),
        ("2023年3月底前", "2022年12月"),
        ("12月前", "11月30日"),
    ],
)
def test_what_is_in_time_has_full_marks(target: str, result: str) -> None:
    assert told(target, result).endswith("，得满分 10")
    assert told(target, result, LATE).endswith("，得满分 10")


@pytest.mark.parametrize(
    ("target", "result", "why"),
    [
        ("2022年6月底前", "2022年9月30日", "完成值 2022年9月30日 晚于目标值 2022年6月底前，得分规则没有说晚了怎么扣"),
        ("12月底前", "2023年1月", "目标值 12月底前 和完成值 2023年1月 要都写明年份，才知道是否按时"),
        ("2022年12月底前", "2023年1月5日", "完成值 2023年1月5日 晚于目标值 2022年12月底前，得分规则没有说晚了怎么扣"),
        ("12月15日前", "12月", "完成值 12月 是否晚于目标值 12月15日前 看不出来，请写明是哪一天"),
        ("12月底前", "按时完成", "目标值 12月底前 是时间，完成值没有写是什么时间"),
        ("12月底前", "100%", "目标值 12月底前 是时间，完成值没有写是什么时间"),
        ("12月前", "12月1日", "完成值 12月1日 是否晚于目标值 12月前 看不出来，请写明是哪一天"),
        ("6月1日前", "6月1日", "完成值 6月1日 是否晚于目标值 6月1日前 看不出来，请写明是哪一天"),
        ("6月30日前", "9月底前", "完成值 9月底前 是否晚于目标值 6月30日前 看不出来，请写明是哪一天"),
    ],
)
def test_what_is_late_or_unclear_has_no_score_and_it_is_said_why(target: str, result: str, why: str) -> None:
    assert told(target, result) == why


def test_a_rule_may_say_what_each_day_late_costs() -> None:
    assert told("6月30日前", "7月4日", LATE) == "7月4日 比 6月30日前 晚 4 天，满 1 天扣一次，10 − 4 × 0.5 = 8"
    assert told("6月30日前", "12月31日", LATE).endswith("扣完为止，得 0")
    assert told("6月30日前", "7月", LATE) == "完成值 7月 晚于目标值 6月30日前，晚了多少天算不出来，请写明是哪一天"


@pytest.mark.parametrize(
    ("target", "result", "rule"),
    [
        ("2月30日前", "2月1日", "≥"),
        ("3 个", "3 个", "≥"),
        ("12月底前", "12月1日", "每低 1 个百分点扣 1"),
        ("12月底前", "12月1日", "定性"),
        ("6月和12月底前", "6月", "≥"),
    ],
)
def test_other_texts_and_rules_are_left_to_others(target: str, result: str, rule: str) -> None:
    assert told(target, result, rule) == ""


@given(DAYS, DAYS)
def test_a_day_is_in_time_up_to_the_day_of_the_target(due: date, done: date) -> None:
    target, result = (f"{day.month}月{day.day}日" for day in (due, done))
    assert ("得满分" in told(target, result)) is (done <= due)
    assert ("晚于" in told(target, result) and "不晚于" not in told(target, result)) is (done > due)


@given(DAYS)
def test_before_a_day_includes_it_only_where_it_ends_a_month(day: date) -> None:
    when = read_when(f"2022年{day.month}月{day.day}日前", 2020)
    assert when
    is_last = (day + timedelta(1)).day == 1
    assert when.surely_in_time == (day if is_last else day - timedelta(1))
