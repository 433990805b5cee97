"""A rule's expressions and sentences, compiled when they are first asked for, and the names that they can use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final, Protocol

from jinja2 import nodes
from jinja2.runtime import Context

from pipeline.checks import functions
from pipeline.checks.amounts import amounts
from pipeline.checks.contacts import addresses, contacts
from pipeline.facts.fact import Facts
from pipeline.form.types.registry import TYPES
from pipeline.language.budget import limited
from pipeline.language.expressions import environment, own_name
from pipeline.language.kept_trees import Data
from pipeline.language.metering import Meter
from pipeline.language.sandbox import metered

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
FOUND = own_name("found")

CHECKS = environment()
CHECKS.filters.update({name: limited(function) for name, function in functions.FILTERS.items()})
CHECKS.tests.update({name: limited(test) for name, test in functions.TESTS.items()} | functions.AT_A_GLANCE)

Printing = Callable[[Context], Iterator[str]]
MARK = "\0"


def expression(code: str) -> str:
    """Return the template that prints an expression; an empty one for none."""
    return "{{ " + code + "\n}}" if code else ""


def printed(tree: nodes.Template) -> Iterator[nodes.Expr]:
    """Yield what a template prints and does."""
    for node in tree.body:
        yield from node.nodes if isinstance(node, nodes.Output) else (node,)  # type: ignore[misc]


class Trees(Protocol):
    """A rule as its condition and its sentences are compiled."""

    @property
    def asking(self) -> Data:
        """The condition as data."""

    @property
    def saying(self) -> nodes.Template:
        """What prints for each thing found the message and the hint, with a mark behind each."""


class WrittenRule:
    """A rule as it is written, parsed: what it asks and what it says, as templates.

    Attributes:
        when: says whether there is a problem.
        message: says what.
        hint: says what to do.
        passage: the name of the passage found.
    """

    def __init__(self, when: nodes.Template, message: nodes.Template, hint: nodes.Template, *, passage: str = PASSAGE) -> None:
        self.when, self.message, self.hint, self.passage = when, message, hint, passage

    @cached_property
    def asking(self) -> Data:
        """The condition as data."""
        return metered(next(printed(self.when)))

    @cached_property
    def saying(self) -> nodes.Template:
        """What prints for each thing found the message and the hint, with a mark behind each."""
        mark = nodes.Output([nodes.TemplateData(MARK)], lineno=1)
        both = [*self.message.body, mark, *self.hint.body, mark]
        loop = nodes.For(nodes.Name(self.passage, "store"), nodes.Name(FOUND, "load"), both, [], None, False, lineno=1)  # noqa: FBT003 - Jinja's own signature
        tree = nodes.Template([loop], lineno=1)
        Meter().visit(tree)
        return tree


class Rule:
    """A rule's condition and sentences: most rules are never broken, and their sentences need not be compiled."""

    def __init__(self, trees: Trees) -> None:
        """Take up a rule."""
        self.trees = trees

    def sentences(self, context: Context, found: list[Any]) -> tuple[list[str], list[str]]:
        """Return of each thing found the message and the hint.

        Args:
            context: what the expressions see.
            found: what the condition came to, one by one.
        """
        context.parent[FOUND] = found
        pieces = "".join(self.saying(context)).split(MARK)
        return pieces[:-1:2], pieces[1::2]

    @cached_property
    def saying(self) -> Printing:
        """The sentences compiled."""
        return CHECKS.template_of(self.trees.saying).root_render_func
