"""What the public edition makes of a private text: the mask by the name that form.yaml calls it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pipeline.language.wording import half_width
from pipeline.regex import regex

# Only those in use: taking a given name for a surname would show it. 欧阳 alone may be surname and name.
COMPOUND_SURNAME = regex(
    "(?:欧阳|上官|司徒|司马|司空|诸葛|皇甫|慕容|令狐|尉迟|夏侯|端木|东方|独孤|南宫|闻人|赫连|澹台|濮阳|申屠|公孙|仲孙|轩辕|钟离|长孙|"
    "宇文|鲜于|万俟|呼延|拓跋|淳于|单于|太史|公冶|百里|东郭|西门)(?=.)"
)
NAME = regex(r"[^、，,；;/\n]+")
MOBILE = regex(r"(?<!\d)(?:\+?(?:00)?86[-\s]*)?[1１][-\s]?[3-9３-９](?:[-\s]?\d){9}(?!\d)|\d")


def mask_name(text: str) -> str:
    """Return surname and ** for each name: 陈**, 欧阳**; names are divided by 、，；/ or line breaks.

    The length is hidden too. A space does not divide: in 陈　某 it would show the given name.
    """

    def masked(match: re.Match[str]) -> str:
        name = "".join(match[0].split())
        compound = COMPOUND_SURNAME.match(name)
        return f"{compound[0] if compound else name[0]}**" if name else match[0]

    return NAME.sub(masked, text)


def mask_mobile(text: str) -> str:
    """Return mobile numbers as 138****0000, with +86, spaces and hyphens taken out; every other digit becomes *."""

    def masked(match: re.Match[str]) -> str:
        digits = "".join(filter(str.isdecimal, half_width(match[0])))
        return f"{digits[-11:-8]}****{digits[-4:]}" if len(digits) > 1 else "*"

    return MOBILE.sub(masked, text)


# How form.yaml calls a mask → what it makes of a text; nothing for a value that is left out.
MASKS: Final[dict[str, Callable[[str], str]]] = {
    "name": mask_name,
    "mobile": mask_mobile,
    "omit": lambda _text: "",
    "keep": str,
}

# The types of fields that may hold such things.
WRITTEN: Final = ("text", "paragraphs", "list")
# What a field's name says that it holds of a person → which mask that asks for.
ASKED_BY: Final = {
    "mobile": regex("手机|移动电话"),
    "omit": regex("邮箱|电子邮件|身份证|证件号|银行卡|(?:银行|个人|收款|开户)账号|住址|微信号|QQ号"),
    "name": regex("(?:姓名|联系人|联络人|联络员|负责人|填表人|填报人员?|经办人|制表人|审核人|复核人|评价人)$"),
}


def mask_for(name: str) -> str:
    """Return the mask that a field's name asks for; empty if it says nothing of a person."""
    return next((mask for mask, words in ASKED_BY.items() if words.search(name)), "")
