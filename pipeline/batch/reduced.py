"""What the summary of many units needs of each: a worker sends no more, and the parent holds once what is the same in many.

Reduced like this, a unit-year takes less than two kilobytes; all its facts and findings take twenty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pipeline.batch.compact import Facts, Fields, Texts
from pipeline.batch.copies import compared_texts, passages_in
from pipeline.batch.other_names import prose_of, selves_in
from pipeline.batch.rates import counted_from, rates_of
from pipeline.batch.task import Result
from pipeline.form.form import Form
from pipeline.paths import as_declared, is_in_rows, without_rows
from pipeline.problems import Answered, Place, Problem
from pipeline.workspace import UnitYear

NOWHERE: Final = Place("")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts of a form the summary shows, or are compared between units.

    Attributes:
        fields: those that are needed as they are, what the summary shows first.
        addresses: the addresses, as the form declares them.
        texts: the texts that are compared with other units' texts.
        prose: the texts in which a unit speaks of itself.
    """

    fields: Fields
    addresses: frozenset[str]
    texts: frozenset[str]
    prose: frozenset[str]


def wanted_of(form: Form) -> Wanted:
    """Return which facts of a form are needed."""
    leaves = [leaf for leaf in form.root.leaves() if not is_in_rows(leaf.path)]
    rates = rates_of(form)
    paths = [leaf.path for leaf in leaves if leaf.summary] + [rate.path for rate in rates]
    paths += [counted_from(rate, form) for rate in rates] + [form.peers, form.size]
    paths += [leaf.path for leaf in leaves if leaf.type == "amount" or (leaf.type == "text" and leaf.constant and not leaf.private)]
    addresses = frozenset(leaf.path for leaf in form.root.leaves() if leaf.type == "url" and not leaf.private)
    paths += [leaf.path for leaf in leaves if leaf.path in addresses]
    fields = Fields(tuple(path for path in dict.fromkeys(paths) if path))
    return Wanted(fields, addresses, frozenset(compared_texts(form)), frozenset(prose_of(form)))


def reduced(result: Result, wanted: Mapping[str, Wanted]) -> Result:
    """Return what came of a unit-year, with all left out that the summary does not need.

    Args:
        result: what came of it.
        wanted: what is needed, by form.
    """
    problems = tuple(map(bare, result.problems)) if not result.is_failed else tuple(map(without_line, result.problems))
    answered = tuple(Answered(replace(bare(each.problem), message="", path=each.problem.path), "", NOWHERE) for each in result.answered)
    result = replace(result, problems=problems, answered=answered)
    need = wanted.get(result.form)
    if need is None or not result.facts:
        return replace(result, facts={})
    declared = {path: as_declared(path) for path, text in result.facts.items() if "://" in text}
    addresses = {path: result.facts[path] for path, field in declared.items() if field in need.addresses}
    facts = Facts.of(need.fields, result.facts, {path: text for path, text in addresses.items() if path not in need.fields.places})
    filled = tuple(sorted({as_declared(path) for path in result.facts} & need.texts))
    passages = tuple(passages_in(result.facts, result.name, need.texts))
    return replace(result, facts=facts, texts=Texts(filled, passages, tuple(selves_in(result.facts, result.name, need.prose))))


def bare(problem: Problem) -> Problem:
    """Return a finding as it is counted: without its place, its row and what to do about it."""
    return Problem(problem.severity, problem.kind, problem.message, NOWHERE, without_rows(problem.path))


def without_line(problem: Problem) -> Problem:
    """Return a finding as it is listed: without the line of the file that it is in."""
    return replace(problem, place=replace(problem.place, text=""), about=())


class Gathered:
    """Results as they come in, with everything that is the same in many held once, and of a kind of finding only the first one's sentence.

    Attributes:
        coming: what came so far.
        once: what is held once, by itself.
        said: for each kind of finding in each form, the first unit that has it, and what is said there.
    """

    def __init__(self, chosen: Iterable[UnitYear] = ()) -> None:
        self.coming: dict[UnitYear, Result] = {}
        self.once: dict[Any, Any] = {of: of for of in chosen}
        self.said: dict[tuple[str, Problem], tuple[UnitYear, Problem]] = {}

    def same(self, value: Any) -> Any:  # noqa: ANN401 - whatever is held
        """Return the one that is held of all that are equal."""
        return self.once.setdefault(value, value)

    def add(self, result: Result) -> None:
        """Take up a result."""
        of = self.same(result.of)
        problems = result.problems if result.is_failed else tuple(self.unsaid(of, result.form, each) for each in result.problems)
        facts = Facts(self.same(result.facts.fields), result.facts.held) if isinstance(result.facts, Facts) else result.facts
        texts = result.texts
        passages = tuple((self.same(path), held) for path, held in texts.passages)
        selves = tuple((self.same(path), text, is_end) for path, text, is_end in texts.selves)
        self.coming[of] = replace(
            result,
            of=of,
            state=self.same(result.state),
            problems=self.same(problems),
            documents=self.same(tuple(map(self.same, result.documents))),
            facts=facts,
            form=self.same(result.form),
            answered=self.same(result.answered),
            texts=Texts(self.same(texts.filled), passages, selves),
        )

    def unsaid(self, of: UnitYear, form: str, problem: Problem) -> Problem:
        """Return a finding without its sentence, which is remembered if no unit before has such a one.

        Args:
            of: the unit-year.
            form: its form.
            problem: the finding.
        """
        kind: Problem = self.same(replace(problem, message=""))
        first = self.said.get((form, kind))
        if first is None or of < first[0]:
            self.said[form, kind] = of, problem
        return kind

    def results(self) -> list[Result]:
        """Return them, with the sentences that are remembered at the units that they are of."""
        for (_, kind), (of, problem) in self.said.items():
            result = self.coming[of]
            problems = list(result.problems)
            problems[problems.index(kind)] = problem
            self.coming[of] = replace(result, problems=tuple(problems))
        return list(self.coming.values())


def gathered(results: Sequence[Result], forms: Mapping[str, Form]) -> list[Result]:
    """Return results as a batch has them, of whatever has been built.

    Args:
        results: what came of each unit-year.
        forms: the forms, by name.
    """
    wanted = {name: wanted_of(form) for name, form in forms.items()}
    found = Gathered()
    for result in results:
        found.add(reduced(result, wanted))
    return found.results()
