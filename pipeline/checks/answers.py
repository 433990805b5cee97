"""Answers to findings: reasons that a unit gives in its data, each of which holds only while the figures that it is about stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.checks.rules import Check
from pipeline.form.form import ANSWERS, Form
from pipeline.form.short_paths import candidates, fields_by_ending, full_path
from pipeline.language.nothing import says_nothing
from pipeline.problems import Kind, Place, Problem, Severity, error, nearest
from pipeline.records import record
from pipeline.source.mapping import known_entries
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, text_of, value_of
from pipeline.source.reader import Source

WHAT, WHERE, FIGURES, WHY = KEYS = ("事项", "位置", "数据", "说明")
SHAPE_HINT: Final = "例如 - {事项: 没有公开, 位置: 自评信息.是否公开, 数据: {自评信息.是否公开: 否}, 说明: 涉密，依法不公开}"
# What is put right elsewhere, and where.
ELSEWHERE: Final[Mapping[str, str]] = dict.fromkeys((Kind.LEAK, Kind.LIKELY_LEAK), "依法可以公开的，写在 unit.yaml 的“公开例外”里")
# What is found only when the documents are made.
LATE: Final = frozenset((Kind.UNPRINTED,))


@record()
class Answer:
    """A reason that a unit gives for a finding.

    Attributes:
        kind: the finding's kind.
        path: the path of the finding's field; empty if it is about none.
        figures: what the finding was about when it was answered, by path or name.
        reason: why it is right as it is; empty if that is still to be written.
        place: where the data file says so.
        reason_place: where the reason stands there, or should.
    """

    kind: str
    path: str
    figures: Mapping[str, str]
    reason: str
    place: Place
    reason_place: Place


def read_answers(form: Form, checks: Sequence[Check], sources: Sequence[Source]) -> tuple[list[Answer], list[Problem]]:
    """Return the answers that the data files hold, and what is wrong with them.

    Args:
        form: the form.
        checks: its rules, by whose names findings are named.
        sources: the data files as read.
    """
    answers: list[Answer] = []
    problems: list[Problem] = []
    for source in sources:
        node = value_of(source.root, ANSWERS)
        if node is None or node.is_empty:
            continue
        if not isinstance(node, ItemsNode):
            problems.append(not_an_answer(node.place))
            continue
        kinds = kinds_by_name(checks)
        for item in node.items:
            faults = list(faults_of(form, kinds, item))
            problems += faults
            if not faults:
                answers.append(answer(form, kinds, item))
    return answers, problems


def kinds_by_name(checks: Iterable[Check]) -> dict[str, str]:
    """Return what a finding may be called, with its kind: a rule's name, or one of the program's own kinds by its name or in words."""
    own = {name: kind.value for kind in Kind for name in (kind.value, kind.label)}
    return own | {check.name: check.name for check in checks}


def not_an_answer(place: Place, message: str = "每条应写明事项、位置、数据和说明四项") -> Problem:
    """Return the problem of something that is no answer."""
    return error(Kind.ANSWER, message, place, ANSWERS, SHAPE_HINT)


def faults_of(form: Form, kinds: Mapping[str, str], item: Node) -> Iterator[Problem]:
    """Yield what is wrong with one entry of the list; a reason that is still to be written is nothing wrong here.

    Args:
        form: the form.
        kinds: what findings may be called.
        item: the entry.
    """
    given = known_entries(item, KEYS)
    if not isinstance(item, EntriesNode) or not given.is_text(WHAT) or not given.is_text_or_missing(WHERE):
        yield not_an_answer(item.place)
        return
    yield from given.faults(Kind.ANSWER)
    if not given.is_text_or_missing(WHY):
        yield not_an_answer(given.place(WHY, item.place), "说明应是一段文字")
    if (figures := given.node(FIGURES)) and not figures.is_empty and not isinstance(figures, EntriesNode):
        yield not_an_answer(figures.place, "数据应是若干行“名称: 数”")
    what, where, why = (given.text(key).strip() for key in (WHAT, WHERE, WHY))
    if what not in kinds:
        yield doubt(given.place(WHAT, item.place), f"没有“{what}”这种问题", nearest(what, kinds) or "照检查时的名称写，或删去这一条")
    elif kinds[what] in ELSEWHERE:
        yield doubt(given.place(WHAT, item.place), "个人信息的提示不能用核实说明回答", ELSEWHERE[kinds[what]])
    if where and not full_path(form, where):
        several = candidates(form, where)
        message = f"“{where}”有 {len(several)} 处，要写明是哪一处" if several else f"表中没有“{where}”这一项"
        yield doubt(given.place(WHERE, item.place), message, "、".join(several) or nearest(where, fields_by_ending(form)))
    if why and says_nothing(why):
        yield doubt(given.place(WHY, item.place), f"说明只写了“{why}”，等于没有说明", "写明实际情况和依据")


def doubt(place: Place, message: str, hint: str, severity: Severity = Severity.WARNING) -> Problem:
    """Return something wrong with an answer, which answers nothing then.

    Args:
        place: where it stands.
        message: the sentence.
        hint: what to do.
        severity: how bad it is.
    """
    return Problem(severity, Kind.ANSWER, message, place, ANSWERS, hint)


def answer(form: Form, kinds: Mapping[str, str], item: Node) -> Answer:
    """Return the answer that an entry without faults is.

    Args:
        form: the form.
        kinds: what findings may be called.
        item: the entry.
    """
    given = known_entries(item, KEYS)
    figures = given.node(FIGURES)
    texts = {name: text_of(entry.value) for name, entry in figures.entries.items()} if isinstance(figures, EntriesNode) else {}
    kept_as = {whole(full_path(form, name)) or name: text for name, text in texts.items()}
    what, where, why = (given.text(key).strip() for key in (WHAT, WHERE, WHY))
    reason_place = given.entries[WHY].key.place if WHY in given.entries else item.place
    return Answer(kinds[what], whole(full_path(form, where)), kept_as, why, item.place, reason_place)


def whole(path: str) -> str:
    """Return the path of the field that a paragraph stands in; that of any other value as it is."""
    return path.rpartition("[")[0] if path.endswith("]") else path
