"""The answers that hold, as documents list them for the reviewer; and the personal data in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.checks.answers import LATE, Answer, doubt
from pipeline.checks.grounds import kept
from pipeline.checks.settling import about, fits
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import label_of
from pipeline.form.form import ANSWER_ROWS
from pipeline.language.values import Group, Rows, Words
from pipeline.privacy.search import Search
from pipeline.problems import Answered, Problem, Severity, kind_label


def rows_of(answered: Sequence[Answered], facts: Facts) -> Rows:
    """Return answers as templates see them; `facts` are those of the edition that is printed."""
    return Rows(row(each, facts) for each in answered)


def row(each: Answered, facts: Facts) -> Group:
    """Return an answer as templates see it."""
    problem = each.problem
    figures = "；".join(figure(path, text, facts) for path, text in about(problem, facts).items())
    where = label_of(facts.form, problem.path) if problem.path else ""
    texts = (each.reason, kind_label(problem.kind), where, problem.message, figures)
    return Group({name: Words(text, "") for name, text in zip(ANSWER_ROWS.fields, texts, strict=True)})


def figure(path: str, text: str, facts: Facts) -> str:
    """Return a figure that a finding is about, as the reviewer reads it: with its label and unit, from the edition's facts.

    Args:
        path: its path or name.
        text: what it was when the finding was told.
        facts: the facts of the edition that is printed.
    """
    fact = facts.by_path.get(path)
    if fact is None:
        return f"{path} {text}"
    unit = fact.field.unit if kept(fact.value)[:1].isdigit() and fact.field.type not in ("percent", "date", "month") else ""
    return f"{label_of(facts.form, path)} {kept(fact.value) or '未填'}{unit}"


def presumed(answers: Iterable[Answer], facts: Facts) -> list[Answered]:
    """Return the answers to what is found only when the documents are made, and by then are printed: if their figures are the same."""
    found = []
    for each in answers:
        problem = Problem(Severity.WARNING, each.kind, kind_label(each.kind), each.place, each.path)
        if each.kind in LATE and each.reason and fits(each, problem, facts, exact=True):
            found.append(Answered(problem, each.reason, each.place))
    return found


def private_in(answers: Iterable[Answer], search: Search) -> Iterator[Problem]:
    """Yield the personal data in reasons, which are printed as they are."""
    for each in answers:
        for finding in search.findings(each.reason):
            place = replace(each.reason_place, text="")
            yield doubt(place, f"说明里有{finding.what}", "评审用不着的个人信息请删去")
