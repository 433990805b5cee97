"""Does what was planned, so that log and site agree whatever happens.

Order of things: everything is made, searched for personal data and sent beside the running site; then what is about to be done
is put down as pending; then the site is switched; then the entry goes into the log. A run that dies in between is completed by
the next one, which asks the site whether the switch took place. What is pending is given up only on proof that it did not.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.chain import sound_history
from pipeline.publish.history import History
from pipeline.publish.job import Job
from pipeline.publish.pending import Pending, pending_path, put_down, read_pending
from pipeline.publish.publication import SITE_HEAD, Plan, articles_of
from pipeline.publish.seals import seal
from pipeline.remote.release import differing
from pipeline.remote.target import Target, open_target
from pipeline.writing import cannot_write


def carry_out(job: Job, plan: Plan, sent: Callable[[str, int], None]) -> None:
    """Do what was planned.

    Args:
        job: where to.
        plan: what is to be done.
        sent: called after each file that was sent, with its path and size in bytes.

    Raises:
        Stop: a reason is missing, or the log cannot be written.
        TargetError: the target failed; readers see the old site, whole.
    """
    if plan.wanting:
        raise Stop(plan.wanting)
    job.target.upload(plan.release, plan.made, sent)
    pending = Pending(job.address, job.target.identity() or "", sha256(plan.release.text), plan.entry)
    try:
        put_down(plan.history, pending)
    except OSError as fault:
        raise Stop(cannot_write(fault, plan.history.file)) from None
    job.target.show(plan.release.number)
    write_down(job, plan.history, pending)


def files_that_go(job: Job, plan: Plan) -> list[str]:
    """Return the files that readers see now and will not see any more."""
    current = job.target.current()
    return sorted(path for path in differing(current, plan.release) if current and path in current.files and path not in plan.release.files)


def write_down(job: Job, history: History, pending: Pending) -> None:
    """Write down what the site shows already.

    Args:
        job: where everything is.
        history: the log that takes the entry.
        pending: what was to be done.

    Raises:
        Stop: it cannot be written.
    """
    try:
        seal(job.workspace, pending.identity, pending.address or job.target.name, pending.release)
        if pending.entry and (history.last is None or history.last.digest() != pending.entry.digest()):
            history.append(pending.entry)
        pending_path(history.path).unlink()
    except OSError as fault:
        reason = cannot_write(fault, history.file).message.partition("，")[0]
        message = f"网站已经更新，公开记录却没有写成（{reason}）"
        hint = "请排除故障后再运行一次同样的命令：程序会先把这一条补记进去"
        raise Stop(error(Kind.LOG, message, Place(history.file), hint=hint)) from None


def recover(job: Job) -> bool:
    """Complete what was cut off, of the job's own log and of the site's; return whether anything had reached its readers.

    Raises:
        Stop: a log was tampered with, or nobody can tell whether readers were reached.
        TargetError: the site that it went to cannot be asked.
    """
    logs = [log for log in dict.fromkeys((job.log, job.workspace.site_log)) if pending_path(log).exists()]
    completed = [recover_log(job, sound_history(log, job.workspace.shown(log))) for log in logs]
    return any(completed)


def recover_log(job: Job, history: History) -> bool:
    """Complete what is pending for a log; return whether it had reached its readers.

    Args:
        job: where everything is.
        history: the log.

    Raises:
        Stop: nobody can tell.
        TargetError: the site that it went to cannot be asked.
    """
    file = job.workspace.shown(pending_path(history.path))
    pending = read_pending(history, file)
    if pending is None:
        return False
    target = job.target if pending.address == job.address else open_target(pending.address, job.workspace.root)
    if is_shown(target, pending):
        write_down(job, history, pending)
        return True
    if target.identity() != pending.identity:
        message = f"上一次发布到 {target.name} 中途断了，那里现在找不到当时的网站，不知道读者看到的是哪一版"
        hint = f"磁盘没有接上、地址变了的，请先接好再运行；那个网站确实不要了的，删去 {file} 再运行"
        raise Stop(error(Kind.LOG, message, Place(history.file), hint=hint))
    pending_path(history.path).unlink()
    return False


def is_shown(target: Target, pending: Pending) -> bool:
    """Return whether readers see what was to be done, or what came after it."""
    current = target.current()
    if current is None:
        return False
    head = pending.entry.digest() if pending.entry else ""
    heads = {current.content.get(SITE_HEAD), *(article.head for article in articles_of(current))}
    return sha256(current.text) == pending.release or head in heads
