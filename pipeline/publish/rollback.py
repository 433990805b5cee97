"""What rolling the whole site back will do: readers see again what they saw before the present release, withdrawals excepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from pipeline.calls import either, option
from pipeline.hashes import sha256
from pipeline.language.wording import minute
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.publish.article import Article
from pipeline.publish.difference import Difference
from pipeline.publish.entries import doubts_of_clock, new_entry
from pipeline.publish.history import Act
from pipeline.publish.index import Index
from pipeline.publish.job import Job
from pipeline.publish.notes import refuse_private_note_of_site
from pipeline.publish.publication import SITE_HEAD, Plan, articles_of, next_release, of_whole_site, plan_of, shown
from pipeline.publish.renewal import renewal
from pipeline.publish.searched import refuse_leaks
from pipeline.publish.site import Files
from pipeline.records import record
from pipeline.remote.listing import Listing
from pipeline.remote.records import Records
from pipeline.remote.release import Release


def plan_rollback(job: Job, number: int = 0) -> Plan:
    """Return what rolling back will do. It is a new release, so that what was shown when can always be told.

    What was withdrawn stays withdrawn: only publishing it again, with a reason, brings it back.

    Args:
        job: where, and why.
        number: the release to go back to; 0 for the one before.

    Raises:
        Stop: there is no such release, nothing would change, or the site's log was tampered with.
    """
    doubts = refuse_private_note_of_site(job.workspace, job.reason.note)
    current, history = job.target.current(), job.history()
    if current is None:
        raise Stop(no_release(job, [], number))
    choice = shown_before(job, current)
    earlier = next((release for release in choice if number in (0, release.number)), None)
    if earlier is None:
        raise Stop(no_release(job, choice, number))
    outcome = back_to(job, current, earlier)
    if outcome.files == current.files:
        message = f"第 {earlier.number} 版与现在的差别只是撤回；撤回的内容不会因为退回而重新公开，没有退回"
        raise Stop(*outcome.problems, error(Kind.PUBLICATION, message, Place(job.target.name), hint=others(choice[1:])))
    story = f"{job.target.name}：从第 {current.number} 版退回第 {earlier.number} 版的内容"
    entry = new_entry(history, replace(job.reason, note="；".join(filter(None, (story, job.reason.note)))), Act.ROLLBACK)
    content = {**outcome.content, SITE_HEAD: entry.digest()}
    release = replace(next_release(job, outcome.files, content, outcome.records, entry.time), before=earlier.before)
    plan = plan_of(job, history, outcome.made, release)
    refuse_leaks(plan.made, plan.release)
    return replace(plan, entry=entry, problems=[*outcome.problems, *doubts, *doubts_of_clock(history, job.reason.now)])


def shown_before(job: Job, release: Release) -> list[Release]:
    """Return the kept releases that readers saw before one, the latest first, without those that were thrown out since.

    Args:
        job: where.
        release: the release.
    """
    kept, found = job.target.releases(), []
    while release.before in kept:
        release = job.target.release(release.before)
        found.append(release)
    return found


def no_release(job: Job, choice: Sequence[Release], number: int) -> Problem:
    """Return the problem that there is no such release to go back to.

    Args:
        job: where.
        choice: the releases that there are.
        number: the one that was asked for; 0 for the one before.
    """
    message = f"没有第 {number} 版可以退回" if number and choice else "没有更早的版本可以退回"
    return error(Kind.PUBLICATION, message, Place(job.target.name), hint=others(choice) or "网站只留最近十版")


def others(choice: Sequence[Release]) -> str:
    """Return how releases are asked for, in words; nothing if there are none."""
    named = "、".join(f"{option('to', str(release.number))}（{minute(release.time)}）" for release in choice)
    return f"可以退回的版本：{named}" if named else ""


@record()
class Outcome:
    """The site after going back.

    Attributes:
        files: the digests of its files by path.
        content: what its index holds.
        records: what it holds block by block.
        made: those of its files that are made anew, by path.
        problems: what the web editor should know before.
    """

    files: Listing
    content: Mapping[str, Any]
    records: Records
    made: Files
    problems: Sequence[Problem]


def back_to(job: Job, current: Release, earlier: Release) -> Outcome:
    """Return the site as it was in an earlier release, except for what was withdrawn since.

    Args:
        job: where.
        current: the site as it is.
        earlier: the earlier release.
    """
    before = articles_of(earlier)
    withdrawn = [article for article in articles_of(current) if article.withdrawn and article not in before]
    if not withdrawn:
        return Outcome(earlier.files.changed({}), earlier.content, earlier.records, {}, ())
    folders, index = tuple(f"{article.folder}/" for article in withdrawn), Index.of(earlier)
    difference = Difference(index, reduce(Index.put, withdrawn, index))
    texts = dict.fromkeys(article.serial for article in withdrawn)
    found = renewal(job.site, difference, shown(job.target, earlier), earlier.content, texts)
    notices = {f"{article.folder}/{name}": digest for article in withdrawn for name, digest in article.files_in(current.files).items()}
    files = earlier.files.changed({**notices, **{path: sha256(data) for path, data in found.made.items()}}, (*folders, *found.gone))
    content, place = {**of_whole_site(earlier.content), **found.content}, Place(job.target.name)
    problems = [Problem(Severity.WARNING, Kind.PUBLICATION, stays(article), place) for article in withdrawn]
    return Outcome(files, content, earlier.records.changed(found.records), found.made, problems)


def stays(article: Article) -> str:
    """Return that an article stays withdrawn, in a sentence."""
    by_command = f"运行 {article.of.command('publish')} {option('note', '原因')}"
    return f"{article.title}已经撤回，退回以后仍是撤回公告；要重新公开，请{either('到它的“公开”页', by_command)}"
