"""What changed between two states of a unit-year's facts, told so that a person can check it: what was typed, and what moved with it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.facts.fact import Facts
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.language.wording import sentences
from pipeline.paths import as_declared, cell, child, numbered, steps
from pipeline.problems import Problem
from pipeline.records import record

# From this length on a text is compared sentence by sentence.
LONG: Final = 30
# Whether changes are computed → how people call them.
HEADINGS: Final = {False: "改动", True: "随之变化"}

# A fact's path → the text that the documents show for it. What a unit-year says, without the form.
State = dict[str, str]


@record()
class Change:
    """One thing that is no longer what it was.

    Attributes:
        path: the fact's path; a whole row's path ends in its number.
        label: what people call it.
        old: what it was; None if it was not there.
        new: what it is; None if it is gone.
        derived: whether the program computes it.
    """

    path: str
    label: str
    old: str | None
    new: str | None
    derived: bool = False


@record()
class Revision:
    """All that changed between two states, checks included.

    Attributes:
        changes: in the form's order.
        appeared: findings that are new.
        vanished: findings that are gone.
        altered: findings that say something else now, such as another figure: before and after.
    """

    changes: tuple[Change, ...] = ()
    appeared: tuple[Problem, ...] = ()
    vanished: tuple[Problem, ...] = ()
    altered: tuple[tuple[Problem, Problem], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.appeared or self.vanished or self.altered)

    def lines(self) -> Iterator[str]:
        """Yield it as lines of text."""
        for derived, heading in HEADINGS.items():
            some = [item for item in self.changes if item.derived is derived]
            if some:
                yield f"{heading} {len(some)} 项："
            for item in some:
                yield from change_lines(item)
        for heading, problems in (("新出现的问题", self.appeared), ("不再有的问题", self.vanished)):
            if problems:
                yield f"{heading} {len(problems)} 个："
            for problem in problems:
                yield f"  {problem.severity.value} {subject(problem)}{problem.message}"
        if self.altered:
            yield f"说法变了的问题 {len(self.altered)} 个："
        for problem, now in self.altered:
            yield f"  {now.severity.value} {subject(now)}{problem.message} → {now.message}"


def state_of(facts: Facts) -> State:
    """Return what the documents show for each fact, blanks left out."""
    return {path: text for path, fact in facts.by_path.items() if (text := str(fact.value))}


def revise(form: Form, old: State, new: State, before: Collection[Problem] = (), after: Collection[Problem] = ()) -> Revision:
    """Return what changed from one state to another, and which findings came and went.

    Args:
        form: the form that both fill; gives labels and the order.
        old: the earlier state.
        new: the later one.
        before: what the checks found in the earlier one.
        after: what they find in the later one.
    """
    left, come = unmatched(before, after), unmatched(after, before)
    same = dict(pairs_of_findings(left, come))
    told = set(same.values())
    return Revision(
        tuple(changes(form, old, new)),
        tuple(problem for problem in come if problem not in told),
        tuple(problem for problem in left if problem not in same),
        tuple(same.items()),
    )


def unmatched(problems: Iterable[Problem], others: Iterable[Problem]) -> list[Problem]:
    """Return the findings that are not among the others, wherever their lines stand."""
    known = {(finding_key(problem), problem.severity, problem.message) for problem in others}
    return [problem for problem in problems if (finding_key(problem), problem.severity, problem.message) not in known]


def pairs_of_findings(before: Iterable[Problem], after: Iterable[Problem]) -> Iterator[tuple[Problem, Problem]]:
    """Yield each finding that is there still, although it says something else, with what it says now."""
    waiting: dict[tuple[str, str], list[Problem]] = {}
    for problem in after:
        waiting.setdefault(finding_key(problem), []).append(problem)
    for problem in before:
        if same := waiting.get(finding_key(problem)):
            yield problem, same.pop(0)


def finding_key(problem: Problem) -> tuple[str, str]:
    """Return what makes two findings the same: their kind, and what they are about."""
    return problem.kind, problem.path or problem.place.file


def changes(form: Form, old: State, new: State) -> Iterator[Change]:
    """Yield each difference, in the form's order; rows that moved are compared with themselves.

    Args:
        form: the form that both fill.
        old: the earlier state.
        new: the later one.
    """
    old_rows, new_rows = rows_of(old), rows_of(new)
    single = sorted((old.keys() | new.keys()) - row_paths(old) - row_paths(new), key=order_in(form))
    for path in single:
        if old.get(path) != new.get(path):
            yield change(form, path, old.get(path), new.get(path))
    for base in dict.fromkeys((*new_rows, *old_rows)):
        yield from row_changes(form, base, old_rows.get(base, []), new_rows.get(base, []))


def change(form: Form, path: str, old: str | None, new: str | None) -> Change:
    """Return a difference with its label.

    Args:
        form: the form.
        path: the fact's path.
        old: what it was.
        new: what it is.
    """
    declared = fields_by_path(form).get(as_declared(path))
    return Change(path, label_of(form, path), old, new, derived=bool(declared and declared.formula))


def row_changes(form: Form, base: str, old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> Iterator[Change]:
    """Yield the differences of a repeating group: rows gone, rows added, cells changed.

    Args:
        form: the form.
        base: the path of the rows.
        old: their cells before.
        new: their cells now.
    """
    pairs = matched(old, new)
    still = set(pairs.values())
    for index, row in enumerate(old):
        if index not in still:
            yield Change(numbered(base, index + 1), f"{label_of(form, base)}原第{index + 1}行", said(row), None)
    for index, row in enumerate(new):
        path = numbered(base, index + 1)
        if index not in pairs:
            yield Change(path, f"{label_of(form, base)}第{index + 1}行", None, said(row))
            continue
        before = old[pairs[index]]
        for name in dict.fromkeys((*before, *row)):
            if before.get(name) != row.get(name):
                yield change(form, child(path, name), before.get(name), row.get(name))


def matched(old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> dict[int, int]:
    """Return which new row is which old one: by what its first column says, else by its number."""
    keys = [[next(iter(row.values()), "") for row in rows] for rows in (old, new)]
    if all(len(set(names)) == len(names) for names in keys):
        numbers = {name: index for index, name in enumerate(keys[0])}
        return {index: numbers[name] for index, name in enumerate(keys[1]) if name in numbers} or by_number(old, new)
    return by_number(old, new)


def by_number(old: Sequence[object], new: Sequence[object]) -> dict[int, int]:
    """Return rows matched by their numbers."""
    return {index: index for index in range(min(len(old), len(new)))}


def said(row: Mapping[str, str]) -> str:
    """Return a row in one line."""
    return "，".join(text for text in row.values() if text)


def rows_of(state: State) -> dict[str, list[dict[str, str]]]:
    """Return each repeating group's rows, each with its cells by name."""
    groups: dict[str, dict[int, dict[str, str]]] = {}
    for path, text in state.items():
        if stands_in := cell(path):
            base, number, name = stands_in
            groups.setdefault(base, {}).setdefault(number, {})[name] = text
    return {base: [rows[number] for number in sorted(rows)] for base, rows in groups.items()}


def row_paths(state: State) -> set[str]:
    """Return the paths of what stands in rows."""
    return {path for path in state if cell(path)}


def fields_by_path(form: Form) -> dict[str, Field]:
    """Return a form's fields by path, a row's with `[]`, in the form's order."""
    return {field.path: field for field in form.root.leaves()}


def order_in(form: Form) -> Callable[[str], tuple[int, str]]:
    """Return the sort key that puts paths in the form's order, unknown ones last."""
    place = {path: number for number, path in enumerate(fields_by_path(form))}
    return lambda path: (place.get(as_declared(path), len(place)), path)


def label_of(form: Form, path: str) -> str:
    """Return what people call a fact: its own label and its group's."""
    labels = []
    group = form.root
    for step in steps(path):
        name, _, number = step.partition("[")
        found = group.fields.get(name)
        labels.append((found.label if found else name) + (f"第{number[:-1]}行" if number else ""))
        group = found or group
    return "·".join(labels[-2:])


def is_long(change: Change) -> bool:
    """Return whether a change is one of a text that is compared sentence by sentence."""
    return min(len(change.old or ""), len(change.new or "")) >= LONG


def compared(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield a text's sentences with what became of each: " " stayed, "-" went, "+" came."""
    before, after = sentences(old), sentences(new)
    for operation, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            yield from ((" ", sentence) for sentence in before[start:end])
        else:
            yield from (("-", sentence) for sentence in before[start:end])
            yield from (("+", sentence) for sentence in after[new_start:new_end])


def counted(items: Iterable[Change]) -> str:
    """Return how many changes were typed and how many moved with them; empty for none."""
    kinds = [item.derived for item in items]
    return "、".join(f"{heading} {kinds.count(derived)} 项" for derived, heading in HEADINGS.items() if derived in kinds)


def subject(problem: Problem) -> str:
    """Return what a finding is about, as its sentence begins."""
    return f"{problem.path}：" if problem.path else ""


def change_lines(item: Change) -> Iterator[str]:
    """Yield one change as lines of text."""
    if is_long(item):
        yield f"  {item.label}："
        for sign, sentence in compared(item.old or "", item.new or ""):
            if sign != " ":
                yield f"    {'删去' if sign == '-' else '新增'}：{sentence.strip()}"
    else:
        yield f"  {item.label}：{shown(item.old)} → {shown(item.new)}"


def shown(text: str | None) -> str:
    """Return a value as a person reads it."""
    return text.replace("\n", " / ") if text else "（空白）"
