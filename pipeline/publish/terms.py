"""What the search finds a text by: its characters, their pairs, and its numbers whole. search.js takes what is sought apart likewise."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final

# A number, or characters that belong together. Full-width ones are folded before; the rest is punctuation, which nobody looks for.
PIECE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*|[^\x00-@\[-`{-\x7f\u00a0-\u00bf\u2000-\u206f\u2500-\u25ff\u3000-\u303f]+")
BLANKS: Final = re.compile(r"[^\S\n]+")
# How many bits a signature has.
SIGNATURE_BITS: Final = 4096
FACTOR, START, MASK = 0x01000193, 0x811C9DC5, 0xFFFFFFFF


@cache
def folded_character(character: str) -> str:
    """Return a character half-width and in lower case."""
    return unicodedata.normalize("NFKC", character).lower()


def folded(text: str) -> str:
    """Return a text as the search compares it: half-width, lower case, without blanks; lines stay apart.

    Each character is folded by itself, so that a piece of a text is folded as it is within the text.
    """
    return BLANKS.sub("", "".join(map(folded_character, text)))


def terms(text: str) -> Counter[str]:
    """Return what a text is found by, and how often each is in it."""
    found: Counter[str] = Counter()
    for piece in PIECE.findall(folded(text)):
        if "0" <= piece[0] <= "9":
            found[piece] += 1
        else:
            found.update(piece)
            found.update(map("".join, pairwise(piece)))
    return found


@cache
def hashed(term: str) -> int:
    """Return a number of 32 bits for a term (FNV-1a over its characters, its bits mixed once more)."""
    code = START
    for character in term:
        code = (code ^ ord(character)) * FACTOR & MASK
    return code ^ code >> 15


def signature(found: Iterable[str]) -> str:
    """Return which terms a text has, in base64; of what it does not have it mostly tells so."""
    bits = {hashed(term) % SIGNATURE_BITS for term in found}
    return base64.b64encode(sum(1 << bit for bit in bits).to_bytes(SIGNATURE_BITS // 8, "little")).decode()
