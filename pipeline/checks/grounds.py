"""What a finding is about: the figures and passages that a rule looked at, as texts that can be kept and compared later."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pipeline.checks.compiling import VALUE
from pipeline.checks.last_year import BEFORE
from pipeline.checks.passages import Passage
from pipeline.checks.rules import Check
from pipeline.facts.fact import Fact, Facts
from pipeline.facts.standing import group_at, standing
from pipeline.form.field import Field
from pipeline.form.form import YEAR
from pipeline.form.last_year import LAST_YEAR
from pipeline.hashes import sha256
from pipeline.language.values import Figure, spelt
from pipeline.language.wording import SENTENCE
from pipeline.paths import as_declared, child, is_below, is_in_rows, one_of, parent, steps
from pipeline.regex import regex

Grounds = tuple[tuple[str, str], ...]

LONGEST: Final = 40  # characters of a text that is kept whole
HEAD, TAIL, DIGEST = 16, 8, 6  # characters kept of a longer one, and of its checksum
CHECKSUM: Final = regex(r"（共\d+字，校验码[0-9a-f]+）$")
DAY: Final = regex(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")


def grounds(check: Check, names: Mapping[str, Any], fact: Fact | None, facts: Facts, found: Passage | None = None) -> Grounds:
    """Return what a rule's finding is about, by path: the sentence or value that it looked at, and the values of the fields that it uses.

    Args:
        check: the rule.
        names: the subject's own names.
        fact: the fact that it looked at, if it was one.
        facts: all facts.
        found: the passage that it found, if it was one.
    """
    about: dict[str, str] = {}
    if found:
        about.update(passage_grounds(found, facts))
    elif fact and VALUE in names:
        about[fact.path] = kept(names[VALUE])  # of several paragraphs the one, whichever it is
        if BEFORE in names:
            about[child(LAST_YEAR, fact.path)] = kept(names[BEFORE])
    subject = subject_path(check, names) if check.groups else ""
    for field in sorted(check.used, key=lambda field: (field.place.line, field.place.column, field.path)):  # copies stand in one place
        for path, text in values_of(check, field, names, subject, facts):
            about.setdefault(path, text)
    return tuple(about.items())


def passage_grounds(found: Passage, facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the sentence that a passage stands in, at the path of its field, and the values that it was compared with."""
    path, number = (found.path, 1) if found.path in facts.by_path else one_of(found.path) or (found.path, 1)
    fact = facts.by_path.get(path)
    text = spelt(fact.value) if fact and isinstance(fact.value, Figure) else fact.texts[number - 1] if fact else found.words
    sentences = (match[0] for match in SENTENCE.finditer(text) if match.start() <= found.offset < match.end())
    yield path, kept(next(sentences, found.words if text else ""))
    for known in found.known.values():
        if (other := getattr(known, "path", "")) and other != path:
            yield other, kept(known)


def values_of(check: Check, field: Field, names: Mapping[str, Any], subject: str, facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the value of a field that a rule uses, with its path: in the row at hand, or anywhere; of several rows all in one.

    Args:
        check: the rule.
        field: the field.
        names: the subject's own names.
        subject: the path of the group or row that it looks at; empty if it looks at none.
        facts: all facts.
    """
    if is_below(field.path, LAST_YEAR):
        yield from value_of_last_year(field, names, facts)
        return
    own = ""
    if field not in check.everywhere and check.groups:
        own = shared_path(subject, field)
        groups = [group.path for group in check.groups if is_below(field.path, group.path)]
        if groups and not any(is_below(as_declared(own), group) for group in groups):  # it is in another one of the groups
            return
    path = own + field.path.removeprefix(as_declared(own))
    if is_in_rows(path):
        holders = standing(group_at(facts.root, own), steps(path.removeprefix(own).removeprefix(".")))
        yield path, shortened("、".join(str(holder[field.name]) for holder, *_ in holders))
    elif path in facts.by_path and field.name != YEAR:
        yield path, kept(facts.by_path[path].value)


def shared_path(subject: str, field: Field) -> str:
    """Return the path of the group or row at hand that holds a field: the one that a rule looks at, or one around it; empty if none."""
    while subject and not is_below(field.path, as_declared(subject)):
        subject = parent(subject)
    return subject


def subject_path(check: Check, names: Mapping[str, Any]) -> str:
    """Return the path of the group or row that a rule looks at; `names` are its own."""
    for found in paths_in(names.values()):
        depth = max((len(steps(group.path)) for group in check.groups if is_below(as_declared(found), group.path)), default=0)
        if depth:
            return ".".join(steps(found)[:depth])
    return ""


def paths_in(values: Iterable[object]) -> Iterator[str]:
    """Yield the paths of values, those within groups and rows too."""
    for value in values:
        if isinstance(value, Mapping):
            yield from paths_in(value.values())
        elif isinstance(value, tuple):
            yield from paths_in(value)
        elif path := getattr(value, "path", ""):
            yield path


def value_of_last_year(field: Field, names: Mapping[str, Any], facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield last year's value of a field that a rule uses, in the row at hand or anywhere, if it is known.

    Args:
        field: the field, below the word for last year.
        names: the subject's own names.
        facts: all facts.
    """
    row, fact = names.get(BEFORE), facts.before.get(field.path.removeprefix(f"{LAST_YEAR}."))
    if isinstance(row, Mapping) and field.name in row:
        yield field.path, kept(row[field.name])
    elif fact:
        yield field.path, kept(fact.value)


def kept(value: object) -> str:
    """Return a value as an answer keeps it: as a clerk would type it; a long text by its ends, its length and a checksum."""
    return value.isoformat() if isinstance(value, date) else shortened(spelt(value))


def shortened(text: str) -> str:
    """Return a text, a long one by its ends, its length and a checksum, so that any change in it shows."""
    text = " ".join(text.split())
    if len(text) <= LONGEST or CHECKSUM.search(text):
        return text
    return f"{text[:HEAD]}……{text[-TAIL:]}（共{len(text)}字，校验码{sha256(text.encode())[:DIGEST]}）"


def is_same(one: str, other: str) -> bool:
    """Return whether two kept values are the same, however they are typed: 9 and 9.00, 2020-09-03 and 2020年9月3日."""
    return one == other or comparable(one) == comparable(other)


def comparable(text: str) -> object:
    """Return what a kept value is compared by."""
    plain = "".join(unicodedata.normalize("NFKC", shortened(text)).split())
    if day := DAY.fullmatch(plain):
        return tuple(map(int, day.groups()))
    try:
        return Decimal(plain.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return plain
