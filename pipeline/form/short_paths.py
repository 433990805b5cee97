"""How a field is named in few words, and which one such a name stands for: 三公经费.实际支出数, 项目支出明细[2].支出数."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from pipeline.form.form import Form
from pipeline.form.last_year import LAST_YEAR
from pipeline.paths import steps, without_rows

BEFORE: Final = f"{LAST_YEAR}."
FEWEST: Final = 3  # characters of a name that says by itself what it is


@lru_cache(maxsize=16)
def fields_by_ending(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Return the paths, without rows, of the fields and groups that each name, or names joined by dots, may stand for.

    A whole path stands for itself, even if others end like it.
    """
    every = list(dict.fromkeys(without_rows(field.path) for field in (*form.root.groups(), *form.root.leaves())))
    found: dict[str, list[str]] = {}
    for path in every:
        for ending in endings(path):
            found.setdefault(ending, []).append(path)
    return {ending: tuple(paths) for ending, paths in found.items()} | {path: (path,) for path in every}


def endings(path: str) -> Iterator[str]:
    """Yield the ends of a path that names a field, the shortest first."""
    names = steps(path)
    yield from (".".join(names[-count:]) for count in range(1, len(names) + 1))


def short_path(form: Form, path: str) -> str:
    """Return the shortest name of a value that no other field has; the numbers of rows stay in it, and a very short one has its group's."""
    if path.startswith(BEFORE):
        return BEFORE + short_path(form, path.removeprefix(BEFORE))
    known = fields_by_ending(form)
    for ending in endings(path):
        is_clear = len(ending) >= FEWEST and known.get(without_rows(ending)) == (without_rows(path),)
        if is_clear and "[" not in path.removesuffix(ending):
            return ending
    return path


def full_path(form: Form, name: str) -> str:
    """Return the path of the value that a name stands for, last year's too; nothing if it stands for none, or for several."""
    if name.startswith(BEFORE):
        found_before = full_path(form, name.removeprefix(BEFORE))
        return BEFORE + found_before if found_before else ""
    found = fields_by_ending(form).get(without_rows(name), ())
    if len(found) != 1:
        return ""
    tail = steps(name)
    return ".".join([*steps(found[0])[: -len(tail)], *tail])


def candidates(form: Form, name: str) -> tuple[str, ...]:
    """Return the paths of all fields that a name may stand for."""
    return fields_by_ending(form).get(without_rows(name), ())
