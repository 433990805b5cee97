"""What pages that are no documents, the disclosure site's and the comparison's, are made with, and the style sheets of all pages."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from pathlib import Path, PurePath
from traceback import extract_tb
from types import MethodType
from typing import Any, Final
from urllib.parse import quote

import jinja2
from jinja2.runtime import BlockReference, LoopContext, Macro
from markupsafe import escape

from pipeline.facts.revisions import compared, is_long, shown
from pipeline.hashes import sha256
from pipeline.language import metering
from pipeline.language.budget import limited, paying, renew
from pipeline.language.expressions import syntax_message
from pipeline.language.sandbox import Metered
from pipeline.language.whole import whole_figures
from pipeline.language.wording import day, kilobytes, minute
from pipeline.printing.templates import runtime_message
from pipeline.problems import Kind, Place, Stop, error
from pipeline.regular import read_text

PIECES: Final = 100  # of a page that are encoded at once


class Pages(Metered):
    """A sandbox for page templates, which may come from elsewhere: they read what they are given and call little of it."""

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401 - Jinja's own signature
        """Return whether something may be called: macros, blocks, the functions for pages, and what our own data tell about themselves."""
        if isinstance(obj, Macro | BlockReference) or obj in self.globals.values():
            return True
        return isinstance(obj, MethodType) and (is_dataclass(obj.__self__) or isinstance(obj.__self__, LoopContext))


def environment(layout: Path) -> jinja2.Environment:
    """Return the environment that finds a layout's page templates, only in their folder; everything printed is escaped."""
    made = Pages(
        loader=jinja2.FunctionLoader(lambda name: page_source(layout, name)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=paying(lambda value: value if isinstance(value, str) else str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.optimized = False
    common = {name: made.filters[name] for name in ("last", "length", "map", "max", "rejectattr", "reverse", "safe", "selectattr")}
    own: dict[str, Callable[..., Any]] = {
        "list": list,
        "join": join,
        "minute": minute,
        "day": day,
        "size": kilobytes,
        "path": quote,
        "shown": shown,
        "whole": whole_figures,
    }
    made.filters = {**common, **{name: limited(function) for name, function in own.items()}, **metering.FILTERS}
    made.tests = {name: made.tests[name] for name in ("defined", "sameas")}
    made.globals = {"range": made.globals["range"], "namespace": made.globals["namespace"]}
    made.globals |= {"is_long": is_long, "compared": limited(compared)}
    return made


def join(texts: Iterable[Any], separator: str = "") -> str:
    """Return texts one after another, escaped."""
    return escape(separator).join(texts)


def page_source(layout: Path, name: str) -> tuple[str, str, None]:
    """Return the text of a page template, and how messages name it.

    Raises:
        jinja2.TemplateNotFound: it is no name of a file beside the others.
        Stop: the file cannot be read.
    """
    if name != PurePath(name).name or name == "..":
        raise jinja2.TemplateNotFound(name)
    file = f"{shown_pages(layout)}{name}"
    return read_text(layout / "pages" / name, file), file, None


def shown_pages(layout: Path) -> str:
    """Return how messages name the folder of the page templates, its stroke included."""
    return f"{layout.parent.name}/{layout.name}/pages/"


def page(pages: jinja2.Environment, layout: Path, name: str, content: Mapping[str, object], entries: int = 0) -> bytes:
    """Return a page, within a budget of its own.

    Args:
        pages: the environment of the layout.
        layout: the folder of the page layout.
        name: the name of the page's template.
        content: what it shows.
        entries: how many unit-years it lists.

    Raises:
        Stop: a template has faults, or cannot be printed; says where it stands.
    """
    renew(entries=entries)
    try:
        pieces = pages.get_template(name).stream(content)
        pieces.enable_buffering(PIECES)
        pieces.dump(made := io.BytesIO(), "utf-8")  # as one text, a page of hundreds of units would be held three times
        return made.getvalue()
    except Stop:
        raise
    except jinja2.TemplateSyntaxError as fault:
        raise Stop(error(Kind.TEMPLATE, syntax_message(fault), Place(fault.filename or shown_pages(layout), fault.lineno))) from None
    except jinja2.TemplateNotFound as fault:
        raise Stop(error(Kind.TEMPLATE, f"没有这个页面模板：{fault.name}", Place(shown_pages(layout) + name))) from None
    except Exception as fault:  # whatever a template does wrong, the user is told where
        frames = [(frame.filename, frame.lineno or 0) for frame in extract_tb(fault.__traceback__)]
        within = [place for place in frames if place[0].startswith(shown_pages(layout))]
        file, line = within[-1] if within else (shown_pages(layout) + name, 0)
        raise Stop(error(Kind.UNPRINTABLE, runtime_message(fault), Place(file, line))) from fault


def layout_text(layout: Path, name: str) -> str:
    """Return the text of a layout's file.

    Raises:
        Stop: it cannot be read.
    """
    return read_text(layout / name, f"{layout.parent.name}/{layout.name}/{name}")


def style_sheet(layout: Path, *names: str, rules: Iterable[str] = ()) -> str:
    """Return style sheets in one, without line breaks.

    Args:
        layout: the folder of the page layout.
        names: the style sheets' files in it.
        rules: further rules that follow them.
    """
    sheets = "".join(layout_text(layout, name) for name in names)
    return re.sub(r"\s+", " ", sheets + "\n".join(rules)).strip()


def inlined(css: str, script: str = "") -> dict[str, str]:
    """Return what a page that stands alone has within it: its style sheet, its script if it has one, and the hashes that let them in."""
    styled = {"css": css, "css_hash": policy_hash(css)}
    return {**styled, "script": script, "script_hash": policy_hash(script)} if script else styled


def policy_hash(text: str) -> str:
    """Return the SHA-256 by which a content security policy lets a page's own style sheet or script in."""
    return b64encode(bytes.fromhex(sha256(text.encode()))).decode()
