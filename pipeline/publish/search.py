"""The search index: by an article's signature a browser sees which articles cannot hold a text, and fetches only the others."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from pipeline.language.wording import minute
from pipeline.publish.article import Article

# How many bits a signature has: a prime number below 4096.
SIGNATURE_BITS: Final = 4093
SIGNATURE_FACTOR: Final = 31337


def search_index(articles: Iterable[Article]) -> bytes:
    """Return what the search needs to know of a year's articles."""
    records = [
        {
            "folder": item.folder,
            "name": item.name,
            "title": item.title,
            "time": minute(item.last),
            "signature": item.signature,
        }
        for item in articles
        if not item.withdrawn
    ]
    return json.dumps(records, ensure_ascii=False, separators=(",", ":")).encode()


def signature(text: str) -> str:
    """Return which characters and pairs of characters a text has, in base64; search.js computes the same for what is sought."""
    units = normalized(text).encode("utf-16-le")
    codes = [int.from_bytes(units[place : place + 2], "little") for place in range(0, len(units), 2)]
    bits = {(code * SIGNATURE_FACTOR) % SIGNATURE_BITS for code in codes}
    bits |= {(code * SIGNATURE_FACTOR + following) % SIGNATURE_BITS for code, following in pairwise(codes)}
    return base64.b64encode(sum(1 << bit for bit in bits).to_bytes((SIGNATURE_BITS + 7) // 8, "little")).decode()


def normalized(text: str) -> str:
    """Return a text as the search compares it: half-width, lower case, without blanks."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    return unicodedata.normalize("NFKC", bare)  # again: a mark that stood behind a blank joins the letter before it
