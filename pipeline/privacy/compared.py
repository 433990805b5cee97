"""How texts are compared: half-width, without what cannot be seen; numbers by their digits."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from pipeline.characters import UNSEEN_IN_SEARCH
from pipeline.privacy.digits import BLANKS, FEWEST_SIGNS, NOT_DIGITS, PLAIN
from pipeline.privacy.numbers import MOBILE
from pipeline.regex import regex

UNSEEN: Final = regex(f"[{UNSEEN_IN_SEARCH}]+")
# All that may be another character in disguise, or cannot be seen: what this leaves out never joins with what stands beside it.
DISGUISED: Final = regex("[^\0-\x7f\u2010\u2012-\u2016\u2018-\u201f\u3001-\u3011\u4e00-\u9fff]+")
# What the characters of a name may be spaced with.
LOOSE: Final = regex(f"[{BLANKS}{UNSEEN_IN_SEARCH}·•‧∙_|]+")
FEWEST_DIGITS: Final = FEWEST_SIGNS  # in what is compared by its digits alone

LETTERS: Final = regex(r"[^\W\d_](?<!X)|X.")


def visible(text: str) -> str:
    """Return a text in half-width characters, without those that cannot be seen."""
    return text if text.isascii() else DISGUISED.sub(lambda match: undisguised(match[0]), text)


@lru_cache(1000)
def undisguised(signs: str) -> str:
    """Return signs in half-width characters, without those that cannot be seen."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", signs))


def compared(text: str) -> str:
    """Return a text as it is compared: a number as its digits, anything else half-width, without blanks, in small letters."""
    plain = text.translate(PLAIN)
    digits = NOT_DIGITS.sub("", plain)
    if len(digits) >= FEWEST_DIGITS and not LETTERS.search(plain):
        return digits[-11:] if MOBILE.fullmatch(digits) else digits
    return squeezed(text)


def squeezed(text: str) -> str:
    """Return a text half-width, without blanks and what a name may be spaced with, in small letters."""
    return LOOSE.sub("", visible(text)).lower()


def is_number(plain: str) -> bool:
    """Return whether what is compared are digits alone, which are sought however they are divided."""
    return len(plain) >= FEWEST_DIGITS and plain.removesuffix("X").isdecimal()
