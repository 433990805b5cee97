"""What a form's rules find in one unit-year's facts, as a reviewer would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2.runtime import Context

from pipeline.checks import functions, passages
from pipeline.checks.compiling import CHECKS, LEXICON, VALUE
from pipeline.checks.grounds import grounds
from pipeline.checks.last_year import Subject
from pipeline.checks.rules import Check
from pipeline.checks.subjects import Subjects
from pipeline.checks.texts.reading import Reading
from pipeline.checks.together import RULE_FAULTS, CameTo, Failed, batches, reason
from pipeline.facts.fact import Facts
from pipeline.language.budget import renew
from pipeline.language.values import AtHand, Blank, Words
from pipeline.paths import as_declared, is_below, parent, steps, without_rows
from pipeline.problems import Kind, Problem, error


def run_checks(checks: Sequence[Check], facts: Facts, reading: Reading | None = None) -> list[Problem]:
    """Return what the checks find in the facts, in the order of the data file.

    Args:
        checks: the checks.
        facts: the facts.
        reading: reads the facts' texts, if somebody else wants to know that too.
    """
    context = Context(CHECKS, {**CHECKS.globals, **facts.names, **functions.made_for(facts, reading or Reading(facts))}, None, {})
    subjects = Subjects(facts)
    spoilt = any(isinstance(fact.value, Blank) and fact.value.wrong for fact in facts.by_path.values())
    found: list[list[Problem]] = [[] for _ in checks]
    for batch in batches(tuple(checks)):
        for subject in subjects.of(batch.checks[0]):
            context.vars = subject[0]
            for number, check, came_to in zip(batch.numbers, batch.checks, batch.ask(context), strict=True):
                if came_to and not (spoilt and rests_on_mistake(check, subject[0], facts)):
                    found[number] += findings(check, came_to, subject, context, facts)
    every = dict.fromkeys(problem for problems in found for problem in problems)
    return sorted(every, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))


def findings(check: Check, found: CameTo, subject: Subject, context: Context, facts: Facts) -> list[Problem]:
    """Return what one check finds in one thing.

    Args:
        check: the rule.
        found: what its condition came to.
        subject: what it looks at.
        context: what its expressions see.
        facts: all facts.
    """
    if isinstance(found, Failed):
        return [not_computed(check, found.reason)]
    looked_at = subject[1]
    context.parent[LEXICON] = check.lexicon
    renew()
    try:
        fact = looked_at or (None if check.kinds else facts.by_path.get(target(check, context, facts)))
        messages, hints = check.rule.sentences(context, found)
    except RULE_FAULTS as fault:
        return [not_computed(check, reason(fault))]
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


def not_computed(check: Check, why: str) -> Problem:
    """Return that a rule cannot be computed, and why."""
    return error(Kind.RULE_FAILS, f"审核规则“{check.name}”算不出来（{why}）", check.place, hint="请改正这条规则")


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


def value_at(context: Context, path: str) -> Any:  # noqa: ANN401 - any value
    """Return what stands at a path that begins with one of the names that a rule's expressions see."""
    first, *rest = steps(path)
    value = context.vars[first] if first in context.vars else context.parent[first]
    for step in rest:
        value = value[step]
    return value


def target(check: Check, context: Context, facts: Facts) -> str:
    """Return the path of the field that a problem is shown at: `at`, or the first field that the rule uses.

    Args:
        check: the rule.
        context: what its expressions see.
        facts: all facts.
    """
    if not check.at:
        used = {field.path for field in check.used}
        return next((path for path in facts.by_path if as_declared(path) in used), "") if used else ""
    value = value_at(context, check.at)
    return str(getattr(value, "path", "")) or next((path for path, fact in facts.by_path.items() if fact.value is value), "")
