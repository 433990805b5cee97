"""What of a printed narrative stands where in a received one."""

from __future__ import annotations

from pipeline.intake.returned.matching import matched
from pipeline.intake.returned.passages import Passage, units_of, with_numbers


def pairs(old: list[str], new: list[str]) -> list[tuple[str, str, bool]]:
    """Return what became of each sentence: the printed words, the received ones, and whether they were moved."""
    found = matched(*(units_of(with_numbers([Passage(text) for text in texts])) for texts in (old, new)))
    return [("".join(unit.text for unit in match.old), "".join(unit.text for unit in match.new), match.is_moved) for match in found]


FIRST, SECOND, THIRD = "完成了便民服务大厅的改造。", "市民热线的接通率达到95%。", "举办业务培训十六期，参训一千余人。"


def test_sentences_that_stayed_are_themselves() -> None:
    assert pairs([FIRST + SECOND, THIRD], [FIRST, SECOND + THIRD]) == [
        (FIRST, FIRST, False),
        (SECOND, SECOND, False),
        (THIRD, THIRD, False),
    ]


def test_a_sentence_that_became_two_is_one_match() -> None:
    assert pairs(["支出少于预算，因为尾款未付；"], ["支出少于预算。因为尾款未付；"]) == [
        ("支出少于预算，因为尾款未付；", "支出少于预算。因为尾款未付；", False)
    ]


def test_a_sentence_that_is_elsewhere_was_moved_even_if_it_was_changed() -> None:
    changed = SECOND.replace("95", "96")
    assert pairs([FIRST, SECOND, THIRD], [changed, FIRST, THIRD]) == [(SECOND, changed, True), (FIRST, FIRST, False), (THIRD, THIRD, False)]


def test_what_is_unlike_anything_is_gone_and_new() -> None:
    assert pairs([FIRST, SECOND], [FIRST, "另有安排。"]) == [(FIRST, FIRST, False), (SECOND, "", False), ("", "另有安排。", False)]


def test_a_number_before_digits_counts_only_where_it_goes_on_counting() -> None:
    texts = ["步骤如下：", "1.4月制定方案", "2.5月填报数据", "3.5万元用于培训", "1.5万元"]
    assert [passage.number for passage in with_numbers([Passage(text) for text in texts])] == [0, 2, 2, 2, 0]


def test_where_there_is_too_much_to_compare_nothing_is_like_anything() -> None:
    old = [f"第{number}项预算{number * 7}万元，支出{number * 6}万元，执行率{number}%。" for number in range(250)]
    new = [f"第{number}项的预算{number * 8}万元，支出{number * 5}万元，执行率{number + 3}%。" for number in range(500)]
    assert all(not (before and now) for before, now, _ in pairs(old, new))
