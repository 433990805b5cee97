"""Searches one text for personal data as a reader would read it: known private values, and whatever looks like one."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from pipeline.characters import BLOCK_END, UNSEEN_IN_SEARCH
from pipeline.privacy.digits import BLANKS, FEWEST_SIGNS, Group, plain_sign, runs
from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.numbers import MOBILE, Number, numbers
from pipeline.privacy.signs import signs
from pipeline.records import record
from pipeline.regex import regex

UNSEEN: Final = regex(f"[{UNSEEN_IN_SEARCH}]+")
# Letters in another guise, and unseen characters: what only digits are searched with.
DISGUISED: Final = regex(
    f"[{UNSEEN_IN_SEARCH}\uff03\uff05\uff0b\uff0d-\uff0f\uff20-\uff5a\u2070-\u209f\u2100-\u214f\u2460-\u24ff\u2e80-\u2fdf\uf900-\ufb4f"
    "\ufe50-\ufe6f\U0001d400-\U0001d7ff]"
)
# What the characters of a name may be spaced with.
LOOSE: Final = regex(f"[{BLANKS}{UNSEEN_IN_SEARCH}·•‧∙_|]+")
SPACE: Final = regex(f"{BLOCK_END}|{LOOSE.pattern}")
# Letters, of which there are many of each, are looked at one by one only where some stand by themselves.
SPACED_OUT: Final = regex("|".join(f"{sign}[a-zA-Z]{sign}[a-zA-Z]{sign}" for sign in (*" \u3000\xa0\n·_", r"\|")))
SPACED: Final = 4  # how often longer than itself a value may be so
ENCODED: Final = regex("%[0-9A-Fa-f]{2}|&(?:#|[a-zA-Z])")
FEWEST_DIGITS: Final = FEWEST_SIGNS  # in what is compared by its digits alone
ADDRESS: Final = regex(
    r"[a-z][a-z0-9+.\-]*://|www\.|(?:[a-z0-9\-]+\.)+[a-z]{2,}/|[^?#]*\.(?:s?html?|aspx?|jsp|php|pdf|docx?|xlsx?|wps|zip|jpe?g|png)(?:[?#]|$)",
    re.IGNORECASE,
)
IN_ADDRESS: Final = regex(r"""[^\s"'<>(),;|\x80-\U0010ffff]*""")
# What stands before a number in an address that names it.
PERSONAL_KEY: Final = regex(r"(?:tel|phone|mobile|cell|shouji|sj|dianhua|lxdh|lxfs|sms|call|wa\.me|contact)[=:/+%\-_]+$", re.IGNORECASE)
SEGMENT_BEGINS, SEGMENT_ENDS = regex("[/=]$"), regex("(?:[/&?#]|$)")
LONGEST_ADDRESS: Final = 400  # characters looked at on either side of a number
MOST_READINGS: Final = 3


@record()
class Finding:
    """Something private in a text.

    Attributes:
        what: what it is: a field's label, or 手机号码, 身份证号码, 电子邮箱 and the like.
        text: how it is written.
        plain: the same as it is compared.
        path: the private field's path, if it is the value of one.
        is_sure: whether it stops a publication; if not, it is only told.
    """

    what: str
    text: str
    plain: str
    path: str = ""
    is_sure: bool = True


class Search:
    """What is searched for: the private values of a unit, but not the texts that may be published all the same."""

    def __init__(self, secrets: Iterable[Secret] = (), permits: Iterable[Permit] = ()) -> None:
        self.secrets = {compared(secret.text): secret for secret in secrets}
        self.numbers = {plain: secret for plain, secret in self.secrets.items() if is_number(plain)}
        self.allowed = {compared(permit.text) for permit in permits}

    def findings(self, text: str) -> list[Finding]:
        """Return what is private in a text, each thing once; `BLOCK_END` and `TEXT_END` divide what stands apart in it."""
        found: dict[str, Finding] = {}
        for reading in readings(text):
            for finding in self.in_reading(reading):
                if finding.plain not in found or finding.is_sure > found[finding.plain].is_sure:
                    found[finding.plain] = finding
        return [finding for plain, finding in found.items() if plain not in self.allowed]

    def in_reading(self, text: str) -> Iterator[Finding]:
        """Yield what is private in a text that is read as it stands."""
        found = list(runs(text))
        for run in found:
            yield from self.secret_numbers(text, run)
        for number in numbers(text, found):
            if (finding := in_its_place(text, number)) and not self.is_secret(finding):
                yield finding
        seen = visible(text) if DISGUISED.search(text) else text
        for plain, secret in self.secrets.items():
            if plain not in self.numbers and (spelt := spelling(seen, plain)):
                yield finding_of(secret, spelt, plain)
        for sign, spelt in signs(seen):
            plain = compared(spelt)
            known = self.secrets.get(plain)
            yield finding_of(known, spelt, plain) if known else Finding(sign.what, spelt, plain, is_sure=sign.is_sure)

    def secret_numbers(self, text: str, run: list[Group]) -> Iterator[Finding]:
        """Yield the private numbers that a run of digits has in it, however they are divided."""
        digits = "".join(group.digits for group in run)
        for plain, secret in self.numbers.items():
            if plain in digits:
                yield finding_of(secret, text[run[0].start : run[-1].end] if len(digits) == len(plain) else secret.text, plain)

    def is_secret(self, finding: Finding) -> bool:
        """Return whether a finding is the value of a private field, and told as such."""
        return any(plain in finding.plain for plain in self.numbers)


def finding_of(secret: Secret, spelt: str, plain: str) -> Finding:
    """Return a private value that was found.

    Args:
        secret: the value.
        spelt: how it is written.
        plain: as it is compared.
    """
    return Finding(f"“{secret.label}”的内容", spelt, plain, secret.path)


def in_its_place(text: str, number: Number) -> Finding | None:
    """Return the finding that a number is; within an address it is none, unless it is named or stands there by itself."""
    spelt = text[number.start : number.end]
    finding = Finding(number.what, spelt, compared(spelt), is_sure=number.is_sure)
    left = address_part(text[max(0, number.start - LONGEST_ADDRESS) : number.start][::-1])[::-1]
    right = address_part(text[number.end : number.end + LONGEST_ADDRESS])
    if not ADDRESS.match(f"{left}{spelt}{right}") or finding.what == "身份证号码" or PERSONAL_KEY.search(left):
        return finding
    if spelt.isdecimal() and SEGMENT_BEGINS.search(left) and SEGMENT_ENDS.match(right):
        return Finding(f"网址里像{finding.what}的数字", spelt, finding.plain, is_sure=False)
    return None


def address_part(text: str) -> str:
    """Return how much of the beginning of a text may be a part of an address."""
    part = IN_ADDRESS.match(text)
    return part[0] if part else ""


def readings(text: str) -> Iterator[str]:
    """Yield a text, and what it says if signs are written in it by their numbers, as in %31 and &#49;."""
    yield text
    for _ in range(MOST_READINGS):
        if not ENCODED.search(text):
            return
        read = unquote(html.unescape(text))
        if read == text:
            return
        text = read
        yield text


def spelling(text: str, plain: str) -> str:
    """Return how a private value is written in a text, perhaps spaced or one character to a cell; nothing if it is not there."""
    for whole in (plain, plain.upper()) if plain.isascii() else (plain,):
        if whole in text:
            return whole
    if plain.isascii() and not SPACED_OUT.search(text):
        return ""
    small = text.lower() if plain.isascii() else text
    start = small.find(plain[0])
    while start >= 0:
        space = SPACE.match(small, start + 1)
        if small.startswith(plain[1:2], space.end() if space else start + 1):
            for end in range(start + len(plain), start + SPACED * len(plain) + 1):
                if LOOSE.sub("", small[start:end]) in (plain, BLOCK_END.join(plain)):
                    return text[start:end]
        start = small.find(plain[0], start + 1)
    return ""


NOT_DIGITS: Final = regex("[^0-9X]+")
LETTERS: Final = regex(r"[^\W\d_](?<!X)|X.")


def visible(text: str) -> str:
    """Return a text in half-width characters, without those that cannot be seen."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", text))


def compared(text: str) -> str:
    """Return a text as it is compared: a number as its digits, anything else half-width, without blanks, in small letters."""
    plain = "".join(map(plain_sign, text))
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
