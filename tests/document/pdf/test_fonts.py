"""A font's codes stand for exactly the characters that it says, or it is refused."""

from __future__ import annotations

import pytest

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.fonts import characters_of

WIDE, NARROW = "utf-16-be", "latin-1"


def described(*pairs: str) -> bytes:
    """Return what a font says of its codes: pairs of a code and its text, two of them in a block."""
    blocks = [pairs[start : start + 2] for start in range(0, len(pairs), 2)]
    return b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), "\n".join(block).encode()) for block in blocks)


def test_a_code_stands_for_one_character_or_for_some() -> None:
    said = described("<0001> <4E00>", "<0002> <00660069>", "<00FF> <D842DFB7>")
    assert characters_of(said, WIDE) == {"\x01": "一", "\x02": "fi", "\xff": "𠮷"}
    assert characters_of(described("<41> <4E00>"), NARROW) == {"A": "一"}
    assert characters_of(described(), WIDE) == {}


@pytest.mark.parametrize(("said", "encoding"), [
    (described("<0001> <4E00>", "<02> <4E01>"), WIDE),
    (described("<01> <4E00>", "<02> <4E01>"), WIDE),
    (described("<0001> <4E00>"), NARROW),
    (described("<0001> <0000>"), WIDE),
    (described("<0001> <D842>"), WIDE),
    (b"1 beginbfrange <0001> <0002> <4E00> endbfrange", WIDE),
])  # fmt: skip
def test_what_is_not_said_exactly_is_refused(said: bytes, encoding: str) -> None:
    with pytest.raises(PdfError):
        characters_of(said, encoding)


def test_a_text_of_half_a_character_is_no_text() -> None:
    assert characters_of(described("<0001> <4E>"), WIDE) == {}
