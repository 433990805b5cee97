"""Searches texts for personal data as a reader would read them: known private values, and whatever looks like one."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final
from urllib.parse import unquote

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.privacy.blocks import ENCODED, NO_DIGITS, Block, Digits, Ends, over_ends, read_blocks, read_digits, read_ends
from pipeline.privacy.compared import LOOSE, compared, is_number
from pipeline.privacy.digits import Group, runs
from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.finding import Finding
from pipeline.regex import regex

SPACE: Final = regex(f"{BLOCK_END}|{LOOSE.pattern}")
DIVIDED: Final = rf"[{BLOCK_END} \-]?"  # a number that is too short to be told from a figure unless it stands by itself
SPACED: Final = 4  # how often longer than itself a value may be so
MOST_READINGS: Final = 3
Row = Sequence[str]


class Search:
    """What is searched for: the private values of a unit, but not the texts that may be published all the same."""

    def __init__(self, secrets: Iterable[Secret] = (), permits: Iterable[Permit] = ()) -> None:
        self.secrets = {plain: secret for secret in secrets if (plain := compared(secret.text))}
        self.numbers = {plain: secret for plain, secret in self.secrets.items() if is_number(plain)}
        self.words = {plain: secret for plain, secret in self.secrets.items() if plain not in self.numbers}
        self.allowed = {compared(permit.text) for permit in permits}

    def findings(self, text: str) -> list[Finding]:
        """Return what is private in a text, each thing once; `BLOCK_END` and `TEXT_END` divide what stands apart in it."""
        return self.among(rows_of(text))

    def among(self, rows: Iterable[Row], alone: Collection[str] = ()) -> list[Finding]:
        """Return what is private in some texts, each thing once.

        Args:
            rows: texts beside each other, such as the paragraphs and cells of a file.
            alone: texts that stand by themselves, such as attributes.
        """
        found: dict[str, Finding] = {}
        for finding in self.in_every_reading(list(rows), alone):
            if finding.plain not in found or finding.is_sure > found[finding.plain].is_sure:
                found[finding.plain] = finding
        return [finding for plain, finding in found.items() if plain not in self.allowed]

    def in_every_reading(self, rows: Sequence[Row], alone: Collection[str]) -> Iterator[Finding]:
        """Yield what is private in texts, also in what they say if signs are written in them by their numbers, as in %31 and &#49;."""
        for _ in range(MOST_READINGS + 1):
            blocks = read_blocks(dict.fromkeys(chain(*rows, alone)))
            yield from self.in_texts([row for row in rows if len(row) > 1], blocks)
            encoded = {text for text, block in blocks.items() if block.is_encoded}
            if not encoded:
                return
            wholes = [*(BLOCK_END.join(row) for row in rows if not encoded.isdisjoint(row)), *(text for text in alone if text in encoded)]
            decoded = [read for whole in wholes if (read := unquote(html.unescape(whole))) != whole]
            rows, alone = [row for read in decoded for row in rows_of(read)], ()

    def in_texts(self, rows: Sequence[Row], blocks: Mapping[str, Block]) -> Iterator[Finding]:
        """Yield what is private in texts that are read as they stand, given what each says by itself, and which stand beside others."""
        ends = read_ends(dict.fromkeys(chain(*rows)))
        across = dict.fromkeys(text for row in rows for text in over_ends(row, ends))
        digits = {text: block.digits for text, block in blocks.items() if block.digits is not NO_DIGITS} | read_digits(across)
        yield from self.secret_numbers(digits)
        for said in digits.values():
            yield from (finding for finding in said.numbers if not self.is_secret(finding))
        if self.words:
            yield from self.secret_words(rows, blocks, ends)
        for block in blocks.values():
            for finding in block.signs:
                known = self.secrets.get(finding.plain)
                yield finding_of(known, finding.text, finding.plain) if known else finding

    def secret_numbers(self, digits: Mapping[str, Digits]) -> Iterator[Finding]:
        """Yield the private numbers in texts, however they are divided; `digits` is what these say."""
        everything = "\n".join([said.all for said in digits.values()])
        wanted = [plain for plain in self.numbers if plain in everything]
        for text, said in digits.items() if wanted else ():
            if any(plain in said.all for plain in wanted):
                for run in runs(text):
                    yield from self.numbers_in(text, run)

    def numbers_in(self, text: str, run: list[Group]) -> Iterator[Finding]:
        """Yield the private numbers that a run of digits in a text has in it."""
        digits = "".join(group.digits for group in run)
        for plain, secret in self.numbers.items():
            if plain in digits:
                yield finding_of(secret, text[run[0].start : run[-1].end] if len(digits) == len(plain) else secret.text, plain)

    def secret_words(self, rows: Sequence[Row], blocks: Mapping[str, Block], ends: Mapping[str, Ends]) -> Iterator[Finding]:
        """Yield the private words in texts, perhaps spaced, or one character to a cell.

        Args:
            rows: texts beside each other.
            blocks: what each text says by itself.
            ends: how those beside each other begin and end.
        """
        seen = TEXT_END.join([block.seen for block in blocks.values()])
        is_spaced = any(block.is_spaced for block in blocks.values())
        lines = [BLOCK_END.join([ends[text].edges for text in row]) for row in rows]
        for plain, secret in self.words.items():
            spelt = spelling(seen, plain, is_spaced=is_spaced or bool(LOOSE.search(secret.text)))
            across = BLOCK_END.join(plain)
            if not spelt and any(across in line for line in lines):
                spelt = next(filter(None, (spelling(BLOCK_END.join(blocks[text].seen for text in row), plain) for row in rows)), "")
            if spelt:
                yield finding_of(secret, spelt, plain)

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


def rows_of(text: str) -> list[Row]:
    """Return the texts in one that stand by themselves, each as its paragraphs and cells."""
    return [whole.split(BLOCK_END) for whole in text.split(TEXT_END)]


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


def spelling(text: str, plain: str, *, is_spaced: bool = True) -> str:
    """Return how a private value is written in a text, perhaps spaced or one character to a cell; nothing if it is not there.

    Args:
        text: the text in half-width characters.
        plain: the value as it is compared.
        is_spaced: whether single letters stand in the text: Latin ones are else not sought so.
    """
    if plain.isdecimal():
        whole = re.search(rf"(?<![0-9]){DIVIDED.join(plain)}(?![0-9])", text)
        return whole[0] if whole else ""
    small = text if plain == plain.upper() else text.lower()
    if (start := small.find(plain)) >= 0:
        return text[start : start + len(plain)] if len(small) == len(text) else plain
    if plain.isascii() and not is_spaced:
        return ""
    start = small.find(plain[0])
    while start >= 0:
        space = SPACE.match(small, start + 1)
        if small.startswith(plain[1:2], space.end() if space else start + 1):
            for end in range(start + len(plain), start + SPACED * len(plain) + 1):
                if LOOSE.sub("", small[start:end]) in (plain, BLOCK_END.join(plain)):
                    return text[start:end]
        start = small.find(plain[0], start + 1)
    return ""
