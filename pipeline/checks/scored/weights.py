"""Weights: of the whole form, of a level as the sum of the level below, of the parts that the form shares them out to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.passages import Passage
from pipeline.checks.scored.indicators import Indicator, Scored, joined, told
from pipeline.form.scored import SCORE, WEIGHT
from pipeline.language.values import Figure, Group
from pipeline.language.wording import short_number
from pipeline.paths import child, parent, steps

TOLERANCE = Decimal("0.01")


def wrong_sum(scores: Scored) -> list[Passage]:
    """Return that the weights do not add up to the form's full marks."""
    total = sum((each.weight or Decimal(0) for each in scores.every), Decimal(0))
    if not scores.counted or total == scores.scoring.mark or is_spoilt(scores):
        return []
    blank = sum(each.weight is None and not each.kind.is_spending for each in scores.every)
    lack = f"，其中 {blank} 项没有填{WEIGHT}" if blank else ""
    said = {"合计": short_number(total), "满分": short_number(scores.scoring.mark), "缺": lack, **scores.of_all(WEIGHT)}
    return [scores.counted[0].passage(WEIGHT, **said)]


def is_spoilt(scores: Scored) -> bool:
    """Return whether a weight is told as a mistake already, so that no sum of weights is true."""
    return any(each.is_wrong(WEIGHT) for each in scores.every)


def wrong_levels(scores: Scored, role: str = WEIGHT) -> list[Passage]:
    """Return each level whose weight, or score, is not the sum of the level below; `role` says which of the two."""
    found = []
    below: dict[str, list[Indicator]] = {}
    for each in scores.every:
        for at, _ in each.around:
            below.setdefault(at, []).append(each)
    for path, (stated, parts) in levels(scores, role).items():
        numbers = [part for part in parts.values() if part is not None]
        total = sum(numbers, Decimal(0))
        if len(numbers) == len(parts) and abs(total - stated) >= TOLERANCE:
            some = below[parent(path)]
            said = {
                "填": told(stated),
                "合计": short_number(total),
                "算式": " + ".join(map(short_number, numbers)),
                **joined(some, role),
            }
            found.append(Passage(called(path, some[0]), path, 0, said))
    return found


def wrong_scores_of_levels(scores: Scored) -> list[Passage]:
    """Return each level whose score is not the sum of the level below."""
    return wrong_levels(scores, SCORE)


def levels(scores: Scored, role: str) -> dict[str, tuple[Figure, dict[str, Decimal | None]]]:
    """Return each number that a level has, by its path: the number, and the numbers next below it by their paths.

    Args:
        scores: the scores.
        role: weights or scores.
    """
    found: dict[str, tuple[Figure, dict[str, Decimal | None]]] = {}
    for each in scores.every:
        if each.weight is None and not each.is_wrong(WEIGHT):  # it is no indicator
            continue
        above = ""
        for path, number in (*stated_above(each, role), (each.at(role), each.number(role))):
            if above:
                found[above][1][path] = number
            if isinstance(number, Figure) and path != each.at(role):
                found.setdefault(path, (number, {}))
                above = path
    return found


def stated_above(each: Indicator, role: str) -> Iterator[tuple[str, Figure]]:
    """Yield the numbers of the levels that an indicator stands in, with their paths, the outermost first.

    Args:
        each: the indicator.
        role: weights or scores.
    """
    for at, group in each.around:
        name = next((name for name in each.kind.above[role] if isinstance(group.get(name), Figure)), "")
        number = group.get(name)
        if isinstance(number, Figure):
            yield child(at, name), number


def called(path: str, within: Indicator) -> str:
    """Return what a level is called: the first text in it, or else its name; `within` is an indicator that it holds."""
    at = parent(path)
    group = next((group for where, group in within.around if where == at), Group())
    return next((str(value) for value in group.values() if isinstance(value, str) and value), steps(at)[-1])


def wrong_shares(scores: Scored) -> list[Passage]:
    """Return each part of a level whose weights do not add up to what the form shares out to it."""
    found = []
    for level, shares in scores.scoring.shares.items():
        for part, share in shares.items():
            some = [each for each in scores.counted if is_of(each, level, part)]
            total = sum((each.weight or Decimal(0) for each in some), Decimal(0))
            if scores.counted and total != share and not is_spoilt(scores):
                first = some[0] if some else scores.counted[0]
                said = {"部分": part, "合计": short_number(total), "应为": short_number(share), **scores.of_all(WEIGHT)}
                found.append(first.passage(WEIGHT, **said))
    return found


def is_of(each: Indicator, level: str, part: str) -> bool:
    """Return whether an indicator belongs to a part of a level.

    Args:
        each: the indicator.
        level: the name of the column that says so, or of the groups or rows.
        part: what it says.
    """
    columns = (group[level] for group in (each.row, *(group for _, group in reversed(each.around))) if level in group)
    said = next(columns, None)
    return str(said) == part if isinstance(said, str) else part in each.names
