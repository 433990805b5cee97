"""Where the values of a field stand: the groups and rows that hold it, and the rows that these stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.language.values import AtHand, Group, Rows
from pipeline.paths import EVERY_ROW, numbered, one_of, steps

NOTHING: Final[Mapping[str, Any]] = {}


def places_of(group: Group, steps: Sequence[str], path: str) -> list[tuple[Group, str]]:
    """Return each group that holds a field, once per row, with the field's path there.

    Args:
        group: where to begin.
        steps: the rest of the field's path; a step `名称[]` stands for each of the rows.
        path: the path so far, ending in a dot if not empty.
    """
    return [(found, own) for found, own, _ in standing(group, steps, path)]


def standing(
    group: Group, steps: Sequence[str], path: str = "", around: Mapping[str, Rows] = NOTHING, rows_at_hand: Mapping[str, AtHand] = NOTHING
) -> Iterator[tuple[Group, str, Mapping[str, AtHand]]]:
    """Yield each group that holds a field, once per row, with the field's path there and the rows that it stands in, by name.

    Args:
        group: where to begin.
        steps: the rest of the field's path; a step `名称[]` stands for each of the rows.
        path: the path so far, ending in a dot if not empty.
        around: the names of rows that are wanted, with all rows of the name.
        rows_at_hand: the rows so far.
    """
    step, rest = steps[0], steps[1:]
    if not rest:
        yield group, f"{path}{step}", rows_at_hand
    elif not step.endswith(EVERY_ROW):
        yield from standing(group.group(step), rest, f"{path}{step}.", around, rows_at_hand)
    else:
        name = step.removesuffix(EVERY_ROW)
        for number, row in enumerate(group.rows(name), 1):
            own = {**rows_at_hand, name: AtHand(row, around[name])} if name in around else rows_at_hand
            yield from standing(row, rest, f"{numbered(f'{path}{name}', number)}.", around, own)


def forget_columns(group: Group, steps: Sequence[str], known: Iterable[Rows] = ()) -> None:
    """Let all rows on the way to a field, and those known by name, give up the columns gathered before it was computed.

    Args:
        group: where to begin.
        steps: the rest of the field's path.
        known: the rows that are known by name.
    """
    for rows in known:
        rows.forget()
    for step, rest in zip(steps, range(1, len(steps)), strict=False):
        if not step.endswith(EVERY_ROW):
            group = group.group(step)
            continue
        rows = group.rows(step.removesuffix(EVERY_ROW))
        rows.forget()
        for row in rows if any(step.endswith(EVERY_ROW) for step in steps[rest:]) else ():
            forget_columns(row, steps[rest:])
        return


def group_at(root: Group, path: str) -> Group:
    """Return the group or row of a path; the root for an empty one."""
    for step in steps(path) if path else ():
        name, number = one_of(step) or (step, 0)
        root = root.rows(name)[number - 1] if number else root.group(name)
    return root
