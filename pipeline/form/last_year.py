"""How a form speaks of earlier years: fields that say `from`, the group `上年` that expressions name, and the rows `历年` of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.registry import LEAVES
from pipeline.paths import EVERY_ROW, child, every_row, parent, steps
from pipeline.problems import Kind, Problem, error, nearest
from pipeline.source.nodes import Node

# The group of last year's values, by the names of this year; no form need declare it.
LAST_YEAR: Final = "上年"
# The rows of the years up to this one, each with its values by the names of this year; documents can name them.
YEARS: Final = "历年"
Names = Mapping[str, tuple[Field, ...]]
ROW_HINT = "同一组行里的两列才能一一对应；单个的数只能取自单个的字段"


def taken_faults(root: Field, names: Names, taken: Mapping[Field, Node]) -> Iterator[Problem]:
    """Yield why last year's file cannot give some fields their values.

    Args:
        root: the top group of the form's fields.
        names: what each name may stand for on its own.
        taken: the fields that say `from`, each with where it says so.
    """
    for field, node in taken.items():
        found = sources_of(root, names, field)
        message, hint = why_not(field, found[0]) if len(found) == 1 else not_one(field, found, root)
        if message:
            yield error(Kind.FORM, f"from {message}", node.place, hint=hint)


def sources_of(root: Field, names: Names, field: Field) -> tuple[Field, ...]:
    """Return the fields that a field's `from` may mean: one beside it, else what the name stands for in the form.

    Args:
        root: the top group of the form's fields.
        names: what each name may stand for on its own.
        field: the field that says `from`.
    """
    first, *rest = steps(field.taken_from)
    beside = below(root, parent(field.path)).fields
    found = (beside[first],) if first in beside else names.get(first, ())
    for name in rest:
        found = tuple(group.fields[name] for group in found if name in group.fields)
    return found


def below(root: Field, path: str) -> Field:
    """Return the field of a declared path, the row's group for one that ends in `[]`; the top group if there is none."""
    found: Field | None = root
    for step in steps(path) if path else ():
        found = found.fields.get(step.removesuffix(EVERY_ROW)) if found else None
    return found or root


def not_one(field: Field, found: tuple[Field, ...], root: Field) -> tuple[str, str]:
    """Return what is wrong with a `from` that means no field or several, and a hint.

    Args:
        field: the field that says `from`.
        found: the fields that may be meant.
        root: the top group of the form's fields.
    """
    if found:
        return f"的“{field.taken_from}”有 {len(found)} 处，要写明是哪一处", "、".join(each.path for each in found)
    near = nearest(steps(field.taken_from)[-1], [leaf.name for leaf in root.leaves() if leaf is not field])
    return f"的“{field.taken_from}”不是表中的字段", near or "写表中一个字段的名称"


def why_not(field: Field, source: Field) -> tuple[str, str]:
    """Return why a field cannot have the value that another one had last year, and a hint; nothing if it can."""
    if source.type not in LEAVES:
        return f"的“{source.name}”是一组字段，要写明是哪一项", "、".join(child(source.name, name) for name in source.fields)
    if source is field:
        return "不能取自它自己", "写上年的数在上年的文件里叫什么，例如 from: 决算支出数"
    if rows_of(field) != rows_of(source):
        return f"的“{source.name}”与“{field.name}”不在同一组行里", ROW_HINT
    if (field.type, field.unit) != (source.type, source.unit):
        return f"的“{source.name}”是 {kind_of(source)}，“{field.name}”却是 {kind_of(field)}", "类型和单位要相同"
    if field.private or source.private:
        return f"不能用于遮盖的字段（{(field if field.private else source).name} 写了 private）", "个人信息不从上年的文件取"
    return "", ""


def rows_of(field: Field) -> str:
    """Return the path of the rows that a field stands in; nothing for a single field."""
    return field.path.rpartition(EVERY_ROW)[0]


def kind_of(field: Field) -> str:
    """Return a field's type and unit in words."""
    return f"{field.type}（{field.unit}）" if field.unit else field.type


def earlier_group(root: Field, names: Names, name: str) -> Field:
    """Return what `上年` or `历年` stands for: the form's fields, but none that is private, and what each name alone may stand for.

    Args:
        root: the top group of the form's fields; its type is that of what is returned.
        names: what each name may stand for on its own.
        name: which of the two.
    """
    whole = earlier_of(root, name)
    alone = {name: below(whole, found[0].path) for name, found in names.items() if len(found) == 1}
    return replace(whole, name=name, fields={**{name: field for name, field in alone.items() if field is not whole}, **whole.fields})


def earlier_of(field: Field, path: str) -> Field:
    """Return a field as an earlier year's, with all below it that is not private; `path` is the path that it has there."""
    inside = every_row(path) if field.type == "rows" else path
    found = {name: earlier_of(each, child(inside, name)) for name, each in field.fields.items() if not each.private}
    # What was computed then is not computed now.
    return replace(
        field, path=path, formula="", fields={name: each for name, each in found.items() if each.fields or not field.fields[name].fields}
    )
