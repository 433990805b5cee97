"""The fields that a form shows in the summary of many units, such as 总分 and 自评等级: a column each, and what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from pipeline.batch.task import Result
from pipeline.facts.revisions import label_of
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.language.wording import round_half_up


@dataclass(frozen=True, slots=True)
class Column:
    """A field that the summary shows.

    Attributes:
        path: its path.
        label: what it is called.
        unit: the unit of its figures; may be empty.
        choices: the words that it has, in order; none of a number.
        told: what all of them say together, in words; may be empty.
    """

    path: str
    label: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    told: str = ""

    def text(self, result: Result) -> str:
        """Return what the documents show; nothing if there is none."""
        return result.facts.get(self.path, "")

    def figure(self, result: Result) -> Decimal | None:
        """Return the figure, of a rate in percent; None of a choice, of 不适用 and blanks."""
        return None if self.choices else figure_in(self.text(result))

    def rank(self, result: Result) -> Decimal | int | None:
        """Return by what the column is sorted: its figure, or the place of its word among the choices; None if it has neither."""
        text = self.text(result)
        return self.choices.index(text) if text in self.choices else self.figure(result)


def columns_of(form: Form, results: Sequence[Result]) -> tuple[Column, ...]:
    """Return the columns of what was handed in on a form."""
    shown = [leaf for leaf in form.root.leaves() if leaf.summary]
    labels = Counter(leaf.label for leaf in shown)
    return tuple(column(leaf, leaf.label if labels[leaf.label] == 1 else label_of(form, leaf.path), results) for leaf in shown)


def column(leaf: Field, label: str, results: Sequence[Result]) -> Column:
    """Return a field's column.

    Args:
        leaf: the field.
        label: what it is called.
        results: what came of each unit-year.
    """
    texts = [text for result in results if (text := result.facts.get(leaf.path, ""))]
    unit = "%" if leaf.type == "percent" else leaf.unit
    told = chosen(leaf.choices, texts) if leaf.choices else spread(texts, unit)
    return Column(leaf.path, label, unit, leaf.choices, told)


def chosen(choices: Sequence[str], texts: Sequence[str]) -> str:
    """Return how often each word was chosen, in words."""
    counts = Counter(texts)
    return "，".join(f"{choice} {counts[choice]}" for choice in choices if counts[choice])


def spread(texts: Sequence[str], unit: str) -> str:
    """Return between what figures lie, and their mean, in words; nothing if there are no two of them."""
    figures = [figure for text in texts if (figure := figure_in(text)) is not None]
    if len(figures) < 2:  # noqa: PLR2004 - one figure stands in the table
        return ""
    mean = round_half_up(sum(map(Fraction, figures), Fraction(0)) / len(figures))
    return f"最低 {min(figures)}{unit}，平均 {mean}{unit}，最高 {max(figures)}{unit}"


def figure_in(text: str) -> Decimal | None:
    """Return a figure as shown, without the percent sign; None if there is none."""
    try:
        figure = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
