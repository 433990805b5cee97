"""Jinja source compiled into templates that know where in the form each of their tags stands, for the people who wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jinja2
from jinja2.exceptions import SecurityError

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.neighbours import printing_functions
from pipeline.document.tree import Expression, Statement
from pipeline.document.word.marks import TAG
from pipeline.form.field import Field
from pipeline.form.form import ANSWER_ROWS, ANSWERS, Form
from pipeline.form.last_year import YEARS
from pipeline.form.names import NameWalk
from pipeline.form.years import told_by_year
from pipeline.language.budget import TOO_LARGE
from pipeline.language.expressions import DocumentNames, syntax_message
from pipeline.language.values import NoFigureError
from pipeline.problems import Kind, Place, Stop, error

# What Python raises while it renders → what it means in a template.
SENTENCES: Final[Mapping[type[Exception], str]] = {
    OverflowError: TOO_LARGE,  # of a range
    ArithmeticError: "除数为 0，请先判断再计算",
    TypeError: "这几个内容不能放在一起比较或计算",
    SecurityError: "用到了模板里不能用的东西",
    RecursionError: "宏或列表一层套一层，没有尽头",
}


@dataclass(frozen=True, slots=True)
class Template:
    """Compiled Jinja source that knows where in the form each of its tags stands, and which fields it uses."""

    source: JinjaSource
    compiled: jinja2.Template
    used: frozenset[Field]

    def render(self, context: Mapping[str, Any]) -> str:
        """Return the text, its headings and lists numbered from the beginning.

        Raises:
            Stop: an expression cannot be printed; says where it stands.
        """
        try:
            return self.compiled.render({**printing_functions(), **context})
        except Exception as fault:  # whatever a template does wrong, the user is told where
            raise Stop(error(Kind.UNPRINTABLE, runtime_message(fault), self.source.place(failing_line(fault)))) from fault


def add_template(source: JinjaSource, text: str, file: str, inserts: Mapping[str, Callable[[], None]]) -> None:
    """Add text that is a Jinja template already.

    Args:
        source: what it is added to.
        text: the text.
        file: how messages name the file that it stands in.
        inserts: what adds something of the program's own where an expression of that name stands.
    """
    position = 0
    for match in TAG.finditer(text):
        source.program(re.sub(r"\n\s*", "", text[position : match.start()]))
        inside, place = match[0][2:-2].strip(), Place(file, text.count("\n", 0, match.start()) + 1)
        if inside in inserts:
            inserts[inside]()
        elif not match[0].startswith("{#"):
            source.tag(Expression(inside, place) if match[0].startswith("{{") else Statement(inside, place))
        position = match.end()
    source.program(re.sub(r"\n\s*", "", text[position:]))


def compiled_template(source: JinjaSource, environment: jinja2.Environment, form: Form) -> Template:
    """Return the source, compiled.

    Args:
        source: the source.
        environment: what it is to print: plain text, Word or HTML.
        form: the form whose fields it may name.

    Raises:
        Stop: it has a syntax error, or names that lead nowhere; says where.
    """
    try:
        tree = environment.parse(source.text())
        known = (*DocumentNames._fields, *printing_functions(), YEARS)
        walk = NameWalk(form, known, {ANSWERS: ANSWER_ROWS}, environment).walk(tree)
        code = environment.compile(tree, filename="<template>")  # which changes the tree
    except jinja2.TemplateSyntaxError as fault:
        raise Stop(error(Kind.TEMPLATE, syntax_message(fault), source.place(fault.lineno))) from None
    if walk.faults:
        raise Stop(*(error(Kind.NAME, fault.message, source.place(fault.line), hint=fault.hint) for fault in walk.faults))
    compiled = jinja2.Template.from_code(environment, code, environment.make_globals(None))
    return Template(source, compiled, frozenset(walk.used | told_by_year(form, walk.used)))


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
        if trace.tb_frame.f_code.co_filename == "<template>":
            yield trace.tb_lineno
        trace = trace.tb_next
