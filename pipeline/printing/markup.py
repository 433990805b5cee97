"""XML told by its tags, without a tree: the whole is parsed strictly, then cut at its texts into pieces, and each piece told once.

To build a tree takes twice as long as to parse, and to walk it as long again. What is told of a piece depends on it alone, and without
their texts most of a form's cells and paragraphs are the same in every document: so what was told of one before is told again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Generic, TypeVar, cast

from lxml import etree

from pipeline.regex import regex

Told = TypeVar("Told")
Piece = TypeVar("Piece", bound=str | bytes)

TEXT: Final = regex(rb">([^<]+)")
TAG: Final = regex("<([^>]*)>")
NAME: Final = regex(r"/?[^\s/]+")
ATTRIBUTE: Final = regex(r"""([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
REFERENCE: Final = regex("&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# What the program never writes into a document's body.
HIDING: Final = "<!"
# What stands between pieces that are told together, and where a text was; no XML can hold it.
APART: Final = "\0"


class Nothing:
    """What a parser builds that only has to find faults."""

    def close(self) -> None:
        """Return what was built."""


_PARSER: Final = etree.XMLParser(target=cast("etree.ParserTarget", Nothing()))


def parse(data: bytes) -> None:
    """Parse a document in UTF-8, without building anything of it.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed, with regard to its prefixes, too.
    """
    etree.fromstring(data, _PARSER)
    if len(_PARSER.error_log):  # of prefixes, which this parser only notes
        etree.fromstring(data)


class Tellings(Generic[Piece, Told]):
    """What was told of pieces. Those that were not asked for while as much else came are forgotten."""

    def __init__(self, tell: Callable[[Sequence[Piece]], Iterable[Told]], limit: int) -> None:
        """Begin without any.

        Args:
            tell: returns what is told of each of some pieces, which depends on nothing else.
            limit: half of the characters or bytes that are kept.
        """
        self._tell, self._limit, self._size = tell, limit, 0
        self._lately: dict[Piece, Told] = {}
        self._before: dict[Piece, Told] = {}

    def of(self, pieces: Sequence[Piece]) -> list[Told]:
        """Return what is told of each of some pieces; those that are new are told together."""
        lately = self._lately
        try:
            return [lately[piece] for piece in pieces]
        except KeyError:
            missing = [piece for piece in dict.fromkeys(pieces) if piece not in lately]
        if self._size > self._limit:
            self._before, self._lately, self._size = lately, {}, 0
            lately, missing = self._lately, list(dict.fromkeys(pieces))
        known = self._before
        new = [piece for piece in missing if piece not in known]
        told = dict(zip(new, self._tell(new), strict=True)) if new else {}
        lately.update({piece: told[piece] if piece in told else known[piece] for piece in missing})
        self._size += sum(map(len, missing))
        return [lately[piece] for piece in pieces]


def cut(raw: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the tags around each text in XML that ends with one, the last > left out, and the texts."""
    parts = TEXT.split(raw[:-1])
    return parts[::2], parts[1::2]


def told_by_tags(text: str, tags: Tellings[str, str]) -> str:
    """Return a text with what is told of its tags in their places; references are left as they are.

    Raises:
        KeyError: something could hide tags.
    """
    if "<!" in text or "<?" in text:  # comments, CDATA and instructions, in which a tag would be none
        raise KeyError(HIDING)
    parts = TAG.split(text)
    parts[1::2] = tags.of(parts[1::2])
    return "".join(parts)


def name_of(tag: str) -> str:
    """Return a tag's name, of an end tag with the stroke before it."""
    found = NAME.match(tag)
    return found[0] if found else ""


def attributes_of(tag: str) -> dict[str, str]:
    """Return a tag's attributes; references in them are left as they are."""
    return {name: one or other for name, one, other in ATTRIBUTE.findall(tag)}


def texts_of(texts: Sequence[bytes]) -> list[str]:
    """Return texts as they are read, their references replaced."""
    return unescaped(b"\0".join(texts).decode()).split(APART) if texts else []


def between_tags(told: Sequence[str], texts: Sequence[str]) -> str:
    """Return what is told of XML that was cut at its texts, with these between.

    Raises:
        KeyError: there are more of them, or fewer.
    """
    if len(told) != len(texts) + 1:
        raise KeyError(APART)
    whole = [""] * (len(told) + len(texts))
    whole[::2], whole[1::2] = told, texts
    return "".join(whole)


def unescaped(text: str) -> str:
    """Return a text with its references replaced."""
    return REFERENCE.sub(character, text) if "&" in text else text


def character(reference: re.Match[str]) -> str:
    """Return what a reference stands for."""
    hexadecimal, decimal, name = reference.groups()
    return ENTITIES[name] if name else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))


def between(text: bytes, begin: bytes, end: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what stands before a sign, between it and the last of another, and behind that.

    Args:
        text: the text.
        begin: the first sign.
        end: the other.

    Raises:
        KeyError: there are no such signs.
    """
    start, stop = text.find(begin), text.rfind(end)
    if not 0 <= start < stop:
        raise KeyError(begin.decode())
    return text[:start], text[start + len(begin) : stop], text[stop + len(end) :]
