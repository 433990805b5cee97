"""Publishes, corrects and withdraws from the desk: first what would change is shown, then it is done if it still is that.

That is done beside the desk, one thing at a time: another machine may keep waiting, and should then keep nobody else.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import jinja2
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.build.unit_year import prepare
from pipeline.desk.asked import Answer, asked_of, beside, part, sentence, shown, titled, unit_year_of
from pipeline.facts.revisions import change_lines, label_of
from pipeline.form.form import Form
from pipeline.language.wording import minute
from pipeline.printing.outputs import missing_for
from pipeline.problems import Kind, Problem, Stop, error
from pipeline.publish.article import folder_of
from pipeline.publish.chain import read_history
from pipeline.publish.entries import reason_of
from pipeline.publish.history import Entry
from pipeline.publish.job import WHOLE, Job, alone
from pipeline.publish.publication import Plan, plan_publication
from pipeline.publish.settings import read_settings, still_sample
from pipeline.publish.switch import carry_out, files_that_go, recover
from pipeline.publish.withdrawal import plan_withdrawal
from pipeline.remote.failures import TargetError
from pipeline.remote.target import open_target
from pipeline.workspace import UnitYear, UsageError, Workspace

PUBLISH, PUBLISH_PDF, WITHDRAW = "publish", "publish-pdf", "withdraw"
PLANS: Final[dict[str, Callable[[Job], Plan]]] = {
    PUBLISH: plan_publication,
    PUBLISH_PDF: partial(plan_publication, pdf=True),
    WITHDRAW: plan_withdrawal,
}
KEPT: Final = 5  # plans that are shown and not decided about yet
SHOWN: Final = 30  # files of a plan that are named


@dataclass(frozen=True, slots=True)
class Intended:
    """What is shown to the clerk, who decides whether it is done.

    Attributes:
        of: which unit-year; WHOLE for the whole site.
        site: the site's address.
        what: what is to be done.
        plan: plans it.
        outline: what it comes to: it is done only if it still does.
    """

    of: UnitYear
    site: str
    what: str
    plan: Callable[[Job], Plan]
    outline: object = None


class Publishing:
    """What publishes."""

    def __init__(self, workspace: Workspace, pages: jinja2.Environment) -> None:
        self.workspace = workspace
        self.pages = pages
        self.intended: dict[str, Intended] = {}
        self.turn = asyncio.Lock()

    def gets(self) -> dict[str, Answer]:
        """Return what is asked for where."""
        return {"/public/{unit}/{stem}": self.page}

    def posts(self) -> dict[str, Answer]:
        """Return what is sent where."""
        return {"/public/carry-out": self.carry_out, "/public/{unit}/{stem}/plan": self.plan}

    async def page(self, request: Request) -> Response:
        """Show where a unit-year is published from, and its log."""
        of = unit_year_of(self.workspace, request)
        log = self.workspace.log_file(of)
        history = read_history(log, self.workspace.shown(log))
        content = {"title": titled(self.workspace, of, "公开"), "of": of, "entries": rows(history.entries, of), "is_out": history.is_out}
        content["offers_pdf"] = not missing_for(pdf=True)
        return shown(self.pages, "public.html", content | {"problems": list(map(sentence, history.problems))})

    async def plan(self, request: Request) -> Response:
        """Show what publishing or withdrawing would do."""
        of, asked = unit_year_of(self.workspace, request), await asked_of(request, site=str, what=str)
        if asked["what"] not in PLANS:
            raise UsageError("请求不完整")
        intended = Intended(of, asked["site"].strip(), asked["what"], PLANS[asked["what"]])
        return JSONResponse(await self.beside(asked["site"], partial(self.planned, intended)))

    def planned(self, intended: Intended) -> dict[str, Any]:
        """Return what a page is told of a plan.

        Args:
            intended: what is to be planned.

        Raises:
            Stop: it cannot be done.
            TargetError: the site cannot be reached.
        """
        job, warnings = self.job(intended.of, intended.site, "")
        publishes = intended.what in (PUBLISH, PUBLISH_PDF)  # data with faults stop nothing else
        form = prepare(self.workspace, intended.of, printing=False)[0].form if publishes else None
        try:
            plan = intended.plan(job)
        except Stop as stop:
            raise Stop(*refused(form, stop.problems)) from None
        going = files_that_go(job, plan)
        while len(self.intended) >= KEPT:
            del self.intended[next(iter(self.intended))]
        mark = secrets.token_hex(8)
        if plan.is_needed:
            self.intended[mark] = replace(intended, outline=outline(plan, going))
        content = {
            "is_needed": plan.is_needed,
            "act": plan.entry.act.value if plan.entry else "",
            "number": plan.entry.number if plan.entry else 0,
            "story": plan.entry.note if plan.entry and intended.of == WHOLE else "",
            "target": job.target.name,
            "changes": [line.strip() for change in plan.changes for line in change_lines(change)],
            "sent": sorted(plan.missing)[:SHOWN],
            "sent_count": len(plan.missing),
            "going": going[:SHOWN],
            "going_count": len(going),
            "notes": [*map(sentence, warnings), *(about(form, problem) for problem in plan.problems)],
        }
        html = part(self.pages, "published.html", "plan", content)
        return {"html": html, "mark": mark if plan.is_needed else "", "wanting": bool(plan.wanting)}

    async def carry_out(self, request: Request) -> Response:
        """Do what was shown."""
        asked = await asked_of(request, mark=str, note=str)
        intended = self.intended.get(asked["mark"])
        if intended is None:
            raise UsageError("请再看一次会改什么")
        told = await self.beside(intended.site, partial(self.carried_out, intended, asked["note"]))
        self.intended.pop(asked["mark"], None)
        return JSONResponse(told)

    def carried_out(self, intended: Intended, note: str) -> dict[str, Any]:
        """Do what was shown, and return what a page is told.

        Args:
            intended: what was shown.
            note: why, as the public reads it.

        Raises:
            Stop: it cannot be done.
            TargetError: the site failed; readers see the old one, whole.
            UsageError: it is no longer what was shown.
        """
        job, _ = self.job(intended.of, intended.site, note)
        with alone(job, nothing), job.target.lock(nothing):
            try:
                recover(job)
            except Stop:
                if intended.what != WITHDRAW:  # nothing may stand in its way
                    raise
            plan = intended.plan(job)
            if outline(plan, files_that_go(job, plan)) != intended.outline:
                raise UsageError("您看过以后，数据或网站又变了，没有照办。请再看一次会改什么")
            carry_out(job, plan, nothing)
        act = f"{plan.entry.act}，记为第 {plan.entry.number} 条" if plan.entry else "已更新网站"
        where = job.settings.address if "://" in job.address else f"{job.target.name}/current/"
        return {"done": f"{act}：{where}{f'{folder_of(job.of)}/' if job.of != WHOLE else ''}index.html"}

    def job(self, of: UnitYear, site: str, note: str) -> tuple[Job, list[Problem]]:
        """Return what is to be done, and what is to be known of the site's settings.

        Args:
            of: which unit-year.
            site: the site's address.
            note: why, as the public reads it.

        Raises:
            Stop: the settings are incomplete, or those of the sample although it is to be published elsewhere.
            TargetError: the address cannot be right.
            UsageError: the note is not one line that the log can hold.
        """
        reason = reason_of(note)
        target, settings = open_target(site, self.workspace.root), read_settings(self.workspace)
        warnings = still_sample(self.workspace, settings, site)
        return Job(self.workspace, site, target, settings, reason, of), warnings

    async def beside(self, site: str, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return what comes of something that is done to a site, after what is being done already.

        Args:
            site: its address.
            do: does it.

        Raises:
            UsageError: the site failed; says how.
        """
        async with self.turn:
            try:
                return await (asyncio.to_thread(do) if "://" in site else beside(do))
            except TargetError as failure:
                raise UsageError(f"{failure.message}{f'（{failure.hint}）' if failure.hint else ''}") from None


def outline(plan: Plan, going: list[str]) -> object:
    """Return what a plan comes to, whatever time it is and whatever reason is given.

    Args:
        plan: the plan.
        going: the files that readers will not see any more.
    """
    if plan.entry:  # its time stands in some of the files that are sent
        return plan.entry.act, plan.entry.number, plan.entry.data, tuple(plan.changes), tuple(going)
    return tuple(sorted(plan.missing)), tuple(going)


def about(form: Form | None, problem: Problem) -> str:
    """Return a finding as one sentence, with what it is about."""
    return f"{label_of(form, problem.path)}：{sentence(problem)}" if form and problem.path else sentence(problem)


def refused(form: Form | None, problems: Sequence[Problem]) -> list[Problem]:
    """Return why something is not published, each error of the data with what it is about.

    Args:
        form: the form; None if it is not about data.
        problems: what is wrong.
    """
    if form is None or not any(problem.path for problem in problems):
        return list(problems)
    first = error(Kind.PUBLICATION, f"还有 {len(problems)} 个错误，不能公开。请先在“填写”里改好", problems[0].place)
    return [first, *(replace(problem, message=f"{label_of(form, problem.path)}：{problem.message}") for problem in problems)]


def nothing(*_told: object) -> None:
    """Say nothing: the page says that it waits."""


def rows(entries: Sequence[Entry], of: UnitYear) -> list[dict[str, Any]]:
    """Return a unit-year's publications as they are listed, the newest first."""
    return [row(entry, of) for entry in reversed(entries)]


def row(entry: Entry, of: UnitYear) -> dict[str, Any]:
    """Return a publication of a unit-year as it is listed."""
    told = {"of": of, "time": entry.time, "when": minute(entry.time), "act": entry.act.value}
    return told | {"note": entry.note, "changes": len(entry.changes)}
