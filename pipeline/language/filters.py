"""What templates can do to values and ask of them, besides what Jinja's own words do: each filter and test under its Chinese name.

The names are what a form's author types, in Word and in Markdown. Every filter pays for what it is given and what it returns.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.language import aggregates, phrases, wording
from pipeline.language.aggregates import figures
from pipeline.language.budget import MAX_DIGITS, TOO_MANY_DIGITS, TooMuchError, limited
from pipeline.language.closing import closing_indent
from pipeline.language.columns import aligned_columns, can_be_totalled, column_total, grouped, has_column, has_growth
from pipeline.language.nothing import are_nothing, begins_with, has_content, have_content, is_nothing
from pipeline.language.values import Blank, Figure, NotApplicable, is_filled
from pipeline.language.whole import whole
from pipeline.regex import regex

LINK_ENDS = regex(r"[\s\"\\<>]")
# What the writer of pages puts texts through, so that no figure is parted from its unit.
WHOLE_FILTER = "不拆行"
# What tells the writer of Word files where a signature and the date below it stand.
CLOSING_FILTER = "落款缩进"
# What a sentence puts its values through where a form prints 0 as a dash.
DIGITS_FILTER = "写出零"


def is_figure(value: object) -> bool:
    """Return whether a value is a number that can be compared and calculated with."""
    return isinstance(value, Decimal)


def is_day(value: object) -> bool:
    """Return whether a value is a day or a month."""
    return isinstance(value, date)


def link_part(value: object) -> str:
    """Return a part of an address; what would end it or begin a switch in a Word field stands there as a code."""
    return LINK_ENDS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), str(value))


def link_target(value: object) -> str:
    """Return an address for a link's href, or its first part.

    Raises:
        ValueError: the address is neither http, https nor within the page.
    """
    if not str(value).startswith(("http://", "https://", "#")):
        raise ValueError(f"链接地址应以 http:// 或 https:// 开头，现为“{value}”")
    return link_part(value)


def in_digits(value: object) -> object:
    """Return a value as a sentence prints it: 0 as 0."""
    return value.in_digits if isinstance(value, Figure) else value


def absolute(value: Decimal) -> Decimal:
    """Return a number without its sign."""
    return abs(value)


def listed(join: Callable[[Any], str]) -> Callable[[Any], object]:
    """Return a filter that joins a list's texts; a blank stays blank, it is not 无."""
    return lambda value: value if isinstance(value, Blank) else join(value)


def of_number(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter for numbers alone: as a fraction, a text of a few letters could be a number of endless digits."""

    def number_only(value: object, *arguments: object, **named: object) -> Any:  # noqa: ANN401 - what the function returns
        if isinstance(value, str) and not isinstance(value, NotApplicable):
            raise TypeError(value)
        return function(value, *arguments, **named)

    return limited(number_only)


def exact(text: str | Decimal) -> Decimal:
    """Return a number as it is written, digit by digit."""
    if isinstance(text, str) and len(text) > MAX_DIGITS:
        raise TooMuchError(TOO_MANY_DIGITS)
    number = Decimal(text)
    if not number.is_finite():  # a literal such as 1e999
        raise TooMuchError(TOO_MANY_DIGITS)
    return number


# Filter name in templates → function. The names are what a form's author types in Word.
FILTERS: dict[str, Callable[..., Any]] = {
    "小数": limited(exact),
    "勾选": limited(wording.tick),
    "大写": of_number(lambda value: wording.capital_amount(value, 10_000)),
    "数目": of_number(wording.short_number),
    "绝对值": of_number(absolute),
    "比较": of_number(wording.compare),
    "相差": of_number(wording.difference),
    "汉字数": of_number(wording.chinese_number),
    "列举": limited(listed(wording.join_list)),
    "分述": limited(listed(wording.join_sentences)),
    "连接": limited(phrases.joined),
    "带": phrases.with_words,
    "相比": phrases.compared,
    "同比": phrases.compared_with_last_year,
    "增长率": phrases.growth,
    "占比": phrases.share,
    "另述": phrases.introduced,
    "原因": phrases.reason,
    "成句": phrases.sentence,
    "非空": limited(phrases.not_empty),
    "列合计": limited(column_total),
    "分组": limited(grouped),
    "齐位": limited(aligned_columns),
    "数字项": limited(figures),
    "句号": limited(phrases.stop_after),
    "链接": limited(link_target),
    "链接后段": limited(link_part),
    WHOLE_FILTER: whole,  # the writer's own: printing pays for what it returns
    CLOSING_FILTER: limited(closing_indent),
    DIGITS_FILTER: in_digits,
    "文本": limited(str),
    **aggregates.FILTERS,
}

# Test name in templates → function.
TESTS: dict[str, Callable[..., bool]] = {
    "已填": is_filled,
    "有内容": has_content,
    "不涉及": is_nothing,
    "全不涉及": are_nothing,
    "有任一内容": have_content,
    "可列": has_column,
    "可合计": can_be_totalled,
    "可同比": has_growth,
    "开头是": begins_with,
    "数字": is_figure,
    "日期": is_day,
}
