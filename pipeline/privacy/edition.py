"""The public edition: private values masked before anything is printed.

The office's telephone and unit are public (政府信息公开条例 art. 20); personal data are not to be published without separate
consent (个人信息保护法 art. 25). Which field is masked how is the form's choice, in form.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.facts.fact import Facts, single_names
from pipeline.form.field import Field
from pipeline.form.form import EXCEPTIONS
from pipeline.form.last_year import LAST_YEAR
from pipeline.form.types.field_type import NOT_APPLICABLE
from pipeline.language.masks import MASKS
from pipeline.language.values import Blank, Group, Lines, Rows, Value, Words, is_filled
from pipeline.problems import Kind, Place, Problem, error
from pipeline.records import record
from pipeline.regex import regex
from pipeline.source.mapping import known_entries
from pipeline.source.nodes import ItemsNode, Node, value_of
from pipeline.source.reader import Source

SEPARATOR: Final = regex(r"([、，,；;/\s]+)")
EXCEPTION_KEYS: Final = ("内容", "理由")
NOWHERE: Final = Place("")
MIN_SECRET: Final = 2  # characters: a single one is everywhere


@record()
class Secret:
    """A private value that must not be found in the public edition.

    Attributes:
        path: its field's path.
        label: what the form calls it.
        text: the value, or a part of it that identifies a person on its own.
    """

    path: str
    label: str
    text: str


@record()
class Permit:
    """A recorded permission to publish one text that would be taken for private, from unit.yaml.

    Attributes:
        text: the text.
        reason: why it may be published; goes into the log of publications.
        place: where the data file says so.
        node: its reason as the data file has it.
    """

    text: str
    reason: str
    place: Place = NOWHERE
    node: Node | None = None


def public_facts(facts: Facts) -> Facts:
    """Return the facts with every private value masked; all else is the same."""
    changed: dict[str, Value] = {}
    for path, fact in facts.by_path.items():
        if fact.field.private:
            changed[path] = masked(fact.field, fact.value, path)
    root = with_values(facts.form.root, facts.root, "", changed)
    by_path = {path: replace(fact, value=changed[path]) if path in changed else fact for path, fact in facts.by_path.items()}
    names = single_names(facts.form, root, facts.names[LAST_YEAR])
    return Facts(facts.form, root, by_path, names, facts.before, years=facts.years)


def with_values(group_field: Field, group: Group, path: str, changed: dict[str, Value]) -> Group:
    """Return a copy of a group in which the values at some paths are others.

    Args:
        group_field: the group as the form declares it.
        group: its values.
        path: its path, ending in a dot if not empty.
        changed: the other values, by path.
    """
    copy = Group()
    for name, field in group_field.fields.items():
        own = f"{path}{name}"
        if field.type == "group":
            copy[name] = with_values(field, group.group(name), f"{own}.", changed)
        elif field.type == "rows":
            copy[name] = Rows(with_values(field, row, f"{own}[{number}].", changed) for number, row in enumerate(group.rows(name), 1))
        else:
            copy[name] = changed.get(own, group[name])
    return copy


def masked(field: Field, value: Value, path: str) -> Value:
    """Return a private field's value as the public may see it.

    Args:
        field: the field.
        value: its value.
        path: the value's path.
    """
    if not is_secret(field, value):
        return value
    if isinstance(value, Lines):
        lines = (Words(MASKS[field.private](line), line.path) for line in value)
        return Lines(line for line in lines if line)
    text = MASKS[field.private](str(value))
    return Words(text, path) if text else Blank(path, given=True)


def is_secret(field: Field, value: object) -> bool:
    """Return whether a value is one that the public edition masks; 无 and 不适用 say nothing about anybody."""
    return field.private not in ("", "keep") and is_filled(value) and str(value) not in NOT_APPLICABLE


def secrets(facts: Facts) -> list[Secret]:
    """Return every private value of the full edition that the public one masks, the parts of a list of names one by one."""
    return [
        Secret(path, fact.field.label, text)
        for path, fact in facts.by_path.items()
        if is_secret(fact.field, fact.value)
        for text in parts_of(fact.value)
        if len(text) >= MIN_SECRET
    ]


def parts_of(value: object) -> Iterator[str]:
    """Yield a value's texts: its lines, and what separators divide."""
    for line in value if isinstance(value, Lines) else (str(value),):
        yield from (part for part in SEPARATOR.split(line) if part and not SEPARATOR.fullmatch(part))


def read_permits(sources: Sequence[Source]) -> tuple[list[Permit], list[Problem]]:
    """Return the recorded permissions to publish that the data files hold, and what is wrong with them."""
    permits: list[Permit] = []
    problems: list[Problem] = []
    for source in sources:
        node = value_of(source.root, EXCEPTIONS)
        if node is None or node.is_empty:
            continue
        if not isinstance(node, ItemsNode):
            problems.append(not_a_permit(node.place))
            continue
        for item in node.items:
            given = known_entries(item, EXCEPTION_KEYS)
            text, reason = (given.text(key).strip() for key in EXCEPTION_KEYS)
            if text and reason and not given.unknown:
                permits.append(Permit(text, reason, item.place, given.node("理由")))
            else:
                problems.append(not_a_permit(item.place))
    return permits, problems


def not_a_permit(place: Place) -> Problem:
    """Return the problem of a permission without its text or its reason."""
    return error(Kind.PERMIT, "每项应写明内容和理由两项", place, EXCEPTIONS, "例如 - {内容: 0759-0000000, 理由: 对外办公电话}")
