"""What the desk answers to which request; every answer of the program's own is Chinese."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.desk.guard import TooLargeError
from pipeline.desk.home import years_of
from pipeline.desk.work import ChangedError, Work
from pipeline.form.new_year import create
from pipeline.printing.pages import environment, page
from pipeline.problems import Problem, Stop
from pipeline.workspace import PUBLIC, UnitYear, UsageError, Workspace, check_name, check_unit, check_year

HERE: Final = Path(__file__).parent
ASSETS: Final = {"desk.css": "text/css", "desk.js": "text/javascript"}
# A document as it will be printed: nothing in it runs, and it reaches nothing.
PREVIEW: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
Answer = Callable[[Request], Awaitable[Response]]


class Desk:
    """The desk of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.pages = environment(HERE)
        self.works: dict[UnitYear, Work] = {}

    def app(self) -> Starlette:
        """Return what answers requests."""
        work = "/work/{unit}/{stem}"
        gets: dict[str, Answer] = {
            "/": self.home,
            work: self.work,
            f"{work}/page/{{name}}": self.preview,
            f"{work}/file/{{folder}}/{{name:path}}": self.file,
            "/{asset}": self.asset,
        }
        posts: dict[str, Answer] = {
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
        routes = [Route(path, told(answer), methods=["GET"]) for path, answer in gets.items()]
        routes += [Route(path, told(answer), methods=["POST"]) for path, answer in posts.items()]
        return Starlette(routes=routes)

    def shown(self, name: str, content: dict[str, Any]) -> HTMLResponse:
        """Return a page."""
        return HTMLResponse(page(self.pages, HERE, name, content, entries=len(content)))

    def work_of(self, request: Request) -> Work:
        """Return the work that a request is about.

        Raises:
            UsageError: there is no such unit-year.
        """
        year, _, name = request.path_params["stem"].partition(".")
        of = UnitYear(check_unit(request.path_params["unit"]), check_year(year), check_name(name) if name else "")
        if not self.workspace.data_file(of).is_file():
            raise UsageError(f"没有 {of} 的数据")
        return self.works.setdefault(of, Work(self.workspace, of, self.pages))

    async def home(self, _request: Request) -> Response:
        """Show all units."""
        content = {"title": "自评填报", "years": years_of(self.workspace), "forms": self.workspace.form_names()}
        return self.shown("home.html", content)

    async def work(self, request: Request) -> Response:
        """Show a unit-year."""
        work = self.work_of(request)
        try:
            return self.shown("work.html", work.page())
        except Stop as stop:
            return self.shown("stopped.html", {"title": str(work.of), "problems": stop.problems})

    async def preview(self, request: Request) -> Response:
        """Show a document as it will be printed."""
        text = self.work_of(request).now().page(request.path_params["name"])
        return HTMLResponse(text, headers={"Content-Security-Policy": PREVIEW}) if text else PlainTextResponse("没有这份文件。\n", 404)

    async def file(self, request: Request) -> Response:
        """Let the browser save a finished document."""
        work, name = self.work_of(request), request.path_params["name"]
        folder = self.workspace.output(work.of, draft=request.path_params["folder"] == "draft")
        there = {path.name: path for path in folder.iterdir() if path.is_file() and not path.is_symlink()} if folder.is_dir() else {}
        public = folder / PUBLIC
        there |= {f"{PUBLIC}/{path.name}": path for path in public.iterdir() if path.is_file()} if public.is_dir() else {}
        if name not in there:
            return PlainTextResponse("没有这份文件。\n", 404)
        return FileResponse(
            there[name], filename=f"{work.of.unit}-{work.of.stem}-{there[name].name}", content_disposition_type="attachment"
        )

    async def asset(self, request: Request) -> Response:
        """Give the style sheet or the script."""
        name = request.path_params["asset"]
        if name not in ASSETS:
            return PlainTextResponse("没有这一页。\n", 404)
        return Response((HERE / name).read_bytes(), media_type=ASSETS[name])

    async def new(self, request: Request) -> Response:
        """Begin a unit-year."""
        asked = await asked_of(request, unit=str, year=str, form=str)
        of = UnitYear(check_unit(asked["unit"].strip()), check_year(asked["year"].strip()))
        create(self.workspace, of, asked["form"] or None)
        return JSONResponse({"go": f"/work/{of.unit}/{of.stem}"})

    async def try_(self, request: Request) -> Response:
        """Tell what would come of what is being typed."""
        asked = await asked_of(request, read=str, path=str, typed=str)
        return JSONResponse(self.work_of(request).tried(asked["read"], asked["path"], asked["typed"]))

    async def set(self, request: Request) -> Response:
        """Save a field."""
        work, asked = self.work_of(request), await asked_of(request, read=str, path=str, typed=str)
        try:
            return JSONResponse(work.set(asked["read"], asked["path"], asked["typed"]))
        except ChangedError as changed:
            differing = work.conflict(asked["read"], changed.now)
            return JSONResponse({"conflict": differing, "read": changed.now.read}, 409)

    async def row(self, request: Request) -> Response:
        """Add a row."""
        asked = await asked_of(request, read=str, path=str)
        return JSONResponse(self.work_of(request).row_added(asked["read"], asked["path"]))

    async def rows(self, request: Request) -> Response:
        """Move or remove rows."""
        asked = await asked_of(request, read=str, path=str, order=list)
        if not all(type(number) is int for number in asked["order"]) or len(set(asked["order"])) < len(asked["order"]):
            raise UsageError("各行的顺序不对")
        return JSONResponse(self.work_of(request).rearranged(asked["read"], asked["path"], asked["order"]))

    async def undo(self, request: Request) -> Response:
        """Undo the last save."""
        asked = await asked_of(request, read=str)
        return JSONResponse(self.work_of(request).undone(asked["read"]))

    async def answer(self, request: Request) -> Response:
        """Answer a finding with a reason."""
        asked = await asked_of(request, read=str, mark=str, reason=str)
        return JSONResponse(self.work_of(request).answered(asked["read"], asked["mark"], asked["reason"]))

    async def unanswer(self, request: Request) -> Response:
        """Take an answer back."""
        asked = await asked_of(request, read=str, number=int)
        return JSONResponse(self.work_of(request).unanswered(asked["read"], asked["number"]))

    async def drop(self, request: Request) -> Response:
        """Let a draft go."""
        asked = await asked_of(request, path=str)
        self.work_of(request).dropped(asked["path"])
        return JSONResponse({})

    async def build(self, request: Request) -> Response:
        """Make the documents."""
        asked = await asked_of(request, draft=bool)
        return JSONResponse(self.work_of(request).built(draft=asked["draft"]))


async def asked_of(request: Request, **kinds: type) -> dict[str, Any]:
    """Return what a page has sent, each part of its kind.

    Raises:
        UsageError: it is something else.
    """
    try:
        sent = await request.json()
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or sent.keys() != kinds.keys() or not all(type(sent[name]) is kind for name, kind in kinds.items()):
        raise UsageError("请求不完整")
    return sent


def told(answer: Answer) -> Answer:
    """Return what answers a request, and tells in a sentence what cannot be done."""

    @wraps(answer)
    async def told_answer(request: Request) -> Response:
        try:
            return await answer(request)
        except UsageError as fault:
            return said(request, [str(fault)], 400)
        except ChangedError as changed:
            return JSONResponse({"conflict": [], "read": changed.now.read}, 409)
        except Stop as stop:
            return said(request, list(map(sentence, stop.problems)), 422)
        except TooLargeError:
            return said(request, ["内容太大，没有处理"], 413)
        except Exception as fault:  # noqa: BLE001 - told to the clerk, and the desk goes on
            return said(request, [f"程序内部出错（{type(fault).__name__}：{fault}），没有保存。请联系维护人员"], 500)

    return told_answer


def said(request: Request, sentences: list[str], status: int) -> Response:
    """Return sentences as a page's script reads them, or a person.

    Args:
        request: what they answer.
        sentences: the sentences.
        status: the answer's number in HTTP.
    """
    if request.method == "POST":
        return JSONResponse({"said": sentences}, status)
    return PlainTextResponse("\n".join(sentences) + "\n", status)


def sentence(problem: Problem) -> str:
    """Return a problem as one sentence."""
    return f"{problem.message}{f'（{problem.hint}）' if problem.hint else ''}"
