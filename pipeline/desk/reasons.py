"""Answers findings from the desk: the reason that a clerk writes goes into the data file, with the figures for which it holds."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.build.answering import can_be_answered, entry
from pipeline.checks.answers import FIGURES, WHY, Answer
from pipeline.checks.settling import about, concerns
from pipeline.desk.opened import Opened
from pipeline.desk.rows import with_rows_kept
from pipeline.form.form import ANSWERS
from pipeline.form.short_paths import short_path
from pipeline.hashes import sha256
from pipeline.intake.into_data.data_files import DataFile
from pipeline.paths import child, numbered
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.source.additions import with_items
from pipeline.source.filled_values import node_at
from pipeline.source.nodes import ItemsNode, Node


def mark_of(problem: Problem) -> str:
    """Return by what a page names a finding: the same as long as it says the same."""
    return sha256(f"{problem.kind}\x00{problem.path}\x00{problem.message}".encode())[:16]


def answerable(now: Opened) -> dict[str, Problem]:
    """Return the findings that a reason can answer, by their marks."""
    return {mark_of(problem): problem for problem in now.problems() if can_be_answered(problem, now.examined.facts)}


def with_reason(now: Opened, mark: str, reason: str) -> Opened:
    """Return the data files with a reason for a finding: in the entry that is begun for it, or in a new one.

    Args:
        now: the data files.
        mark: which finding.
        reason: why the data are right as they are.

    Raises:
        Stop: there is no such finding any more, or the reason cannot be put there.
    """
    problem = answerable(now).get(mark)
    if problem is None or not reason.strip():
        message = "请写明原因" if problem else "这个问题已经没有了"
        raise Stop(error(Kind.NOT_TAKEN, message, Place(now.files[0].shown)))
    begun = next((answer for answer in now.examined.answers if answer.path == problem.path and concerns(answer, problem)), None)
    if begun is None:
        now = with_entry(now, problem)
        where, file = numbered(ANSWERS, len(items(now.files[0]))), now.files[0]
    else:
        where, file = place_of(begun, now)
    facts = now.examined.facts
    figures = {child(child(where, FIGURES), short_path(facts.form, path)): text for path, text in about(problem, facts).items()}
    return now.with_file(file.with_values({**figures, child(where, WHY): " ".join(reason.split())}))


def without_reason(now: Opened, number: int) -> Opened:
    """Return the data files without one of the answers that hold, counted from 0.

    Raises:
        Stop: there is no such answer, or it cannot be taken out.
    """
    answered = now.examined.answered
    if not 0 <= number < len(answered):
        raise Stop(error(Kind.NOT_TAKEN, "这条说明已经没有了", Place(now.files[0].shown)))
    answer = next(each for each in now.examined.answers if each.place == answered[number].place)
    where, file = place_of(answer, now)
    kept = [each for each in range(1, len(items(file)) + 1) if numbered(ANSWERS, each) != where]
    return with_rows_kept(now, file, ANSWERS, kept)


def with_entry(now: Opened, problem: Problem) -> Opened:
    """Return the data files with an entry for a finding, whose reason is still to be written.

    Raises:
        Stop: the list of answers is written in a way that cannot be added to.
    """
    file = now.files[0]
    try:
        text = with_items(file.text, ANSWERS, [list(entry(problem, now.examined.facts))])
    except ValueError:
        message = f"“{ANSWERS}”的写法特别，加不进去，请在数据文件里写"
        raise Stop(error(Kind.ANSWER, message, Place(file.shown))) from None
    return now.with_file(DataFile(file.path, file.shown, file.before, text))


def place_of(answer: Answer, now: Opened) -> tuple[str, DataFile]:
    """Return the path of an answer in its data file, and the file."""
    file = next(file for file in now.files if file.shown == answer.place.file)
    number = next(number for number, item in enumerate(items(file), 1) if item.place == answer.place)
    return numbered(ANSWERS, number), file


def items(file: DataFile) -> Sequence[Node]:
    """Return the answers in a data file."""
    found = node_at(file.root, ANSWERS)
    return found.items if isinstance(found, ItemsNode) else ()
