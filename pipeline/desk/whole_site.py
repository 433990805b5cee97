"""The site as a whole, from the desk: publications are listed, all is verified, what is damaged made anew, a former release shown again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.desk.asked import Answer, asked_of, part, sentence, shown
from pipeline.desk.publishing import KEPT, SHOWN, Intended, Publishing, nothing, rows
from pipeline.language.wording import minute
from pipeline.publish.job import WHOLE
from pipeline.publish.repair import repair
from pipeline.publish.rollback import plan_rollback, shown_before
from pipeline.publish.settings import read_settings
from pipeline.publish.site import Site
from pipeline.publish.verification import read_logs, verify_site
from pipeline.remote.target import open_target
from pipeline.workspace import UsageError

CHANGED: Final = "您看过以后，网站又变了，没有重做。请再核对一次"


@dataclass(frozen=True, slots=True)
class Damage:
    """What a verification has found missing or changed on a site."""

    site: str
    files: Sequence[str]


class WholeSite:
    """What works on the whole site."""

    def __init__(self, publishing: Publishing) -> None:
        self.publishing = publishing
        self.workspace, self.pages = publishing.workspace, publishing.pages
        self.damage: dict[str, Damage] = {}

    def gets(self) -> dict[str, Answer]:
        """Return what is asked for where."""
        return {"/public": self.log}

    def posts(self) -> dict[str, Answer]:
        """Return what is sent where."""
        return {"/public/verify": self.verify, "/public/repair": self.repair, "/public/roll-back": self.roll_back}

    async def log(self, _request: Request) -> Response:
        """Show every publication, the newest first."""
        logs = read_logs(self.workspace)
        every = [each for of, history in (*logs.units.items(), (WHOLE, logs.site)) for each in rows(history.entries, of)]
        every.sort(key=lambda each: str(each["time"]), reverse=True)
        content = {"title": "公开记录", "entries": every, "problems": list(map(sentence, logs.problems))}
        return shown(self.pages, "publications.html", content, entries=len(every))

    async def verify(self, request: Request) -> Response:
        """Verify logs and site."""
        asked = await asked_of(request, site=str)
        return JSONResponse(await self.publishing.beside(asked["site"], partial(self.verified, asked["site"].strip())))

    def verified(self, site: str) -> dict[str, Any]:
        """Return what a page is told of logs and site.

        Raises:
            TargetError: the site cannot be read.
        """
        logs = read_logs(self.workspace)
        found = verify_site(open_target(site, self.workspace.root), logs)
        problems = [f"{problem.place} {sentence(problem)}" for problem in (*logs.problems, *found.problems)]
        outcome = f"{len(problems)} 个问题" if problems else "没有问题"
        counted = f"核对了 {len(logs.units)} 份公开记录、网站上的 {found.count} 个文件：{outcome}"
        told: dict[str, Any] = {"counted": counted, "problems": problems, "mark": "", "html": ""}
        if found.damaged:
            while len(self.damage) >= KEPT:
                del self.damage[next(iter(self.damage))]
            told["mark"] = secrets.token_hex(8)
            self.damage[told["mark"]] = Damage(site, sorted(found.damaged))
            told["html"] = part(self.pages, "published.html", "damaged", {"files": sorted(found.damaged), "shown": SHOWN})
        return told

    async def repair(self, request: Request) -> Response:
        """Make anew what was shown as damaged."""
        damage = self.damage.pop((await asked_of(request, mark=str))["mark"], None)
        if damage is None:
            raise UsageError("请再核对一次")
        return JSONResponse(await self.publishing.beside(damage.site, partial(self.repaired, damage)))

    def repaired(self, damage: Damage) -> dict[str, Any]:
        """Make damaged files anew as far as they can be, verify again, and return what a page is told.

        Args:
            damage: what was shown.

        Raises:
            Stop: the site's settings are incomplete.
            TargetError: the site cannot be read or written.
            UsageError: it is no longer what was shown.
        """
        target, site = open_target(damage.site, self.workspace.root), Site(self.workspace.layout, read_settings(self.workspace))
        with target.lock(nothing):
            if sorted(verify_site(target, read_logs(self.workspace)).damaged) != damage.files:
                raise UsageError(CHANGED)
            mended = repair(self.workspace, site, target, damage.files)
        left = len(damage.files) - len(mended)
        told = f"重做了 {len(mended)} 个文件" + (f"，还有 {left} 个不能照原样重做" if left else "")
        return self.verified(damage.site) | {"done": told}

    async def roll_back(self, request: Request) -> Response:
        """Show what rolling the site back would do."""
        asked = await asked_of(request, site=str, number=int)
        return JSONResponse(await self.publishing.beside(asked["site"], partial(self.rolled_back, asked["site"].strip(), asked["number"])))

    def rolled_back(self, site: str, number: int) -> dict[str, Any]:
        """Return what a page is told of a plan to roll back, with the other releases that it could go back to.

        Args:
            site: the site's address.
            number: the release to go back to; 0 for the one before.

        Raises:
            Stop: it cannot be done.
            TargetError: the site cannot be reached.
        """
        told = self.publishing.planned(Intended(WHOLE, site, "rollback", partial(plan_rollback, number=number)))
        target = open_target(site, self.workspace.root)
        current = target.current()
        job, _ = self.publishing.job(WHOLE, site, "")
        kept = [(each.number, minute(each.time)) for each in shown_before(job, current)] if current else []
        chosen = number or kept[0][0]
        return told | {"html": part(self.pages, "published.html", "releases", {"kept": kept, "chosen": chosen}) + told["html"]}
