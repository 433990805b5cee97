"""Every kind of problem that there is: the program's own, and each form's rules; a page of the manual is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.checks.rules import Check
from pipeline.problems import Kind

HEAD = "# 会指出的问题\n\n本页由程序生成，请不要改动。\n"


def catalogue(checks: Mapping[str, Sequence[Check]]) -> str:
    """Return the page, as Markdown; `checks` are the rules of each form by its name."""
    common = {check.name: check for rules in checks.values() for check in rules if check.common}
    own = {form: [check for check in rules if not check.common] for form, rules in checks.items()}
    tables = [
        rule_lines("各表通用的审核规则", [*common.values()]),
        *(rule_lines(f"{form} 的审核规则", rules) for form, rules in own.items()),
    ]
    return "\n".join((HEAD, *own_kinds(), *(line for table in tables for line in table))) + "\n"


def own_kinds() -> Iterator[str]:
    """Yield the table of the kinds that the program finds itself."""
    yield from ("## 程序自己查的", "", "| 种类 | 是什么 |", "|---|---|")
    yield from (f"| {kind} | {kind.label} |" for kind in Kind)


def rule_lines(title: str, checks: Sequence[Check]) -> Iterator[str]:
    """Yield the table of some rules, if there are any, under a title."""
    if checks:
        yield from ("", f"## {title}", "", "| 种类 | 级别 |", "|---|---|")
        yield from (f"| {check.name} | {check.level} |" for check in checks)
