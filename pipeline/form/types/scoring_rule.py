"""A rule of scoring, as the bureau's indicator table or a clerk states it; kept as written."""

from __future__ import annotations

from pipeline.form.field import Field
from pipeline.form.types.field_type import FieldType, MistakeError, one_line
from pipeline.form.types.texts import ANY_TEXT
from pipeline.language.values import Words
from pipeline.scoring.syntax import RuleError, read_rule


def _read(typed: str, _field: Field, path: str) -> Words:
    """Return the rule as written, if it is one."""
    try:
        read_rule(one_line(typed))
    except RuleError as fault:
        raise MistakeError(fault.message, fault.hint) from None
    return Words(typed, path)


SCORING_RULE = FieldType(
    name="得分规则",
    called="得分规则",
    read=_read,
    schemas=lambda _: [ANY_TEXT],
    sample=lambda _field, path, _number: Words("≥", path),
    comment="如 ≥、≤、每低 5 个百分点扣 2、定性",
)
