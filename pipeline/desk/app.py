"""What the desk answers to which request; every answer of the program's own is Chinese."""

from __future__ import annotations

import asyncio
import gc
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.desk.asked import HERE, Answer, asked_of, beside, nowhere, said, shown, told, unit_year_of
from pipeline.desk.building import Building
from pipeline.desk.city import City
from pipeline.desk.comparing import Comparing
from pipeline.desk.forms import MARK, FormChangedError, Forms
from pipeline.desk.publishing import Publishing
from pipeline.desk.receiving import Receiving
from pipeline.desk.whole_site import WholeSite
from pipeline.desk.work import Work
from pipeline.form.new_year import create
from pipeline.printing.pages import environment
from pipeline.problems import Stop
from pipeline.workspace import PUBLIC, UnitYear, UsageError, Workspace, check_unit, check_year

KINDS: Final = {".css": "text/css", ".js": "text/javascript"}
# A document as it will be printed: nothing in it runs, and it reaches nothing.
PREVIEW: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


class Desk:
    """The desk of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.pages = environment(HERE)
        self.works: dict[UnitYear, Work] = {}
        self.turns: defaultdict[UnitYear, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.city = City(workspace, self.pages)
        self.forms = Forms(workspace, self.forget)

    def forget(self) -> None:
        """Forget what was made of the forms as they were; what can be undone stays."""
        self.city.known.clear()
        for work in self.works.values():
            work.known.clear()
            work.undrawn.clear()

    def app(self) -> Starlette:
        """Return what answers requests."""
        work = "/work/{unit}/{stem}"
        publishing, building = Publishing(self.workspace, self.pages), Building(self.workspace)
        whole_site = WholeSite(publishing)
        gets: dict[str, Answer] = {
            **self.city.gets(),
            work: self.work,
            f"{work}/page/{{name}}": self.preview,
            f"{work}/drawn/{{state}}": self.drawn,
            f"{work}/file/{{folder}}/{{name:path}}": self.file,
            **publishing.gets(),
            **whole_site.gets(),
            **building.gets(),
            **Comparing(self.workspace, self.pages).gets(),
            "/{asset}": self.asset,
        }
        posts: dict[str, Answer] = {
            **publishing.posts(),
            **whole_site.posts(),
            **building.posts(),
            **Receiving(self.workspace, self.pages).posts(),
            "/new": self.new,
            f"{work}/try": self.try_,
            f"{work}/set": self.set,
            f"{work}/row": self.row,
            f"{work}/rows": self.rows,
            f"{work}/undo": self.undo,
            f"{work}/answer": self.answer,
            f"{work}/unanswer": self.unanswer,
            f"{work}/drop": self.drop,
            f"{work}/build": self.build,
        }
        routes = [Route(path, told(self.looking(answer)), methods=["GET"]) for path, answer in gets.items()]
        routes += [Route(path, told(self.looking(answer)), methods=["POST"]) for path, answer in posts.items()]
        return Starlette(routes=routes, exception_handlers={404: nowhere})

    def looking(self, answer: Answer) -> Answer:
        """Return what answers a request by the forms as they are now."""

        async def answer_now(request: Request) -> Response:
            self.forms.look()
            return await answer(request)

        return answer_now

    def work_of(self, request: Request) -> Work:
        """Return the work that a request is about.

        Raises:
            UsageError: there is no such unit-year.
        """
        of = unit_year_of(self.workspace, request)
        return self.works.setdefault(of, Work(self.workspace, of, self.pages))

    async def done(self, request: Request, do: Callable[[Work], Mapping[str, Any]], typing: Mapping[str, Any] | None = None) -> Response:
        """Do something to a unit-year when its turn has come, and tell what came of it.

        Args:
            request: says which unit-year, and what forms its page was made of.
            do: does it.
            typing: what was being typed, if it was something: `read`, `path` and `typed`.

        Raises:
            UsageError: there is no such unit-year.
            FormChangedError: the page is one of forms that are no more; what was being typed is kept as a draft.
        """
        work = self.work_of(request)
        async with self.turns[work.of]:
            if request.headers.get(MARK, self.forms.mark) == self.forms.mark:
                return JSONResponse(do(work))
            if typing:
                work.noted(typing["read"], typing["path"], typing["typed"])
            raise FormChangedError

    async def shown(self, request: Request, do: Callable[[Work], Response]) -> Response:
        """Return a page of a unit-year, made beside the desk: when it is the first, its form is compiled for it.

        Args:
            request: says which unit-year.
            do: makes the page.

        Raises:
            UsageError: there is no such unit-year.
        """
        work = self.work_of(request)
        async with self.turns[work.of]:
            return await beside(partial(do, work))

    async def work(self, request: Request) -> Response:
        """Show a unit-year."""
        return await self.shown(request, self.work_page)

    def work_page(self, work: Work) -> Response:
        """Return the page of a unit-year, or of what has to be put right before it can be filled in."""
        is_new, forms = not work.known, self.forms.mark
        try:
            page = shown(self.pages, "work.html", {**work.page(), "forms": forms})
        except Stop as stop:
            return shown(self.pages, "stopped.html", {"title": str(work.of), "problems": stop.problems})
        if is_new:
            settle()
        return page

    async def preview(self, request: Request) -> Response:
        """Show a document as it will be printed."""
        name = request.path_params["name"]
        return await self.shown(request, lambda work: preview_of(work.now().page(name)))

    async def drawn(self, request: Request) -> Response:
        """Tell a page what it was not told with the findings: the documents of the state that it shows."""
        return await self.done(request, lambda work: work.drawn(request.path_params["state"]))

    async def file(self, request: Request) -> Response:
        """Let the browser save a finished document."""
        work, name = self.work_of(request), request.path_params["name"]
        folder = self.workspace.output(work.of, draft=request.path_params["folder"] == "draft")
        there = {path.name: path for path in folder.iterdir() if path.is_file() and not path.is_symlink()} if folder.is_dir() else {}
        public = folder / PUBLIC
        there |= {f"{PUBLIC}/{path.name}": path for path in public.iterdir() if path.is_file()} if public.is_dir() else {}
        if name not in there:
            return said(request, ["没有这份文件"], 404)
        return FileResponse(
            there[name], filename=f"{work.of.unit}-{work.of.stem}-{there[name].name}", content_disposition_type="attachment"
        )

    async def asset(self, request: Request) -> Response:
        """Give a style sheet or script."""
        found = {path.name: path for path in (HERE / "assets").iterdir() if path.suffix in KINDS}.get(request.path_params["asset"])
        if found is None:
            return said(request, ["没有这一页"], 404)
        return Response(found.read_bytes(), media_type=KINDS[found.suffix])

    async def new(self, request: Request) -> Response:
        """Begin a unit-year."""
        asked = await asked_of(request, unit=str, year=str, form=str)
        of = UnitYear(check_unit(asked["unit"].strip()), check_year(asked["year"].strip()))
        create(self.workspace, of, asked["form"] or None)
        return JSONResponse({"go": f"/work/{of.unit}/{of.stem}"})

    async def try_(self, request: Request) -> Response:
        """Tell what would come of what is being typed."""
        asked = await asked_of(request, read=str, path=str, typed=str)
        return await self.done(request, lambda work: work.tried(asked["read"], asked["path"], asked["typed"]), asked)

    async def set(self, request: Request) -> Response:
        """Save a field."""
        asked = await asked_of(request, read=str, path=str, typed=str, exact=bool)
        return await self.done(request, lambda work: work.set(asked["read"], asked["path"], asked["typed"], exact=asked["exact"]), asked)

    async def row(self, request: Request) -> Response:
        """Add a row."""
        asked = await asked_of(request, read=str, path=str)
        return await self.done(request, lambda work: work.row_added(asked["read"], asked["path"]))

    async def rows(self, request: Request) -> Response:
        """Move or remove rows."""
        asked = await asked_of(request, read=str, path=str, order=list)
        if not all(type(number) is int for number in asked["order"]) or len(set(asked["order"])) < len(asked["order"]):
            raise UsageError("各行的顺序不对")
        return await self.done(request, lambda work: work.rearranged(asked["read"], asked["path"], asked["order"]))

    async def undo(self, request: Request) -> Response:
        """Undo the last save."""
        asked = await asked_of(request, read=str)
        return await self.done(request, lambda work: work.undone(asked["read"]))

    async def answer(self, request: Request) -> Response:
        """Answer a finding with a reason."""
        asked = await asked_of(request, read=str, mark=str, reason=str)
        return await self.done(request, lambda work: work.answered(asked["read"], asked["mark"], asked["reason"]))

    async def unanswer(self, request: Request) -> Response:
        """Take an answer back."""
        asked = await asked_of(request, read=str, number=int)
        return await self.done(request, lambda work: work.unanswered(asked["read"], asked["number"]))

    async def drop(self, request: Request) -> Response:
        """Let a draft go."""
        asked = await asked_of(request, path=str)
        work = self.work_of(request)
        async with self.turns[work.of]:
            work.dropped(asked["path"])
        return JSONResponse({})

    async def build(self, request: Request) -> Response:
        """Make the documents."""
        asked = await asked_of(request, draft=bool)
        return JSONResponse(await beside(partial(self.work_of(request).built, draft=asked["draft"])))


def settle() -> None:
    """Let Python look no more through what stays, such as compiled forms: a change would wait a third of a second for it now and then."""
    gc.collect()
    gc.freeze()


def preview_of(page: str) -> Response:
    """Return a document as it will be printed."""
    return HTMLResponse(page, headers={"Content-Security-Policy": PREVIEW}) if page else PlainTextResponse("没有这份文件。\n", 404)
