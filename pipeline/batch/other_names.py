"""Another unit's name where a unit speaks of itself. That a text mentions another unit is no fault: 向市财政局报送, 与市审计局联合."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
SHORTEST: Final = 4  # characters of a unit's name; a shorter one is a folder's, or a word


def other_names(results: Sequence[Result], form: Form) -> Iterator[Remark]:
    """Yield where a unit calls itself by another unit's name.

    Args:
        results: what came of the units that fill the form.
        form: the form.
    """
    fields = [leaf for leaf in form.root.leaves() if not leaf.private]
    prose = {leaf.path for leaf in fields if leaf.type == "paragraphs" or (leaf.type in {"text", "list"} and not leaf.constant)}
    # A constant text of one paragraph is a list, such as the subordinate units, and whoever stands in it is no stranger.
    lists = [leaf.path for leaf in fields if leaf.type == "text" and leaf.constant]
    units = {result.name: result for result in results if len(result.name) >= SHORTEST}
    lengths = sorted({len(name) for name in units}, reverse=True)
    for result in results:
        for path, text in result.facts.items():
            if as_declared(path) in prose:
                for name in dict.fromkeys(own_names(text, result.name, units, lengths)):
                    if not are_related(result, units[name], lists):
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


def own_names(text: str, own: str, names: Mapping[str, Result], lengths: Sequence[int]) -> Iterator[str]:
    """Yield the names of other units by which a text speaks of the unit itself.

    Args:
        text: the text.
        own: the unit's name.
        names: the units by name.
        lengths: how long the names are, descending.
    """
    ends = [(found[1], len(found[1])) for found in IN_BRACKETS.finditer(text)] + [(text, found.start()) for found in CALLED.finditer(text)]
    yield from (name for words, end in ends for length in lengths if (name := words[max(0, end - length) : end]) in names and name != own)
    if len(text) < LONG or own in text or IS_SELF.search(text):
        return
    for paragraph in text.split("\n"):
        start = OPENING.match(paragraph)
        begin = start.end() if start else 0
        name = next((paragraph[begin : begin + length] for length in lengths if paragraph[begin : begin + length] in names), "")
        if name and OWN_WORK.match(paragraph, begin + len(name)):
            yield name
