"""One publication, correction, withdrawal or rollback, from the finished public edition to the switched site and the log.

Order of things, so that log and site agree whatever happens: everything is made, searched for personal data and sent beside
the running site; then the log's entry is put down as pending; then the site is switched; then the entry goes into the log.
A run that dies in between is completed by the next one, which asks the site whether the switch took place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.build.unit_year import Made, build
from pipeline.files import replace_file
from pipeline.form.field import UNIT_NAME
from pipeline.hashes import sha256
from pipeline.language.wording import minute
from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.leaks import leaks
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error, has_errors
from pipeline.publish.article import Article, Download, Told, downloads_of, figures, parts_of
from pipeline.publish.entries import Reason, new_entry, next_entry, told
from pipeline.publish.history import Act, Entry, History, entry_from, sound_history
from pipeline.publish.job import Job
from pipeline.publish.notes import refuse_private_note, refuse_private_note_of_site
from pipeline.publish.search import signature
from pipeline.publish.site import Files
from pipeline.remote.release import Release
from pipeline.remote.target import Target, open_target
from pipeline.source.nodes import content_of
from pipeline.source.reader import read
from pipeline.source.writer import file_text
from pipeline.workspace import Workspace

# What a site's index holds: its articles, and by what its pages were made.
ARTICLES: Final = "articles"
MADE_BY: Final = "made_by"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a publication will do.

    Attributes:
        release: the site as it will be.
        made: the files made for it, by path.
        missing: the files to be sent: their sizes in bytes, by path.
        is_needed: whether the site is not yet what it should be.
        history: the log as it is.
        entry: the new entry of the log; None if the log has it already.
    """

    release: Release
    made: Files
    missing: Mapping[str, int]
    is_needed: bool
    history: History
    entry: Entry | None = None


def plan_publication(job: Job) -> Plan:
    """Return what publishing a unit-year will do.

    Raises:
        Stop: there are errors or personal data in it, the log was tampered with or lost, or a correction has no note.
    """
    made, history = build(job.workspace, job.unit, job.year), job.history()
    refuse_faults(made)
    refuse_private_note(job, made)
    article_on_site(job, history)
    parts = parts_of(made)
    downloads = downloads_of(made, parts)
    entry = next_entry(made, history, {name: sha256(data) for name, data in downloads.items()}, job.reason)
    entries = (*history.entries, *([entry] if entry else []))
    article = replace(
        article_of(job, made, entries),
        downloads=tuple(Download(name, len(data)) for name, data in downloads.items()),
        signature=signature("\n".join(part.text for part in parts)),
    )
    files = job.site.article(article, parts, told(made.compiled.form, entries), figures(made.public.facts))
    files |= {f"{article.folder}/{name}": data for name, data in downloads.items()}
    if entry:
        entry = replace(entry, data=data_hash(job, made), files=hashes_by_name(files))
    article = replace(article, head=(entry or entries[-1]).digest())
    plan = plan_release(job, history, article, files)
    refuse_leaks(plan, made.secrets, made.permits)
    return replace(plan, entry=entry)


def refuse_faults(made: Made) -> None:
    """Refuse to publish what has errors, or no public edition.

    Raises:
        Stop: it is so.
    """
    if has_errors(made.problems):
        raise Stop(*(problem for problem in made.problems if problem.severity is Severity.ERROR))
    if not made.public.files:
        found = [problem for problem in made.problems if problem.kind == Kind.LEAK]
        raise Stop(*(replace(problem, severity=Severity.ERROR) for problem in found))


def article_of(job: Job, made: Made, entries: Sequence[Entry]) -> Article:
    """Return what the index knows of a unit-year after its last entry, its files excepted.

    Args:
        job: what is published.
        made: its documents.
        entries: all entries of its log.
    """
    name, last = str(made.public.facts.names.get(UNIT_NAME, job.unit)), entries[-1]
    title = f"{name}{job.year}年度{made.compiled.form.title}"
    return Article(job.unit, job.year, name, title, entries[0].time, last.time, last.number, "", note=last.note)


def data_hash(job: Job, made: Made) -> str:
    """Return the SHA-256 of the year's data file from which documents were made."""
    return made.manifest.inputs[job.workspace.shown(job.workspace.data_file(job.unit, job.year))] if made.manifest else ""


def hashes_by_name(files: Files) -> dict[str, str]:
    """Return the SHA-256 of an article's files by their bare names, in the order of their paths."""
    return {path.rpartition("/")[2]: sha256(data) for path, data in sorted(files.items())}


def plan_withdrawal(job: Job) -> Plan:
    """Return what withdrawing a unit-year will do: nothing is left of it but a dated notice.

    Raises:
        Stop: it is not published, no reason is given, or the log was tampered with or lost.
    """
    history, place = job.history(), Place(job.workspace.shown(job.log))
    known = article_on_site(job, history)
    if known is None or history.last is None:
        message = f"网站 {job.target.name} 上没有 {job.unit} {job.year} 年度的内容，不用撤回"
        raise Stop(error(Kind.PUBLICATION, message, place, hint="公开在别处的，在命令后加上 SITE=地址"))
    if not history.is_out and known.withdrawn:
        raise Stop(error(Kind.PUBLICATION, f"{job.unit} {job.year} 年度已经在 {minute(history.last.time)} 撤回", place))
    if history.is_out and not job.reason.note:
        raise Stop(error(Kind.PUBLICATION, "撤回要写明原因，印在公告上", place, hint="在命令后加上 NOTE=原因"))
    refuse_private_note(job)
    # The log has the withdrawal already if the site was rolled back after it: then only the site has to follow.
    entry = new_entry(history, job.reason, Act.WITHDRAWAL) if history.is_out else None
    last = entry or history.last
    article = replace(known, last=last.time, number=last.number, withdrawn=True, note=last.note, signature="", downloads=())
    files = job.site.notice(article, [Told(item) for item in (*history.entries, *([entry] if entry else []))])
    if entry:
        entry = replace(entry, files=hashes_by_name(files))
    plan = plan_release(job, history, replace(article, head=(entry or last).digest()), files)
    refuse_leaks(plan)
    return replace(plan, entry=entry)


def plan_release(job: Job, history: History, article: Article, files: Files) -> Plan:
    """Return the site after one article changed: its own files, the pages that list it, and nothing else anew.

    If the layout or the settings changed, all pages that list anything are made anew; other articles when they are published again.

    Args:
        job: where to.
        history: the article's log as it is.
        article: the article as it will be.
        files: its own files.
    """
    current, site = job.target.current(), job.site
    articles = {(item.unit, item.year): item for item in articles_of(current)} | {(article.unit, article.year): article}
    made_by = site.fingerprint()
    can_stay = current is not None and current.content.get(MADE_BY) == made_by
    made = files | site.lists(articles.values(), article if can_stay else None)
    kept = {path: digest for path, digest in (current.files if current else {}).items() if not path.startswith(f"{article.folder}/")}
    every = kept | {path: sha256(data) for path, data in made.items()}
    number = max(job.target.releases(), default=0) + 1
    content = {ARTICLES: [item.record() for item in articles.values()], MADE_BY: made_by}
    release = Release(number, article.last, dict(sorted(every.items())), content)
    missing = {path: len(made[path]) for path in job.target.missing(release.files)}
    is_needed = current is None or (current.files, current.content) != (release.files, release.content)
    return Plan(release, made, missing, is_needed, history)


def article_on_site(job: Job, history: History) -> Article | None:
    """Return a unit-year's article as readers see it; None if there is none.

    Raises:
        Stop: the log does not have the entry that it was published with; a new one would hide that.
    """
    found = next((item for item in articles_of(job.target.current()) if (item.unit, item.year) == (job.unit, job.year)), None)
    # While an entry is pending the site may be ahead of the log; a dry run does not put that right.
    if found and not job.pending.exists() and found.head not in history.digests():
        raise Stop(lost(found, history))
    return found


def lost(article: Article, history: History) -> Problem:
    """Return the problem that the log does not have the entry that an article was published with."""
    what = "公开记录被截短或改写过" if history.entries else "公开记录不见了"
    return error(Kind.LOG, f"网站上第 {article.number} 次发布的记录不在这里：{what}", Place(history.file), hint="请从备份恢复")


def articles_of(release: Release | None) -> list[Article]:
    """Return the articles that a release lists."""
    return [Article.from_record(record) for record in release.content[ARTICLES]] if release else []


def refuse_leaks(plan: Plan, secrets: Sequence[Secret] = (), permits: Sequence[Permit] = ()) -> None:
    """Search everything that is about to be published for personal data.

    Args:
        plan: what will be published.
        secrets: the private values.
        permits: texts that may be published although they look private.

    Raises:
        Stop: there are some.
    """
    found = [leak.problem() for leak in leaks(plan.made, secrets, permits) if leak.finding.is_sure]
    if found:
        raise Stop(*found)


def carry_out(job: Job, plan: Plan, sent: Callable[[str, int], None]) -> None:
    """Do what was planned.

    Args:
        job: where to.
        plan: what is to be done.
        sent: called after each file that was sent, with its path and size in bytes.

    Raises:
        TargetError: the target failed; readers see the old site, whole.
    """
    job.target.upload(plan.release, {sha256(data): data for data in plan.made.values()}, sent)
    if plan.entry:
        content = {"网址": job.address, "记录": plan.entry.content()}
        replace_file(job.pending, file_text(content).encode())
    job.target.show(plan.release.number)
    if plan.entry:
        plan.history.append(plan.entry)
        job.pending.unlink()


def recover(job: Job) -> bool:
    """Complete a publication that was cut off; return whether there was one that had reached its readers.

    Raises:
        Stop: the log was tampered with.
        TargetError: the site that it went to cannot be asked.
    """
    if not job.pending.exists():
        return False
    content = content_of(read(job.pending, job.workspace.shown(job.pending)).root)
    entry, history = entry_from(content["记录"]), job.history()
    target = job.target if content["网址"] == job.address else open_target(content["网址"], job.workspace.root)
    is_out = any(article.head == entry.digest() for article in articles_of(target.current()))
    if is_out and (history.last is None or history.last.digest() != entry.digest()):
        history.append(entry)
    job.pending.unlink()
    return is_out


def roll_back(workspace: Workspace, target: Target, reason: Reason) -> tuple[int, int]:
    """Let readers see the release before the present one again, and log it; return both numbers.

    Args:
        workspace: where everything is.
        target: the site.
        reason: why and when.

    Raises:
        Stop: there is none, or the site's log was tampered with.
        TargetError: the target failed.
    """
    current, path = target.current(), workspace.root / "data" / "site.log.yaml"
    earlier = [number for number in target.releases() if current and number < current.number]
    if current is None or not earlier:
        raise Stop(error(Kind.PUBLICATION, "没有更早的版本可以退回", Place(target.name)))
    refuse_private_note_of_site(workspace, reason.note)
    history = sound_history(path, workspace.shown(path))
    story = f"{target.name}：从第 {current.number} 版退回第 {earlier[-1]} 版"
    entry = new_entry(history, replace(reason, note=f"{story}；{reason.note}" if reason.note else story), Act.ROLLBACK)
    target.show(earlier[-1])
    history.append(entry)
    return current.number, earlier[-1]
