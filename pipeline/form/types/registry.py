"""Every type that a field can have, by the name that form.yaml calls it."""

from __future__ import annotations

from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.addresses import URL
from pipeline.form.types.choices import CHOICE, YES_NO
from pipeline.form.types.dates import DATE
from pipeline.form.types.field_type import FieldType, Holds
from pipeline.form.types.months import MONTH
from pipeline.form.types.nested import GROUP, ROWS
from pipeline.form.types.numbers import AMOUNT, INTEGER, NUMBER, PERCENT
from pipeline.form.types.scoring_rule import SCORING_RULE
from pipeline.form.types.texts import LIST, PARAGRAPHS, TEXT

EVERY: Final = (TEXT, NUMBER, INTEGER, AMOUNT, PERCENT, DATE, MONTH, URL, YES_NO, CHOICE, PARAGRAPHS, LIST, SCORING_RULE, GROUP, ROWS)
TYPES: Final[dict[str, FieldType]] = {each.name: each for each in EVERY}
NUMERIC: Final = tuple(each.name for each in EVERY if each.is_number)
# Those that a formula can give.
COMPUTED: Final = tuple(each.name for each in EVERY if each.result)
# Those that hold other fields, and those that do not.
NESTED: Final = tuple(each.name for each in EVERY if each.holds in (Holds.FIELDS, Holds.ROWS))
LEAVES: Final = tuple(each.name for each in EVERY if each.name not in NESTED)


def type_of(field: Field) -> FieldType:
    """Return a field's type."""
    return TYPES[field.type]
