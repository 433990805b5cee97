"""Texts that units share: equal ones by their hashes, near-copies by a few clauses of each, so that thousands of units take seconds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final
from zlib import crc32

from pipeline.batch.remark import Remark
from pipeline.batch.task import Result
from pipeline.facts.revisions import label_of
from pipeline.form.form import Form
from pipeline.hashes import sha256
from pipeline.paths import as_declared, child, every_row
from pipeline.problems import Kind

CLAUSE: Final = re.compile(r"[^\s，。；：！？,;:!?]{6,}")
FIGURE: Final = re.compile("[0-9.]+")
OWN_NAME: Final = "本单位"
# Characters that a shared text has at least, and what part of a unit's text they are.
LONG: Final = 40
PART: Final = 0.6
SAMPLE: Final = 8  # clauses by which a text's near-copies are looked for
ALIKE: Final = 2  # of them, that a near-copy has as well
CROWD: Final = 20  # texts; a clause that more have is a set phrase
NAMED: Final = 3  # units named in a sentence
TEXTS: Final = ("text", "paragraphs", "list")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A long text of one unit. Its clauses are many, and cut anew for the few texts that are compared.

    Attributes:
        result: the unit.
        path: the field's path.
        key: the hash of its clauses; the unit's own name is no difference.
        sample: a few of its clauses, by which its near-copies are looked for.
    """

    result: Result
    path: str
    key: str
    sample: Sequence[int]

    @property
    def clauses(self) -> list[str]:
        """Its longer clauses."""
        return clauses_of(self.result, self.path)


def shared_texts(results: Sequence[Result], form: Form) -> Iterator[Remark]:
    """Yield which texts units have from each other. What usually stays the same, such as duties, similar units rightly share.

    Args:
        results: what came of the units that fill the form.
        form: the form.
    """
    fields = {leaf.path for leaf in form.root.leaves() if leaf.type in TEXTS and not leaf.private and not leaf.constant}
    fields -= {child(every_row(rows.path), name) for rows in form.root.groups() for name in rows.fixed}
    alike: dict[str, list[Passage]] = {}
    filled: Counter[str] = Counter()
    for result in results:
        filled.update({as_declared(path) for path in result.facts} & fields)
        for passage in passages(result, fields):
            alike.setdefault(passage.key, []).append(passage)
    kept = {key: same for key, same in alike.items() if not is_common_wording(same, filled)}
    near = near_copies([same[0] for same in kept.values()], len(results))
    for key, same in kept.items():
        partners = [*same, *kept.get(near.get(key, ""), ())]
        for passage in same:
            others = [other for other in partners if other.result.unit != passage.result.unit]
            if others and key in near:
                yield remark(passage, others, form)


def passages(result: Result, fields: Container[str]) -> Iterator[Passage]:
    """Yield a unit's long texts."""
    for path, text in result.facts.items():
        if len(text) >= LONG and as_declared(path) in fields:
            clauses = clauses_of(result, path)
            if sum(map(len, clauses)) >= LONG:
                sample = nsmallest(SAMPLE, set(map(shape, clauses)))
                yield Passage(result, path, sha256("\n".join(clauses).encode()), sample)


def clauses_of(result: Result, path: str) -> list[str]:
    """Return the longer clauses of a text, with one word for the unit's own name."""
    return CLAUSE.findall(result.facts[path].replace(result.name, OWN_NAME))


def shape(clause: str) -> int:
    """Return the hash of a clause without its figures: what a notice's model text says is the same in many units."""
    return crc32(FIGURE.sub("", clause).encode())


def is_common_wording(same: Sequence[Passage], filled: Mapping[str, int]) -> bool:
    """Return whether most units have a text: it is the notice's or the bureau's wording, not one unit's."""
    units = {passage.result.unit for passage in same}
    return len(units) > max(2, filled[as_declared(same[0].path)] / 2)


def near_copies(texts: Sequence[Passage], units: int) -> dict[str, str]:
    """Return for each text that says more than a model text the one of another unit that has most of it, or itself, both by their keys.

    Args:
        texts: texts that differ from each other.
        units: how many units there are.
    """
    samples: dict[int, list[Passage]] = {}
    for passage in texts:
        for sampled in passage.sample:
            samples.setdefault(sampled, []).append(passage)
    crowd = min(CROWD, max(2, units // 2))
    model = {sampled for sampled, mates in samples.items() if len(mates) > crowd}
    found = {}
    for passage in texts:
        sample = [sampled for sampled in passage.sample if sampled not in model]
        if sample:
            mates = Counter(mate for sampled in sample for mate in samples[sampled] if mate.result.unit != passage.result.unit)
            enough = min(ALIKE, len(sample))
            found[passage.key] = nearest_of(passage, [mate for mate, times in mates.items() if times >= enough], model).key
    return found


def nearest_of(passage: Passage, mates: Sequence[Passage], model: Container[int]) -> Passage:
    """Return the text that has most of a text and is no less than a large part of it; the text itself if there is none.

    Args:
        passage: the text.
        mates: texts of other units with some of its clauses.
        model: the clauses of model texts, which do not count.
    """
    if not mates:
        return passage
    own = {clause for clause in passage.clauses if shape(clause) not in model}
    best, least = passage, max(LONG, PART * sum(map(len, own)))
    for mate in mates:
        common = sum(map(len, own.intersection(mate.clauses)))
        if common >= least:
            best, least = mate, common + 1
    return best


def remark(passage: Passage, others: Sequence[Passage], form: Form) -> Remark:
    """Return what is said of a text that others have as well.

    Args:
        passage: the text.
        others: the same or nearly the same texts of other units.
        form: the form.
    """
    names = list(dict.fromkeys(other.result.name for other in others))
    listed = "、".join(names[:NAMED]) + (f"等 {len(names)} 个单位" if len(names) > NAMED else "")
    same = "相同" if passage.key == others[0].key else "大部分相同"
    there = as_declared(others[0].path)
    where = "同一项" if there == as_declared(passage.path) else f"“{label_of(form, there)}”"
    example = max(set(passage.clauses).intersection(others[0].clauses), key=lambda clause: (len(clause), clause))
    message = f"与{listed}的{where}{same}，如“{example}”"
    return Remark(passage.result.of, Kind.SHARED_TEXT, passage.path, message, "请写本单位自己的情况；照抄的，请改写")
