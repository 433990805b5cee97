"""What is known of a rule while it is read, and what its expressions can name."""

from __future__ import annotations

from dataclasses import field

from pipeline.checks import last_year
from pipeline.checks.compiling import KIND, LEXICON, MASK, NAME, PASSAGE, UNIT, VALUE
from pipeline.checks.texts.lexicon import Lexicon
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.names import Meaning
from pipeline.form.rows import rows_around
from pipeline.paths import without_rows
from pipeline.problems import Place
from pipeline.records import record

SAYING = ("message", "hint")


@record(frozen=False)
class Reading:
    """What is known of a rule while it is read.

    Attributes:
        place: where checks.yaml has it.
        kinds: the types of facts that it looks at one by one, if any.
        groups: the groups or rows that it looks at one by one, if any.
        lexicon: the list of words that it brings along, if any.
        used: the fields that it uses.
        everywhere: those of them that it uses in all rows.
    """

    place: Place
    kinds: tuple[str, ...]
    groups: tuple[Field, ...]
    lexicon: Lexicon | None = None
    used: set[Field] = field(default_factory=set)
    everywhere: set[Field] = field(default_factory=set)


def scopes(rule: Reading, setting: str, form: Form) -> list[dict[str, Meaning]]:
    """Return the names that a piece of a rule can use besides the form's: for each of its groups, or for a value, or none.

    Args:
        rule: the rule.
        setting: which piece it is.
        form: its form.
    """
    passage: dict[str, Meaning] = {PASSAGE: None} if setting in SAYING else {}
    passage |= {LEXICON: None} if rule.lexicon else {}
    if rule.groups:
        return [passage | names_beside(form, group) for group in rule.groups]
    return [passage | (dict.fromkeys((VALUE, NAME, KIND, UNIT, MASK, last_year.BEFORE, last_year.CONSTANT)) if rule.kinds else {})]


def names_beside(form: Form, group: Field) -> dict[str, Meaning]:
    """Return what a rule about a group or row can name: its fields first of all, then the rules' own words, then the rows around it."""
    own = {NAME: None, last_year.BEFORE: last_year.meaning_before(form, group)}
    return {**rows_around(form, group.path), **own, **group.fields}


def is_called(group: Field, name: str) -> bool:
    """Return whether a name, or names joined by dots, stands for a group or rows; those within rows too."""
    path = without_rows(group.path)
    return path == name or path.endswith(f".{name}")
