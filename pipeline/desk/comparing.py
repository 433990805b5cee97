"""Shows what changed: since the last build, since it was published, or since last year."""

from __future__ import annotations

from functools import partial
from typing import Final

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pipeline.desk.asked import Answer, beside, sentence, shown, titled, unit_year_of
from pipeline.problems import Stop
from pipeline.publish.against import BEFORE, LAST, PUBLISHED, compare_with
from pipeline.workspace import UsageError, Workspace

WITH: Final = {LAST: "上一次生成的", PUBLISHED: "已公开的", BEFORE: "上年的"}
# The comparison stands alone, as a page to be passed on: its own style and nothing else.
ALONE: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


class Comparing:
    """What compares."""

    def __init__(self, workspace: Workspace, pages: jinja2.Environment) -> None:
        self.workspace = workspace
        self.pages = pages

    def gets(self) -> dict[str, Answer]:
        """Return what is asked for where."""
        here = "/compare/{unit}/{stem}/{against}"
        return {here: self.page, f"{here}/page": self.comparison}

    async def page(self, request: Request) -> Response:
        """Show a comparison, or in a sentence why there is none."""
        of, against = unit_year_of(self.workspace, request), against_what(request)
        said: list[str] = []
        try:
            await beside(partial(compare_with, self.workspace, of, against))
        except Stop as stop:
            said = [sentence(problem) for problem in stop.problems]
        content = {
            "title": titled(self.workspace, of, "改了什么"),
            "of": of,
            "against": against,
            "choices": list(WITH.items()),
            "said": said,
        }
        return shown(self.pages, "compare.html", content)

    async def comparison(self, request: Request) -> Response:
        """Give the page that tells a comparison."""
        compared = await beside(partial(compare_with, self.workspace, unit_year_of(self.workspace, request), against_what(request)))
        return HTMLResponse(compared.page.read_bytes(), headers={"Content-Security-Policy": ALONE})


def against_what(request: Request) -> str:
    """Return what a request compares with.

    Raises:
        UsageError: nothing that the desk offers.
    """
    against: str = request.path_params["against"]
    if against not in WITH:
        raise UsageError("没有这种对照")
    return against
