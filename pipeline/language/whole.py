"""Figures and dates that no line of a page may part from their units: spans around them, which change neither the text nor a copy of it."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from pipeline.language.escaping import escaped, marked
from pipeline.regex import regex

# Longer ones first, since the first that fits is taken.
WORDS: Final = (
    "个百分点", "平方公里", "平方米", "立方米", "千瓦时", "人次", "件次", "场次", "公里", "公顷", "小时", "年度", "周年", "分钟",
    *"元个项名人次件份台套辆间栋亩吨册卷场期家户天日月年周分倍页级号宗篇条处座位批类岁米支届轮所只头株棵成",
)  # fmt: skip
UNIT: Final = f"(?:[百千万亿]{{1,2}}(?:{'|'.join(WORDS)})?|{'|'.join(WORDS)})"
# What can stand behind a figure that is printed by itself.
UNIT_BEHIND: Final = regex(f" ?{UNIT}")
# No longer than what surely fits on one line of a narrow cell. Written so that it is clear what it begins with, which is looked for first.
FIGURE: Final = regex(
    r"[0-9](?:[0-9]{3}年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]?月[0-9]{1,2}日|"
    rf"(?<![0-9.,][0-9])[0-9.,]{{0,11}} ?{UNIT})"
)


def whole_figures(text: str) -> Markup:
    """Return a text as HTML in which each figure or date stays on one line."""
    return marked(whole_in_html(text))


def whole_in_html(text: str) -> str:
    """Return the same as the code that it is: the text is escaped, and a span put around what has no sign."""
    code = escaped(text)
    return code if code.isascii() else FIGURE.sub(spanned, code)  # all units are Chinese


def spanned(figure: re.Match[str]) -> str:
    """Return a figure or date that stays on one line."""
    return f'<span class="whole">{figure[0]}</span>'


def whole(value: object) -> object:
    """Return a text that names no fact as HTML with its figures whole; anything else as it is."""
    return whole_figures(value) if isinstance(value, str) and not isinstance(value, Markup) and not getattr(value, "path", "") else value
