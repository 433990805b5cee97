"""PDF's values from its bytes (ISO 32000-1, 7.3): a dictionary or array of names, numbers, strings and references.

A name is a str without its stroke, a string is bytes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.document.pdf.fault import PdfError
from pipeline.regex import regex

# A string in brackets, with brackets in it of one more level; a string in hexadecimal digits.
LITERAL: Final = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
HEX: Final = rb"<[0-9A-Fa-f\s]*>"
# The last is a bracket that begins a string with more of them in it, or a sign that must not be there.
TOKEN: Final = regex(
    rb"/[^\s()<>\[\]{}/%]*|\d+ \d+ R\b|[+-]?[0-9.]+|<<|>>|\[|\]|" + HEX + b"|" + LITERAL + rb"|true|false|null|\S", re.DOTALL
)
DEEPER: Final = b"("
BRACKET: Final = regex(rb"\\.|[()]", re.DOTALL)
OPENING, CLOSING = (b"[", b"<<"), (b"]", b">>")
WORDS: Final = {b"true": True, b"false": False, b"null": None}
# A sign written by its number in a name; a line's end in a string.
NAMED_BY_NUMBER: Final = regex(rb"#([0-9A-Fa-f]{2})")
ESCAPE: Final = regex(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
# What Python writes in the same way, so that it can read a whole string at once.
UNLIKE_PYTHON: Final = regex(rb"\\(?![0-3][0-7]{2}|[nrtbf\\])")
ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


class Ref(int):
    """The number of an object that stands elsewhere in the file."""

    __slots__ = ()


Value = dict[str, "Value"] | list["Value"] | Ref | str | bytes | float | bool | None


def tokens(data: bytes) -> list[bytes]:
    """Return the words and signs of PDF's syntax.

    Raises:
        PdfError: a string does not end.
    """
    found = TOKEN.findall(data)
    if DEEPER not in found:
        return found
    end = string_end(data, start := next(match.start() for match in TOKEN.finditer(data) if match[0] == DEEPER))
    return [*found[: found.index(DEEPER)], data[start:end], *tokens(data[end:])]


def string_end(data: bytes, start: int) -> int:
    """Return where a string with brackets in it ends.

    Raises:
        PdfError: nowhere.
    """
    depth = 0
    for match in BRACKET.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return match.end()
    raise PdfError("文字没有结尾")


def parse(data: bytes) -> Value:
    """Return the one value that some bytes hold.

    Raises:
        PdfError: they hold none, or more.
    """
    outer: list[list[Value]] = []
    values: list[Value] = []
    for token in tokens(data):
        if token in OPENING:
            outer.append(values)
            values = []
        elif token in CLOSING:
            if not outer:
                raise PdfError("括号不成对")
            inside, values = values, outer.pop()
            values.append(inside if token == b"]" else dictionary(inside))
        else:
            values.append(single(token))
    if outer or len(values) != 1:
        raise PdfError("对象不完整")
    return values[0]


def single(token: bytes) -> Value:
    """Return the value that is no dictionary and no array.

    Raises:
        PdfError: it is none at all.
    """
    if token.startswith(b"/"):
        return name_of(token)
    if token.startswith((b"(", b"<")):
        return string_of(token)
    if token.endswith(b"R"):
        return Ref(token.partition(b" ")[0])
    return WORDS[token] if token in WORDS else number_of(token)


def dictionary(values: list[Value]) -> dict[str, Value]:
    """Return keys and values as a dictionary.

    Raises:
        PdfError: a key is no name, occurs twice, or has no value.
    """
    made = {key: value for key, value in zip(values[::2], values[1::2], strict=False) if isinstance(key, str)}
    if len(made) * 2 != len(values):
        raise PdfError("字典不完整")
    return made


@lru_cache(maxsize=512)
def name_of(token: bytes) -> str:
    """Return a name."""
    plain = token[1:]
    return (NAMED_BY_NUMBER.sub(lambda match: bytes.fromhex(match[1].decode()), plain) if b"#" in plain else plain).decode(
        "utf-8", "replace"
    )


def number_of(token: bytes) -> float:
    """Return a number.

    Raises:
        PdfError: it is none.
    """
    try:
        return int(token) if b"." not in token else float(token)
    except ValueError:
        raise PdfError(f"不认识的符号“{token[:20].decode('latin-1')}”") from None


@lru_cache(maxsize=4096)
def string_of(token: bytes) -> bytes:
    """Return a string, written in brackets or in hexadecimal digits."""
    if token.startswith(b"<"):
        digits = b"".join(token[1:-1].split()).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    inside = token[1:-1]
    if b"\\" not in inside:
        return inside
    if not UNLIKE_PYTHON.search(inside):
        return inside.decode("unicode_escape").encode("latin-1")
    return ESCAPE.sub(unescaped, inside)


def unescaped(match: re.Match[bytes]) -> bytes:
    """Return the byte that an escape stands for."""
    sign = match[1]
    return bytes([int(sign, 8) & 0xFF]) if sign.isdigit() and sign < b"8" else ESCAPED.get(sign, sign)


def text_of(value: Value) -> str:
    """Return a text string, such as a title; nothing for what is no string."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
