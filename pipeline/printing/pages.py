"""The Jinja environment of pages that are no documents: the disclosure site's and the comparison's."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import jinja2

from pipeline.facts.revisions import compared, is_long, shown
from pipeline.language.wording import day, minute


def environment(layout: Path) -> jinja2.Environment:
    """Return the environment that finds a layout's page templates; everything printed is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layout / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"minute": minute, "day": day, "size": size, "path": quote, "shown": shown}
    made.globals |= {"is_long": is_long, "compared": compared}
    return made


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{max(1, round(count / 1024))} KB"
