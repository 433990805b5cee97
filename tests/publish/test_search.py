"""The signature of an article never hides a text that it holds, and mostly tells when it does not."""

from __future__ import annotations

import base64

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.publish.search import SIGNATURE_BITS, normalized, signature

TEXTS = st.text(st.characters(codec="utf-16"), max_size=60)


def bits(text: str) -> set[int]:
    number = int.from_bytes(base64.b64decode(signature(text)), "little")
    return {bit for bit in range(SIGNATURE_BITS) if number >> bit & 1}


@example("O¯", 0, 2)
@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_the_bits_of_any_piece_are_among_those_of_the_whole(text: str, start: int, end: int) -> None:
    whole = normalized(text)
    assert bits(whole[start:end]) <= bits(text)


def test_an_article_is_told_from_most_texts_that_it_does_not_hold() -> None:
    text = "坚持以人民为中心，主动作为，认真履职，以解决群众的合理诉求为工作核心" * 20
    foreign = [f"{chr(0x5000 + number)}{chr(0x6000 + number * 7)}" for number in range(300)]
    assert sum(bits(word) <= bits(text) for word in foreign) < 10


def test_width_case_and_blanks_make_no_difference() -> None:
    assert signature("ＡＢ　８．０６") == signature("ab8.06")
