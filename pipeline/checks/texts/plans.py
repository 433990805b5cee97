"""Results beside the plans they are measured by: a goal copied as what came of it, and a share of a plan that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from typing import Final

from pipeline.checks.passages import Passage, passage
from pipeline.checks.texts.figures import COUNT, PERCENT, SCALES, SIGNS, Figure, figures
from pipeline.checks.texts.scope import speaks_of_plans
from pipeline.checks.texts.sentences import Paragraph, Texts
from pipeline.language.wording import plain_number, round_half_up
from pipeline.regex import regex

# What may be left out of a goal, or put before it, when it is copied.
OPENING: Final = regex(
    r"^(?:20\d\d年度?|全年|本年度?|当年|年度?内|[我本](?:中心|街道|[局委院校馆所站办会镇乡县市区])|全[市县区镇乡]|一年来|已经?|计划|力争|确保|争取|要|完成|实现|达到|[，：\s])+"
)
BOUND: Final = regex(
    "不低于|不少于|不[超高大][过于]|至少|力争|确保|以上|以内|以下|左右|控制在|保持在?|稳定在|达到?|[≥≤＞＜><]|[为是了共]|\\s"
)
CLAUSES: Final = regex("[，。；！？;\n]")
LEAST_FIGURES: Final = 2
OF_FIGURES: Final = regex(f"[0-9{SIGNS}]")
ROUND: Final = (Decimal(0), Decimal(100))
LARGE: Final = 100  # what was planned to be as much is hardly ever met exactly

NUMBER: Final = r"[0-9][0-9,]*(?:\.[0-9]+)?"
# 完成造林3.26万亩，为计划的101.9%; 利用外资1.62亿美元，超额完成8%
DONE: Final = regex(
    rf"(?P<thing>[\u4e00-\u9fff“”]{{2,24}})(?P<now>{NUMBER})\s?(?P<scale>[十百千]?万|亿)?(?P<unit>[^\d\s，。；、（）()%万亿]{{1,5}})\Z"
)
SHARE: Final = regex(
    r"[，、（(](?:(?P<extra>超额)完成了?(?:(?:计划|目标|任务)的?)?|(?:为|占|是|相当于|完成|达到?)了?(?:全年|年度|年初|原定?|既定|当年)?(?:计划|目标|任务)"
    rf"(?:任务|总数|数|值|量)?的)(?P<rate>{NUMBER})%"
)
NEAR: Final = 48  # characters before a share in which that stands which it is of
# A plan of one's own sentence: 计划检查600家，实际检查655家.
PLAN: Final = "计划|目标|任务"
LINK: Final = r"(?:率|量|数|数量|面积|总数|总量)?(?:不低于|不少于|至少|达到?|为|到|约|完成|[：:])*"
CORE: Final = 4  # characters of a thing's name by which a plan is found
WITHOUT: Final = regex(r"(?:实际|共计?|合计|总计|累计|达到?|为|约|了|有|完成)+$")


def copied_goals(texts: Texts) -> list[Passage]:
    """Return the texts of results that say clause by clause what a goal says, as 同 (where that stands)."""
    plans: list[Paragraph] = []
    fields: dict[str, list[Paragraph]] = {}
    for paragraph in texts.paragraphs:
        if speaks_of_plans(paragraph.fact.field.name):
            plans.append(paragraph)
        elif paragraph.fact.field.type != "list":
            fields.setdefault(paragraph.fact.path, []).append(paragraph)
    results = [*filter(may_have_figures, fields.values())] if plans else []
    if not results:
        return []
    planned = {clause: paragraph.fact.path for paragraph in reversed(plans) for clause in bare_clauses(paragraph)}
    whole = {str(paragraph.words) for paragraph in plans}
    found = []
    for paragraphs in results:
        clauses = [*takewhile(planned.__contains__, (clause for paragraph in paragraphs for clause in bare_clauses(paragraph)))]
        first = paragraphs[0].words
        is_copied = clauses and len(clauses) == sum(1 for paragraph in paragraphs for _ in bare_clauses(paragraph))
        if is_copied and str(first) not in whole and could_differ(clauses):
            found.append(passage(first, 0, len(first), 同=planned[clauses[0]]))
    return found


def may_have_figures(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether paragraphs have signs enough of which figures are made for a goal that is copied."""
    return len(OF_FIGURES.findall("".join(paragraph.read for paragraph in paragraphs))) >= LEAST_FIGURES


def bare_clauses(paragraph: Paragraph) -> Iterator[str]:
    """Yield the clauses of a text without what tells a goal from its result."""
    bare = (BOUND.sub("", OPENING.sub("", clause.strip())) for clause in CLAUSES.split(paragraph.read))
    return filter(None, bare)


def could_differ(clauses: list[str]) -> bool:
    """Return whether clauses have several figures, one of which hardly ever comes out just as it was planned: no 100%, no 3座."""
    found = [figure for clause in clauses for figure in figures(clause)]
    return len(found) >= LEAST_FIGURES and any(figure.value not in ROUND and is_fine(figure) for figure in found)


def is_fine(figure: Figure) -> bool:
    """Return whether a figure is a percentage, has decimals or is large."""
    return figure.kind == PERCENT or figure.step < 1 or figure.value >= LARGE or figure.kind != COUNT


class Shares:
    """What one unit-year's texts say of how much of a plan was done, beside the plan."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    @cached_property
    def plans(self) -> str:
        """All texts that tell what was planned."""
        return "\n".join(paragraph.read for paragraph in self.texts.paragraphs if speaks_of_plans(paragraph.fact.field.name))

    def wrong(self) -> list[Passage]:
        """Return the shares that the plan contradicts, with 计划 (its figure) and 应为."""
        return [
            found
            for paragraph in self.texts.paragraphs
            if "%" in paragraph.words and not speaks_of_plans(paragraph.fact.field.name)
            for found in self.in_text(paragraph)
        ]

    def in_text(self, paragraph: Paragraph) -> Iterator[Passage]:
        """Yield the wrong shares in a text."""
        text = paragraph.read
        for share in SHARE.finditer(text):
            done = DONE.search(text, max(0, share.start() - NEAR), share.start())
            plan = self.planned(done, text) if done else None
            if done is None or plan is None or not plan[0]:
                continue
            (now, of_now), (then, of_then) = valued(done["now"], done["scale"]), plan
            right, said = now / then * 100 - (100 if share["extra"] else 0), Decimal(share["rate"].replace(",", ""))
            room = (of_now / then + now * of_then / then / then) * 50 + last_digit(share["rate"])
            if abs(said - right) > room:
                shown = plain_number((then / SCALES[done["scale"] or ""]).normalize())
                words = f"{shown} {done['scale'] or ''}{done['unit']}"
                yield paragraph.passage(done.start("now"), share.end(), 计划=words, 应为=f"{plain_number(round_half_up(right))}%")

    def planned(self, done: re.Match[str], text: str) -> tuple[Decimal, Decimal] | None:
        """Return what was planned of the thing of which a share is told, and what its last digit counts; None if that is not known.

        Args:
            done: how much was done.
            text: the text that it stands in.
        """
        thing, unit = WITHOUT.sub("", done["thing"]), re.escape(done["unit"])
        figure = rf"(?P<number>{NUMBER})\s?(?P<scale>[十百千]?万|亿)?{unit}"
        start = max(text.rfind(mark, 0, done.start()) for mark in "。；\n") + 1
        found = amounts(rf"(?:{PLAN})[^，。；\d]{{0,10}}{figure}", text[start : done.start("now")])
        if not found and len(thing) > 1:
            found = amounts(rf"{re.escape(thing[-CORE:])}{LINK}{figure}", self.plans)
        return found.pop() if len(found) == 1 else None


def amounts(pattern: str, text: str) -> set[tuple[Decimal, Decimal]]:
    """Return the different amounts that a pattern finds in a text, as `valued` gives them."""
    return {valued(found["number"], found["scale"]) for found in re.finditer(pattern, text)}


def valued(number: str, scale: str | None) -> tuple[Decimal, Decimal]:
    """Return a number as counted, and what its last digit counts."""
    times = SCALES[scale or ""]
    return Decimal(number.replace(",", "")) * times, last_digit(number) * times if "." in number or scale else Decimal(0)


def last_digit(number: str) -> Decimal:
    """Return what the last digit of a number counts."""
    return Decimal(1).scaleb(-len(number.partition(".")[2]))
