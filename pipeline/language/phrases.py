"""Parts of sentences that know the figure in them, so that a sentence can print its amounts with the same number of decimals.

A part about something that is not filled in, or does not apply, is empty, and a sentence leaves it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from jinja2 import pass_environment
from markupsafe import Markup

from pipeline.language import wording
from pipeline.language.budget import FILTER, joined_length, pay_for_text
from pipeline.language.escaping import escaped, marked
from pipeline.language.nothing import begins_with, has_content, is_nothing
from pipeline.language.values import Blank, Figure
from pipeline.regex import regex

if TYPE_CHECKING:
    from pipeline.language.sandbox import Sandbox

MONEY: Final = ("万元", "亿元", "元")
GAP: Final = "…"
STOPS: Final = "。；"
# What a text ends with; on a page, within the mark around it.
STOP: Final = regex(rf"[{STOPS}]((?:</[a-z]+>)*)$")
STOP_ENDS: Final = (*STOPS, ">", "\n")
BASE: Final = Decimal(100)
PERCENT_SIGNS: Final = ("%", "％", "百分比", "百分数")
# Far more digits than a percentage is shown with.
RATES: Final = Context(prec=60)
REASONS: Final = ("原因", "主要原因", "具体原因", "是因为", "因为", "由于", "主要是")


class Phrase(Markup):
    """A part of a sentence that is printed already.

    Attributes:
        before: the words before its figure.
        amount: its figure, if it is an amount of money.
        after: the words behind its figure.
    """

    before: str = ""
    amount: Decimal | None = None
    after: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals its amount is printed with."""
        return decimals_of(self.amount) if self.amount is not None else 0


# What is printed already.
PRINTED: Final = frozenset((Markup, Phrase))


def decimals_of(number: Decimal) -> int:
    """Return how many decimals a number is printed with."""
    return len((number.text if isinstance(number, Figure) else wording.short_number(number)).partition(".")[2])


def common_decimals(decimals: Collection[int]) -> int:
    """Return how many decimals numbers are printed with beside each other: as many as all have, else two, as amounts of money are."""
    return max(decimals) if len(set(decimals)) == 1 else max(2, *decimals)


def with_decimals(figure: Figure, places: int) -> Figure:
    """Return a figure that prints with at least so many decimals: 9 as 9.00 beside 8.06."""
    return Figure(figure, figure.path, padded(figure.text, places)) if not figure.is_dash else figure


def padded(number: str, places: int) -> str:
    """Return a printed number with zeros behind it, so that it has at least so many decimals."""
    whole, _, decimals = number.partition(".")
    return f"{whole}.{decimals:0<{places}}" if places > len(decimals) else number


def printed(environment: Sandbox, before: str, value: object, after: str) -> str:
    """Return a value as an environment prints it, with words before and behind it.

    Args:
        environment: what prints it.
        before: the words before it.
        value: the value.
        after: the words behind it.
    """
    value = value.in_digits if type(value) is Figure and not value else value  # words stand beside it
    shown = wording.short_number(value) if type(value) is Decimal else environment.shown(value)
    text = f"{escaped(before)}{shown}{escaped(after)}" if environment.autoescape else f"{before}{shown}{after}"
    pay_for_text(len(text), FILTER)
    return text


def phrase(environment: Sandbox, before: str, value: object, after: str) -> str:
    """Return a part of a sentence.

    Args:
        environment: what prints it.
        before: the words before the value.
        value: the value.
        after: the words behind it, such as its unit.
    """
    text = printed(environment, before, value, after)
    if not environment.autoescape:
        return text
    part = str.__new__(Phrase, text)  # see `marked`
    if isinstance(value, Decimal) and after.startswith(MONEY):
        part.before, part.amount, part.after = before, value, after
    return part


@pass_environment
def with_words(environment: Sandbox, value: object, before: str, after: str = "", otherwise: str = "") -> str:
    """Return a value as it is printed, with words before and behind it; nothing if it has no content.

    Args:
        environment: what prints it.
        value: the value.
        before: the words before it, such as 编制.
        after: the words behind it, such as its unit.
        otherwise: what is said if it is filled in that there is nothing.
    """
    if not has_content(value):
        return otherwise if otherwise and is_nothing(value) else ""
    return phrase(environment, before, value, after)


@pass_environment
def compared(environment: Sandbox, actual: object, planned: object, *wordings: str) -> str:
    """Return how one number stands to another, in words for less, equal and more; nothing if one of them is no number.

    Args:
        environment: what prints it.
        actual: the first number.
        planned: the second.
        wordings: what is said in each case; … in it stands for how far the two are apart.
    """
    if not (is_number(actual) and is_number(planned)):
        return ""
    less, equal, more, *_ = (*wordings, "", "", "")
    chosen = less if actual < planned else more if actual > planned else equal
    before, gap, after = chosen.partition(GAP)
    return phrase(environment, before, wording.difference(actual, planned), after) if gap else chosen


@pass_environment
def compared_with_last_year(environment: Sandbox, value: object, last: object, unit: str = "", name: str = "") -> str:
    """Return how a number stands to last year's: 和上年相比增加2万元，增长12.50%; nothing if one of them is no number.

    A rate stands only where it is one: not on a base of 0, and not where it is too small to be seen.

    Args:
        environment: what prints it.
        value: this year's number.
        last: last year's.
        unit: their unit.
        name: what is compared, if the sentence has not said it.
    """
    if not (is_number(value) and is_number(last)):
        return ""
    if value == last:
        return f"{name}与上年持平"
    words = ("减少", "下降") if value < last else ("增加", "增长")
    percentage = growth(value, last).removeprefix("-")
    shown = f"，{words[1]}{percentage}" if percentage.strip("0.%") else ""
    after = f"{unit}{shown}"
    return phrase(environment, f"{name}和上年相比{words[0]}", wording.difference(value, last), after)


def is_number(value: object) -> TypeGuard[Decimal]:
    """Return whether a value is a number; a whole number of a template counts as well."""
    return isinstance(value, Decimal | int)


def growth(value: object, last: object, unit: object = "") -> str:
    """Return by how much a number is more than last year's, in percent of that: 12.50%, -3.20%; nothing if that is no base.

    Two percentages differ by percent points: 4.2个百分点.

    Args:
        value: the number.
        last: last year's.
        unit: what they are measured in.
    """
    if not (is_number(value) and is_number(last)):
        return ""
    if str(unit).strip() in PERCENT_SIGNS:
        return f"{wording.short_number(Decimal(value - last))}个百分点"
    return rate(value - last, last) if last > 0 else ""


def share(value: object, whole: object) -> str:
    """Return a number in percent of another: 12.50%; nothing if one of them is no number, or the other is 0."""
    if not (is_number(value) and is_number(whole)) or whole <= 0:
        return ""
    return rate(value, whole)


def rate(part: Decimal, whole: Decimal) -> str:
    """Return a part in percent of a whole."""
    with localcontext(RATES):
        return wording.percent(part * BASE / whole)


@pass_environment
def introduced(environment: Sandbox, value: object, lead: str, *openings: str) -> str:
    """Return a text as a sentence behind a lead-in: 原因：……。; without that if it begins so itself, nothing if it has no content.

    Args:
        environment: what prints it.
        value: the text.
        lead: the words that lead in to it.
        openings: other words that would.
    """
    if not has_content(value):
        return ""
    return phrase(environment, "" if begins_with(value, lead, *openings) else f"{lead}：", value, stop_after(value))


@pass_environment
def reason(environment: Sandbox, value: object) -> str:
    """Return a reason as the last part of a sentence: 原因是：……; nothing if none is given."""
    if not has_content(value):
        return ""
    return phrase(environment, "" if begins_with(value, *REASONS) else "原因是：", value, "")


@pass_environment
def sentence(environment: Sandbox, parts: Iterable[object], separator: str = "，") -> str:
    """Return the parts of a sentence that say anything, with separators between them and 。 behind; nothing if none of them does.

    Args:
        environment: what prints its amounts with the same number of decimals.
        parts: the parts.
        separator: what stands between them.
    """
    said = not_empty(parts)
    if not said:
        return ""
    decimals = {part.decimals for part in said if type(part) is Phrase and part.amount is not None}
    if len(decimals) > 1:
        places = common_decimals(decimals)
        said = [aligned(environment, part, places) if type(part) is Phrase else part for part in said]
    joined_length(said, separator)  # which may be too long
    text = joined([*map(without_stop, said[:-1]), said[-1]], separator)
    pay_for_text(len(text), FILTER)
    stop = stop_after(said[-1])
    return marked(f"{text}{stop}") if isinstance(text, Markup) else f"{text}{stop}"


def without_stop(part: Any) -> Any:  # noqa: ANN401 - any part
    """Return a part of a sentence, which goes on behind it, without the 。 or ； that its text ends with."""
    if not isinstance(part, str) or not part.endswith(STOP_ENDS) or not (found := STOP.search(part)):
        return part
    text = str(part)[: found.start()] + found[1]
    return marked(text) if isinstance(part, Markup) else text


def aligned(environment: Sandbox, part: Phrase, places: int) -> str:
    """Return a part with its amount printed with so many decimals.

    Args:
        environment: what prints it.
        part: the part.
        places: how many.
    """
    amount = part.amount
    if amount is None or part.decimals == places:
        return part
    value = with_decimals(amount, places) if isinstance(amount, Figure) else padded(wording.short_number(amount), places)
    return marked(printed(environment, part.before, value, part.after))


def joined(values: Iterable[object], separator: str = "") -> str:
    """Return the values' texts one after another; what a macro has printed stays as it is printed."""
    texts = [value if isinstance(value, str) else str(value) for value in values]
    if not PRINTED.isdisjoint(map(type, texts)):
        return marked(escaped(separator).join(map(escaped, texts)))
    return separator.join(texts)


def stop_after(value: object) -> str:
    """Return the 。 that a value wants to end a sentence, also if it is what a macro has printed; nothing for a blank."""
    if isinstance(value, Blank):
        return ""
    return wording.full_stop(value.striptags() if isinstance(value, Markup) and ("<" in value or "&" in value) else str(value))


def not_empty(values: Iterable[object]) -> list[Any]:
    """Return the values that print something."""
    return [value for value in values if str.strip(value if isinstance(value, str) else str(value))]
