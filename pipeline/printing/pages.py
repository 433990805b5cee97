"""What pages that are no documents, the disclosure site's and the comparison's, are made with, and the style sheets of all pages."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import jinja2

from pipeline.facts.revisions import compared, is_long, shown
from pipeline.hashes import sha256
from pipeline.language.whole import whole_figures
from pipeline.language.wording import day, kilobytes, minute


def environment(layout: Path) -> jinja2.Environment:
    """Return the environment that finds a layout's page templates; everything printed is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layout / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"minute": minute, "day": day, "size": kilobytes, "path": quote, "shown": shown, "whole": whole_figures}
    made.globals |= {"is_long": is_long, "compared": compared}
    return made


def style_sheet(layout: Path, *names: str, rules: Sequence[str] = ()) -> str:
    """Return style sheets in one, without line breaks.

    Args:
        layout: the folder of the page layout.
        names: the style sheets' files in it.
        rules: further rules that follow them.
    """
    sheets = "".join((layout / name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"\s+", " ", sheets + "\n".join(rules)).strip()


def policy_hash(text: str) -> str:
    """Return the SHA-256 by which a content security policy lets a page's own style sheet or script in."""
    return b64encode(bytes.fromhex(sha256(text.encode()))).decode()
