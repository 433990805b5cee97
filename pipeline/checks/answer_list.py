"""The answers that hold, as documents list them for the reviewer; and the personal data in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.checks.answers import LATE, Answer, doubt
from pipeline.checks.grounds import CHECKSUM
from pipeline.checks.settling import about, fits
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import label_of
from pipeline.form.form import ANSWER_ROWS
from pipeline.form.last_year import LAST_YEAR
from pipeline.form.short_paths import BEFORE, short_path
from pipeline.language.values import Day, Figure, Group, Rows, Words
from pipeline.paths import EVERY_ROW, steps
from pipeline.privacy.search import Search
from pipeline.problems import Answered, Problem, Severity, kind_label


def rows_of(answered: Sequence[Answered], facts: Facts) -> Rows:
    """Return answers as templates see them; `facts` are those of the edition that is printed."""
    return Rows(row(each, facts) for each in answered)


def row(each: Answered, facts: Facts) -> Group:
    """Return an answer as templates see it."""
    problem = each.problem
    shown = {path: figure for path, text in about(problem, facts).items() if (figure := shown_figure(path, text, facts))}
    labels = {path: label_in(path, facts) for path in shown}
    times = Counter(labels.values())
    names = {path: label if times[label] == 1 else short_path(facts.form, path) for path, label in labels.items()}
    figures = "；".join(f"{names[path]} {figure}" for path, figure in shown.items()) or "没有填写"
    where = label_of(facts.form, problem.path) if problem.path else ""
    texts = (each.reason, kind_label(problem.kind), where, problem.message, figures)
    return Group({name: Words(text, "") for name, text in zip(ANSWER_ROWS.fields, texts, strict=True)})


def label_in(path: str, facts: Facts) -> str:
    """Return what the reviewer calls a figure: the labels of its field, also of last year's, or the name that was given it."""
    own = path.removeprefix(BEFORE)
    if EVERY_ROW in own:
        rows, _, column = own.rpartition(f"{EVERY_ROW}.")
        return f"{steps(rows)[-1]}各行的{column}"
    return f"{LAST_YEAR if own != path else ''}{label_of(facts.form, own)}" if own in facts.by_path else path


def shown_figure(path: str, text: str, facts: Facts) -> str:
    """Return a figure as the documents show it, with its unit, or a passage; nothing for a blank.

    Args:
        path: its path or name.
        text: what was kept of it.
        facts: the facts of the edition that is printed.
    """
    fact = facts.before.get(path.removeprefix(BEFORE)) if path.startswith(BEFORE) else facts.by_path.get(path)
    if fact and isinstance(fact.value, Figure):
        return f"{fact.value.spelt}{'' if '%' in fact.value.text else fact.field.unit}"
    if fact and (isinstance(fact.value, Day) or fact.field.private):
        return str(fact.value)
    return f"“{CHECKSUM.sub('', text)}”" if text and CHECKSUM.search(text) else text


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
