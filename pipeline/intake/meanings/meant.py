"""What a text of a received form means, and what is no content of any field: placeholders, hints, values that were masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.characters import CONTROLS, UNSEEN
from pipeline.form.field import Field
from pipeline.form.types.field_type import NOT_APPLICABLE, MistakeError, shortened
from pipeline.form.types.registry import type_of
from pipeline.language.wording import half_width

# All but tabs and line ends, which divide.
INVISIBLE: Final = re.compile(f"[{CONTROLS}{UNSEEN}]")
# A blank that a form prints: a line or dots to write upon, a date without figures, Word's own prompts, 【待填】, XX.
LINE: Final = r"[\s_＿…‥.．·]*"
PLACEHOLDER: Final = re.compile(
    rf"{LINE}(?:年{LINE}月{LINE}(?:日{LINE})?|[XxＸ×]{{2,}}{LINE})?|"
    r"[【（(\[]?待填写?[】）)\]]?|[（(【\[]?(?:请|单击|点击|单击或点击)(?:以|在?此处?|这里)?(?:填写|输入|选择|填报)[^。，；]{0,12}[。.]?[】）)\]]?|"
    r"选择一项[。.]?|Click or tap [^.]*\.|Choose an item\.|"
    r"[（(【\[](?:请|此处|在此)?填写[^。；]*[】）)\]]|[（(](?:(?:如|若|应|限|没有)[^（）()]{4,}|[^（）()]*可在[^（）()]*(?:反映|填列|说明))[）)]"
)
# What a mask leaves of a name, of a telephone number; a whole number that is hidden.
MASKED: Final = re.compile(r"[*＊]{2,}|[0-9][xXＸ]{3,}|^[*＊]$")
# The same where asterisks may also stand for something else, as around a word in a text.
SURELY_MASKED: Final = re.compile(r"[0-9][*＊]{2,}|^[\u4e00-\u9fff]{1,2}[*＊]{2}$")
PROSE: Final = ("text", "paragraphs", "list")
NO_SUCH: Final = {"没有": "无", "暂无": "无", "無": "无", "不涉及": "不适用"}
ENDS: Final = " \t\r\n\xa0.,;、"
# How well a text can be a value: surely, as anything can, hardly, not at all.
SURE, ANY, HARDLY, NOT = 1.0, 0.5, 0.2, 0.0


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means.

    Attributes:
        typed: it as a clerk types it into YAML, so that the field's type takes it; several texts of a field that holds several;
            empty if nothing was filled in.
        doubt: why somebody has to look at it, in words; empty if it is sure.
        is_guess: whether something else could be meant, or something that was written is left out.
    """

    typed: str | tuple[str, ...]
    doubt: str = ""
    is_guess: bool = False


BLANK: Final = Meant("")


def bare(text: str) -> str:
    """Return a text without what nobody can see and without blanks around it."""
    return INVISIBLE.sub("", text).strip()


def trimmed(text: str) -> str:
    """Return a text in half-width characters, without blanks around it and marks behind it; a point before it is a decimal one."""
    return half_width(text).strip().rstrip(ENDS)


def is_placeholder(text: str, field: Field) -> bool:
    """Return whether a bare text is what the form itself prints where nothing is filled in: a blank line, a hint, the unit alone."""
    own = (field.hint, field.unit)
    return bool(PLACEHOLDER.fullmatch(text)) or text in own or (text[:1] in "（(【[" and text[1:-1] in own)


def refuse_masked(text: str, field: Field) -> None:
    """Refuse what a public edition left of a value; asterisks may stand in a text that it shows.

    Raises:
        MistakeError: some of the value is hidden.
    """
    if (MASKED if field.private or field.type not in PROSE else SURELY_MASKED).search(text):
        raise MistakeError(f"公开的文件遮住了这一项：“{shortened(text)}”", "请向单位要这一项的原文，再填进数据文件")


def word_meant(text: str) -> Meant | None:
    """Return 无 or 不适用 if that is what a text says, with a doubt if it says so otherwise."""
    word = trimmed(text)
    if word in NOT_APPLICABLE:
        return Meant(word)
    return Meant(NO_SUCH[word], f"写的是“{word}”，读作“{NO_SUCH[word]}”") if word in NO_SUCH else None


def refused(text: str, field: Field) -> MistakeError:
    """Return why the field's type refuses a text as it stands."""
    try:
        type_of(field).read(text, field, field.path)
    except MistakeError as mistake:
        return mistake
    return MistakeError(f"看不出填的是什么：“{shortened(text)}”", "请核对后填进数据文件")
