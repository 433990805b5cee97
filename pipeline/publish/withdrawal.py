"""What withdrawing a unit-year will do. Nothing may stand in its way but a missing reason: not even a log that is damaged or lost."""

from __future__ import annotations

from dataclasses import replace

from pipeline.language.wording import minute
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.publish.article import Article
from pipeline.publish.chain import read_history
from pipeline.publish.entries import doubts_of_clock, new_entry, told_in_notice
from pipeline.publish.history import Act, History
from pipeline.publish.index import Index
from pipeline.publish.job import Job
from pipeline.publish.notes import private_now, refuse_private_note
from pipeline.publish.publication import Plan, article_on_site, hashes_by_name, plan_release
from pipeline.publish.remedies import elsewhere, say_why
from pipeline.publish.searched import refuse_leaks


def plan_withdrawal(job: Job) -> Plan:
    """Return what withdrawing a unit-year will do: nothing is left of it but a dated notice.

    Raises:
        Stop: it is not published, or is withdrawn already.
    """
    known, problems = on_site(job), list[Problem]()
    private, permits = private_now(job)
    problems += refuse_private_note(job, private, permits)
    own = own_log(job, problems)
    if known.withdrawn and not (own and own.is_out):
        message = f"{job.of}已经在 {minute(known.last)} 撤回"
        raise Stop(error(Kind.PUBLICATION, message, Place(job.workspace.shown(job.log))))
    history = own or site_log(job, problems)
    # The log has the withdrawal already if the site was rolled back after it: then only the site has to follow.
    entry = new_entry(history, job.reason, Act.WITHDRAWAL) if own is None or own.is_out else None
    told = told_in_notice([*(own.entries if own else ()), *([entry] if entry else ())])
    last = told[-1].entry
    article = replace(known, last=last.time, number=len(told), note=last.note, downloads=(), act=Act.WITHDRAWAL, data={}, rates=())
    files = job.site.notice(article, told)
    if entry:
        note = entry.note if own else f"{job.of.unit} {job.of.stem}：{entry.note}"
        entry = replace(entry, note=note, files=hashes_by_name(files))
    head = entry.digest() if entry else history.digests()[-1]
    plan = plan_release(job, history, replace(article, head=head), files)
    refuse_leaks(plan.made, plan.release, article.folder, private, permits)
    return replace(
        plan,
        entry=None if history.problems else entry,
        problems=[*problems, *doubts_of_clock(history, job.reason.now)],
        wanting=None if job.reason.note or entry is None else want_of_note(job),
    )


def on_site(job: Job) -> Article:
    """Return the article as readers see it.

    Raises:
        Stop: there is none.
    """
    found = Index.of(job.target.current()).get(job.of)
    if found is None:
        message = f"网站 {job.target.name} 上没有 {job.of}的内容，不用撤回"
        raise Stop(error(Kind.PUBLICATION, message, Place(job.workspace.shown(job.log)), hint=elsewhere()))
    return found


def own_log(job: Job, problems: list[Problem]) -> History | None:
    """Return the unit-year's own log; None, with the reasons added to the problems, if it is damaged or lost."""
    try:
        history = job.history()
        article_on_site(job, history)
    except Stop as stop:
        problems += (replace(problem, severity=Severity.WARNING) for problem in stop.problems)
        return None
    return history


def site_log(job: Job, problems: list[Problem]) -> History:
    """Return the site's own log, which takes what the unit-year's cannot; that it does, or cannot either, is added to the problems."""
    history = read_history(job.workspace.site_log, job.workspace.shown(job.workspace.site_log))
    place = Place(job.workspace.shown(job.log))
    message = f"这份公开记录有问题，撤回照常进行，改记入 {history.file}"
    if history.problems:
        message = f"这份公开记录和 {history.file} 都有问题，撤回照常进行，但没有地方可记"
    problems.append(Problem(Severity.WARNING, Kind.LOG, message, place, hint="请从备份恢复公开记录，再撤回一次，把这次撤回记进去"))
    return history


def want_of_note(job: Job) -> Problem:
    """Return the problem that a withdrawal gives no reason."""
    place = Place(job.workspace.shown(job.log))
    return error(Kind.PUBLICATION, "撤回要写明原因，印在公告上", place, hint=say_why())
