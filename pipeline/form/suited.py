"""Which attributes suit which types of fields, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.form.field import Field
from pipeline.form.preset import FIXED, PRESET
from pipeline.form.reuse import asked_in
from pipeline.form.types.registry import COMPUTED, LEAVES, NUMERIC
from pipeline.paths import is_in_rows
from pipeline.source.mapping import KnownEntries
from pipeline.source.nodes import Node

NUMBERS: Final = f"数字的类型有 {'、'.join(NUMERIC)}"
FRACTIONS: Final = tuple(name for name in NUMERIC if name != "integer")
# Attributes that not every type can have → those that can, what to say of the others, and a hint.
SUITED: Final[dict[str, tuple[Sequence[str], str, str]]] = {
    "choices": (("choice",), "choices 只能用于选项（choice）", ""),
    "minimum": (NUMERIC, "minimum 只能用于数字", NUMBERS),
    "maximum": (NUMERIC, "maximum 只能用于数字", NUMBERS),
    "decimals": (FRACTIONS, "decimals 只能用于可以有小数的数字", f"可用于 {'、'.join(FRACTIONS)}"),
    "zero": (NUMERIC, "zero 只能用于数字", NUMBERS),
    PRESET: (("rows",), "preset 只能用于多行（rows）", ""),
    FIXED: (("rows",), "fixed 只能用于多行（rows）", ""),
    "formula": (COMPUTED, "公式只能用于数字、选项（choice）和是/否（yes_no）", NUMBERS),
    "fields": (("rows",), "fields 只能用于多行（rows）", "一组字段直接写在名称下面；多行的还要写 type: rows"),
    "private": (LEAVES, "private 要写在单个字段上", "一组字段里哪几项要遮盖，就写在哪几项上"),
    "from": (LEAVES, "from 要写在单个字段上", "上年的数逐项取，就写在哪几项上"),
    "required": ((*LEAVES, "rows"), "required 要写在单个字段上", "一组字段里哪几项必填，就写在哪几项上"),
    "not_applicable": (("yes_no",), "not_applicable 只能用于是/否（yes_no）", "数字、日期、网址本来就可以填 不适用"),
    "summary": ((*NUMERIC, "choice"), "summary 只能用于数字和选项（choice）", "汇总里一项一列，如总分、自评等级；文字写不下"),
    "constant": ((*LEAVES, "rows"), "constant 要写在单个字段上", "一组字段里哪几项不变，就写在哪几项上"),
}


def attribute_faults(declared: Field, content: KnownEntries) -> Iterator[tuple[Node, str, str]]:
    """Yield attributes that a field's type cannot have or that contradict each other, and limits that no number keeps: where, what, hint.

    Args:
        declared: the field.
        content: what is declared about it.
    """
    for attribute, (kinds, message, hint) in SUITED.items():
        is_copy = attribute == "fields" and declared.type == "group" and asked_in(content.node("fields"))
        if attribute in content.entries and declared.type not in kinds and not is_copy:
            yield content.entries[attribute].key, message, hint
    if declared.taken_from and declared.formula:
        yield content.entries["from"].key, "from 和 formula 只能写一个", "由公式计算的不用取；取自上年文件的不用计算"
    if declared.summary and is_in_rows(declared.path):
        message = "summary 不能用于多行（rows）里的一项：汇总里一项只有一个数"
        yield content.entries["summary"].key, message, "另写一项合计，由公式计算，summary 写在那一项上"
    if declared.summary and declared.private:
        yield content.entries["summary"].key, "summary 和 private 只能写一个", "个人信息不进入汇总"
    least, most = declared.minimum, declared.maximum
    if declared.type in NUMERIC and least is not None and most is not None and least > most:
        hint = "" if "minimum" in content.entries else "没有写 minimum 时最小为 0；可以是负数的，写 minimum: none"
        yield content.entries["maximum"].key, f"minimum {least} 大于 maximum {most}", hint
