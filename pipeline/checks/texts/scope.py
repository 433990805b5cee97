"""Whether a sentence speaks of this unit and this year as a whole, or of last year, a part, others, or what is yet to come."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.regex import regex

# A year, and what else says which time is meant: ours, or another.
TIME: Final = regex(
    r"(?P<year>(?<!\d)(?:19|20)\d\d)(?=年)|(?P<own>本年|今年|当年|全年|本年度|年末|年底|截至目前)|(?P<other>"
    r"上年|去年|上一年|前年|往年|历年|前几年|同期|明年|下年|次年|下一年|来年|十[二三四五六]五|规划期|近[两三四五几]年|[两三四五几]年[来间]|"
    r"累计|以来|[上下]半年|[一二三四1-4]季度|前[一二三四五六七八九\d]+个?月|\d{1,2}月(?!底|末|\d)|每[年月季天日]|[月日季]均|当[月日天]|此前|以往|原[有来计定])"
)
# Whose figure it is: ours, or that of others, of a part, of many.
OWNER: Final = regex(
    r"(?P<own>[我本][局委院校馆站所厅府会部办处中镇乡街场园社台队](?!市|县|区)|[我本](?:单位|部门|级)|局机关|委机关|机关本级|本级)|(?P<other>"
    r"下属|所属|直属|[市县区镇乡局校院]属|公司|集团|合作社|厂(?=[\u4e00-\u9fff])|二级|基层|[省市县区镇乡]级(?:各?部门|单位|机关|[\u4e00-\u9fff]{2}部门)|乡镇|系统|[各全我][市县区省国镇乡村街]|辖区|其他|其余|另外|委托|兄弟|相关单位|人均|户均|每[人户个项件])"
)
# A comparison says figures of another time, and how much more or less.
COMPARISON: Final = regex(r"(?:比|较|与|同|和)(?:上年|去年|上一年|往年|年初|同期|预算|\d{4}年|计划|目标)[^，。；]*")
WITH_PLAN: Final = regex("[比较](?:年初)?(?:预算|计划)(?:安排|数)?的?$")
TARGET: Final = regex(
    r"确保|力争|争取|目标值|指标值|拟|将于|将要|计划在|不低于|不少于|不得|应当|要求|预计|预期|打算|下一步|下步|明年|如果|若|以内|以上|"
    r"(?:^|[，；：])(?:[^，；：]{0,4}将(?![近来军])|目标|计划)(?!完成|实现|数|批复)"
)
PART: Final = regex("项目|专项|工程|经费|其中|用于|补助|单项")
# What a field's name says of what is to be done, or what a unit is for; and of what was done.
PLANNED: Final = regex("目标|计划|任务|职能|职责|改进措施|依据|打算")
DONE: Final = regex("完成|实现|结果")


# What says of a whole sentence that it is about others.
APART: Final = regex("独立核算|单独核算|另行编报|单独编报|[不未]计入|[未没有]{1,2}列入|[未没有]{1,2}纳入|不含在内")


def is_ours(before: str, year: int) -> bool:
    """Return whether the words before a figure, from the sentence's beginning on, leave it ours and of this year as a whole.

    Args:
        before: the words.
        year: the report's year.
    """
    before = COMPARISON.sub("", before)
    time = last(TIME, before)
    if time and not time["own"] and time["year"] != str(year):
        return False
    owner = last(OWNER, before)
    return not owner or bool(owner["own"])


def is_compared(before: str, *, planned: bool = False) -> bool:
    """Return whether a figure stands within a comparison, such as 比上年的 before it; 比预算的 tells a plan's figure.

    Args:
        before: what stands before it.
        planned: whether the figure is that of a plan, which comparisons tell as well.
    """
    return any(found.end() == len(before) and not (planned and WITH_PLAN.match(found[0])) for found in COMPARISON.finditer(before))


def is_target(clause: str) -> bool:
    """Return whether a clause says what is to be, not what is."""
    return bool(TARGET.search(clause))


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of a pattern in a text."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


@lru_cache(maxsize=64)
def speaks_of_plans(name: str) -> bool:
    """Return whether a field, by its name, tells what is to be done, or what a unit is for."""
    return bool(PLANNED.search(name)) and not DONE.search(name)
