"""The conditions of rules that look at the same, as one function: what they name is looked up once, and each costs only itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, cast

import jinja2
from jinja2.runtime import Context

from pipeline.checks import passages
from pipeline.checks.compiling import CHECKS, LEXICON
from pipeline.checks.rules import Check
from pipeline.language.budget import TooMuchError, renew
from pipeline.language.expression_code import ExpressionCode
from pipeline.language.values import NoFigureError
from pipeline.records import record

# What a rule can do wrong that only shows when it runs.
RULE_FAULTS: Final = (
    jinja2.TemplateError,
    NoFigureError,
    ArithmeticError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    RecursionError,
)
# What makes a condition about figures come to nothing: one of them is blank or does not apply.
NO_FIGURES: Final = (NoFigureError, ArithmeticError)


@record()
class Failed:
    """That a condition cannot be computed.

    Attributes:
        reason: why, in Chinese.
    """

    reason: str


# What a condition came to.
CameTo = passages.Found | Failed


@record()
class Batch:
    """Rules that look at the same.

    Attributes:
        numbers: which of a form's rules they are, from 0.
        checks: the rules.
        ask: returns what the condition of each comes to.
    """

    numbers: tuple[int, ...]
    checks: tuple[Check, ...]
    ask: Callable[[Context], list[CameTo]]


@lru_cache(maxsize=16)
def batches(checks: tuple[Check, ...]) -> tuple[Batch, ...]:
    """Return a form's rules by what they look at."""
    found: dict[object, list[int]] = {}
    for number, check in enumerate(checks):
        found.setdefault((check.kinds, check.groups, check.compares), []).append(number)
    every = [(tuple(numbers), tuple(checks[number] for number in numbers)) for numbers in found.values()]
    return tuple(Batch(numbers, own, asking(own)) for numbers, own in every)


def asking(checks: Sequence[Check]) -> Callable[[Context], list[CameTo]]:
    """Return the function that gives what each condition comes to, compiled when it is first called."""
    made: list[Callable[[Context], list[CameTo]]] = []

    def ask(context: Context) -> list[CameTo]:
        if not made:
            made.append(compiled(checks))
        return made[0](context)

    return ask


def compiled(checks: Sequence[Check]) -> Callable[[Context], list[CameTo]]:
    """Return the same; if one of the conditions cannot be compiled, the others are by themselves."""
    try:
        return cast("Callable[[Context], list[CameTo]]", CHECKS.made(*conditions_code(checks))["root"])
    except RULE_FAULTS as fault:
        if len(checks) == 1:
            failed = Failed(reason(fault))
            return lambda _: [failed]
        alone = [compiled([check]) for check in checks]
        return lambda context: [found for ask in alone for found in ask(context)]


def conditions_code(checks: Sequence[Check]) -> tuple[str, dict[str, Any]]:
    """Return the code of the function that gives what each of some conditions comes to, and what it can name."""
    code = ExpressionCode(CHECKS)
    lines = ["found = []"]
    for number, check in enumerate(checks):
        code.known = {LEXICON: f"lexicons[{number}]"}  # each rule has a list of words of its own
        lines += [
            "begin()",
            "try:",
            f"    met = {code.of(check.rule.trees.asking)}",
            "    found.append(came_to(met) if met else [])",
            "except RULE_FAULTS: found.append(failed())",
        ]
    known = {"begin": renew, "came_to": passages.found, "lexicons": [check.lexicon for check in checks]}
    return code.function([*lines, "return found"]), {**code.namespace, **known, "RULE_FAULTS": RULE_FAULTS, "failed": failed}


def failed() -> CameTo:
    """Return what the condition came to that has just failed."""
    fault = cast("Exception", sys.exception())
    return [] if isinstance(fault, NO_FIGURES) else Failed(reason(fault))


def reason(fault: Exception) -> str:
    """Return in Chinese why a rule cannot be computed."""
    if isinstance(fault, NoFigureError | TooMuchError):
        return str(fault)
    if isinstance(fault, RecursionError):
        return "宏没有尽头"
    if isinstance(fault, jinja2.UndefinedError | LookupError):
        return "用到的一行或一项并不存在"
    if isinstance(fault, ArithmeticError):
        return "除数为 0，或数字过大"
    return "文字、日期和数字不能放在一起比较或计算"
