"""What the web editor's commands do: publish, withdraw, roll back, verify. Heavy, so each of them imports it when it runs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import click

from pipeline.calls import option
from pipeline.commands.choosing import one_form
from pipeline.commands.findings import counted, show
from pipeline.commands.saying import BUILT, FAULTY, MISUSED, UNREACHED, open_workspace, say, show_lines
from pipeline.facts.revisions import change_lines
from pipeline.language.wording import kilobytes, minute
from pipeline.problems import Severity, Stop, has_errors
from pipeline.publish.article import folder_of
from pipeline.publish.entries import reason_of
from pipeline.publish.job import WHOLE, Job, alone
from pipeline.publish.publication import Plan, plan_publication
from pipeline.publish.repair import repair
from pipeline.publish.rollback import plan_rollback
from pipeline.publish.settings import read_settings, still_sample
from pipeline.publish.site import Site
from pipeline.publish.switch import carry_out, files_that_go, recover
from pipeline.publish.verification import read_logs, verify_site
from pipeline.publish.withdrawal import plan_withdrawal
from pipeline.remote.failures import AddressError, TargetError
from pipeline.remote.target import open_target
from pipeline.workspace import ALL, ANY, Asked, UsageError


def publish(job: Job, *, dry_run: bool, pdf: bool) -> None:
    """Publish or correct one unit-year, and say which further forms of the year are published by themselves.

    Args:
        job: what is published, and where.
        dry_run: whether only to say what would be done.
        pdf: whether readers can fetch PDFs too.
    """
    carry_through(job, partial(plan_publication, pdf=pdf), dry_run=dry_run)
    further = [of.name for of in job.workspace.unit_years(Asked(job.of.unit, job.of.year)) if of.name]
    if further and not job.of.name:
        say(f"这一年度另有 {len(further)} 份表，各自发布：{'、'.join(option('name', name) for name in further)}")


def withdraw(job: Job, *, dry_run: bool) -> None:
    """Withdraw one unit-year, also if its log is damaged."""
    carry_through(job, plan_withdrawal, dry_run=dry_run, insists=True)


def roll_back(job: Job, number: int, *, dry_run: bool) -> None:
    """Let readers see again what they saw before the present release, or in an earlier one.

    Args:
        job: where, and why.
        number: the release; 0 for the one before.
        dry_run: whether only to say what would be done.
    """
    carry_through(job, partial(plan_rollback, number=number), dry_run=dry_run)


def verify(asked: Asked, site: str, *, repairs: bool) -> int:
    """Verify the logs and the site, say what was found, and return the exit code.

    Args:
        asked: which unit-years.
        site: the site's address.
        repairs: whether damaged files are to be rewritten.
    """
    workspace = open_workspace()
    logs = read_logs(workspace, asked)
    with target_failures():
        target = open_target(site, workspace.root)
        found = verify_site(target, logs)
        if repairs and found.damaged:
            with target.lock(say):
                mended = repair(workspace, Site(workspace.layout, read_settings(workspace)), target, found.damaged)
            show_lines(f"修复了 {len(mended)} 个文件：", mended)
            found = verify_site(target, logs)
    if asked != ANY and not logs.units and not found.problems:
        raise UsageError(
            f"{' '.join(word for word in (asked.unit, asked.year, asked.name) if word != ALL)} 没有公开过，请核对单位代码和年度"
        )
    problems = [*logs.problems, *found.problems]
    show(problems)
    colour = "red" if has_errors(problems) else "green"
    say(f"核对了 {len(logs.units)} 份公开记录、网站上的 {found.count} 个文件：{counted(problems)}", colour)
    return FAULTY if has_errors(problems) else BUILT


def job_of(site: str, note: str, backdate: str = "", *, asked: Asked | None = None) -> Job:
    """Return what is to be done.

    Args:
        site: the site's address.
        note: why, as the public reads it.
        backdate: the time to be shown, if it is not the present one.
        asked: which unit-year; None for the whole site.

    Raises:
        UsageError: a name or time is wrong.
        Stop: the site's settings are incomplete, or still those of the sample although it is to be published elsewhere.
    """
    workspace = open_workspace()
    of = one_form(workspace, asked) if asked else WHOLE
    with target_failures():
        target = open_target(site, workspace.root)
    settings = read_settings(workspace)
    show(still_sample(workspace, settings, site))
    return Job(workspace, site, target, settings, reason_of(note, backdate), of)


def carry_through(job: Job, plan_of: Callable[[Job], Plan], *, dry_run: bool, insists: bool = False) -> None:
    """Plan and carry out what is to be done to the site, and say what was done.

    Args:
        job: what is to be done.
        plan_of: returns how.
        dry_run: whether only to say what would be done.
        insists: whether to go on where an earlier run that was cut off cannot be completed.
    """
    if dry_run:  # without a lock: that is a file on the site, and who takes it completes what another run has left unfinished
        with target_failures():
            tell_plan(job, plan_of(job))
        return
    with uncollected(), target_failures(), alone(job, waiting), job.target.lock(say):
        recover_first(job, insists=insists)
        plan = plan_of(job)
        show(plan.problems)
        if not plan.is_needed:
            tell_nothing(job)
            return
        with progress(plan) as sent:
            carry_out(job, plan, sent)
    tell_done(job, plan)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python look for no garbage: that took a tenth of a publication's time, which leaves none to speak of and ends soon."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def waiting() -> None:
    """Say that somebody else has to end first."""
    say("另一个程序正在发布，请稍候……")


def recover_first(job: Job, *, insists: bool) -> None:
    """Complete what was cut off before.

    Args:
        job: what is to be done.
        insists: whether to go on where that cannot be done.
    """
    try:
        if recover(job):
            say("上一次中途断了，但网站已经更新，现已补记入公开记录。")
    except Stop as stop:
        if not insists:
            raise
        show(replace(problem, severity=Severity.WARNING) for problem in stop.problems)


def tell_nothing(job: Job) -> None:
    """Say that nothing is to be done."""
    say(f"{name_of(job)}：与网站上的相同，没有发布", "green")


def name_of(job: Job) -> str:
    """Return what a job is about, in words."""
    return "整个网站" if job.of == WHOLE else str(job.of)


def tell_plan(job: Job, plan: Plan) -> None:
    """Say what would be done."""
    show(plan.problems)
    if not plan.is_needed:
        tell_nothing(job)
        return
    for change in plan.changes:
        for line in change_lines(change):
            say(line)
    gone = files_that_go(job, plan)
    for path, size in plan.missing.items():
        say(f"  将发送 {path}（{kilobytes(size)}）")
    for path in gone:
        say(f"  将从网站上删去 {path}")
    files = f"将发送 {len(plan.missing)} 个文件" + (f"、删去 {len(gone)} 个文件" if gone else "")
    entry = f"公开记录将增加第 {plan.entry.number} 条（{plan.entry.act}）" if plan.entry else "不增加公开记录"
    say(f"试运行：{files}，{entry}。网站和公开记录都没有动。")
    if plan.wanting:
        say(f"正式运行时还缺一样：{plan.wanting.message}。{plan.wanting.hint}", "yellow")


def tell_done(job: Job, plan: Plan) -> None:
    """Say what was done."""
    if plan.entry:
        told = f"（{plan.entry.note}）" if job.of == WHOLE else ""
        say(f"{minute(plan.entry.time)} {plan.entry.act}{told}，已记入 {plan.history.file}")
    done = f"发送 {len(plan.missing)} 个文件，{job.target.name} 现为第 {plan.release.number} 版；{counted(plan.problems)}"
    say(f"{name_of(job)}：{done}", "green")
    where = job.settings.address if "://" in job.address else f"{job.target.name}/current/"
    say(f"  {where}{f'{folder_of(job.of)}/' if job.of != WHOLE else ''}index.html")


@contextmanager
def progress(plan: Plan) -> Iterator[Callable[[str, int], None]]:
    """Yield what to call for each file sent: a bar on a terminal, a line elsewhere."""
    if sys.stdout.isatty():
        with click.progressbar(length=sum(plan.missing.values()), label="发送") as bar:
            yield lambda _path, size: bar.update(size)
    else:
        yield lambda path, size: say(f"  已发送 {path}（{kilobytes(size)}）")


@contextmanager
def target_failures() -> Iterator[None]:
    """End with its own exit code and a sentence if the target fails; an address that cannot be right is wrong usage."""
    try:
        yield
    except TargetError as failure:
        say(f"{failure.message}" + (f"\n    {failure.hint}" if failure.hint else ""), "red")
        sys.exit(MISUSED if isinstance(failure, AddressError) else UNREACHED)
