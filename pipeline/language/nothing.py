"""The one vocabulary of "nothing to say": what people write where they have no content, and where a text says its own lead-in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.language.values import Blank, Day, Figure, Lines, NotApplicable, Rows, Words, is_filled
from pipeline.regex import regex

# Who a text may begin with, before it says what it says.
SUBJECT: Final = r"(?:(?:本|我|该)(?:年度|年|单位|部门|局|委|办|院|校|馆|中心|镇|乡|街道|县|区|市|处|所|站|会|厅)|目前|现|暂时|截至年末)?"
ALWAYS_SAY: Final = (Figure, Day)
# A longer text says something.
LONGEST: Final = 40
NOTHING: Final = regex(
    rf"{SUBJECT}(?:均|都|尚|暂|也|并)?(?:无|没有|未有|不涉及|未涉及|不适用|未发生|没有发生|不存在|未开展|空|空白|零|〇|0|none|null|nil|na|n/a)"
    r"(?:其他|其它|相关|有关|此类|此项|该项|这类|这项|上述|任何|具体)*"
    r"(?:需要|需|要|应)?(?:说明|补充|反映|填报|填写|报告)?的?(?:情况|内容|事项|问题|资料|材料|文件|原因|措施|办法|制度|项目)?",
    re.IGNORECASE,
)


def says_nothing(text: str) -> bool:
    """Return whether a text is one of the ways to say that there is nothing: 无, 没有。, 暂无, 不适用, /, ——, 本年度没有此类情况."""
    return len(text) <= LONGEST and is_word_for_nothing(str(text))


@lru_cache(maxsize=4096)
def is_word_for_nothing(text: str) -> bool:
    """Return whether a short text says that there is nothing; the same few stand in every unit's data."""
    kept = (char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and unicodedata.category(char)[0] not in "PSC")
    bare = "".join(kept)
    return not bare or bool(NOTHING.fullmatch(bare))


def has_content(value: object) -> bool:
    """Return whether a value says something: any number and day does; 无, 不适用, / and the like do not; of a blank only 【待填】.

    Paragraphs do if one of them does, and rows if something in their first column does.
    """
    if type(value) is Words:
        return bool(value) and not says_nothing(value)
    if isinstance(value, ALWAYS_SAY):
        return True
    if isinstance(value, str):
        return not (isinstance(value, NotApplicable) or not value or says_nothing(value))
    if isinstance(value, Lines | Rows):
        return any(map(has_content, value if isinstance(value, Lines) else (next(iter(row.values()), "") for row in value)))
    return bool(value.shown) if isinstance(value, Blank) else is_filled(value)


def is_nothing(value: object) -> bool:
    """Return whether it is filled in that there is nothing, or that it does not apply."""
    return is_filled(value) and not has_content(value)


def are_nothing(values: Iterable[object]) -> bool:
    """Return whether it is filled in of all values that there is nothing."""
    return all(map(is_nothing, values))


def have_content(values: Iterable[object]) -> bool:
    """Return whether one of the values says something."""
    return any(map(has_content, values))


def begins_with(text: object, *openings: str) -> bool:
    """Return whether a text begins by itself with one of these openings, so that nothing has to lead in to it: 我局已建立…, 原因是….

    Args:
        text: the text.
        openings: the words that would lead in to it.
    """
    return bool(beginning(openings).match(str(text).strip()))


@lru_cache(maxsize=256)
def beginning(openings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds openings where a text begins; templates ask for the same few."""
    return regex(f"{SUBJECT}[，：]?(?:{'|'.join(map(re.escape, openings))})")
