"""A unit-year with all fields of one group filled with one of the ways to say nothing: what its report must never look like."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Final

from tests.reviewer.cases import form
from tests.reviewer.data_file import put
from tests.reviewer.harness import read, reported
from tests.reviewer.units import UnitYear, unit_years

BASE: Final = "水务局"
FOR_TEXTS: Final = ("—", "无。")
FOR_FIGURES: Final = ("无", "不适用", "0")
TEXTS: Final = ("text", "paragraphs", "list")
FIGURES: Final = ("number", "integer", "amount", "percent", "date", "url")
NAMED: Final = ("单位名称", "填报日期", "姓名", "办公电话")  # what no unit lacks
NOTHING: Final = "无|没有|暂无|不适用|/|—"
NEVER: Final[Mapping[str, str]] = {
    "a word with a unit": r"(?:(?<![有没])无|暂无|不适用|[/—])(?:万元|个|名|分|人次|件|份|%)",
    "an empty or idle bracket": rf"[《（【](?:{NOTHING})?[》）】]",
    "a lead-in to nothing": rf"：(?:(?:{NOTHING})[。；，\n]|[。；，])",
    "two marks together": r"[，；：、]{2}|。。|[，；：、]。|。[，；、：]",
    "a line that says only that there is nothing": rf"\n(?:{NOTHING})。?\n",
    "a heading with nothing under it": r"\n(?:[一二三四五六]、[^\n。]*\n+(?=[一二三四五六]、|附件)|（[一二三四五六七]）[^\n。]*\n+(?=（[一二三四五六七]）|[一二三四五六]、|附件))",
    "a full stop missing": r"\n[^\n]*\d(?:万元|个|名|件|份)\n(?!表)",
}


def groups() -> Iterator[tuple[str, str, list[str]]]:
    """Yield a name, a filling and the paths that it goes into."""
    by_group: dict[tuple[str, bool], list[str]] = {}
    for leaf in form().root.leaves():
        if not leaf.formula and "[" not in leaf.path and leaf.name not in NAMED and leaf.type in (*TEXTS, *FIGURES):
            by_group.setdefault((leaf.path.rpartition(".")[0], leaf.type in TEXTS), []).append(leaf.path)
    for (group, are_texts), paths in by_group.items():
        for filling in FOR_TEXTS if are_texts else FOR_FIGURES:
            yield f"填 {group or '表首'} {'文字' if are_texts else '数字'} {filling or '空白'}", filling, paths


def filled(filling: str, paths: list[str]) -> UnitYear:
    """Return the base with the fields at some paths filled with a word; left empty that word is blank."""
    clean = unit_years()[BASE]
    data = copy.deepcopy(clean.data)
    for path in paths:
        put(data, path, filling)
    return UnitYear(clean.name, clean.code, clean.year, data)


def misprints(filling: str, paths: list[str]) -> list[str]:
    """Return what looks wrong in the report; nothing if an error keeps it from being printed."""
    report = read(filled(filling, paths), reported).report
    found = ((what, re.search(pattern, report)) for what, pattern in NEVER.items())
    return [f"{what}: {report[max(0, match.start() - 25) : match.end() + 15]!r}" for what, match in found if match]
