"""What only all units of a year together can tell of one of them: amounts, rates, texts, addresses and names beside the others'.

It is told after the builds and in the summary. A unit's own documents and manifest depend on its own files and never on other units'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.batch.addresses import wrong_addresses
from pipeline.batch.amounts import amounts_far_off
from pipeline.batch.copies import Shown, shared_texts
from pipeline.batch.data_places import DataFiles
from pipeline.batch.other_names import other_names
from pipeline.batch.rates import distributions
from pipeline.batch.remark import Remark
from pipeline.batch.task import Result
from pipeline.checks.grounds import shortened
from pipeline.form.form import Form
from pipeline.language.wording import round_half_up
from pipeline.paths import parent
from pipeline.problems import Kind, Problem, Severity
from pipeline.workspace import UnitYear


def remarks_on(results: Sequence[Result], forms: Mapping[str, Form], shown: Shown) -> list[Remark]:
    """Return what is to be said of units beside the others that fill the same form.

    Args:
        results: what came of each unit, reduced.
        forms: the forms by name.
        shown: returns what a unit's documents show for each fact; asked for the few units whose texts are alike.
    """
    found: list[Remark] = []
    for name, form in forms.items():
        filled = sorted((result for result in results if result.form == name and not result.is_failed), key=lambda result: result.of)
        amounts = list(amounts_far_off(filled, form))
        told = {(remark.of, parent(remark.path)) for remark in amounts}
        found += amounts
        found += (remark for remark in rates_far_off(filled, form) if (remark.of, parent(remark.path)) not in told)
        found += shared_texts(filled, form, shown)
        for compare in (wrong_addresses, other_names):
            found += compare(filled, form)
    return found


def rates_far_off(results: Sequence[Result], form: Form) -> Iterator[Remark]:
    """Yield which rates of which units lie far from the others'.

    Args:
        results: what came of the units that fill the form.
        form: the form.
    """
    for found in distributions(form, results):
        for outlier in found.outliers:
            lower, median, upper = (round_half_up(figure) for figure in (found.lower, found.median, found.upper))
            message = f"{round_half_up(outlier.value)}%，离其他单位很远：一半的单位在 {lower}% 到 {upper}% 之间，中位数是 {median}%"
            yield Remark(outlier.of, Kind.PEER_RATE, found.path, message, "请核对算出它的两个数；属实的，写明原因", Severity.NOTE)


def with_remarks(results: Sequence[Result], remarks: Sequence[Remark], files: DataFiles) -> list[Result]:
    """Return results with what is said of units beside each other, and they have not answered, among their problems.

    Args:
        results: what came of each unit.
        remarks: what is said.
        files: where the units' data are.
    """
    answered = {(result.of, each.problem.kind, each.problem.path) for result in results for each in result.answered}
    by_unit: dict[UnitYear, list[Problem]] = {}
    for remark in remarks:
        if (remark.of, remark.kind, remark.path) not in answered:
            text = files.shown(remark.of).get(remark.path, "")
            problem = remark.problem(files.place(remark.of, remark.path))
            by_unit.setdefault(remark.of, []).append(replace(problem, about=((remark.path, shortened(text)),)))
    return [replace(result, problems=(*result.problems, *by_unit[result.of])) if result.of in by_unit else result for result in results]
