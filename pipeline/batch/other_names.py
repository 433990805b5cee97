"""Another unit's name where a unit speaks of itself. That a text mentions another unit is no fault: 向市财政局报送, 与市审计局联合."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.batch.remark import Remark
from pipeline.batch.task import Result
from pipeline.form.form import Form
from pipeline.paths import as_declared
from pipeline.problems import Kind

SELF: Final = "(?:我|本)(?:单位|部门|局|委|办|院|校|馆|中心|镇|乡|街道|处|所|站|会|厅|园|队)"
IS_SELF: Final = re.compile(SELF)
# 我局（示例市审计局）; and what follows in 示例市审计局（以下简称我局）.
IN_BRACKETS: Final = re.compile(rf"{SELF}[（(]即?([^（()）]{{4,40}})[）)]")
CALLED: Final = re.compile(rf"[（(](?:以下|下文|下称)?(?:简称|统称)?[为：:]?[“\"]?{SELF}[”\"]?[）)]")
# How a text begins that tells of the unit itself: its year, its work, its duties. 示例市财政局下达资金较晚 does not begin so.
OPENING: Final = re.compile(r"(?:[0-9]{4}年度?|本年度|全年|今年)?(?:以来)?[，,]?")
OWN_WORK: Final = re.compile(
    r"坚持|认真|紧紧|紧扣|围绕|始终|深入|全面|扎实|立足|聚焦|贯彻|切实|主要|承担|是|内设|下设|共有|现有|成立于|以[^，。]{2,20}为|[0-9]{4}年|本年度|全年|今年"
)
LONG: Final = 40  # characters, below which a text is a remark, such as a reason, and may well be about another unit
LONGEST: Final = 100  # characters of a unit's name
WORK: Final = 25  # characters of how a text goes on that tells of the unit's own work
SHORTEST: Final = 4  # characters of a unit's name; a shorter one is a folder's, or a word


def prose_of(form: Form) -> set[str]:
    """Return the fields in which a unit speaks of itself."""
    fields = [leaf for leaf in form.root.leaves() if not leaf.private]
    return {leaf.path for leaf in fields if leaf.type == "paragraphs" or (leaf.type in {"text", "list"} and not leaf.constant)}


def other_names(results: Sequence[Result], form: Form) -> Iterator[Remark]:
    """Yield where a unit calls itself by another unit's name.

    Args:
        results: what came of the units that fill the form.
        form: the form.
    """
    # A constant text of one paragraph is a list, such as the subordinate units, and whoever stands in it is no stranger.
    lists = [leaf.path for leaf in form.root.leaves() if leaf.type == "text" and leaf.constant and not leaf.private]
    units = {result.name: result for result in results if len(result.name) >= SHORTEST}
    lengths = sorted({len(name) for name in units}, reverse=True)
    for result in results:
        found = ((path, name) for path, text, is_end in result.texts.selves for name in named(text, units, lengths, is_end=is_end))
        for path, name in dict.fromkeys(found):
            if name != result.name and not are_related(result, units[name], lists):
                message = f"这里把本单位写成了“{name}”"
                hint = f"本单位是{result.name}；如果是从其他单位的材料抄来的，请核对整段内容"
                yield Remark(result.of, Kind.OTHER_UNIT, path, message, hint)


def are_related(one: Result, other: Result, lists: Iterable[str]) -> bool:
    """Return whether two units are the same, or one stands in the other's name or lists.

    Args:
        one: a unit.
        other: another one.
        lists: the paths of what a unit lists, such as its subordinate units.
    """
    pairs = ((one, other), (other, one))
    return one.unit == other.unit or any(a.name in b.name or any(a.name in b.facts.get(path, "") for path in lists) for a, b in pairs)


def selves_in(facts: Mapping[str, str], own: str, prose: Container[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield where a unit's texts may call it by a name: the path, what ends or begins with the name, and whether it ends so.

    Args:
        facts: what the unit says.
        own: its name.
        prose: the fields in which it speaks of itself.
    """
    for path, text in facts.items():
        if as_declared(path) in prose:
            yield from ((path, found[1], True) for found in IN_BRACKETS.finditer(text))
            yield from ((path, text[max(0, found.start() - LONGEST) : found.start()], True) for found in CALLED.finditer(text))
            if len(text) >= LONG and own not in text and not IS_SELF.search(text):
                yield from ((path, opening, False) for paragraph in text.split("\n") if (opening := opening_of(paragraph)))


def opening_of(paragraph: str) -> str:
    """Return how a paragraph begins that may tell of the unit itself, from where its name may stand; nothing if no name can."""
    start = OPENING.match(paragraph)
    begin = start.end() if start else 0
    opening = paragraph[begin : begin + LONGEST + WORK]
    return opening if OWN_WORK.search(opening, SHORTEST) else ""


def named(text: str, names: Container[str], lengths: Sequence[int], *, is_end: bool) -> Iterator[str]:
    """Yield the units' names by which a text may speak of the unit itself.

    Args:
        text: what ends with the name, or begins with it.
        names: the units' names.
        lengths: how long these are, descending.
        is_end: whether it ends with the name.
    """
    if is_end:
        yield from (name for length in lengths if (name := text[max(0, len(text) - length) :]) in names)
        return
    name = next((text[:length] for length in lengths if text[:length] in names), "")
    if name and OWN_WORK.match(text, len(name)):
        yield name
