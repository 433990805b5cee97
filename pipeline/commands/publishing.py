"""The commands of the web editor: publish, withdraw, roll back, verify."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.terminal import (
    MISUSED,
    UNREACHED,
    open_workspace,
    say,
    show,
)
from pipeline.problems import Kind, Place, Problem, Severity, Stop
from pipeline.workspace import UsageError, Workspace, check_unit, check_year

if TYPE_CHECKING:  # heavy to import, and not needed by every command
    from pipeline.publish.publication import Job, Plan

TIME_FORMAT = "%Y-%m-%d %H:%M"


def site_option() -> Callable[..., Any]:
    """Return the option that names the site's address."""
    return click.option("--site", metavar="地址", default="", help="发布到哪里：文件夹、sftp://、s3://、webdavs://；不写就是 output/site")


def note_option(purpose: str) -> Callable[..., Any]:
    """Return the option for the reason that the public reads."""
    return click.option("--note", metavar="原因", default="", help=purpose)


def job_of(unit: str, year: str, site: str, note: str, backdate: str = "") -> Job:
    """Return what is to be done.

    Raises:
        UsageError: a name or time is wrong.
        Stop: the site's settings are incomplete, or still those of the sample although it is to be published elsewhere.
    """
    from pipeline.publish.publication import Job  # noqa: PLC0415 - each command imports what it needs
    from pipeline.publish.settings import read_settings  # noqa: PLC0415
    from pipeline.remote.target import open_target  # noqa: PLC0415

    workspace = open_workspace()
    names = check_unit(unit), check_year(year)
    with target_failures():
        target = open_target(site, workspace.root)
    settings = read_settings(workspace)
    warn_of_sample(workspace, site, is_sample=settings.is_sample)
    return Job(workspace, *names, site, target, settings, reason_of(note, backdate))


def warn_of_sample(workspace: Workspace, site: str, *, is_sample: bool) -> None:
    """Say that the settings are still those of an invented site.

    Raises:
        Stop: they are, and the site is not a local folder.
    """
    is_local = "://" not in site
    if is_sample:
        place = Place(workspace.shown(workspace.root / "data" / "site.yaml"))
        severity = Severity.WARNING if is_local else Severity.ERROR
        problem = Problem(severity, Kind.SAMPLE_SETTINGS, "网站设置还是示例", place, "网站标识码", "正式公开之前，请全部改成真实的")
        if not is_local:
            raise Stop(problem)
        show([problem])


def reason_of(note: str, backdate: str = "") -> Any:  # noqa: ANN401 - imported only here
    """Return why and when something is done.

    Raises:
        UsageError: the time is not written as it should be, or the note is not one line that the log can hold.
    """
    from pipeline.language.wording import BEIJING  # noqa: PLC0415
    from pipeline.publish.entries import Reason  # noqa: PLC0415 - each command imports what it needs
    from pipeline.source.syntax import INVISIBLE  # noqa: PLC0415

    if len(note.splitlines()) > 1:
        raise UsageError("原因只写一行")
    if INVISIBLE.search(note):
        raise UsageError("原因里有看不见的控制字符：请删去后重新输入")
    try:
        stated = datetime.strptime(backdate, TIME_FORMAT).replace(tzinfo=BEIJING) if backdate else None
    except ValueError:
        raise UsageError(f"时间“{backdate}”的写法不对：写成年-月-日 时:分，例如 2021-06-10 09:30") from None
    return Reason(note.strip(), datetime.now(BEIJING).replace(microsecond=0), stated)


def carry_through(job: Job, plan_of: Callable[[Job], Plan], *, dry_run: bool) -> None:
    """Plan and carry out a publication or withdrawal, and say what was done."""
    from pipeline.publish.publication import alone, carry_out, recover  # noqa: PLC0415 - each command imports what it needs

    if dry_run:  # without a lock: that is a file on the site, and who takes it completes what another run has left unfinished
        with target_failures():
            tell_plan(job, plan_of(job))
        return
    with target_failures(), alone(job), job.target.lock():
        if recover(job):
            say("上一次发布中途断了，但网站已经更新，现已补记入公开记录。")
        plan = plan_of(job)
        if not plan.is_needed:
            tell_nothing(job)
            return
        with progress(plan) as sent:
            carry_out(job, plan, sent)
    tell_done(job, plan)


def tell_nothing(job: Job) -> None:
    """Say that nothing is to be done."""
    say(f"{job.unit} {job.year} 年度：与网站上的相同，没有发布", "green")


def tell_plan(job: Job, plan: Plan) -> None:
    """Say what would be done."""
    if not plan.is_needed:
        tell_nothing(job)
        return
    current = job.target.current()
    gone = sorted(current.files.keys() - plan.release.files.keys()) if current else []
    for path, size in plan.missing.items():
        say(f"  将发送 {path}（{kilobytes(size)}）")
    for path in gone:
        say(f"  将从网站上删去 {path}")
    files = f"将发送 {len(plan.missing)} 个文件" + (f"、删去 {len(gone)} 个文件" if gone else "")
    entry = f"公开记录将增加第 {plan.entry.number} 条（{plan.entry.act}）" if plan.entry else "不增加公开记录"
    say(f"试运行：{files}，{entry}。网站和公开记录都没有动。")


def tell_done(job: Job, plan: Plan) -> None:
    """Say what was done."""
    from pipeline.language.wording import minute  # noqa: PLC0415 - each command imports what it needs

    if plan.entry:
        say(f"{minute(plan.entry.time)} {plan.entry.act}，已记入 {job.workspace.shown(job.log)}")
    say(f"{job.unit} {job.year} 年度：发送 {len(plan.missing)} 个文件，{job.target.shown} 现为第 {plan.release.number} 版", "green")
    say(f"  {job.settings.address if '://' in job.address else job.target.shown + '/current/'}{job.year}/{job.unit}/index.html")


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
    from pipeline.remote.target import AddressError, TargetError  # noqa: PLC0415 - each command imports what it needs

    try:
        yield
    except TargetError as failure:
        say(f"{failure.message}" + (f"\n    {failure.hint}" if failure.hint else ""), "red")
        sys.exit(MISUSED if isinstance(failure, AddressError) else UNREACHED)


def kilobytes(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{max(1, round(size / 1024))} KB"
