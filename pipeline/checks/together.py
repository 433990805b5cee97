"""The conditions of rules that look at the same, as one function: what they name is looked up once, and each costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import Frame
from jinja2.runtime import Context

from pipeline.checks import passages
from pipeline.checks.compiling import CHECKS, LEXICON
from pipeline.checks.rules import Check
from pipeline.language.budget import TooMuchError, renew
from pipeline.language.code import Code
from pipeline.language.values import NoFigureError

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


@dataclass(frozen=True, slots=True)
class Failed:
    """That a condition cannot be computed.

    Attributes:
        reason: why, in Chinese.
    """

    reason: str


# What a condition came to.
CameTo = passages.Found | Failed


@dataclass(frozen=True, slots=True)
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
    tree = nodes.Template([nodes.ExprStmt(condition_of(check), lineno=1) for check in checks], lineno=1)
    known = {"begin": renew, "came_to": passages.found, "lexicons": [check.lexicon for check in checks], "NO_FIGURES": NO_FIGURES}
    try:
        code = CHECKS.namespace_of(tree, Conditions, RULE_FAULTS=RULE_FAULTS, Failed=Failed, reason=reason, **known)
    except RULE_FAULTS as fault:
        if len(checks) == 1:
            failed = Failed(reason(fault))
            return lambda _: [failed]
        alone = [compiled([check]) for check in checks]
        return lambda context: [found for ask in alone for found in ask(context)]
    return cast("Callable[[Context], list[CameTo]]", code["root"])


def condition_of(check: Check) -> nodes.Expr:
    """Return a rule's condition as parsed and metered."""
    return cast("nodes.Expr", cast("nodes.Assign", check.rule.trees.asking.body[0]).node)


class Conditions(Code):
    """Generates the function that returns what each of some conditions comes to."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's own signature
        """Write the function."""
        frame = self.opened(node)
        self.writeline("found = []")
        for number, condition in enumerate(node.body):
            self.number = number
            self.writeline("begin()")
            self.writeline("try:")
            self.indent()
            self.writeline("found.append(came_to(")
            self.visit(cast("nodes.ExprStmt", condition).node, frame)
            self.write("))")
            self.outdent()
            self.writeline("except NO_FIGURES:")
            self.writeline("    found.append([])")
            self.writeline("except RULE_FAULTS as fault:")
            self.writeline("    found.append(Failed(reason(fault)))")
        self.writeline("return found")
        self.outdent()

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Write a name; each rule has a list of words of its own."""
        if node.name == LEXICON:
            self.write(f"lexicons[{self.number}]")
        else:
            super().visit_Name(node, frame)


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
