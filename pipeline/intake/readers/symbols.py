"""Signs that stand in a text as letters of a font of symbols: ticks, boxes and bullets as what a person sees."""

from __future__ import annotations

from typing import Final

TICKED, CROSSED, UNTICKED = "☑", "☒", "☐"
RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")  # 10⁴ is not 104
# By the font's name and the character's code, as Unicode 7.0 took up these fonts; their characters stand from F000 on, which is left
# out here. A full box is not an empty one: the empty one of Wingdings 2 is A3.
SIGNS: Final[dict[str, dict[int, str]]] = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆", 0x76: "❖", 0x78: "☒", 0x9E: "·", 0x9F: "•",
        0xA1: "○", 0xA4: "◉", 0xA6: "○", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + number: chr(0x2460 + number) for number in range(10)},  # ①
    },
    "wingdings 2": {
        0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0x99: "○", 0x9E: "◉", 0xA0: "▪",
        0xA1: "■", 0xA2: "■", 0xA3: "☐", 0xA4: "☐", 0xA5: "☐", 0xA6: "☐", 0xA8: "▣",
        **{0x6A + number: chr(0x2460 + number) for number in range(10)},
    },
    "webdings": {0x61: "√", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "×"},
    "symbol": {0xB4: "×", 0xB7: "•", 0xD6: "√", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xAE: "→", 0x2D: "-"},
}  # fmt: skip
UNKNOWN: Final = "\ufffd"
PRIVATE: Final = range(0xF000, 0xF100)
# Of the font Symbol, letters typed as such are mostly what they are in any font.
TYPED: Final = ("wingdings", "wingdings 2", "webdings")


def sign(font: str, code: int) -> str:
    """Return what a character of a font shows, as a character that shows it in any font."""
    known = SIGNS.get(font.lower())
    low = code - PRIVATE.start if code in PRIVATE else code
    if known is None or low >= len(PRIVATE):
        return UNKNOWN if code in PRIVATE else chr(code)
    return known.get(low, UNKNOWN if chr(low).strip() else " ")


def symbol(font: str, code: str) -> str:
    """Return what a character shows whose code is given in hexadecimal digits."""
    try:
        return sign(font, int(code, 16))
    except (ValueError, OverflowError):
        return UNKNOWN


def shown(text: str, font: str) -> str:
    """Return what a text shows that is typed in a font of symbols; letters that the font has no sign for stay."""
    typed = font.lower() in TYPED
    return "".join(sign(font, ord(char)) if typed or ord(char) in PRIVATE else char for char in text)


def is_of_signs(font: str) -> bool:
    """Return whether a font's letters are signs."""
    return font.lower() in SIGNS
