"""The public edition: private values masked before anything is printed.

The office's telephone and unit are public (政府信息公开条例 art. 20); personal data are not to be published without separate
consent (个人信息保护法 art. 25). Which field is masked how is the form's choice, in form.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipeline.facts.fact import Facts, single_names
from pipeline.form.field import Field
from pipeline.form.form import EXCEPTIONS
from pipeline.form.last_year import LAST_YEAR
from pipeline.form.types.field_type import NOT_APPLICABLE
from pipeline.language.masks import MASKS
from pipeline.language.values import Blank, Group, Lines, Rows, Value, Words, is_filled
from pipeline.paths import one_of, steps
from pipeline.privacy.value_parts import parts_of
from pipeline.problems import Kind, Place, Problem, error
from pipeline.records import record
from pipeline.source.mapping import known_entries
from pipeline.source.nodes import ItemsNode, Node, value_of
from pipeline.source.reader import Source

EXCEPTION_KEYS: Final = ("内容", "理由")
NOWHERE: Final = Place("")
# Values by name and number, see `by_steps`.
Others = dict[Any, Any]


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
    """Return the facts with every private value masked; all else is the same, groups without a private value too."""
    changed = {
        path: other
        for path, fact in facts.by_path.items()
        if fact.field.private and (other := masked(fact.field, fact.value, path)) is not fact.value
    }
    root = with_others(facts.root, by_steps(changed))
    by_path = {**facts.by_path, **{path: facts.by_path[path].with_value(value) for path, value in changed.items()}}
    names = single_names(facts.form, root, facts.names[LAST_YEAR])
    return Facts(facts.form, root, by_path, names, facts.before, years=facts.years)


def by_steps(changed: Mapping[str, Value]) -> Others:
    """Return values by the steps of their paths, one within the other; rows by their numbers."""
    found: Others = {}
    for path, value in changed.items():
        *above, name = steps(path)
        within = found
        for step in above:
            rows, number = one_of(step) or (step, 0)
            within = within.setdefault(rows, {})
            within = within.setdefault(number, {}) if number else within
        within[name] = value
    return found


def with_others(group: Group, others: Others) -> Group:
    """Return a copy of a group in which some values, by name, are others; groups and rows that have none of these are no copies."""
    copy = Group(group)
    for name, other in others.items():
        value = copy[name]
        if isinstance(value, Group):
            copy[name] = with_others(value, other)
        elif isinstance(value, Rows):
            copy[name] = Rows(with_others(row, other[number]) if number in other else row for number, row in enumerate(value, 1))
        else:
            copy[name] = other
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
        for text in parts_of(fact.value, fact.field.private)
    ]


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
