"""What a paragraph, a cell or an attribute says to whoever looks for persons, whoever these are.

That hangs on its text alone, so each text is read once, however often it stands in a unit's files and in those of others. What goes
over the ends of blocks, as a number with a digit in each cell does, is found in the blocks beside each other, taken as one text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from pipeline.characters import BLOCK_END, TEXT_END, UNSEEN_IN_SEARCH
from pipeline.privacy.addresses import in_its_place
from pipeline.privacy.compared import LOOSE, compared, visible
from pipeline.privacy.digits import BETWEEN, DIGIT, NOT_DIGITS, PLAIN, RUN, runs_in
from pipeline.privacy.finding import Finding
from pipeline.privacy.kept import Kept
from pipeline.privacy.numbers import LIKELY, Number, numbers
from pipeline.privacy.signs import signs
from pipeline.regex import regex

# Signs written by their numbers, as in %31 and &#49;.
ENCODED: Final = regex("%[0-9A-Fa-f]{2}|&(?:#|[a-zA-Z])")
# Letters in another guise, and unseen characters.
VEILED: Final = regex(
    f"[{UNSEEN_IN_SEARCH}\uff03\uff05\uff0b\uff0d-\uff0f\uff20-\uff5a\u2070-\u209f\u2100-\u214f\u2460-\u24ff\u2e80-\u2fdf\uf900-\ufb4f"
    "\ufe50-\ufe6f\U0001d400-\U0001d7ff]"
)
# Letters, of which there are many of each, are looked at one by one only where some stand by themselves.
SPACED_OUT: Final = regex("|".join(f"{sign}[a-zA-Z]{sign}[a-zA-Z]{sign}" for sign in (*" \u3000\xa0\n·_", r"\|")))
BEGINS_WITH_DIGIT: Final = regex(f"{BETWEEN}(?:{DIGIT}|[XxＸｘ])")
ONLY_DIGITS: Final = regex(f"(?:{BETWEEN}{DIGIT})*+{BETWEEN}[XxＸｘ]?{BETWEEN}")
# How blocks begin and end: with a digit both, one of them, neither; nothing but digits in it, or not even those.
BOTH, BEGINS, ENDS, NEITHER, DIGITS_ONLY, NOTHING = "DBENAM"
# Blocks beside each other over whose ends a number may go.
ROW_OF_DIGITS: Final = regex(f"[{ENDS}{BOTH}{DIGITS_ONLY}][{BOTH}{DIGITS_ONLY}{NOTHING}]*[{BEGINS}{BOTH}{DIGITS_ONLY}]")


class Digits(NamedTuple):
    """What runs of digits in a text say.

    Attributes:
        all: the digits of all runs.
        numbers: the numbers of persons in them.
    """

    all: str = ""
    numbers: Sequence[Finding] = ()


class Block(NamedTuple):
    """What a text says that stands in one paragraph or cell, or in attributes.

    Attributes:
        digits: its digits.
        seen: the text as it is seen.
        signs: what else tells of a person in it.
        is_spaced: whether single letters stand in it.
        is_encoded: whether signs may be written in it by their numbers.
    """

    digits: Digits
    seen: str
    signs: Sequence[Finding]
    is_spaced: bool
    is_encoded: bool


class Ends(NamedTuple):
    """How a text begins and ends.

    Attributes:
        kind: with digits or not, as a letter.
        edges: the first and the last character seen, in small letters, with `TEXT_END` between; or the only one.
    """

    kind: str
    edges: str


NO_DIGITS: Final = Digits()
# What was read of late.
_DIGITS: Kept[str, Digits] = Kept()
_BLOCKS: Kept[str, Block] = Kept()
_ENDS: Kept[str, Ends] = Kept()


def read_blocks(texts: Collection[str]) -> dict[str, Block]:
    """Return what each of some texts says."""
    return _BLOCKS.of(texts, blocks_of)


def read_digits(texts: Collection[str]) -> dict[str, Digits]:
    """Return what the digits in each of some texts say."""
    return _DIGITS.of(texts, digits_of)


def read_ends(texts: Collection[str]) -> dict[str, Ends]:
    """Return how each of some texts begins and ends."""
    return _ENDS.of(texts, lambda new: [Ends(kind(text), edges(visible(text))) for text in new])


def over_ends(row: Sequence[str], ends: Mapping[str, Ends]) -> Iterator[str]:
    """Yield the texts in a row over whose ends a number may go, those beside each other as one, divided by `BLOCK_END`.

    Args:
        row: texts beside each other.
        ends: how they begin and end.
    """
    for match in ROW_OF_DIGITS.finditer("".join([ends[text].kind for text in row])):
        yield BLOCK_END.join(row[match.start() : match.end()])


def blocks_of(texts: Sequence[str]) -> Iterator[Block]:
    """Yield what each of some texts says."""
    seen = [text if (shown := visible(text)) == text else shown for text in texts]
    any_spaced, any_encoded = SPACED_OUT.search(TEXT_END.join(seen)), ENCODED.search(TEXT_END.join(texts))
    found = signs_of(texts, seen)
    for number, (text, shown, digits) in enumerate(zip(texts, seen, digits_of(texts), strict=True)):
        is_spaced, is_encoded = any_spaced and SPACED_OUT.search(shown), any_encoded and ENCODED.search(text)
        tells = [sign for sign in found.get(number, ()) if not any(told.text in sign.text for told in digits.numbers)]
        yield Block(digits, shown, tells, bool(is_spaced), bool(is_encoded))


def digits_of(texts: Sequence[str]) -> Iterator[Digits]:
    """Yield what the digits in each of some texts say."""
    whole, ends = together_with_ends(texts)
    found: dict[int, list[Digits]] = {}
    for match in RUN.finditer(whole):
        found.setdefault(bisect_right(ends, match.start()), []).append(run_of(whole, match))
    for number in range(len(texts)):
        said = found.get(number, ())
        yield Digits(" ".join(run.all for run in said), [told for run in said for told in run.numbers]) if said else NO_DIGITS


def run_of(text: str, match: re.Match[str]) -> Digits:
    """Return what a run of digits in a text says."""
    plain = match[0].translate(PLAIN)
    persons: Iterable[Number] = ()
    if LIKELY.search(NOT_DIGITS.sub(" ", plain)):
        persons = numbers(text, runs_in(text, match.start(), match.end()))
    return Digits(NOT_DIGITS.sub("", plain), [found for person in persons if (found := in_its_place(text, person))])


def signs_of(texts: Sequence[str], seen: Sequence[str]) -> dict[int, list[Finding]]:
    """Return what else tells of a person in some texts, by their numbers: as they are seen, and as written if no letter is disguised."""
    found: dict[int, list[Finding]] = {}
    written_so = ["" if text is not shown and VEILED.search(text) else text for text, shown in zip(texts, seen, strict=True)]
    seen_so = ["" if text is shown else shown for text, shown in zip(texts, seen, strict=True)]
    for shown in (written_so, seen_so):
        whole, ends = together_with_ends(shown)
        for sign, start, end in signs(whole):
            number = bisect_right(ends, start)
            first = ends[number] - 1 - len(shown[number])
            written = texts[number] if len(texts[number]) == len(shown[number]) else shown[number]
            finding = Finding(sign.what, written[start - first : end - first], compared(whole[start:end]), is_sure=sign.is_sure)
            found.setdefault(number, []).append(finding)
    return found


def together_with_ends(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Return some texts as one, divided by `TEXT_END`, and where each ends in it."""
    return TEXT_END.join(texts), list(accumulate(len(text) + 1 for text in texts))


def edges(seen: str) -> str:
    """Return the first and the last character that is seen, or the only one."""
    squeezed = LOOSE.sub("", seen).lower()
    return f"{squeezed[0]}{TEXT_END}{squeezed[-1]}" if len(squeezed) > 1 else squeezed


def kind(text: str) -> str:
    """Return how a text begins and ends, as a letter."""
    if ONLY_DIGITS.fullmatch(text):
        return DIGITS_ONLY if BEGINS_WITH_DIGIT.match(text) else NOTHING
    begins, ends = BEGINS_WITH_DIGIT.match(text), BEGINS_WITH_DIGIT.match(text[::-1])
    if begins and ends:
        return BOTH
    return BEGINS if begins else ENDS if ends else NEITHER
