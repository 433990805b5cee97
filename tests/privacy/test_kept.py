"""What was made of texts is kept within bounds, and is the same as if it were made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.privacy.kept import LONGEST, OVERHEAD, ROOM, Kept


def lengths(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    return ((text, len(text)) for text in texts)


@given(st.lists(st.sets(st.text("ab", max_size=4)), max_size=30))
def test_what_was_made_before_changes_nothing(asked: list[set[str]]) -> None:
    known: Kept[str, tuple[str, int]] = Kept(room=5 * OVERHEAD)
    for texts in asked:
        assert list(known.of(texts, lengths).items()) == [(text, (text, len(text))) for text in texts]


def test_a_text_is_looked_at_once() -> None:
    known: Kept[str, tuple[str, int]] = Kept()
    known.of(["a", "b"], lengths)
    assert known.of(["b"], lambda _: []) == {"b": ("b", 1)}


def test_memory_is_bounded_and_long_texts_are_not_kept() -> None:
    known: Kept[str, tuple[str, int]] = Kept()
    for number in range(ROOM // 1000 * 5):
        known.of([f"{number:1000}"], lengths)
    assert 0 < sum(map(len, (*known.lately, *known.before))) <= 2 * ROOM + 1000
    known.of(["a" * (LONGEST + 1)], lengths)
    assert "a" * (LONGEST + 1) not in known.lately
