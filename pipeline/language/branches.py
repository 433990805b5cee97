"""A template compiled branch by branch, each when it is first come to: of what a narrative could say, a unit-year says a fifth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, Protocol

import jinja2
from jinja2 import nodes

from pipeline.language.metering import Meter, children
from pipeline.language.sandbox import Sandbox

# How many nodes a branch must have to be worth being compiled by itself.
SMALLEST: Final = 20


class Trees(Protocol):
    """The branches of a template as parsed, the template itself first: a list, or what reads them when they are asked for."""

    def __getitem__(self, number: int, /) -> nodes.Template:
        """Return one of them."""

    def __len__(self) -> int:
        """Return how many there are."""


class Branches(dict[int, Any]):
    """What prints each branch of a template, compiled when it is first asked for."""

    def __init__(self, trees: Trees, environment: Sandbox) -> None:
        """Take up a template.

        Args:
            trees: its branches, parsed and metered.
            environment: what it is to print.
        """
        self.trees = trees
        self.environment = environment

    def __missing__(self, number: int) -> Any:  # noqa: ANN401 - Jinja's own kind of function
        self[number] = function = self.template(number).root_render_func
        return function

    def template(self, number: int) -> jinja2.Template:
        """Return a branch compiled; the first is the template itself.

        Raises:
            jinja2.TemplateSyntaxError: it cannot be compiled.
        """
        return self.environment.template_of(self.trees[number], branches=self)

    @cached_property
    def whole(self) -> jinja2.Template:
        """The template itself, which goes on in the branches."""
        return self.template(0)

    def compile_all(self) -> None:
        """Compile all branches, to know that they can be.

        Raises:
            jinja2.TemplateSyntaxError: one cannot.
        """
        _ = self.whole
        for number in range(1, len(self.trees)):
            _ = self[number]


def branched(tree: nodes.Template, environment: Sandbox) -> Branches:
    """Return what prints a parsed template, each branch of it compiled, to know that it can be; changes the tree.

    Args:
        tree: the template.
        environment: what it is to print.

    Raises:
        jinja2.TemplateSyntaxError: it cannot be compiled.
    """
    Meter().visit(tree)
    branches = Branches(divided(tree), environment)
    branches.compile_all()
    return branches


def divided(tree: nodes.Template) -> list[nodes.Template]:
    """Return a metered template and its branches, each as a template of its own; changes the tree."""
    branches = [tree]
    uses = Counter(names(tree))
    for branch in branches:  # which grows meanwhile
        for condition in conditions(branch.body):
            for part in (condition, *condition.elif_):
                part.body = outsourced(part.body, branches, uses)
            condition.else_ = outsourced(condition.else_, branches, uses)
    return branches


def conditions(body: Sequence[nodes.Node]) -> Iterator[nodes.If]:
    """Yield the conditions of a body that are in no loop or macro, the outer ones first: what is put elsewhere then is not looked at."""
    for node in body:
        if isinstance(node, nodes.If):
            yield node
            for part in (node, *node.elif_):
                yield from conditions(part.body)
            yield from conditions(node.else_)


def outsourced(body: list[nodes.Node], branches: list[nodes.Template], uses: Counter[str]) -> list[nodes.Node]:
    """Return a branch's body, or what leads to it where it is now: not of a small one, nor of one that sets what is asked elsewhere.

    Args:
        body: the body.
        branches: those there are; the new one is added.
        uses: how often each name occurs in the whole template.
    """
    if size(body) < SMALLEST:
        return body
    own = Counter(name for node in body for name in names(node))
    if any(uses[name] != own[name] for name in set_in(body)):
        return body
    branches.append(nodes.Template(body, lineno=body[0].lineno))
    number = nodes.Const(len(branches) - 1, lineno=body[0].lineno)
    return [nodes.Include(number, True, False, lineno=body[0].lineno)]  # noqa: FBT003 - Jinja's own signature


def size(body: Sequence[nodes.Node]) -> int:
    """Return how many nodes there are in a body; no more are counted than matter."""
    waiting, count = list(body), 0
    while waiting and count < SMALLEST:
        count += 1
        waiting += children(waiting.pop())
    return count


def names(node: nodes.Node) -> Iterator[str]:
    """Yield each name in a node."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, nodes.Name | nodes.NSRef | nodes.Macro):
            yield one.name
        waiting += children(one)


def set_in(body: Sequence[nodes.Node]) -> Iterator[str]:
    """Yield each name that a body sets for what follows it, too."""
    for node in body:
        if isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            yield from (name.name for name in (node.target, *node.target.find_all(nodes.Name)) if isinstance(name, nodes.Name))
        elif isinstance(node, nodes.If):
            for part in (node, *node.elif_):
                yield from set_in(part.body)
            yield from set_in(node.else_)
