"""One of a few words: 是 or 否, or what the form lets one choose."""

from __future__ import annotations

from pipeline.form.field import Field
from pipeline.form.types.field_type import NOT_APPLICABLE, FieldType, MistakeError, shortened
from pipeline.language.values import Words
from pipeline.problems import nearest

YES_OR_NO = ("是", "否")
# First characters of what stands for 是 and 否.
YES, NO = "是有已对√✓✔☑yt1", "否不未没×✗✘fn0"


def _read_yes_no(typed: str, _field: Field, path: str) -> Words:
    """Return 是 or 否."""
    if typed not in YES_OR_NO:
        first = typed.strip().lower()[:1]
        guess = "是" if first in YES else "否" if first in NO else ""
        unclear = not first or not guess or typed in NOT_APPLICABLE or ("是" in typed and "否" in typed)
        raise MistakeError(f"应填 是 或 否，现为“{shortened(typed)}”", "只能填其中一个字" if unclear else f"写成 {guess}")
    return Words(typed, path)


def _read_choice(typed: str, field: Field, path: str) -> Words:
    """Return one of the field's choices."""
    if typed not in field.choices:
        hint = nearest(typed, field.choices) or "请照抄其中一项"
        raise MistakeError(f"应为 {'、'.join(field.choices)} 之一，现为“{shortened(typed)}”", hint)
    return Words(typed, path)


YES_NO = FieldType(
    name="yes_no",
    read=_read_yes_no,
    schemas=lambda _: [{"enum": list(YES_OR_NO)}],
    sample=lambda _field, path, _number: Words("是", path),
    comment="填 是 或 否",
)
CHOICE = FieldType(
    name="choice",
    read=_read_choice,
    schemas=lambda field: [{"enum": list(field.choices)}],
    sample=lambda field, path, _number: Words((*field.choices, "")[0], path),
)
