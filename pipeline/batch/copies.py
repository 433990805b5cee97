"""Texts that units share: equal ones by their hashes, near-copies by a few clauses of each, so that thousands of units take seconds."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import Final
from zlib import crc32

from pipeline.batch.remark import Remark
from pipeline.batch.task import Result
from pipeline.facts.revisions import label_of
from pipeline.form.form import Form
from pipeline.paths import as_declared, child, every_row
from pipeline.problems import Kind
from pipeline.workspace import UnitYear

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
KEY: Final = 16  # bytes of the hash of a text's clauses
HASHES: Final = "I"  # how those of single clauses are held

Shown = Callable[[UnitYear], Mapping[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A long text of one unit. Its clauses are many, and cut anew for the few texts that are compared.

    Attributes:
        result: the unit.
        path: the field's path.
        held: the hash of its clauses, the unit's own name being no difference, and those of a few by which near-copies are looked for.
        shown: returns what a unit's documents show for each fact.
    """

    result: Result
    path: str
    held: bytes
    shown: Shown

    @property
    def key(self) -> bytes:
        """The hash of its clauses."""
        return self.held[:KEY]

    @property
    def sample(self) -> array[int]:
        """The hashes of a few of them."""
        return array(HASHES, self.held[KEY:])

    @property
    def clauses(self) -> list[str]:
        """Its longer clauses."""
        return clauses_of(self.shown(self.result.of).get(self.path, ""), self.result.name)


def compared_texts(form: Form) -> set[str]:
    """Return the fields whose texts are compared. What usually stays the same, such as duties, similar units rightly share."""
    fields = {leaf.path for leaf in form.root.leaves() if leaf.type in TEXTS and not leaf.private and not leaf.constant}
    return fields - {child(every_row(rows.path), name) for rows in form.root.groups() for name in rows.fixed}


def shared_texts(results: Sequence[Result], form: Form, shown: Shown) -> Iterator[Remark]:
    """Yield which texts units have from each other.

    Args:
        results: what came of the units that fill the form.
        form: the form.
        shown: returns what a unit's documents show for each fact.
    """
    alike: dict[bytes, list[Passage]] = {}
    filled: Counter[str] = Counter()
    for result in results:
        filled.update(result.texts.filled)
        for path, held in result.texts.passages:
            alike.setdefault(held[:KEY], []).append(Passage(result, path, held, shown))
    kept = {key: same for key, same in alike.items() if not is_common_wording(same, filled)}
    near = near_copies([same[0] for same in kept.values()], len(results))
    for key, same in kept.items():
        partners = [*same, *kept.get(near.get(key, b""), ())]
        for passage in same:
            others = [other for other in partners if other.result.unit != passage.result.unit]
            if others and key in near:
                yield remark(passage, others, form)


def passages_in(facts: Mapping[str, str], own: str, fields: Container[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the path of each long text of a unit, and as hashes its clauses, and a few of them.

    Args:
        facts: what the unit says.
        own: its name.
        fields: the fields whose texts are compared.
    """
    for path, text in facts.items():
        if len(text) >= LONG and as_declared(path) in fields:
            clauses = clauses_of(text, own)
            if sum(map(len, clauses)) >= LONG:
                sample = array(HASHES, nsmallest(SAMPLE, set(map(shape, clauses))))
                yield path, blake2b("\n".join(clauses).encode(), digest_size=KEY).digest() + sample.tobytes()


def clauses_of(text: str, own: str) -> list[str]:
    """Return the longer clauses of a text, with one word for the unit's own name."""
    return CLAUSE.findall(text.replace(own, OWN_NAME))


def shape(clause: str) -> int:
    """Return the hash of a clause without its figures: what a notice's model text says is the same in many units."""
    return crc32(FIGURE.sub("", clause).encode())


def is_common_wording(same: Sequence[Passage], filled: Mapping[str, int]) -> bool:
    """Return whether most units have a text: it is the notice's or the bureau's wording, not one unit's."""
    units = {passage.result.unit for passage in same}
    return len(units) > max(2, filled[as_declared(same[0].path)] / 2)


def near_copies(texts: Sequence[Passage], units: int) -> dict[bytes, bytes]:
    """Return for each text that says more than a model text the one of another unit that has most of it, or itself, both by their keys.

    Args:
        texts: texts that differ from each other.
        units: how many units there are.
    """
    again = repeated(texts)
    samples: dict[int, list[Passage]] = {}
    for passage in texts:
        for sampled in again.intersection(passage.sample):
            samples.setdefault(sampled, []).append(passage)
    crowd = min(CROWD, max(2, units // 2))
    model = {sampled for sampled, mates in samples.items() if len(mates) > crowd}
    found = {}
    for passage in texts:
        sample = [sampled for sampled in passage.sample if sampled not in model]
        if sample:
            mates = Counter(mate for sampled in sample for mate in samples.get(sampled, ()) if mate.result.unit != passage.result.unit)
            enough = min(ALIKE, len(sample))
            found[passage.key] = nearest_of(passage, [mate for mate, times in mates.items() if times >= enough], model).key
    return found


def repeated(texts: Sequence[Passage]) -> set[int]:
    """Return the sampled clauses that several texts have, and few others: most clauses stand in one text only, and need not be held."""
    seen, again = bytearray(8 * SAMPLE * len(texts) + 1), set()
    for passage in texts:
        for sampled in passage.sample:
            place = sampled % len(seen)
            if seen[place]:
                again.add(sampled)
            seen[place] = 1
    return again


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
    common = set(passage.clauses).intersection(others[0].clauses)
    example = max(common, key=lambda clause: (len(clause), clause), default="")
    message = f"与{listed}的{where}{same}" + (f"，如“{example}”" if example else "")
    return Remark(passage.result.of, Kind.SHARED_TEXT, passage.path, message, "请写本单位自己的情况；照抄的，请改写")
