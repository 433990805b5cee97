"""What is sent to the desk and what it says: requests read as what they must be, and whatever cannot be done told in a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from pipeline.batch.task import name_of
from pipeline.desk.conflicts import ChangedError
from pipeline.desk.forms import FormChangedError
from pipeline.desk.guard import TooLargeError
from pipeline.language.budget import renew
from pipeline.printing.pages import environment, page
from pipeline.problems import Problem, Stop
from pipeline.workspace import UnitYear, UsageError, Workspace, check_name, check_unit, check_year

HERE: Final = Path(__file__).parent
T = TypeVar("T")
Answer = Callable[[Request], Awaitable[Response]]
# What takes long is done beside the desk, little at a time: who types shares the processor with it.
BESIDE: Final = ThreadPoolExecutor(2, "beside")


def shown(pages: jinja2.Environment, name: str, content: Mapping[str, Any], entries: int = 0) -> HTMLResponse:
    """Return a page of the desk.

    Args:
        pages: the desk's page templates.
        name: the template's name.
        content: what it shows.
        entries: how many things it lists.
    """
    return HTMLResponse(page(pages, HERE, name, content, entries=entries or len(content)))


def part(pages: jinja2.Environment, name: str, macro: str, content: Mapping[str, Any]) -> str:
    """Return a part of a page, within a budget of its own.

    Args:
        pages: the desk's page templates.
        name: the template's name.
        macro: its macro that prints the part.
        content: what it shows.
    """
    renew(entries=len(content))
    return str(getattr(pages.get_template(name).module, macro)(content))


def unit_year_of(workspace: Workspace, request: Request) -> UnitYear:
    """Return the unit-year that the address of a request names.

    Raises:
        UsageError: there is none such.
    """
    year, _, name = request.path_params["stem"].partition(".")
    of = UnitYear(check_unit(request.path_params["unit"]), check_year(year), check_name(name) if name else "")
    if not workspace.data_file(of).is_file():
        raise UsageError(f"没有 {of}的数据")
    return of


def titled(workspace: Workspace, of: UnitYear, what: str) -> str:
    """Return a page's title: the unit as people call it, the year, and what the page is for.

    Args:
        workspace: where everything is.
        of: which unit-year.
        what: what the page is for.
    """
    return f"{name_of(workspace, of.unit)} {of.year} 年度{of.named}：{what}"


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
        except (ChangedError, FormChangedError) as changed:
            return JSONResponse(changed.told, 409)
        except Stop as stop:
            return said(request, list(map(sentence, stop.problems)), 422)
        except TooLargeError:
            return said(request, ["内容太大，没有处理"], 413)
        except Exception as fault:  # noqa: BLE001 - told to the clerk, and the desk goes on
            return said(request, [f"程序内部出错（{type(fault).__name__}：{fault}），没有保存。请联系维护人员"], 500)

    return told_answer


async def beside(do: Callable[[], T]) -> T:
    """Return what comes of something that takes long and knows nothing that requests change; the desk answers others meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(BESIDE, do)


def said(request: Request, sentences: list[str], status: int) -> Response:
    """Return sentences as a page's script reads them, or a person.

    Args:
        request: what they answer.
        sentences: the sentences.
        status: the answer's number in HTTP.
    """
    if request.method == "POST":
        return JSONResponse({"said": sentences}, status)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(page(environment(HERE), HERE, "said.html", {"title": "打不开", "said": sentences}), status)
    return PlainTextResponse("\n".join(sentences) + "\n", status)


async def nowhere(request: Request, _fault: Exception) -> Response:
    """Return the answer to who asks for what there is not."""
    return said(request, ["没有这一页"], 404)


def sentence(problem: Problem) -> str:
    """Return a problem as one sentence."""
    return f"{problem.message}{f'（{problem.hint}）' if problem.hint else ''}"
