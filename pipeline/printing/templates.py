"""Compiled templates that know where in the form each of their tags stands, for the people who wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import jinja2
from jinja2.exceptions import SecurityError

from pipeline.document.functions import printing_functions
from pipeline.form.field import Field
from pipeline.language.branches import Branches
from pipeline.language.budget import TOO_LARGE
from pipeline.language.code import TEMPLATE
from pipeline.language.sandbox import Names
from pipeline.language.values import NoFigureError
from pipeline.problems import Kind, Place, Stop, error
from pipeline.records import record

NONE: Final[Mapping[str, Any]] = {}

# What Python raises while it renders → what it means in a template.
SENTENCES: Final[Mapping[type[Exception], str]] = {
    OverflowError: TOO_LARGE,  # of a range
    ArithmeticError: "除数为 0，请先判断再计算",
    TypeError: "这几个内容不能放在一起比较或计算",
    SecurityError: "用到了模板里不能用的东西",
    RecursionError: "宏或列表一层套一层，没有尽头",
}


@record(eq=False)
class Template:
    """A compiled template that knows where in the form each of its tags stands, and which fields it uses.

    Attributes:
        branches: what prints it.
        places: where in the form each line of its Jinja source after the first stands.
        used: the fields that it uses.
        source: its Jinja source; empty for one that was kept.
    """

    branches: Branches
    places: Sequence[Place]
    used: frozenset[Field]
    source: str = ""

    def render(self, context: Mapping[str, Any], own: Mapping[str, Callable[..., Any]] = NONE) -> str:
        """Return the text, its headings and lists numbered from the beginning.

        Args:
            context: what it sees besides what all templates do.
            own: what of that is its own.

        Raises:
            Stop: an expression cannot be printed; says where it stands.
        """
        whole, environment = self.branches.whole, self.branches.environment
        names = Names(context)
        names.update(whole.globals)  # none of which is a field's name
        names.update(printing_functions())
        names.update(own)
        try:
            return environment.printed(whole, names)
        except Exception as fault:  # whatever a template does wrong, the user is told where
            raise Stop(error(Kind.UNPRINTABLE, runtime_message(fault), place_of(failing_line(fault), self.places))) from fault


def place_of(line: int, places: Sequence[Place]) -> Place:
    """Return the place in the form that a 1-based line of the Jinja source came from.

    Args:
        line: the line.
        places: those of each line after the first, which holds no tag.
    """
    return places[max(0, min(line - 2, len(places) - 1))] if places else Place("")


def runtime_message(fault: Exception) -> str:
    """Return a rendering fault as a Chinese sentence."""
    if isinstance(fault, NoFigureError | ValueError):
        return str(fault)
    if isinstance(fault, jinja2.UndefinedError):
        names = re.findall(r"'([^']+)'", str(fault))
        return f"没有“{names[-1]}”这个名称" if names else "用到了没有的名称"
    return next((sentence for kind, sentence in SENTENCES.items() if isinstance(fault, kind)), f"无法印出：{fault}")


def failing_line(fault: BaseException) -> int:
    """Return the line of the Jinja source that a rendering fault happened in."""
    lines = list(template_lines(fault))
    return lines[-1] if lines else 1


def template_lines(fault: BaseException) -> Iterator[int]:
    """Yield the template lines of a fault's traceback, outermost first."""
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TEMPLATE:
            yield trace.tb_lineno
        trace = trace.tb_next
