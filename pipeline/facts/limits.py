"""Figures that are less or more than another figure beside them allows, typed ones and computed ones alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.facts.fact import Fact
from pipeline.facts.standing import places_of
from pipeline.form.form import Form
from pipeline.form.limits import limited
from pipeline.language.values import Figure, Group
from pipeline.language.wording import plain_number
from pipeline.paths import child, parent, steps
from pipeline.problems import Kind, Problem, error


def beyond_others(form: Form, root: Group, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Yield each figure that is beyond a limit which is a figure beside it, at the one of the two that was typed.

    Args:
        form: the form.
        root: the values, computed ones too.
        facts: the facts by path.
    """
    for field in limited(form.root):
        for group, path in places_of(root, steps(field.path), ""):
            figure = group[field.name]
            for name, sign, relation in ((field.least, -1, "小于"), (field.most, 1, "大于")):
                limit = group.get(name)
                if isinstance(figure, Figure) and isinstance(limit, Figure) and (figure - limit) * sign > 0:
                    own, other = facts[path], facts[child(parent(path), name)]
                    place = own.place if own.node or not other.node else other.place
                    number = plain_number(figure) if figure.displayed == limit.displayed else figure.spelt
                    given = f"现为“{number}”" if own.node else f"算得 {number}"
                    yield error(Kind.VALUE, f"不能{relation}{name} {limit.spelt}，{given}", place, path, "请核对这两个数")
