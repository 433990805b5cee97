"""Changed unit-years: what faults.yaml, answerable.yaml and printing.yaml describe, in the words that faults.yaml explains at its top."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.form.form import Form, read_form
from tests.reviewer.data_file import Tree, put, take, written
from tests.reviewer.units import HERE, UnitYear, entries, unit_years

ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A clean unit-year, changed.

    Attributes:
        name: what the examiner calls it.
        kind: the row of content.md's table, or what was wrong with the print.
        unit_year: as changed.
        clean: as it was.
        at: the paths at one of which it must be told.
        never: what the report must not say.
        must: what it must say.
        draft: whether a draft is printed.
        passage: what was written into a text, to which a finding should point.
    """

    name: str
    kind: str
    unit_year: UnitYear
    clean: UnitYear
    at: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    draft: bool = False
    passage: str = ""


@cache
def cases(file: str) -> dict[str, Case]:
    """Return the cases of faults.yaml, answerable.yaml or printing.yaml by name."""
    return {name: case_of(name, entry) for name, entry in entries(HERE / file).items()}


def case_of(name: str, entry: Mapping[str, Any]) -> Case:
    """Return the case that an entry describes: its base after `set`, `text`, `add`, `remove`, `swap` and `last`."""
    clean = unit_years()[entry["base"]]
    data, last = copy.deepcopy(clean.data), copy.deepcopy(clean.last)
    changed = change(data, entry, last)
    if "last" in entry:
        assert last is not None, f"{name}: {entry['base']} has no file of last year"
        change(last, entry["last"], None)
    assert data != clean.data or last != clean.last, f"{name}: nothing changes"
    at = tuple(full(path, data) for path in entry.get("at", [])) or tuple(changed)
    unit_year = UnitYear(clean.name, clean.code, clean.year, data, last)
    never, must = (tuple(entry.get(key, ())) for key in ("never", "must"))
    passage = "".join((*entry.get("add", {}).values(), *(new for _, new in entry.get("text", {}).values())))
    return Case(name, entry.get("kind", ""), unit_year, clean, at, never, must, "draft" in entry, passage)


def change(data: Tree, entry: Mapping[str, Any], last: Tree | None) -> list[str]:
    """Change a data file as an entry says, and return the paths that changed.

    Args:
        data: the data file.
        entry: `set` path → value, `text` path → [old, new], `add` path → a sentence at the end, `remove` paths,
            `copy` paths whose value becomes last year's, each with [old, new] that are replaced in it.
        last: last year's data file, if it is there.
    """
    changed = []
    for path, value in entry.get("set", {}).items():
        changed.append(full(path, data))
        put(data, changed[-1], copy.deepcopy(value))
    for path, (old, new) in entry.get("text", {}).items():
        changed.append(found := paragraph(full(path, data), data, old))
        text = take(data, found)
        assert text.count(old) == 1, f"{text.count(old)} × {old}"
        put(data, found, text.replace(old, new))
    for path, sentence in entry.get("add", {}).items():
        changed.append(found := paragraph(full(path, data), data))
        put(data, found, f"{take(data, found)}{sentence}")
    for path, replaced in entry.get("copy", {}).items():
        assert last is not None
        changed.append(found := full(path, data))
        text = take(last, found)
        for old, new in zip(replaced[::2], replaced[1::2], strict=True):
            text = text.replace(old, new)
        put(data, found, text)
    for path in entry.get("remove", ()):
        group, _, name = full(path, data).rpartition(".")
        del (take(data, group) if group else data)[name]
    return changed


def paragraph(path: str, data: Tree, old: str = "") -> str:
    """Return the path of the paragraph with a passage, or of the last, if there are several."""
    texts = take(data, path)
    if not isinstance(texts, list):
        return path
    return f"{path}[{next((n for n, text in enumerate(texts, 1) if old and old in text), len(texts))}]"


def full(path: str, data: Tree) -> str:
    """Return the whole path of which the end is given, the shortest of several: the form's, with the numbers of rows and paragraphs."""
    bare = re.sub(r"\[\d+\]", "", path)
    known = form_paths() | {re.sub(r"\[\d+\]", "", found) for found in written(data)[1]}
    ends = sorted((found for found in known if found == bare or found.endswith(f".{bare}")), key=lambda found: found.count("."))
    assert ends, f"{path}: no such field"
    assert len(ends) == 1 or ends[0].count(".") < ends[1].count("."), f"{path}: {ends}"
    return ends[0].removesuffix(bare) + path


@cache
def form_paths() -> frozenset[str]:
    """Return the paths of the shipped form's fields and of the groups and rows that they stand in."""
    steps = [re.sub(r"\[[^\]]*\]", "", leaf.path).split(".") for leaf in form().root.leaves()]
    return frozenset(".".join(names[:length]) for names in steps for length in range(1, len(names) + 1))


@cache
def form() -> Form:
    """Return the shipped form."""
    return read_form(ROOT / "templates" / "zhanjiang-2020", "templates/zhanjiang-2020/form.yaml")
