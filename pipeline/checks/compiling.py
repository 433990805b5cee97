"""A rule's expressions and sentences as one compiled template, and the names that they can use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context

from pipeline.checks import functions, passages
from pipeline.checks.amounts import amounts
from pipeline.checks.contacts import addresses, contacts
from pipeline.facts.fact import Facts
from pipeline.form.types.registry import TYPES
from pipeline.language.budget import limited
from pipeline.language.expressions import environment, own_name

# What `each` may name besides the form's groups: the facts of a type, what was left empty in the file, or all of something at once.
BLANK, TEXTS = "blank", "texts"
AT_ONCE: Final[dict[str, Callable[[Facts], Any]]] = {"contacts": contacts, "addresses": addresses, "amounts": amounts}
KINDS = (*TYPES, BLANK, TEXTS, *AT_ONCE)
VALUE, NAME, KIND, UNIT, MASK = "值", "名称", "类型", "单位", "遮盖"
# What a rule that brings a list along can name besides, and what it asks if it says nothing else.
LEXICON = "词表"
ASKED = f"{VALUE} | 查出({LEXICON})"
# What message and hint can name besides: the passage of a text that `when` came to.
PASSAGE = "处"
FOUND, EACH_FOUND = own_name("found"), own_name("each")

CHECKS = environment()
CHECKS.filters.update({name: limited(function) for name, function in functions.FILTERS.items()})
CHECKS.filters[EACH_FOUND] = passages.found
CHECKS.tests.update({name: limited(test) for name, test in functions.TESTS.items()})

# A compiled rule: yields a mark when the context knows by `FOUND` what its condition came to; then of each thing found
# its message and hint, with a mark behind each.
Rule = Callable[[Context], Iterator[str]]
MARK = "\0"


def expression(code: str) -> str:
    """Return the template that prints an expression; an empty one for none."""
    return "{{ " + code + "\n}}" if code else ""


def printed(tree: nodes.Template) -> Iterator[nodes.Expr]:
    """Yield what a template prints and does."""
    for node in tree.body:
        yield from node.nodes if isinstance(node, nodes.Output) else (node,)  # type: ignore[misc]


def compiled(when: nodes.Template, message: nodes.Template, hint: nodes.Template, *, passage: str = PASSAGE) -> Rule:
    """Return the pieces of a rule as one compiled template, see `Rule`.

    Args:
        when: says whether there is a problem.
        message: says what.
        hint: says what to do.
        passage: the name of the passage found.
    """
    found = nodes.Assign(nodes.Name(FOUND, "store"), next(printed(when)), lineno=1)
    mark = nodes.Output([nodes.TemplateData(MARK)], lineno=1)
    each = nodes.Filter(nodes.Name(FOUND, "load"), EACH_FOUND, [], [], None, None, lineno=1)
    says = nodes.For(nodes.Name(passage, "store"), each, [*message.body, mark, *hint.body, mark], [], None, False, lineno=1)  # noqa: FBT003 - Jinja's own signature
    tree = nodes.Template([found, mark, says], lineno=1)
    code = CHECKS.compile(tree, filename="checks.yaml")
    return jinja2.Template.from_code(CHECKS, code, {}).root_render_func
