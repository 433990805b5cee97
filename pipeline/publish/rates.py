"""By which figures citizens compare units: a form's rates, and the figures that it marks for summaries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from pipeline.facts.revisions import label_of
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.types.registry import NUMERIC
from pipeline.paths import is_in_rows
from pipeline.publish.open_data import Figure

NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def rates_in(form: Form, figures: Iterable[Figure]) -> tuple[tuple[str, str], ...]:
    """Return what each figure is called by which units are compared, and what an article shows for it: 89.56%, 92分, 不适用, or a blank."""
    shown = {figure["项"]: figure for figure in figures}
    return tuple((label, said(shown[path])) for path, label in compared(form).items() if path in shown)


def said(figure: Figure) -> str:
    """Return a figure with its unit, or the word that stands there."""
    return f"{figure['值']}{figure['单位']}" if NUMBER.fullmatch(figure["值"]) else figure["值"]


def compared(form: Form) -> dict[str, str]:
    """Return the paths of the figures by which units are compared, with what each is called, all differently."""
    paths = [leaf.path for leaf in form.root.leaves() if is_compared(leaf)]
    short = {path: short_label(form, path) for path in paths}
    counts = Counter(short.values())
    return {path: label if counts[label] == 1 else path for path, label in short.items()}


def is_compared(leaf: Field) -> bool:
    """Return whether units are compared by a field: a rate that the program computes, or a figure that the form marks `summary`."""
    is_rate = leaf.type == "percent" and bool(leaf.formula)
    return leaf.type in NUMERIC and (leaf.summary or is_rate) and not leaf.private and not is_in_rows(leaf.path)


def short_label(form: Form, path: str) -> str:
    """Return what a figure is called, its group's name alone if that says it all: “三公”经费控制率 and not “三公”经费控制率·控制率."""
    label = label_of(form, path)
    group, _, own = label.partition("·")
    return group if own and own in group else label
