"""What texts say in words about rates and choices: 全部按期完成, 无一逾期, and a grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.field_names import ENDING, IN_TIME, REMARK, SHORT_NAME, SHORT_RATE
from pipeline.checks.texts.scope import is_ours, is_target, speaks_of_plans
from pipeline.checks.texts.sentences import Paragraph, Texts
from pipeline.facts.fact import Facts
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.language.values import Figure, NotApplicable, Words
from pipeline.paths import is_in_rows, steps
from pipeline.records import record
from pipeline.regex import regex

SENTENCE: Final = regex("[^。！？；\n]+")
# All of something, done; or none of it late.
ALL: Final = regex(
    r"(?:全部|全都|均|都|一律|悉数|百分之百|100%)(?:已经?|均|都|得到|得以|予以|能够|[按如]期|按时|及时|在?(?:规定|法定|承诺)的?(?:期限|时限)内|按规定期限|顺利|圆满|地|"
    r"获得?|取得|经|一次性|通过(?:了)?|(?:完成(?:了)?)?(?:竣工|交工|完工)?(?=验收)|完成(?:了)?(?=立项|批复))*"
    r"(?P<done>完成|实现|达成|达标|答复|办结|回复|验收|完工|立项|批复|在用|使用)"
    r"|(?:无一|没有(?:一[个件项宗])?|未出现|未发生|不存在|零)(?:超期|逾期|延期|超时)(?P<late>)"
)
# What may stand between what a rate is about and what is said of it: how many there are, and general words.
GAP: Final = regex(
    r"(?:[，、（）()\s0-9.%一二两三四五六七八九十百千万]|[个件项人次名宗批家]|任务|事项|案件|工作|指标|诉求|的|已|全年|本年度?|共|计|答复|办理|均|数量?|率|为)*"
)
# What may stand between 全部完成 and what it is about.
GAP_BEHIND: Final = regex(r"了?(?:[0-9一二两三四五六七八九十]+[个项件]|年初|年度|既定|预定|设定|全年|本年度?|各项|下达|的)*")
BEHIND: Final = 12  # characters
# What leaves some out, or is about something else.
EXCEPT: Final = regex("除|其余|其他|剩余|余下|基本|大部|多数|未能|没有全|未全|不是|并非|建议|提案|议案|下属|整改")
ALIKE: Final = ({"完成", "实现", "达成", "达标", "完工"}, {"答复", "办结", "回复"}, {"在用", "使用"}, {"验收"}, {"立项"}, {"批复"})
# Of what something is done, where a form asks for both counts but for no rate.
OUT_OF: Final = {"验收": regex("完工|竣工|交工"), "立项": regex("需立项|应立项"), "批复": regex("申报")}
STATE: Final = regex("^(?:已经?|实际)(?=..)")
BARE: Final = regex("^(?:已经?|实际)(?=..)|(?:项目|工程)$")
# How else what is counted may be called behind such a name.
KINDS_OF_WORK: Final = regex(r"(?:项目|工程|事项|设施|绩效目标|目标|的|(?P<count>[0-9]+)[个项])*")
# What makes a rate's general word, such as 项目, that of all of them.
EVERY: Final = regex(r"(?:(?P<count>[0-9]+)[个项]|所有|各项?|全部|部门预算|预算|年度|全年|设定的?|^|[，；：、])$")
GRADE_ENDS: Final = r"(?:秀|好|等)?[”\"]?(?=$|[，。；、：）)\s]|等[级次]|档|[，。])"


@record()
class Rate:
    """A rate of a form: how much was done of what there was.

    Attributes:
        field: the rate, or how much was done.
        topics: the words of which one tells what it is about.
        generals: the last words of what there was, such as 项目 and 绩效目标.
        base: the path of how much there was, if that is a field.
        done: what was done.
        in_time: whether it was to be done in time.
        counted: whether there is no rate but both counts.
    """

    field: Field
    topics: tuple[str, ...]
    generals: tuple[str, ...]
    base: str
    done: frozenset[str]
    in_time: bool
    counted: bool = False


@lru_cache(maxsize=32)
def rates_of(form: Form) -> tuple[Rate, ...]:
    """Return the rates of a form that a text may call whole: of two fields of one group, or typed as a percentage."""
    fields = [(group, field) for group in (form.root, *form.root.groups()) for field in group.fields.values() if not is_in_rows(field.path)]
    return tuple(
        rate
        for group, field in fields
        for rate in (rate_of(group, field) if field.type == "percent" else counts_of(group, field) if field.type == "integer" else ())
    )


def rate_of(group: Field, field: Field) -> Iterator[Rate]:
    """Yield a rate, if the names of its group tell what was done of what."""
    parts = [group.fields.get(part.strip()) for part in field.formula.split("/")] if field.formula else []
    above, below = (parts[0], parts[-1]) if len(parts) == 2 else (None, None)  # noqa: PLR2004
    said = above.name if above else field.name
    done = next((words for words in ALIKE for verb in words if verb in said), None)
    counts = [other for other in group.fields.values() if other.type == "integer" and IN_TIME.search(f"{said}{field.name}")]
    names = [name for one in (group, field, *((below,) if below else ()), *counts) for name in called(one)]
    topics = tuple(dict.fromkeys(name for name in names if len(name) >= SHORT_NAME or name in group.aliases))
    if done and topics and not (field.formula and not above):
        generals = tuple(
            name[-length:] for name, length in ((group.name, 4), (next(called(below)) if below else "", 2)) if len(name) > length
        )
        yield Rate(field, topics, generals, below.path if below else "", frozenset(done), bool(IN_TIME.search(f"{said}{field.name}")))


def counts_of(group: Field, field: Field) -> Iterator[Rate]:
    """Yield how many things were done as if it were a rate, if its group tells of how many: 已验收个数 of 已完工个数."""
    for done, of in OUT_OF.items():
        wholes = [other for other in group.fields.values() if other.type == "integer" and of.search(other.name)]
        whole = next(reversed(wholes), None)
        if whole and done in field.name and field not in wholes and not field.name.startswith("计划"):
            names = tuple(dict.fromkeys(name for one in called(whole) for name in (one, STATE.sub("", one), BARE.sub("", one))))
            yield Rate(field, names, (), whole.path, frozenset((done,)), in_time=False, counted=True)


def called(field: Field) -> Iterator[str]:
    """Yield what a field or group is called, without the endings that say that it is a number."""
    for name in (field.name, REMARK.sub("", field.label), *field.aliases):
        yield ENDING.sub("", name)


class Claims:
    """What one unit-year's texts say in words about its rates and choices."""

    def __init__(self, texts: Texts) -> None:
        self.texts, self.facts = texts, texts.facts

    def false(self) -> list[Passage]:
        """Return what is said to be whole and is not, with 项 (the rate) and 填 (its value)."""
        rates = [rate for rate in rates_of(self.facts.form) if is_less(self.facts, rate)]
        if not rates:
            return []
        return [
            found
            for paragraph in self.texts.paragraphs
            if not speaks_of_plans(paragraph.fact.field.name)
            for found in self.in_text(paragraph, rates)
        ]

    def in_text(self, paragraph: Paragraph, rates: list[Rate]) -> Iterator[Passage]:
        """Yield what a text says to be whole and is not."""
        for claim in ALL.finditer(paragraph.read):
            start = max((paragraph.read.rfind(mark, 0, claim.start()) for mark in "。！？；\n"), default=-1) + 1
            end = next(
                (place for place in range(claim.end(), len(paragraph.read)) if paragraph.read[place] in "。！？；\n"), len(paragraph.read)
            )
            before, after = paragraph.read[start : claim.start()], paragraph.read[claim.end() : end]
            if EXCEPT.search(f"{before}{after}") or is_target(before) or not is_ours(before, self.facts.year):
                continue
            meant = max(
                ((length, rate) for rate in rates if (length := self.fits(rate, claim, before, after))),
                key=lambda one: one[0],
                default=None,
            )
            if meant:
                yield paragraph.passage(
                    claim.start(), claim.end(), 项=".".join(steps(meant[1].field.path)[-2:]), 填=in_words(self.facts, meant[1])
                )

    def fits(self, rate: Rate, claim: re.Match[str], before: str, after: str) -> int:
        """Return how many characters say that a rate is meant; none if it is not.

        Args:
            rate: the rate.
            claim: what is said.
            before: the sentence before it.
            after: the sentence behind it.
        """
        in_time = claim["done"] is None or bool(IN_TIME.search(claim[0]))
        if (rate.in_time and not in_time) or (claim["done"] is None and not rate.in_time):
            return 0
        if claim["done"] and claim["done"] not in rate.done:
            return 0
        return self.of_topic(rate, before, after) or self.of_general(rate, before)

    def of_topic(self, rate: Rate, before: str, after: str) -> int:
        """Return how long the word is that tells what a rate is about, before what is said or behind it; none if there is no such word.

        Args:
            rate: the rate.
            before: the sentence before what is said.
            after: the sentence behind it.
        """
        for topic in sorted(rate.topics, key=len, reverse=True):
            place = before.rfind(topic)
            kind = KINDS_OF_WORK.match(before, place + len(topic)) if rate.counted and place >= 0 else None
            if kind and kind["count"] and not self.are_as_many(rate, kind["count"]):
                return 0
            if place >= 0 and GAP.fullmatch(before, kind.end() if kind else place + len(topic)):
                return len(topic)
            gap = GAP_BEHIND.match(after)
            if gap and after.startswith(topic, gap.end()):
                return len(topic)
        return 0

    def of_general(self, rate: Rate, before: str) -> int:
        """Return how long the general word is, such as 项目, that makes a rate that of all of them; none if there is none."""
        for general in rate.generals:
            place = before.rfind(general)
            if place >= 0 and GAP.fullmatch(before, place + len(general)) and (every := EVERY.search(before[:place])):
                return len(general) * (every["count"] is None or self.are_as_many(rate, every["count"]))
        return 0

    def are_as_many(self, rate: Rate, count: str) -> bool:
        """Return whether a text counts as many as there were."""
        base = self.facts.by_path.get(rate.base)
        return bool(base and base.value == int(count))

    def grades(self) -> list[Passage]:
        """Return where a text tells another choice than the one that is filled in, with 项 (the field) and 填 (its value)."""
        found = []
        for field, pattern in grades_of(self.facts.form):
            value = self.facts.by_path[field.path].value
            if not isinstance(value, Words) or isinstance(value, NotApplicable):
                continue
            for paragraph in self.texts.paragraphs:
                for match in pattern.finditer(paragraph.read):
                    before = SENTENCE.findall(paragraph.read[: match.start()] or "。")[-1:]
                    clause = "".join(before) if not paragraph.read[: match.start()].endswith(("。", "；")) else ""
                    if match["choice"] != value and is_ours(clause, self.facts.year) and not is_target(clause):
                        found.append(paragraph.passage(match.start("choice"), match.end("choice"), 文=match[0], 项=field.name, 填=value))
        return found


def is_less(facts: Facts, rate: Rate) -> bool:
    """Return whether a rate is known and not whole."""
    value = facts.by_path[rate.field.path].value
    whole = facts.by_path[rate.base].value if rate.counted else 100  # per cent
    return isinstance(value, Figure) and isinstance(whole, Figure | int) and value < whole


def in_words(facts: Facts, rate: Rate) -> str:
    """Return a rate as it is filled in, or how much was done of what."""
    value = facts.by_path[rate.field.path].value
    return f"{value} 个，{steps(rate.base)[-1]}是 {facts.by_path[rate.base].value} 个" if rate.counted else str(value)


@lru_cache(maxsize=32)
def grades_of(form: Form) -> tuple[tuple[Field, re.Pattern[str]], ...]:
    """Return the choices of a form, with the pattern of a text that tells one."""
    found = []
    for field in form.root.leaves():
        if field.type == "choice" and not is_in_rows(field.path):
            names = "|".join(
                sorted(
                    dict.fromkeys(
                        re.escape(name)
                        for name in (field.name, field.label, *field.aliases)
                        if len(name) >= SHORT_RATE or name in field.aliases
                    ),
                    key=len,
                    reverse=True,
                )
            )
            choices = "|".join(map(re.escape, sorted(field.choices, key=len, reverse=True)))
            if names:
                found.append(
                    (
                        field,
                        regex(f'(?:{names})(?:等[级次])?(?:评定|认定|结果|均|为|是|达到?|[：:])*[“"]?(?P<choice>{choices}){GRADE_ENDS}'),
                    )
                )
    return tuple(found)
