"""Pages that somebody fills in: as HTML prints them, but whatever a field decides says which one it is, a blank and a tick as well.

They are printed from the same templates as finished pages; only the code that is made of these is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.compiler import Frame
from markupsafe import Markup, escape

from pipeline.language.code import Code
from pipeline.language.expressions import environment, in_html
from pipeline.language.sandbox import Sandbox
from pipeline.language.values import Blank
from pipeline.regex import regex

PATHS: Final = (nodes.Name, nodes.Getattr, nodes.Getitem)
# Fixed text behind which the words of a paragraph or cell go on, and not another paragraph or row.
WORDS: Final = regex(r"(?:<(?:p|td|th|li|h[1-6]|strong|span)(?: [^<>]*)?>|</(?:strong|span)>|<br/>)[^<>]*\Z")


def named(value: object, shown: object = "") -> object:
    """Return what is shown of a value as an element that names the value's field, if it is a field's."""
    path = "" if isinstance(value, jinja2.Undefined) else getattr(value, "path", "")
    return Markup(f'<data value="" data-fact="{escape(path)}">{escape(shown)}</data>') if path else shown  # noqa: S704 - parts are escaped


def in_html_to_fill(value: object) -> str:
    """Return what a value looks like in HTML; a blank that prints nothing is an element without words."""
    return str(named(value)) if type(value) is Blank and not value.shown else in_html(value)


def decided(value: object, shown: object) -> object:
    """Return what an expression prints: a text that names no field names that of the value that it was made of."""
    return named(value, shown) if isinstance(shown, str) and not getattr(shown, "path", "") else shown


class CodeToFill(Code):
    """Generates the code of a page to fill in."""

    goes_on = False  # whether the words of a paragraph go on here
    told: nodes.Node | None = None  # the value that they told last

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Print fixed text and values, and note where that leads to."""
        super().visit_Output(node, frame)
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self.goes_on = bool(WORDS.search(part.data))
                self.told = None if "<" in part.data else self.told
            else:
                self.told = first_value(part)

    def visit_If(self, node: nodes.If, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Name the field that decides what the words of a paragraph say."""
        self.say_field(node.test, frame)
        super().visit_If(node, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        """Name the field of which the words of a paragraph tell all parts."""
        self.say_field(node.iter, frame)
        super().visit_For(node, frame)

    def say_field(self, expression: nodes.Node, frame: Frame) -> None:
        """Name the field that an expression asks first, unless that was told right before."""
        value = first_value(expression)
        if value is not None and self.goes_on and frame.buffer is None and value != self.told:
            self.writeline("yield printed(named(", expression)
            self.visit(value, frame)
            self.write("))")

    def printed(self, part: nodes.Expr, frame: Frame) -> None:
        """Write the value that is printed."""
        value = first_value(part)
        if value is None or isinstance(part, PATHS):
            super().printed(part, frame)
            return
        self.write("decided(")
        self.visit(value, frame)
        self.write(", ")
        self.visit(part, frame)
        self.write(")")


def first_value(expression: nodes.Node) -> nodes.Expr | None:
    """Return the value that an expression asks first, whatever comes of it; None if it asks none."""
    return next(values_asked(expression), None)


def values_asked(node: nodes.Node) -> Iterator[nodes.Expr]:
    """Yield the values that an expression asks, in the order in which they stand."""
    if isinstance(node, PATHS):
        yield node
        return
    first = node.test if isinstance(node, nodes.CondExpr) else None
    for part in ([first] if first else []) + [each for each in node.iter_child_nodes() if each is not first]:
        yield from values_asked(part)


class SandboxToFill(Sandbox):
    """Makes pages to fill in of the templates of finished ones."""

    code = CodeToFill
    given: Mapping[str, Any] = {"named": named, "decided": decided}


HTML_TO_FILL: Final = environment(in_html_to_fill, escaping=True, kind=SandboxToFill)
