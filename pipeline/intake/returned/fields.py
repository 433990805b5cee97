"""Which texts of the data somebody rewrote in a narrative, and whether the new text can go into the data as it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from pipeline.facts.fact import Fact, Facts
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.form.types.texts import LIST, PARAGRAPHS, TEXT
from pipeline.intake.returned.cutting import cut_out
from pipeline.intake.returned.matching import Match
from pipeline.intake.returned.passages import Passage, Span
from pipeline.intake.returned.plain import bare
from pipeline.language.phrases import STOPS
from pipeline.paths import one_of

TEXTS: Final = tuple(each.name for each in (TEXT, PARAGRAPHS, LIST))
# How a text looks that the public edition masks.
MASK: Final = "**"

MIXED: Final = "前后的话也改了，分不清这一项从哪里到哪里"
GONE: Final = "报告里删去了这一项；要删的，请在数据文件里删"
SPREAD: Final = "这一项只能写一段，报告里分成了几段"
IN_ONE: Final = "这一项的几段印在一段里，分不清从哪里到哪里"
PARTLY: Final = "这一项有的段没有印在报告里的这个地方，不能整个换掉"
TWICE: Final = "这一项在报告里印了不止一处，改得不一样"
FROM_BEFORE: Final = "今年的数据没有写这一项，印的是上年的；要改的，请写进今年的数据文件"
FIXED: Final = "这是表上规定的内容，不能改"
MASKED: Final = "公开版隐去的内容不能放回数据"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text of the data that stands otherwise in the received narrative.

    Attributes:
        fact: the fact.
        old: its paragraphs, as the data have them.
        new: its paragraphs, as they were received; none if that cannot be told.
        spot: where they stand there; empty if they are gone.
        refused: why they cannot go into the data; empty if they can.
        remark: what is to be known before they do; may be empty.
    """

    fact: Fact
    old: tuple[str, ...]
    new: tuple[str, ...]
    spot: str
    refused: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """A printed narrative beside a received one.

    Attributes:
        facts: what it is printed from.
        printed: its passages.
        received: those that were received.
        became: the numbers of the received passages in which something of each printed one stands.
        came_from: the numbers of the printed passages of which something stands in each received one.
    """

    facts: Facts
    printed: Sequence[Passage]
    received: Sequence[Passage]
    became: list[set[int]] = field(default_factory=list)
    came_from: list[set[int]] = field(default_factory=list)

    def fact(self, span: Span) -> Fact | None:
        """Return the fact that a part of a passage says, if it is a text that somebody typed."""
        several = one_of(span.path)
        fact = self.facts.by_path.get(span.path) or (self.facts.by_path.get(several[0]) if several else None)
        return fact if fact and fact.field.type in TEXTS and not fact.field.formula else None

    def between(self, first: int, last: int) -> list[int] | None:
        """Return the numbers of what was received between what stands before a printed passage and what stands behind another one.

        None if either is not there any more, or not in this order.
        """
        before = next((number for number in range(first - 1, -1, -1) if not self.printed[number].is_optional), None)
        behind = next((number for number in range(last + 1, len(self.printed)) if not self.printed[number].is_optional), None)
        start = 0 if before is None else max(self.became[before], default=len(self.received)) + 1
        stop = len(self.received) if behind is None else min(self.became[behind], default=-1)
        return [number for number in range(start, stop) if not self.is_drawn(number)] if start <= stop else None

    def is_drawn(self, number: int) -> bool:
        """Return whether a received passage says in words what a drawing shows."""
        return bool(self.came_from[number]) and all(self.printed[each].is_optional for each in self.came_from[number])

    def strangers(self, numbers: Sequence[int], own: range) -> bool:
        """Return whether in received passages there is something of other printed passages than its own."""
        return any(not self.came_from[number] <= set(own) for number in numbers)


def beside(facts: Facts, printed: Sequence[Passage], received: Sequence[Passage], matches: Sequence[Match]) -> Narrative:
    """Return a printed narrative beside a received one.

    Args:
        facts: what it is printed from.
        printed: its passages.
        received: those that were received.
        matches: what became of each sentence and row.
    """
    found = Narrative(facts, printed, received, [set() for _ in printed], [set() for _ in received])
    for match in matches:
        for old in match.old:
            for new in match.new:
                is_same_row = match.is_row and len(old.pieces) == len(new.pieces)
                for was, now in zip(old.pieces, new.pieces, strict=True) if is_same_row or not match.is_row else ():
                    found.became[was.number].add(now.number)
                    found.came_from[now.number].add(was.number)
    return found


def rewritten(narrative: Narrative) -> list[Rewritten]:
    """Return the texts of the data that stand otherwise in the received narrative, each once."""
    found: dict[str, Rewritten] = {}
    for each in (*rewritten_runs(narrative), *rewritten_parts(narrative)):
        path = each.fact.path
        known = found.get(path)
        found[path] = replace(each, refused=TWICE) if known and known.new != each.new else checked(each)
    return list(found.values())


def checked(text: Rewritten) -> Rewritten:
    """Return a rewritten text, refused if the data cannot hold it."""
    fact = text.fact
    refused = FIXED if fact.fixed else FROM_BEFORE if fact.taken else text.refused
    if not refused and any(MASK in new for new in text.new) and not any(MASK in old for old in text.old):
        refused = MASKED
    try:
        for new in text.new:
            type_of(fact.field).read(new, fact.field, fact.path)
    except MistakeError as mistake:
        refused = refused or mistake.message
    return replace(text, refused=refused)


def rewritten_runs(narrative: Narrative) -> Iterator[Rewritten]:
    """Yield fields of several paragraphs or items, printed one below the other, that stand otherwise."""
    for path, run in groupby(enumerate(narrative.printed), key=lambda each: run_path(narrative, each[1])):
        numbers = [number for number, _ in run]
        if path:
            yield from rewritten_run(narrative, narrative.facts.by_path[path], range(numbers[0], numbers[-1] + 1))


def run_path(narrative: Narrative, passage: Passage) -> str:
    """Return the path of the field of which a passage is one paragraph or item, and nothing else; empty if it is none."""
    if passage.row or len(passage.spans) != 1:
        return ""
    span, fact = passage.spans[0], narrative.fact(passage.spans[0])
    is_whole = span.start == (passage.number if passage.is_numbered else 0) and passage.text[span.end :] in ("", *STOPS)
    return fact.path if fact and is_whole and type_of(fact.field).holds is Holds.SEVERAL else ""


def rewritten_run(narrative: Narrative, fact: Fact, run: range) -> Iterator[Rewritten]:
    """Yield a field of several paragraphs if it stands otherwise.

    Args:
        narrative: the narrative.
        fact: the field's fact.
        run: the numbers of the printed passages, one for each of its paragraphs.
    """
    printed = [narrative.printed[number] for number in run]
    own = sorted({number for each in run for number in narrative.became[each]})
    region = narrative.between(run.start, run.stop - 1)
    numbers = own if region is None else region
    new = tuple(text for number in numbers if (text := line_of(narrative.received[number], printed[0])))
    before = [printed_line(passage) for passage in printed]
    if [bare(text).text for text in new] == [bare(text).text for text in before] and not narrative.strangers(numbers, run):
        return
    spot = spot_of(narrative, numbers)
    if not new:
        yield Rewritten(fact, fact.texts, (), spot, GONE)
    elif region is None or not set(own) <= set(region) or narrative.strangers(numbers, run) or is_table(narrative, numbers):
        yield Rewritten(fact, fact.texts, (), spot, MIXED)
    else:
        yield Rewritten(fact, fact.texts, new, spot, "" if len(run) == len(fact.texts) else PARTLY)


def spot_of(narrative: Narrative, numbers: Sequence[int]) -> str:
    """Return where received passages stand; empty if there is none."""
    first, *others = (narrative.received[number].spot for number in numbers) if numbers else ("",)
    return f"{first}至{others[-1]}" if others else first


def line_of(received: Passage, printed: Passage) -> str:
    """Return a received paragraph as the data may hold it: without the program's number, and without a full stop that it prints.

    Args:
        received: the paragraph.
        printed: one of the field's paragraphs as printed.
    """
    text = one_line(received.text[received.number if printed.is_numbered else 0 :])
    tail = printed.text[printed.spans[0].end :]
    return text.removesuffix(tail).rstrip()


def printed_line(passage: Passage) -> str:
    """Return the paragraph of a field that a passage is."""
    return passage.text[passage.spans[0].start : passage.spans[0].end]


def one_line(text: str) -> str:
    """Return a text without the breaks of its lines, which stand in the file only to look well."""
    return "".join(line.strip() if number else line.rstrip() for number, line in enumerate(text.splitlines())).strip()


def is_table(narrative: Narrative, numbers: Sequence[int]) -> bool:
    """Return whether a received passage is a cell of a table."""
    return any(narrative.received[number].row for number in numbers)


def rewritten_parts(narrative: Narrative) -> Iterator[Rewritten]:
    """Yield texts that stand among other words, in sentences, headings or cells, and that stand otherwise."""
    for number, passage in enumerate(narrative.printed):
        if not passage.is_optional and not run_path(narrative, passage):
            for place, span in enumerate(passage.spans):
                if fact := narrative.fact(span):
                    yield from rewritten_part(narrative, fact, number, place)


def rewritten_part(narrative: Narrative, fact: Fact, number: int, place: int) -> Iterator[Rewritten]:
    """Yield a text that stands among other words, if it stands otherwise.

    Args:
        narrative: the narrative.
        fact: the text's fact.
        number: the number of the printed passage that it stands in.
        place: which of the facts that the passage says it is, from 0.
    """
    passage, own = narrative.printed[number], sorted(narrative.became[number])
    if passage.row and not own:
        return  # the whole row is gone
    region = own if passage.row else narrative.between(number, number)
    numbers = own or region or []
    was = passage.text[passage.spans[place].start : passage.spans[place].end]
    if not numbers:
        yield Rewritten(fact, fact.texts, (), "", GONE)
        return
    spot = spot_of(narrative, numbers)
    is_clear = len(numbers) == 1 and not narrative.strangers(numbers, range(number, number + 1))
    found = cut_from(passage, place, narrative.received[numbers[0]]) if is_clear else None
    is_there = bare(was).text in bare("".join(narrative.received[each].text for each in numbers)).text
    if found is None:
        yield from [] if is_there else [Rewritten(fact, fact.texts, (), spot, SPREAD if len(numbers) > 1 else MIXED)]
    elif bare(found).text != bare(was).text:
        refused = IN_ONE if type_of(fact.field).holds is Holds.SEVERAL else "" if region == numbers else SPREAD
        yield Rewritten(fact, fact.texts, (one_line(found),), spot, refused)


def cut_from(printed: Passage, place: int, received: Passage) -> str | None:
    """Return what stands in a received passage now where a printed one says a fact; None unless that is certain.

    Args:
        printed: the printed passage.
        place: which of its facts is wanted, from 0.
        received: the received passage.
    """
    own_number, number = (printed.number, received.number) if printed.is_numbered else (0, 0)
    ends = [own_number, *(span.end for span in printed.spans)]
    starts = [*(span.start for span in printed.spans), len(printed.text)]
    fixed = [printed.text[end:start] for end, start in zip(ends, starts, strict=True)]
    return cut_out(fixed, place, received.text[number:])
