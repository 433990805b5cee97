"""Addresses of pages as people paste them: as links of a page's source, broken over lines, with a full-width colon, with words around."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.addresses import ADDRESS, ALONE, SCHEME
from pipeline.form.types.field_type import shortened
from pipeline.intake.meanings.meant import NOT, SURE, Meant, refused, word_meant
from pipeline.language.wording import half_width

LINK: Final = re.compile(r"<a\b[^>]*\bhref\s*=\s*([\"'])(.*?)\1[^>]*>.*?</a\s*>", re.IGNORECASE | re.DOTALL)
# Where an address was broken: at a line's end, unless a number of its own follows, or beside one of its signs.
BROKEN: Final = re.compile(r"\s*\n\s*(?![0-9./-]+(?:\s|$))|(?<=[/.?&=_%#-])\s+|\s+(?=[/.?&=_%#])")
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")


def address_meant(text: str, field: Field) -> Meant:
    """Return the one address in a text.

    Raises:
        MistakeError: there is none, there are several, or one of them leads nowhere.
    """
    if word := word_meant(text):
        return word
    plain = TAG.sub(" ", LINK.sub(lambda link: f" {unescape(link[2])} ", text))
    plain = SCHEME.sub(lambda scheme: half_width(scheme[0]).lower(), plain).strip()
    found = list(dict.fromkeys(ADDRESS.findall(plain)))
    joined = BROKEN.sub("", plain)
    if joined != plain and len(SCHEME.findall(plain)) == 1 and joined.isascii() and ADDRESS.fullmatch(joined):
        return Meant(joined, "网址中间有空格或换行，已去掉，请核对能否打开", is_guess=True)
    if len(found) != 1 or not ALONE.fullmatch(plain):
        raise refused(" ".join(text.split()), field)
    around = re.sub(r"\W", "", plain.replace(found[0], "", 1))
    if re.search("[A-Za-z0-9]", around):  # perhaps the rest of it
        raise refused(" ".join(text.split()), field)
    return Meant(found[0], f"除网址外还写了“{shortened(around)}”" if around else "", bool(around))


def like_address(text: str, _field: Field) -> float:
    """Return whether a text can hold an address."""
    return SURE if SCHEME.search(text) else NOT
