"""What rolling the whole site back will do: readers see again what they saw before the present release, withdrawals excepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.calls import command, option
from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.publish.article import Article
from pipeline.publish.entries import doubts_of_clock, new_entry
from pipeline.publish.history import Act
from pipeline.publish.job import Job
from pipeline.publish.notes import refuse_private_note_of_site
from pipeline.publish.publication import ARTICLES, MADE_BY, SITE_HEAD, Plan, articles_of, next_release, plan_of, refuse_leaks
from pipeline.publish.site import Files
from pipeline.remote.release import Release


def plan_rollback(job: Job) -> Plan:
    """Return what rolling back will do. It is a new release, so that what was shown when can always be told.

    What was withdrawn stays withdrawn: only publishing it again, with a reason, brings it back. Releases that differ from the
    present one in nothing else are passed over.

    Raises:
        Stop: there is nothing earlier, nothing would change, or the site's log was tampered with.
    """
    refuse_private_note_of_site(job.workspace, job.reason.note)
    current, history = job.target.current(), job.history()
    if current is None:
        raise Stop(nothing_earlier(job))
    for earlier in shown_before(job, current):
        outcome = back_to(job, current, earlier)
        if outcome.files != current.files:
            break
    else:
        raise Stop(nothing_earlier(job))
    story = f"{job.target.name}：从第 {current.number} 版退回第 {earlier.number} 版的内容"
    entry = new_entry(history, replace(job.reason, note="；".join(filter(None, (story, job.reason.note)))), Act.ROLLBACK)
    content = {**outcome.content, SITE_HEAD: entry.digest()}
    release = replace(next_release(job, outcome.files, content, entry.time), before=earlier.before)
    plan = plan_of(job, history, outcome.made, release)
    refuse_leaks(plan)
    return replace(plan, entry=entry, problems=[*outcome.problems, *doubts_of_clock(history, job.reason.now)])


def shown_before(job: Job, release: Release) -> Iterator[Release]:
    """Yield the kept releases that readers saw before one, the latest first, without those that were thrown out since.

    Args:
        job: where.
        release: the release.
    """
    kept = job.target.releases()
    while release.before in kept:
        release = job.target.release(release.before)
        yield release


def nothing_earlier(job: Job) -> Problem:
    """Return the problem that there is nothing to go back to."""
    hint = "网站只留最近十版；撤回的内容不会因为退回而重新公开"
    return error(Kind.PUBLICATION, "没有更早的版本可以退回", Place(job.target.name), hint=hint)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The site after going back.

    Attributes:
        files: the digests of its files by path.
        content: what its index holds.
        made: those of its files that are made anew, by path.
        problems: what the web editor should know before.
    """

    files: Mapping[str, str]
    content: Mapping[str, Any]
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
        return Outcome(earlier.files, earlier.content, {}, ())
    folders = tuple(f"{article.folder}/" for article in withdrawn)
    articles = {(item.unit, item.year): item for item in (*before, *withdrawn)}
    made = job.site.lists(articles.values())
    files = {path: digest for path, digest in earlier.files.items() if not path.startswith(folders)}
    files |= {path: digest for path, digest in current.files.items() if path.startswith(folders)}
    files |= {path: sha256(data) for path, data in made.items()}
    content = {**earlier.content, ARTICLES: [item.record() for item in articles.values()], MADE_BY: job.site.fingerprint()}
    place = Place(job.target.name)
    return Outcome(files, content, made, [Problem(Severity.WARNING, Kind.PUBLICATION, stays(article), place) for article in withdrawn])


def stays(article: Article) -> str:
    """Return that an article stays withdrawn, in a sentence."""
    example = f"{command('publish', article.unit, article.year)} {option('note', '原因')}"
    return f"{article.title}已经撤回，退回以后仍是撤回公告；要重新公开，请运行 {example}"
