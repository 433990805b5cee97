"""What a clerk's words in Word mean for a field: as its type takes them, or refused; nothing is guessed without a doubt that is told.

The types read YAML, whose writers are told how to type; nobody tells those who fill in a Word form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.registry import type_of
from pipeline.intake.meanings.addresses import address_meant, like_address
from pipeline.intake.meanings.days import day_meant, like_day, month_meant
from pipeline.intake.meanings.meant import ANY, BLANK, Meant, bare, is_placeholder, refuse_masked, word_meant
from pipeline.intake.meanings.numbers import like_number, number_meant
from pipeline.intake.meanings.texts import as_written, like_prose, text_meant, texts_meant
from pipeline.intake.meanings.ticks import choice_meant, like_ticks, yes_no_meant

KEPT: Final = 4096  # texts and fields that are asked about again while a form is aligned


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words of one type are read.

    Attributes:
        meant: what a text without placeholders means; raises `MistakeError`.
        likeness: how well a text can be a value, which is asked of every cell and must be cheap.
    """

    meant: Callable[[str, Field], Meant]
    likeness: Callable[[str, Field], float]


READINGS: Final[dict[str, Reading]] = {
    **dict.fromkeys(("number", "integer", "amount", "percent"), Reading(number_meant, like_number)),
    **dict.fromkeys(("paragraphs", "list"), Reading(texts_meant, like_prose)),
    "text": Reading(text_meant, like_prose),
    "得分规则": Reading(as_written, like_prose),
    "date": Reading(day_meant, like_day),
    "month": Reading(month_meant, like_day),
    "url": Reading(address_meant, like_address),
    "yes_no": Reading(yes_no_meant, like_ticks),
    "choice": Reading(choice_meant, like_ticks),
}


def meant(text: str, field: Field) -> Meant:
    """Return what a text means as a field's value, which the field's type takes; `BLANK` if nothing was filled in.

    Raises:
        MistakeError: it cannot be a value of the field, or it is not certain which one.
    """
    words = bare(text)
    if not words or is_placeholder(words, field):
        return BLANK
    refuse_masked(words, field)
    found = READINGS[field.type].meant(words, field)
    for typed in (found.typed,) if isinstance(found.typed, str) else found.typed:
        if typed:
            type_of(field).read(typed, field, field.path)
    return found


@lru_cache(maxsize=KEPT)
def fits(text: str, field: Field) -> float:
    """Return how well a text can be a field's value, from 0 to 1: cheap, and no promise that `meant` takes it."""
    words = bare(text)
    if not words or is_placeholder(words, field):
        return ANY
    says_nothing = not any(map(str.isalnum, words)) or word_meant(words)
    return max(READINGS[field.type].likeness(words, field), ANY if says_nothing else 0)
