"""One of a few words: 是 or 否, or what the form lets one choose."""

from __future__ import annotations

from pipeline.form.field import Field
from pipeline.form.types.field_type import FieldType, MistakeError, shortened
from pipeline.language.values import Words
from pipeline.language.wording import half_width
from pipeline.problems import nearest

YES_OR_NO = ("是", "否")
NOT_APPLICABLE = "不适用"
# What stands for 是 and for 否 without any doubt; “有待公开”, “是否公开待定” stand for neither.
YES = frozenset(("是的", "有", "已", "对", "已公开", "√", "✓", "✔", "☑", "y", "yes", "t", "true", "是√", "是(√)", "√是"))
NO = frozenset(("不是", "不", "没有", "未", "未公开", "×", "✗", "✘", "n", "no", "f", "false", "否√", "否(√)", "√否"))
AROUND = " \u3000\xa0。.，,；;"


def answers(field: Field) -> tuple[str, ...]:
    """Return what a field takes for an answer."""
    return (*YES_OR_NO, NOT_APPLICABLE) if field.not_applicable else YES_OR_NO


def _read_yes_no(typed: str, field: Field, path: str) -> Words:
    """Return 是 or 否, or 不适用 if the form allows it."""
    if typed not in answers(field):
        word = half_width(typed).strip(AROUND).lower()
        guess = next((meant for meant, words in (("是", YES), ("否", NO)) if word == meant or word in words), "")
        hint = f"写成 {guess}" if guess else "只能填其中一个字"
        if field.not_applicable and (not guess or word == "没有"):  # no such matter, or no such deed
            hint = f"没有这类事项的写成 {NOT_APPLICABLE}"
        raise MistakeError(f"应填 {' 或 '.join(answers(field))}，现为“{shortened(typed)}”", hint)
    return Words(typed, path)


def _read_choice(typed: str, field: Field, path: str) -> Words:
    """Return one of the field's choices."""
    if typed not in field.choices:
        hint = nearest(typed, field.choices) or "请照抄其中一项"
        raise MistakeError(f"应为 {'、'.join(field.choices)} 之一，现为“{shortened(typed)}”", hint)
    return Words(typed, path)


def word_result(word: str, _field: Field, path: str) -> Words:
    """Return a word that a formula gives as a value.

    Args:
        word: the word.
        path: the value's path.
    """
    return Words(word, path)


YES_NO = FieldType(
    name="yes_no",
    called="是否",
    read=_read_yes_no,
    schemas=lambda field: [{"enum": list(answers(field))}],
    sample=lambda _field, path, _number: Words("是", path),
    comment="填 是 或 否",
    result=word_result,
    words=answers,
)
CHOICE = FieldType(
    name="choice",
    called="选项",
    read=_read_choice,
    schemas=lambda field: [{"enum": list(field.choices)}],
    sample=lambda field, path, _number: Words((*field.choices, "")[0], path),
    result=word_result,
    words=lambda field: field.choices,
)
