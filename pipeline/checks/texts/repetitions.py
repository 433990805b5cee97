"""Texts read against each other: what stands twice, near-copies, and one thing with two figures."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.figures import COUNT, Figure
from pipeline.checks.texts.scope import is_compared, is_ours, is_target, speaks_of_plans
from pipeline.checks.texts.sentences import Paragraph, Sentence, Texts
from pipeline.language.values import NotApplicable, Words
from pipeline.records import record
from pipeline.regex import regex

SHORT_TEXT: Final = 10  # characters; shorter texts such as 无 are often alike without being copied
LONG_SENTENCE, LONG_IN_ONE_FIELD = 20, 12  # characters; shorter ones are said often
SENTENCE: Final = regex("[^。！？；\n]+")
# A shingle begins with one of these common characters, so that about a quarter of all are looked at, the same in each text.
SHINGLE: Final = regex("([0-9工人会市作和化政理项全大发中一务信事行目绩业管实建出要期重进提到成主])(?=([^，。；：、]{4}))")
Shingle = tuple[str, str]
LEAST_TEXT, LEAST_SHINGLES, MOST_ALIKE = 40, 4, Decimal("0.55")
# The same cause may stand behind two things, and one name or list in two places.
MAY_REPEAT: Final = ("原因", "清单", "名称", "单位")
# What a sentence begins with before it says anything: when, who.
OPENING: Final = regex(
    r"^(?:(?:20\d\d年(?:度)?|全年|本年度?|年度?内|[我本](?:中心|街道|[局委院校馆站所厅会部办处镇乡园场社台市县区])|我?单位|共计?|累计|总共|合计|已经?|[，、：:\s])*)"
)
LEAST_NAME, MOST_NAME = 4, 16  # characters that say what is counted; more are a sentence of their own
NO_WHOLE: Final = regex("其中|分别|每|各|第")
BREAK: Final = regex("[，。、；：（）()\\s]")
GENERAL: Final = regex("了|共计?|合计|为|达到?|全年|已|约|近|超过?|的|数量?|人数|总数|总额|金额")


@record()
class Said:
    """A figure of a thing that is no field's.

    Attributes:
        thing: what it counts.
        key: the same whatever the order of its words, and what in.
        sentence: the sentence.
        figure: the figure.
        alone: whether its sentence says nothing else before.
    """

    thing: str
    key: tuple[str, str]
    sentence: Sentence
    figure: Figure
    alone: bool

    @property
    def words(self) -> str:
        """The figure as typed."""
        return self.sentence.text[self.figure.start : self.figure.end]


def repeated(texts: Texts) -> list[Passage]:
    """Return the long sentences that stand twice, and near-copies of other fields, with 同 (where it stands first) and 说 (a sentence)."""
    copies = near_copies(texts)
    copied = {passage.path for passage in copies}
    first: dict[str, tuple[Paragraph, int]] = {}
    whole: dict[str, Paragraph] = {}
    for paragraph in texts.paragraphs:
        whole.setdefault(paragraph.words, paragraph)
    found: list[Passage] = []
    for paragraph in texts.paragraphs:
        if len(paragraph.words) < LONG_IN_ONE_FIELD or whole[paragraph.words] is not paragraph or paragraph.words.path in copied:
            continue  # what is told of the whole text
        for match in SENTENCE.finditer(paragraph.words):
            text = match[0].strip()
            if len(text) < LONG_IN_ONE_FIELD:
                continue
            other, start = first.setdefault(text, (paragraph, match.start()))
            same_field = other.fact is paragraph.fact
            if (other is paragraph and start == match.start()) or (
                not same_field and (len(text) < LONG_SENTENCE or may_repeat(other, paragraph))
            ):
                continue
            where = "同一段里" if other is paragraph else f"“{other.words.path}”里"
            found.append(Passage(text, paragraph.words.path, match.start(), {"说": f"这句话在{where}已经写过"}))
    return [*copies, *found]


def same_texts(texts: Texts) -> list[Passage]:
    """Return the texts that stand in another field, or paragraph, before, with 同 (where)."""
    first: dict[str, Paragraph] = {}
    found: list[Passage] = []
    for paragraph in texts.paragraphs:
        if len(paragraph.words) >= SHORT_TEXT:
            other = first.setdefault(str(paragraph.words), paragraph)
            if other is not paragraph and not may_be_one(other, paragraph):
                found.append(Passage(str(paragraph.words)[:SHORT_TEXT], paragraph.words.path, 0, {"同": other.words.path}))
    return found


def is_copied(text: object, other: object) -> bool:
    """Return whether a short text says something and another one just the same; of longer ones `same_texts` tells."""
    is_short = isinstance(text, Words) and not isinstance(text, NotApplicable) and len(text) < SHORT_TEXT
    return is_short and bool(text) and text == other


def near_copies(texts: Texts) -> list[Passage]:
    """Return the texts most of which stands in a text of another field before, but which are not the same."""
    owners: dict[Shingle, list[Paragraph]] = {}
    found: list[Passage] = []
    for paragraph in texts.paragraphs:
        if len(paragraph.words) < LEAST_TEXT:
            continue
        shingles = set(SHINGLE.findall(paragraph.words))
        shared: dict[str, int] = {}
        by_path: dict[str, Paragraph] = {}
        for shingle in shingles:
            for other in owners.get(shingle, ()):
                shared[other.words.path] = shared.get(other.words.path, 0) + 1
                by_path[other.words.path] = other
        best = max(shared, key=lambda path: shared[path], default="")
        if best and len(shingles) >= LEAST_SHINGLES and shared[best] >= MOST_ALIKE * len(shingles):
            other = by_path[best]
            if str(other.words) != str(paragraph.words) and not may_repeat(other, paragraph) and other.fact is not paragraph.fact:
                found.append(Passage(str(paragraph.words)[:12], paragraph.words.path, 0, {"说": f"和“{best}”的文字大半相同"}))
        for shingle in shingles:
            known = owners.get(shingle)
            if known is None:
                owners[shingle] = [paragraph]
            elif len(known) < 4:  # noqa: PLR2004 - what stands everywhere tells nothing, and costs
                known.append(paragraph)
    return found


def may_repeat(one: Paragraph, other: Paragraph) -> bool:
    """Return whether two fields may well say the same: causes, lists, fields of one name, a goal and what became of it."""
    names = one.fact.field.name, other.fact.field.name
    if may_be_one(one, other):
        return True
    return speaks_of_plans(names[0]) != speaks_of_plans(names[1]) and (names[0] in names[1] or names[1] in names[0])


def may_be_one(one: Paragraph, other: Paragraph) -> bool:
    """Return whether two fields may well have the same text: causes, lists, fields of one name."""
    names = one.fact.field.name, other.fact.field.name
    if names[0] == names[1]:
        return one.fact.path != other.fact.path
    return any(word in names[0] and word in names[1] for word in MAY_REPEAT)


def contradicting(texts: Texts, figures: list[tuple[Sentence, Figure]]) -> list[Passage]:
    """Return the figures that name no field but a thing of which another text gives another figure, with 说 (a sentence).

    One of the two must say nothing else in its sentence before: 完成投资30万元 may be said of one thing here and of another there.

    Args:
        texts: the texts.
        figures: the figures that name no field.
    """
    likely = [said for sentence, figure in figures if (said := counted(sentence, figure))]
    often = Counter(said.key for said in likely)
    things = [said for said in likely if often[said.key] > 1 and is_of_all(said, texts.facts.year)]
    several = Counter((said.key, said.sentence.paragraph.fact.path) for said in things)
    first: dict[tuple[str, str], Said] = {}
    found: list[Passage] = []
    for said in things:
        if several[said.key, said.sentence.paragraph.fact.path] > 1:
            continue  # parts, places, times
        other = first.setdefault(said.key, said)
        same_field = other.sentence.paragraph.fact is said.sentence.paragraph.fact
        if not same_field and (said.alone or other.alone) and not agree(other.figure, said.figure):
            words = f"“{said.thing}”这里是 {said.words}，“{other.sentence.paragraph.words.path}”里是 {other.words}"
            found.append(said.sentence.passage(said.figure.start, said.figure.end, 说=words))
    return found


def agree(one: Figure, other: Figure) -> bool:
    """Return whether two figures can be of one thing."""
    return one.agrees(other.value) or other.agrees(one.value) or one.kind != other.kind


def counted(sentence: Sentence, figure: Figure) -> Said | None:
    """Return what a figure counts: the words of its clause around it.

    Args:
        sentence: the sentence.
        figure: the figure.
    """
    if figure.is_range or speaks_of_plans(sentence.paragraph.fact.field.name):
        return None
    said = OPENING.sub("", sentence.text[: figure.start].rpartition("；")[2])
    clause = OPENING.sub("", BREAK.split(said)[-1])
    after = BREAK.split(sentence.text[figure.end :], maxsplit=1)[0]
    thing = GENERAL.sub("", clause + after)
    if not LEAST_NAME <= len(thing) <= MOST_NAME or NO_WHOLE.search(clause):
        return None
    key = "".join(sorted(thing)), f"{figure.kind}{figure.unit if figure.kind == COUNT else ''}"
    return Said(thing, key, sentence, figure, alone=not BREAK.search(said))


def is_of_all(said: Said, year: int) -> bool:
    """Return whether a figure is one of the whole unit and the report's year, and none that is yet to be reached."""
    before = said.sentence.text[: said.figure.start]
    return not is_compared(before) and is_ours(before, year) and not is_target(before)
