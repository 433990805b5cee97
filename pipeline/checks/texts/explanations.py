"""What a unit's texts say for themselves: a cause given elsewhere than in the field for it, and words that say nothing."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from pipeline.checks.texts.scope import speaks_of_plans
from pipeline.facts.fact import Facts
from pipeline.language.values import Lines, Words
from pipeline.regex import regex

SENTENCE: Final = regex("[^。；\n]+")
# 因公出国, 因地制宜, 基因 give no cause.
CAUSE: Final = regex(
    "原因|由于|因为|(?<![基起病诱成外])因(?![公素地子果材势特])|受[^，。；]{1,12}影响|取消|暂停|推迟|延期|跨年|尚待|有待|待[^，。；]{1,10}后|"
    "改[为到由]|压减|厉行节约|主要是|系(?!统|列)|本年度?没有|没有列入|没有安排|不[定评]|只[计评定]|未列入|未安排|不涉及"
)
# What plans are made of that name no deed: 进一步加强管理, 认真整改落实到位.
EMPTY: Final = regex(
    "(?:进一步|今后|下一步|以后|认真|切实|积极|及时|尽快|不断|继续|全面|努力|逐步|持续|要|将|需|已|予以|抓好|做好|搞好|加强|加大|强化|完善|提高|提升|增强|改进|改善|改正|整改|落实|"
    "重视|规范|健全|管理|监督|监管|督促|指导|领导|协调|沟通|工作|措施|制度|机制|力度|水平|能力|意识|质量|效率|学习|培训|相关|有关|各项|日常|到位|不够|不足|不到位|不力|不强|和|与|、|，|。|的|地|等)+"
)
# What a text that there was nothing begins with: 没有超期的项目, 各项目标均已完成; 工程没有按期完工 says that there was.
NONE: Final = regex(
    "(?:20\\d\\d年度?|本年度?|全年|截至[^，。；]{2,8}|[我本][局委院校馆所厅会部办处镇乡县市区]|我?单位|各项?|所有|整体|年度|预算|绩效|工程|建设|类|项目|重点|工作|任务|目标|指标|的|，)*"
    "(?:全部|全都|均|都|已|无|不存在|不涉及|不需|不适用|没有(?!按[期时]|如期|及时|完[成工]|达[到标]|实现|在)|未(?:超|发生|发现|出现|作|做|进行|涉及|调整|变))"
)
WORDED: Final = (Words, Lines)
LONGEST: Final = 12  # characters of such words; a longer text says at least something


class Explanations:
    """What one unit-year's texts explain; a plan explains nothing."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def texts(self) -> list[str]:
        """The texts that may explain something."""
        told = (fact for fact in self.facts.by_path.values() if isinstance(fact.value, WORDED) and not speaks_of_plans(fact.field.name))
        return [text for fact in told for text in fact.texts]

    def of(self, *words: str) -> str:
        """Return the first sentence that names one of some words and a cause; nothing if there is none."""
        return next((said for text in self.texts if any(word in text for word in words) for said in sentences(text, words)), "")


def sentences(text: str, words: tuple[str, ...]) -> list[str]:
    """Return the sentences of a text that name one of the words and a cause."""
    return [said for said in SENTENCE.findall(text) if any(word in said for word in words) and CAUSE.search(said)]


def is_hollow(text: object) -> bool:
    """Return whether a text is made of general words only: 整改, 进一步加强管理."""
    return isinstance(text, Words) and len(text) <= LONGEST and bool(EMPTY.fullmatch(text))


def says_none(text: object) -> bool:
    """Return whether a text says from its beginning that there was nothing of the kind, or that all was done."""
    return isinstance(text, Words) and bool(NONE.match(text))
