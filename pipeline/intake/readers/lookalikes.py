"""Characters that stand for others which look the same: radicals for the letters of Chinese, ligatures for those of Latin, long dashes."""

from __future__ import annotations

import unicodedata
from typing import Final

# The radicals of Unicode's supplement that look like whole letters, and those letters (EquivalentUnifiedIdeograph.txt).
RADICALS: Final = "⺁⺄⺈⺊⺎⺒⺓⺜⺝⺟⺠⺧⺬⺶⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳"
LETTERS: Final = "厂乙刀卜兀巳幺日月母民牛示羊臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟"
# Those that Unicode itself takes for others: the radicals of the Kangxi dictionary, ligatures.
COMPATIBLE: Final = (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))
MEANT: Final = str.maketrans({
    **dict(zip(RADICALS, LETTERS, strict=True)),
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in COMPATIBLE},
    "\u2e3a": "——",
    "\u2e3b": "———",
})  # fmt: skip


def meant(text: str) -> str:
    """Return a text with the letters that its look-alikes stand for."""
    return text.translate(MEANT)
