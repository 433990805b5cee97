"""Rows within rows: by which names they are known, which row another one stands in, and what can be asked of a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.last_year import below
from pipeline.form.types.field_type import Holds
from pipeline.form.types.registry import type_of
from pipeline.language.aggregates import COUNT, SUM
from pipeline.paths import EVERY_ROW, is_in_rows, steps

# The type, in the scope of a row's expressions alone, of the row that it stands in: a name behind its name is one value.
AT_HAND: Final = "row"


@lru_cache(maxsize=16)
def rows_in_rows(form: Form) -> Mapping[str, tuple[Field, ...]]:
    """Return what each name of rows within rows may stand for: all these rows, wherever they stand."""
    found: dict[str, list[Field]] = {}
    for group in form.root.groups():
        if group.type == "rows" and is_in_rows(group.path) and group.name not in form.names:
            found.setdefault(group.name, []).append(group)
    return {name: tuple(fields) for name, fields in found.items()}


@lru_cache(maxsize=256)
def rows_around(form: Form, path: str) -> Mapping[str, Field]:
    """Return the rows that a group stands in, by the names that mean nothing else there.

    Args:
        form: the form.
        path: the group's path as declared; that of one row ends in `[]`.
    """
    way = steps(path)[:-1]
    names = [step.removesuffix(EVERY_ROW) for step in way if step.endswith(EVERY_ROW)]
    found: dict[str, Field] = {}
    for number, step in enumerate(way, 1):
        field, name = below(form.root, ".".join(way[:number])), step.removesuffix(EVERY_ROW)
        if step.endswith(EVERY_ROW) and names.count(name) == 1 and form.names.get(name, (field,)) == (field,):
            found[name] = replace(field, type=AT_HAND)
    return found


def one_of(whole: Field) -> Field:
    """Return what one row of several is: a group of the rows' fields. One text of several is that field still."""
    return replace(whole, type="group") if is_rows(whole) else whole


def is_rows(field: Field) -> bool:
    """Return whether a field is several rows."""
    return field.type in ("rows", AT_HAND)


def stands_for(rows: Field) -> Field:
    """Return the field that says how many rows there are: the first that is typed in each, as it says whether there is content."""
    typed = [leaf for leaf in rows.leaves() if not leaf.formula]
    return typed[0] if typed else next(rows.leaves())


def summing(rows: Field, name: str) -> str:
    """Return how to ask for the sum where a name was written behind that of rows."""
    inner = rows.fields.get(name)
    numbers = [leaf.name for leaf in rows.fields.values() if not leaf.fields and type_of(leaf).is_number]
    if inner and inner.fields:
        return f"求和写 {SUM}({rows.name}.{name}.…)"
    shown = name if name in numbers else next(iter(numbers), "")
    return f"求和写 {SUM}({rows.name}.{shown})" if shown else f"数有几行写 {COUNT}({rows.name})"


def misuse(name: str, field: Field, *, is_column: bool) -> tuple[str, str]:
    """Return what is wrong with asking something of a field, and a hint; nothing if it is right.

    Args:
        name: what is asked, such as 合计.
        field: the field.
        is_column: whether the path to it goes through rows.
    """
    if field.fields:
        if name == COUNT and is_rows(field):
            return "", ""
        inside = "、".join(f"{name}({field.name}.{leaf.name})" for leaf in field.fields.values() if suits(name, leaf))
        return f"{name}({field.name}) 要写明是哪一项", inside if is_rows(field) or is_column else ""
    if not is_column and not (name == COUNT and type_of(field).holds is Holds.SEVERAL):
        hint = f"括号里写若干行的一项，例如 {name}(项目.金额)；几个单独的数写成 {name}([甲, 乙])"
        return f"“{field.path}”只有一个值，不能用 {name}", hint
    if is_column and not suits(name, field):
        return f"{name} 只能用于数字，“{field.name}”是 {field.type}", f"数有几行填了，写 {COUNT}(…)"
    return "", ""


def suits(name: str, field: Field) -> bool:
    """Return whether something can be asked of a column of a field."""
    return not field.fields and (name == COUNT or type_of(field).is_number)
