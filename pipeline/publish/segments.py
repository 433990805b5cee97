"""A segment of the search index: in which articles each term is. It is made once, never changed, and merged into a larger one.

It is cut into shards by the hash of a term, so that a browser fetches only those of what is sought. A shard is a JSON object: under
the hash of each term the articles that it is in, or an empty text if these are too many to be listed. An article stands there by its
number: nothing leads from a segment to an article whose text is no longer on the site.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from operator import sub
from typing import Any, Final

from pipeline.publish.terms import hashed

# Articles are listed by what lies between their numbers, and how much a term says of each: 5 bits a character, a sixth says "goes on".
ALPHABET: Final = string.ascii_uppercase + string.ascii_lowercase + string.digits + "._"
BITS, MORE = 5, 32
ENTRY: Final = re.compile(f"[{ALPHABET[MORE:]}]*[{ALPHABET[:MORE]}]")
WEIGHTS: Final = 4
# Characters of a list of articles; a term that is in more of them finds none of them better than the others.
LONGEST_LIST: Final = 3_000
# About how many characters a shard should have, and how many shards there are at most.
SHARD: Final = 5_000
MOST_SHARDS: Final = 4_096

# Each term's articles in short, by its hash; empty if they are too many.
Postings = dict[int, str]


def merged(parts: Sequence[tuple[Postings, Collection[int]]]) -> Postings:
    """Return several segments in one.

    Args:
        parts: the terms of each, and the numbers of the articles in it that are left out: those that are gone, or are in another one too.
    """
    found: Postings = {}
    for term in dict.fromkeys(term for postings, _ in parts for term in postings):
        texts = [(postings[term], dropped) for postings, dropped in parts if term in postings]
        if not all(text for text, _ in texts):
            found[term] = ""
        elif articles := {number: weight for text, dropped in texts for number, weight in articles_in(text) if number not in dropped}:
            text = listed(articles)
            found[term] = text if len(text) <= LONGEST_LIST else ""
    return found


def segment_of(weights: Mapping[int, Mapping[int, int]]) -> Postings:
    """Return a segment.

    Args:
        weights: how much each term says of an article, by the term's hash, by the article's number.
    """
    found: dict[int, dict[int, int]] = {}
    for number, terms in weights.items():
        for term, weight in terms.items():
            found.setdefault(term, {})[number] = weight
    return {term: listed(articles) for term, articles in found.items()}


def shards_of(postings: Postings) -> list[bytes]:
    """Return a segment's shards: as many as it takes, a power of two."""
    size = sum(len(text) + 13 for text in postings.values())
    count = 1
    while count * SHARD < size and count < MOST_SHARDS:
        count *= 2
    shards: list[dict[str, str]] = [{} for _ in range(count)]
    for term, text in sorted(postings.items()):
        shards[term % count][key(term)] = text
    return [json.dumps(shard, separators=(",", ":")).encode() for shard in shards]


def postings_in(shards: Iterable[bytes]) -> Postings:
    """Return the terms of a segment, read from its shards.

    Raises:
        ValueError: they are none that the program writes.
    """
    found: Postings = {}
    for shard in shards:
        content: Mapping[str, Any] = json.loads(shard)
        found |= {int(name, 36): text for name, text in content.items()}
    return found


def key(term: int) -> str:
    """Return a term's hash in base 36."""
    digits, text = string.digits + string.ascii_lowercase, ""
    while term:
        term, digit = divmod(term, 36)
        text = digits[digit] + text
    return text or "0"


def listed(articles: Mapping[int, int]) -> str:
    """Return articles in short."""
    numbers = sorted(articles)
    gaps = map(sub, numbers, [0, *numbers])
    return "".join(entry_of(gap * WEIGHTS + articles[number]) for gap, number in zip(gaps, numbers, strict=True))


def articles_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the articles that stand in a list, with how much the term says of each."""
    values = list(map(value_of, ENTRY.findall(text)))
    return zip(accumulate(value // WEIGHTS for value in values), (value % WEIGHTS for value in values), strict=True)


@cache
def value_of(entry: str) -> int:
    """Return what an entry of a list stands for."""
    return sum(ALPHABET.index(character) % MORE << BITS * place for place, character in enumerate(entry))


@cache
def entry_of(value: int) -> str:
    """Return how a value stands in a list."""
    text = ""
    while value >= MORE:
        text += ALPHABET[value % MORE + MORE]
        value >>= BITS
    return text + ALPHABET[value]


def weighed(titled: Mapping[str, int], said: Mapping[str, int]) -> dict[int, int]:
    """Return how much each term says of an article, by its hash: 3 if its title has it, else 0 to 2 as its text has it more often.

    Args:
        titled: how often its title and its unit's name have each term.
        said: how often its text has it.
    """
    weights = {hashed(term): (count > 1) + (count > 4) for term, count in said.items()}  # noqa: PLR2004 - once, a few times, often
    return weights | {hashed(term): WEIGHTS - 1 for term in titled}
