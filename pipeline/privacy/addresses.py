"""Numbers within the addresses of pages: most are none of a person."""

from __future__ import annotations

import re
from typing import Final

from pipeline.privacy.compared import compared
from pipeline.privacy.finding import Finding
from pipeline.privacy.numbers import Number
from pipeline.regex import regex

ADDRESS: Final = regex(
    r"[a-z][a-z0-9+.\-]*://|www\.|(?:[a-z0-9\-]+\.)+[a-z]{2,}/|[^?#]*\.(?:s?html?|aspx?|jsp|php|pdf|docx?|xlsx?|wps|zip|jpe?g|png)(?:[?#]|$)",
    re.IGNORECASE,
)
IN_ADDRESS: Final = regex(r"""[^\s"'<>(),;|\x80-\U0010ffff]*""")
# What stands before a number in an address that names it.
PERSONAL_KEY: Final = regex(r"(?:tel|phone|mobile|cell|shouji|sj|dianhua|lxdh|lxfs|sms|call|wa\.me|contact)[=:/+%\-_]+$", re.IGNORECASE)
SEGMENT_BEGINS, SEGMENT_ENDS = regex("[/=]$"), regex("(?:[/&?#]|$)")
LONGEST_ADDRESS: Final = 400  # characters looked at on either side of a number


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
