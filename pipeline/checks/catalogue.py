"""Every kind of problem that there is: the program's own, and each form's rules; a page of the manual is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.checks.rules import Check
from pipeline.problems import Kind

HEAD = "# 会指出的问题\n\n本页由程序生成，请不要改动。\n"


def catalogue(checks: Mapping[str, Sequence[Check]]) -> str:
    """Return the page, as Markdown; `checks` are the rules of each form by its name."""
    return "\n".join((HEAD, *own_kinds(), *(line for form, rules in checks.items() for line in rule_lines(form, rules)))) + "\n"


def own_kinds() -> Iterator[str]:
    """Yield the table of the kinds that the program finds itself."""
    yield from ("## 程序自己查的", "", "| 种类 | 是什么 |", "|---|---|")
    yield from (f"| {kind} | {kind.label} |" for kind in Kind)


def rule_lines(form: str, checks: Sequence[Check]) -> Iterator[str]:
    """Yield the table of one form's rules."""
    yield from ("", f"## {form} 的审核规则", "", "| 种类 | 级别 |", "|---|---|")
    yield from (f"| {check.name} | {check.level} |" for check in checks)
