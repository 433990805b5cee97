"""What Excel itself lets a clerk type into a place for a value, how it shows it, and what it says beside the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pipeline.form.field import Field
from pipeline.form.types.decimals import FEW_DECIMALS, MAX_DECIMALS
from pipeline.form.types.field_type import NOT_APPLICABLE
from pipeline.form.types.registry import NUMERIC, type_of

# Excel's own limits, in characters.
LONGEST_TITLE, LONGEST_MESSAGE, LONGEST_LIST = 32, 255, 255
# How Excel shows values: what is typed as 97.5 into a percent cell is 97.5%; a text cell leaves 0759-1 and 2021-6 as typed.
TEXT, PERCENT, DAY = "@", "0.00%", 'yyyy"年"m"月"d"日"'
SHOWN: Final = {"percent": PERCENT, "date": DAY, "month": TEXT, "url": TEXT, "text": TEXT}
# Older Excel shows #### for a longer text in a text cell.
SHORT_TEXTS: Final = ("month", "url", "text")
SAID: Final = {
    "list": "有几项的，一项写一行（换行按 Alt+Enter）",
    "date": "如 2021-6-1",
    "month": "如 2021年6月",
    "url": "以 http:// 或 https:// 开头",
}
DAY_CONDITION: Final = "IF(ISNUMBER({cell}),AND({cell}>=DATE(1949,10,1),{cell}<DATE(2100,1,1)))"
SLACK: Final = "1E-9"


@dataclass(frozen=True, slots=True)
class TypingRule:
    """What a cell takes.

    Attributes:
        shown: the number format; empty for Excel's general one.
        words: the words to choose from, if there are some.
        formula: what must be true, with {cell} where the cell's name has to stand; empty if anything may be typed.
        wrong: what Excel says of anything else.
        title: the heading of what is said beside the cell.
        message: what is said beside it; may be empty.
    """

    shown: str
    words: tuple[str, ...]
    formula: str
    wrong: str
    title: str
    message: str


def rule_of(field: Field, *, is_wide: bool) -> TypingRule:
    """Return what a cell of a field takes; `is_wide` is whether long texts are expected in it."""
    words = words_of(field)
    shown = "" if is_wide and field.type in SHORT_TEXTS else SHOWN.get(field.type, "")
    formula = "" if words else formula_of(field)
    message = "；".join(part.rstrip("。") for part in (field.hint, unit_of(field), SAID.get(field.type, ""), nothing_of(field)) if part)
    wrong = f"应填{type_of(field).called}{unit_of(field) and f'（{unit_of(field)}）'}。" if formula else "请从列表里选一项。"
    return TypingRule(shown, words, formula, f"{wrong}{nothing_of(field)}", field.label[:LONGEST_TITLE], message[:LONGEST_MESSAGE])


def words_of(field: Field) -> tuple[str, ...]:
    """Return the words that a field takes, if it takes only some."""
    words = type_of(field).words
    return words(field) if words else ()


def unit_of(field: Field) -> str:
    """Return a figure's unit in words."""
    return f"单位：{field.unit}" if field.unit and field.type in NUMERIC else ""


def nothing_of(field: Field) -> str:
    """Return what is typed where there is nothing, if a field is no text."""
    return f"没有的填 {' 或 '.join(NOT_APPLICABLE)}" if type_of(field).takes_words else ""


def formula_of(field: Field) -> str:
    """Return what must be true of what is typed: a number of few decimals within limits, a day; or a word for nothing."""
    condition = DAY_CONDITION if field.type == "date" else number_condition(field) if field.type in NUMERIC else ""
    nothing = "".join(f',{{cell}}="{word}"' for word in NOT_APPLICABLE)
    return f"=OR({condition}{nothing})" if condition else ""


def number_condition(field: Field) -> str:
    """Return what is true of a field's number; a percentage is a fraction to Excel."""
    number = "{cell}*100" if field.type == "percent" else "{cell}"
    most = (
        0
        if field.type == "integer"
        else field.decimals
        if field.decimals is not None
        else MAX_DECIMALS
        if field.type in FEW_DECIMALS
        else None
    )
    conditions = [f"{number}{sign}{limit}" for sign, limit in ((">=", field.minimum), ("<=", field.maximum)) if limit is not None]
    conditions += [] if most is None else [f"ABS({number}-ROUND({number},{most}))<{SLACK}"]
    return f"IF(ISNUMBER({{cell}}),AND({','.join(conditions) or 'TRUE'}))"


def validation(rule: TypingRule, cell: str, listed: str) -> dict[str, Any] | None:
    """Return what XlsxWriter takes for a rule; None if there is nothing to check and to say.

    Args:
        rule: the rule.
        cell: the cell's name.
        listed: where the words to choose from stand, if there are too many for the rule itself.
    """
    said = {"input_title": rule.title, "input_message": rule.message} if rule.message else {}
    checks = {"error_title": "填写有误", "error_message": rule.wrong[:LONGEST_MESSAGE], "error_type": "stop"}
    if rule.words:
        return {"validate": "list", "source": listed or list(rule.words), **checks, **said}
    if rule.formula:
        return {"validate": "custom", "value": rule.formula.format(cell=cell), **checks, **said}
    return {"validate": "any", **said} if said else None


def is_long_list(words: tuple[str, ...]) -> bool:
    """Return whether words to choose from have to stand in cells: Excel takes few of them in a rule, and none with a comma."""
    return len(",".join(words)) > LONGEST_LIST or any("," in word for word in words)
