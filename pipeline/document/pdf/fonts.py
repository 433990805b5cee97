"""Which characters the codes of a PDF font stand for (ISO 32000-1, 9.10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import PdfFile
from pipeline.document.pdf.syntax import Ref, Value
from pipeline.regex import regex

BLOCK: Final = regex(rb"\d+ beginbfchar\s(.*?)endbfchar", re.DOTALL)
# A code of one byte or two, and its text in UTF-16; the sign that ends a text here and can stand in none.
PAIR: Final = regex(rb"<([0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
NOTHING: Final = b"0000"

Decode = Callable[[bytes], str]


def decoder(file: PdfFile, reference: Value) -> Decode:
    """Return what makes characters of a font's codes; it raises `PdfError` at a code that stands for none.

    Raises:
        PdfError: the font does not say what its codes stand for, or not in the way that is read here.
    """
    font = file.dictionary(reference)
    is_wide = font.get("Subtype") == "Type0"
    unicode = font.get("ToUnicode")
    if not isinstance(unicode, Ref) or (is_wide and font.get("Encoding") != "Identity-H"):
        raise PdfError("字体没有写明各字形是什么字")
    encoding = "utf-16-be" if is_wide else "latin-1"
    character = characters_of(file.content(unicode), encoding).__getitem__

    def decode(codes: bytes) -> str:
        try:
            return "".join(map(character, codes.decode(encoding)))
        except (KeyError, UnicodeDecodeError):
            raise PdfError("有字形不知是什么字") from None

    return decode


@lru_cache(maxsize=32)
def characters_of(content: bytes, encoding: str) -> Mapping[str, str]:
    """Return the text for each code, written as the character of that number; read once for all fonts of the same letters.

    Args:
        content: what a font says of its codes.
        encoding: in which the codes of a string are characters.

    Raises:
        PdfError: codes are given by ranges, or are not as long as the font's are.
    """
    if b"bfrange" in content:
        raise PdfError("字形的文字写成了范围")
    pairs = [pair for block in BLOCK.findall(content) for pair in PAIR.findall(block)]
    try:
        codes = unhexed([code for code, _ in pairs]).decode(encoding)
        texts = unhexed([text + NOTHING for _, text in pairs]).decode("utf-16-be").split("\0")
        return dict(zip(codes, texts[:-1], strict=True))
    except ValueError:
        raise PdfError("字形的文字不完整") from None


def unhexed(digits: Iterable[bytes]) -> bytes:
    """Return the bytes that pairs of hexadecimal digits stand for."""
    return bytes.fromhex(b"".join(digits).decode())
