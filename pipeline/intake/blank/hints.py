"""What an empty form tells the clerk who fills it in: about a place for a value, about rows, and about the form as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.form.field import Field
from pipeline.form.types.registry import NUMERIC

ROWS = "一项填一行；行数不够的，可以插入行，用不完的空着"
# What is said once for all fields of a type.
HOW = {
    "date": "日期写年月日，如 2021年6月1日。",
    "month": "月份写年月，如 2021年6月。",
    "url": "网址写完整，以 http:// 或 https:// 开头。",
    "yes_no": "是、否：点一下选定的方框，或者把它改成√；不要两个都选。",
    "list": "有几项的，一项写一行。",
}


def hint_of(field: Field) -> str:
    """Return what a clerk has to know of a field besides its label; nothing if the label says it all."""
    return "；".join(part.rstrip("。") for part in (field.hint, choices_of(field)) if part)


def choices_of(field: Field) -> str:
    """Return how one of a field's words is chosen, if it is a choice."""
    return f"从列表里选一项：{'、'.join(field.choices)}" if field.type == "choice" else ""


def rows_hint(rows: Field) -> str:
    """Return what holds for all rows but those that the form fixes."""
    return "" if rows.fixed else ROWS


def rules(fields: Sequence[Field], *, shade: str) -> list[str]:
    """Return what holds for a Word form as a whole, a sentence each.

    Args:
        fields: the fields that have a place in it.
        shade: what the places look like that the program fills, such as 灰色.
    """
    said = ["只填空格和横线处，不要改动、删去表上印好的文字。"]
    said += [sentence for kind, sentence in HOW.items() if any(field.type == kind for field in fields)]
    return [*said, *figures(fields, shade=shade), "不要插入图片、截图；填好后直接发回这份文件。"]


def rules_of_workbook(fields: Sequence[Field], *, shade: str) -> list[str]:
    """Return what holds for a workbook as a whole, a sentence each; Excel itself says the rest at each cell.

    Args:
        fields: the fields that have a place in it.
        shade: what the places look like that the program fills, such as 灰色.
    """
    return ["只填浅黄色的格，选中一格就看到怎样填。", *figures(fields, shade=shade), "行数不够的可以插入行。填好后直接发回这份文件。"]


def figures(fields: Sequence[Field], *, shade: str) -> list[str]:
    """Return what holds for the figures of a form, a sentence each.

    Args:
        fields: the fields that have a place in it.
        shade: what the places look like that the program fills, such as 灰色.
    """
    said = []
    if units := {field.unit for field in fields if field.type == "amount"}:
        said.append(f"金额的单位是{'、'.join(sorted(units))}，最多两位小数。")
    if any(field.type in NUMERIC for field in fields):
        said.append("没有的填 0 或 无，不涉及的填 不适用，还不知道的先空着。")
    if any(field.formula for field in fields):
        said.append(f"{shade}的格由程序计算，不用填。")
    return said
