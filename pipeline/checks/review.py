"""What a form's rules find in one unit-year's facts, as a reviewer would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import jinja2
from jinja2.runtime import Context

from pipeline.checks import functions, last_year, passages
from pipeline.checks.compiling import AT_ONCE, BLANK, CHECKS, KIND, KINDS, LEXICON, MASK, NAME, TEXTS, UNIT, VALUE
from pipeline.checks.grounds import grounds
from pipeline.checks.last_year import Subject
from pipeline.checks.rules import Check
from pipeline.checks.texts.all_texts import AllTexts
from pipeline.facts.fact import Facts
from pipeline.facts.standing import standing
from pipeline.form.field import Field
from pipeline.form.rows import rows_around
from pipeline.form.types.registry import TYPES
from pipeline.language.budget import TooMuchError, renew
from pipeline.language.values import AtHand, Blank, Group, NoFigureError, Rows, Words
from pipeline.paths import as_declared, is_below, numbered, parent, steps, without_rows
from pipeline.problems import Kind, Problem, error

# What a rule can do wrong that only shows when it runs.
RULE_FAULTS = (jinja2.TemplateError, NoFigureError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError, RecursionError)

# A group or row, its path, and the rows that it stands in, by name.
GroupAt = tuple[Group, str, Mapping[str, AtHand]]

# The types of what all texts are made of; who is masked has no wording of his own.
WORDED = ("text", "paragraphs", "list")


def run_checks(checks: Sequence[Check], facts: Facts) -> list[Problem]:
    """Return what the checks find in the facts, in the order of the data file."""
    context = Context(CHECKS, {**CHECKS.globals, **facts.names, **functions.made_for(facts)}, None, {})
    values = values_by_kind(facts)
    before = last_year.with_before(values, facts)
    groups = cache(lambda field: list(groups_at(field, facts)))  # several rules look at one group
    spoilt = any(isinstance(fact.value, Blank) and fact.value.wrong for fact in facts.by_path.values())
    found = [
        problem
        for check in checks
        for subject in subjects(check, facts, before if check.compares else values, groups)
        if not (spoilt and rests_on_mistake(check, subject[0], facts))
        for problem in findings(check, subject, context, facts)
    ]
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))


def findings(check: Check, subject: Subject, context: Context, facts: Facts) -> list[Problem]:
    """Return what one check finds in one thing.

    Args:
        check: the rule.
        subject: what it looks at.
        context: what its expressions see.
        facts: all facts.
    """
    context.vars, looked_at = subject
    context.parent[LEXICON] = check.lexicon
    renew()
    try:
        found = condition(check, context)
        if not found:
            return []
        fact = looked_at or (None if check.kinds else facts.by_path.get(target(check, context, facts)))
        messages, hints = check.rule.sentences(context, found)
    except RULE_FAULTS as fault:
        return [error(Kind.RULE_FAILS, f"审核规则“{check.name}”算不出来（{reason(fault)}）", check.place, hint="请改正这条规则")]
    own = (fact.path, fact.place) if fact else ("", check.place)
    value = context.vars.get(VALUE)
    if looked_at and isinstance(value, Words):
        own = passages.spot(value.path, 0, facts) or own  # a paragraph of several
    _, severity, answerable = check.level
    places = [(passages.spot(one.path, one.offset, facts) if one else None) or own for one in found]
    return [
        Problem(severity, check.name, message, place, path, hint, grounds(check, context.vars, looked_at, facts, one), answerable)
        for one, (path, place), message, hint in zip(found, places, messages, hints, strict=False)
        if not passages.is_seam(one, facts)
    ]


def rests_on_mistake(check: Check, names: Mapping[str, Any], facts: Facts) -> bool:
    """Return whether a rule looks at a value that is reported as wrong already: what follows from it would be told twice, or be untrue.

    Args:
        check: the rule.
        names: the subject's own names.
        facts: all facts.
    """
    for field in check.used:
        own = any(is_below(field.path, group.path) for group in check.groups)
        outer = names.get(without_rows(steps(parent(field.path))[-1]))
        fact = facts.by_path.get(field.path)
        value = names.get(field.name) if own else outer.row.get(field.name) if isinstance(outer, AtHand) else fact.value if fact else None
        if isinstance(value, Blank) and value.wrong:
            return True
    return False


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


def condition(check: Check, context: Context) -> passages.Found:
    """Return what a rule's condition comes to; for one about a figure that is blank or does not apply, nothing."""
    try:
        return passages.found(check.rule.condition(context))
    except (NoFigureError, ArithmeticError):
        return []


def values_by_kind(facts: Facts) -> dict[str, list[Subject]]:
    """Return what `each` can look at one by one, by type: the values, what was left empty in the file, and all of something at once.

    A value that does not apply is none, and a blank that is required is an error already.
    """
    values: dict[str, list[Subject]] = {kind: [] for kind in KINDS}
    for fact in facts.by_path.values():
        if fact.fixed:  # the bureau's words are not the unit's to correct
            continue
        field, value = fact.field, fact.value
        kind = field.type
        if isinstance(value, Blank):
            if value.given and not field.required:
                shown = "number" if TYPES[kind].is_number else kind
                values[BLANK].append(({VALUE: value, KIND: shown, NAME: fact.path, UNIT: field.unit, MASK: field.private}, fact))
            continue
        for one in functions.filled(fact):
            values[kind].append(({VALUE: one, KIND: kind, NAME: fact.path, UNIT: field.unit, MASK: field.private}, fact))
    texts = [names[VALUE] for kind in WORDED for names, _ in values[kind] if not names[MASK]]
    together = {TEXTS: AllTexts.of(texts), **{kind: all_of(facts) for kind, all_of in AT_ONCE.items()}}
    values.update((kind, [({VALUE: value, NAME: "", KIND: kind, UNIT: "", MASK: ""}, None)]) for kind, value in together.items())
    return values


def subjects(
    check: Check, facts: Facts, values: Mapping[str, list[Subject]], groups: Callable[[Field], Sequence[GroupAt]]
) -> Iterator[Subject]:
    """Yield each thing that a check looks at: values, groups or rows, or once the form as a whole.

    Args:
        check: the rule.
        facts: all facts.
        values: what `each` can look at one by one, by type.
        groups: gives each group or row of a field, as `groups_at` yields it.
    """
    if not check.kinds and not check.groups:
        yield {}, None
    for kind in check.kinds:
        yield from values[kind]
    for group_field in check.groups:
        for content, path, rows_at_hand in groups(group_field):
            before = last_year.of_group(group_field, path, facts) if check.compares else {}
            if before is not None:
                yield {**rows_at_hand, NAME: group_field.label, **before, **content}, None


def groups_at(field: Field, facts: Facts) -> Iterator[GroupAt]:
    """Yield each group or row of a field, with its path and the rows that it stands in, by name."""
    around = {name: facts.names.get(name, Rows()) for name in rows_around(facts.form, field.path)}
    for holder, path, rows_at_hand in standing(facts.root, steps(field.path), "", around):
        found = holder[field.name]
        if isinstance(found, Group):
            yield found, path, rows_at_hand
        elif isinstance(found, Rows):
            yield from ((row, numbered(path, number), rows_at_hand) for number, row in enumerate(found, 1))


def value_at(start: Any, path: str) -> Any:  # noqa: ANN401 - any value of a group
    """Return what stands below a group at a path."""
    for step in steps(path):
        start = start[step]
    return start


def target(check: Check, context: Context, facts: Facts) -> str:
    """Return the path of the field that a problem is shown at: `at`, or the first field that the rule uses.

    Args:
        check: the rule.
        context: what its expressions see.
        facts: all facts.
    """
    if not check.at:
        used = {field.path for field in check.used}
        return next((path for path in facts.by_path if as_declared(path) in used), "")
    value = value_at({**context.parent, **context.vars}, check.at)
    return str(getattr(value, "path", "")) or next((path for path, fact in facts.by_path.items() if fact.value is value), "")
