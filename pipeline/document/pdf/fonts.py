"""Which characters the codes of a PDF font stand for (ISO 32000-1, 9.10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import PdfFile
from pipeline.document.pdf.syntax import Ref, Value
from pipeline.regex import regex

BLOCK: Final = regex(rb"\d+ beginbfchar\s(.*?)endbfchar", re.DOTALL)
PAIR: Final = regex(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")

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
    characters, encoding = characters_of(file.content(unicode)), "utf-16-be" if is_wide else "latin-1"

    def decode(codes: bytes) -> str:
        try:
            return "".join([characters[code] for code in codes.decode(encoding)])
        except (KeyError, UnicodeDecodeError):
            raise PdfError("有字形不知是什么字") from None

    return decode


def characters_of(content: bytes) -> dict[str, str]:
    """Return the text for each code, written as the character of that number.

    Raises:
        PdfError: codes are given by ranges.
    """
    if b"bfrange" in content:
        raise PdfError("字形的文字写成了范围")
    pairs = (pair for block in BLOCK.findall(content) for pair in PAIR.findall(block))
    return {chr(int(code, 16)): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
