"""Compiles Jinja source into templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import jinja2

from pipeline.document.functions import printing_functions
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Expression, Statement
from pipeline.document.word.marks import TAG
from pipeline.form.form import ANSWER_ROWS, ANSWERS, Form
from pipeline.form.last_year import YEARS
from pipeline.form.names import NameWalk
from pipeline.form.years import told_by_year
from pipeline.language.branches import branched
from pipeline.language.expressions import DocumentNames, syntax_message
from pipeline.language.sandbox import Sandbox
from pipeline.printing.templates import Template, place_of
from pipeline.problems import Kind, Place, Stop, error


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


def compiled_template(source: JinjaSource, environment: Sandbox, form: Form) -> Template:
    """Return the source, compiled.

    Args:
        source: the source.
        environment: what it is to print: plain text, Word or HTML.
        form: the form whose fields it may name.

    Raises:
        Stop: it has a syntax error, or names that lead nowhere; says where.
    """
    text = source.text()
    try:
        tree = environment.parse(text)
        known = (*DocumentNames._fields, *printing_functions(), YEARS)
        walk = NameWalk(form, known, {ANSWERS: ANSWER_ROWS}, environment).walk(tree)
        if walk.faults:
            raise Stop(*(error(Kind.NAME, fault.message, place_of(fault.line, source.places), hint=fault.hint) for fault in walk.faults))
        branches = branched(tree, environment)
    except jinja2.TemplateSyntaxError as fault:
        raise Stop(error(Kind.TEMPLATE, syntax_message(fault), place_of(fault.lineno, source.places))) from None
    return Template(branches, source.places, frozenset(walk.used | told_by_year(form, walk.used)), text)
