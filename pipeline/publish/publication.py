"""What publishing, correcting or republishing a unit-year will do: its article made, searched for personal data, put into the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pipeline.build.made import Made
from pipeline.build.unit_year import build
from pipeline.facts.revisions import Change
from pipeline.form.field import UNIT_NAME
from pipeline.hashes import sha256
from pipeline.printing.outputs import is_asked_for
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error, has_errors
from pipeline.publish.article import Article, Download, Told
from pipeline.publish.content import Content, content_of
from pipeline.publish.difference import Difference
from pipeline.publish.entries import WITH_CHANGES, act_for, doubts_of_clock, new_entry, next_entry, told, want_of_note
from pipeline.publish.history import Act, Entry, History
from pipeline.publish.index import Index
from pipeline.publish.job import Job
from pipeline.publish.notes import refuse_private_note
from pipeline.publish.pending import is_pending
from pipeline.publish.remedies import repair_first
from pipeline.publish.renewal import MADE_BY, renewal
from pipeline.publish.search import text_path
from pipeline.publish.searched import GATHERED, refuse_leaks
from pipeline.publish.site import Files
from pipeline.publish.year_data import Shown, sizes
from pipeline.records import record
from pipeline.remote.listing import Listing
from pipeline.remote.records import Records
from pipeline.remote.release import Release, differing, says_the_same
from pipeline.remote.target import Target

# What a release holds besides the site's index: SHA-256 of the last entry of the site's own log.
SITE_HEAD: Final = "log"


@record()
class Plan:
    """What will be done to the site.

    Attributes:
        release: the site as it will be.
        made: the files made for it, by path.
        missing: the files to be sent: their sizes in bytes, by path.
        is_needed: whether the site is not yet what it should be.
        history: the log that takes the new entry.
        entry: the new entry; None if the log has it already.
        changes: what it changes, as readers are told.
        problems: what the web editor should know before.
        wanting: why it cannot be done yet, if so: a reason is missing.
    """

    release: Release
    made: Files
    missing: Mapping[str, int]
    is_needed: bool
    history: History
    entry: Entry | None = None
    changes: Sequence[Change] = ()
    problems: Sequence[Problem] = ()
    wanting: Problem | None = None


def plan_publication(job: Job, *, pdf: bool = False) -> Plan:
    """Return what publishing a unit-year will do. What an article offers once, such as PDFs, it goes on offering.

    Args:
        job: what is published, and where.
        pdf: whether readers can fetch PDFs too.

    Raises:
        Stop: there are errors or personal data in it, or the log was tampered with or lost.
    """
    history = job.history()
    known = article_on_site(job, history)
    made = build(job.workspace, job.of, pdf=pdf or bool(known and known.offers_unasked))
    refuse_faults(made)
    doubts = [*refuse_private_note(job, made.secrets, made.permits), *doubts_of_clock(history, job.reason.now)]
    content = content_of(job.workspace.root, made, job.of)
    act = act_for(made, history, {name: sha256(data) for name, data in content.downloads.items() if not is_asked_for(name)})
    entry = next_entry(made, history, act, job.reason) if act else None
    tellings = told(made.compiled.form, (*history.entries, *([entry] if entry else [])))
    article = measured(article_of(job, made, content, tellings), content)
    files = job.site.article(article, content, tellings)
    hashes = hashes_by_name(files)
    if entry is None and history.out_files() != hashes:
        entry = new_entry(history, replace(job.reason, note="", stated=None), Act.RENEWAL)
    if entry:
        entry = replace(entry, data=data_hash(job, made), files=hashes)
    plan = plan_release(job, history, replace(article, head=entry.digest() if entry else history.digests()[-1]), files)
    refuse_leaks(plan.made, plan.release, article.folder, made.secrets, made.permits)
    return replace(
        plan,
        entry=entry,
        changes=tellings[-1].changes if act else (),
        problems=[*made.problems, *doubts],
        wanting=want_of_note(made, history, act) if act and act in WITH_CHANGES and not job.reason.note else None,
    )


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


def article_of(job: Job, made: Made, content: Content, tellings: Sequence[Told]) -> Article:
    """Return what the index knows of a unit-year, the head of its log excepted.

    Args:
        job: what is published.
        made: its documents.
        content: what the article says.
        tellings: its log as readers are told it.
    """
    name, first, last = str(made.public.facts.names.get(UNIT_NAME, job.of.unit)), tellings[0].entry, tellings[-1].entry
    return Article(
        job.of,
        name,
        title=f"{name}{job.of.year}年度{made.compiled.form.title}{job.of.named}",
        first=first.time,
        last=last.time,
        number=len(tellings),
        head="",
        note=last.note,
        serial=Index.of(job.target.current()).serial_of(job.of),
        downloads=tuple(Download(name, len(data)) for name, data in content.downloads.items()),
        act=last.act,
        form=made.compiled.form.name,
        form_title=made.compiled.form.title,
        rates=content.rates,
    )


def data_hash(job: Job, made: Made) -> str:
    """Return the SHA-256 of the year's data file from which documents were made."""
    return made.manifest.inputs[job.workspace.shown(job.workspace.data_file(job.of))] if made.manifest else ""


def hashes_by_name(files: Files) -> dict[str, str]:
    """Return the SHA-256 of the files in an article's folder by their bare names, in the order of their paths."""
    return {path.rpartition("/")[2]: sha256(data) for path, data in sorted(files.items()) if not path.startswith(GATHERED)}


def plan_release(job: Job, history: History, article: Article, files: Files) -> Plan:
    """Return the site after one article changed: its own files, the pages that list it, and nothing else anew.

    If the layout or the settings changed, all pages that list anything are made anew; other articles when they are published again.

    Args:
        job: where to.
        history: the log that takes the new entry.
        article: the article as it will be.
        files: its own files.
    """
    current, before = job.target.current(), Index.of(job.target.current())
    held = current.content if current else {}
    touched = article if held.get(MADE_BY) == job.site.fingerprint() else None
    difference = Difference(before, before.put(article), touched)
    found = renewal(job.site, difference, shown(job.target, current, files), held, {article.serial: files.get(text_path(article.serial))})
    made = files | found.made
    before_files, before_records = (current.files, current.records) if current else (Listing.of({}), Records())
    every = before_files.changed({path: sha256(data) for path, data in made.items()}, (f"{article.folder}/", *found.gone))
    content, records = {**of_whole_site(held), **found.content}, before_records.changed(found.records)
    return plan_of(job, history, made, next_release(job, every, content, records, article.last))


def of_whole_site(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a release says of the site besides its index."""
    return {name: value for name, value in content.items() if name == SITE_HEAD}


def measured(article: Article, content: Content) -> Article:
    """Return an article with the sizes of its files for machines."""
    return replace(article, data=sizes(article, article.machine_files(content.figures)))


def shown(target: Target, release: Release | None, made: Files | None = None) -> Shown:
    """Return what a release shows.

    Args:
        target: where it is kept.
        release: the release; None if nothing was ever published.
        made: those of its files that are made anew.
    """
    return Shown(target.name, release.files if release else {}, Index.of(release), target.fetch, made or {})


def next_release(job: Job, files: Listing, content: Mapping[str, Any], records: Records, time: str) -> Release:
    """Return the release that would follow the present one.

    Args:
        job: where to.
        files: the digests of its files by path.
        content: what the publisher wants to know again at once.
        records: what it wants to know again block by block.
        time: when it was made, ISO 8601.
    """
    current = job.target.current()
    number = max(job.target.releases(), default=0) + 1
    return Release(number, time, files, dict(content), current.number if current else 0, records)


def plan_of(job: Job, history: History, made: Files, release: Release) -> Plan:
    """Return what it takes to show a release.

    Args:
        job: where to.
        history: the log that takes the new entry.
        made: the files that were made for it, by path.
        release: the site as it will be.

    Raises:
        Stop: the site has lost, or has damaged, what nobody makes anew now.
    """
    current = job.target.current()
    changed = differing(current, release)
    wanted = job.target.missing({path: digest for path in sorted(changed | made.keys()) if (digest := release.digest_at(path))})
    if lost := [path for path in wanted if path not in made and release.parts.get(path) not in release.made_parts]:
        message = f"网站上有 {len(lost)} 个文件不见了或被改动过，如 {lost[0]}"
        raise Stop(error(Kind.SITE, message, Place(job.target.name), hint=repair_first()))
    missing = {path: len(made[path]) for path in wanted if path in made}
    is_needed = bool(missing) or current is None or not says_the_same(current, release)
    return Plan(release, made, missing, is_needed, history)


def article_on_site(job: Job, history: History) -> Article | None:
    """Return a unit-year's article as readers see it; None if there is none.

    Raises:
        Stop: neither its log nor the site's has the entry that it was published with; a new one would hide that.
    """
    found = Index.of(job.target.current()).get(job.of)
    # While an entry is pending the site may be ahead of the log; a dry run does not put that right.
    is_known = found is None or is_pending(history) or found.head in history.digests() or found.head in job.site_history().digests()
    if found and not is_known:
        raise Stop(lost_log(found, history))
    return found


def lost_log(article: Article, history: History) -> Problem:
    """Return the problem that the log does not have the entry that an article was published with."""
    what = "公开记录被截短或改写过" if history.entries else "公开记录不见了"
    return error(Kind.LOG, f"网站上第 {article.number} 次发布的记录不在这里：{what}", Place(history.file), hint="请从备份恢复")


def articles_of(release: Release | None) -> list[Article]:
    """Return the articles that a release lists.

    Raises:
        TargetError: its index is not one that this program writes.
    """
    return Index.of(release).every()
