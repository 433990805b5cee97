"""Puts into a parsed template what pays for its loops, texts and comparisons, and refuses one that is too complicated to compile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from pipeline.language import aggregates, budget, choosing, phrases
from pipeline.language.values import Figure

# A template's tags, and the parts that they are parsed into. Deeper ones would exhaust Python's stack.
MAX_TAGS = 5_000
MAX_NODES, MAX_DEPTH, MAX_BLOCKS = 100_000, 80, 15
TOO_LONG, TOO_DEEP, RECURSIVE = "too long", "nested too deeply", "recursive loop"
NODE_WEIGHT: Final = 10
BODIES: Final = (nodes.Macro, nodes.CallBlock, nodes.Block)
OPENING: Final = (nodes.For, nodes.If, nodes.With, *BODIES)
LOOP, WEIGHT, VALUE, JOINED = "_loop", "_weight", "_value", "_joined"


def joined(values: tuple[Any, ...]) -> str:
    """Return values as one text, after paying for it."""
    length = 0
    for value in values:
        length += len(value) if isinstance(value, str) else budget.cost(value)
    budget.pay_for_text(length)
    return phrases.joined([value.in_digits if isinstance(value, Figure) else value for value in values])


# The filters that the metered template calls; no author can, since their names begin as no field's does.
FILTERS: Final[dict[str, Callable[..., Any]]] = {
    LOOP: budget.paid_loop,
    WEIGHT: budget.paid_weight,
    VALUE: budget.paid,
    JOINED: joined,
    aggregates.COLUMN: aggregates.column,
    choosing.BAND: choosing.band,
}


def check_length(source: str) -> None:
    """Check that a template has no more tags than can be compiled soon.

    Raises:
        TemplateSyntaxError: it has.
    """
    if source.count("{{") + source.count("{%") > MAX_TAGS:
        raise TemplateSyntaxError(TOO_LONG, 1)


def check(tree: nodes.Template) -> None:
    """Check that a template is one that can be compiled.

    Raises:
        TemplateSyntaxError: it is too long, nested too deeply, or calls a loop anew within itself.
    """
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    count, line = 0, 1
    while waiting:
        node, depth, blocks = waiting.pop()
        count, line = count + 1, node.lineno or line
        blocks += isinstance(node, OPENING)
        depth = depth + 1 if isinstance(node, nodes.Expr) else 0
        if count > MAX_NODES:
            raise TemplateSyntaxError(TOO_LONG, line)
        if depth > MAX_DEPTH or blocks > MAX_BLOCKS:
            raise TemplateSyntaxError(TOO_DEEP, line)
        if isinstance(node, nodes.Filter) and (node.name or "").startswith("_"):
            raise TemplateSyntaxError(f"No filter named {node.name!r}.", line)
        if isinstance(node, nodes.For) and node.recursive:
            raise TemplateSyntaxError(RECURSIVE, line)
        waiting.extend([(child, depth, blocks) for child in children(node)])


def children(node: nodes.Node) -> list[nodes.Node]:
    """Return what a node is made of: Jinja's own `iter_child_nodes` takes three times as long, and every node is asked."""
    found: list[nodes.Node] = []
    for name in node.fields:
        part = getattr(node, name, None)
        if isinstance(part, nodes.Node):
            found.append(part)
        elif isinstance(part, list):
            found += [one for one in part if isinstance(one, nodes.Node)]
    return found


def weight(body: list[nodes.Node]) -> int:
    """Return what a body costs each time that it is done, without the bodies in it that pay for themselves."""
    total, waiting = 0, list(body)
    while waiting:
        node = waiting.pop()
        total += len(node.data) if isinstance(node, nodes.TemplateData) else NODE_WEIGHT
        total += budget.SHORT * len(node.nodes) if isinstance(node, nodes.Output) else 0
        if not isinstance(node, (nodes.For, *BODIES)):
            waiting += children(node)
    return total


class Meter(NodeTransformer):
    """Changes a tree so that it pays, and what it asks of columns into filters."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Take note of the tree, whose own macros go before functions."""
        self.tree = node
        return self.generic_visit(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Turn a call such as 合计(项目.金额) into what goes down the path and the filter that counts; and 分档 into its filter."""
        if choosing.is_banding(node) and node.args and choosing.BANDS not in aggregates.own_macros(self.tree):
            figure, *least = [self.visit(each) for each in node.args]
            return nodes.Filter(figure, choosing.BAND, least, [], None, None, lineno=node.lineno)
        name = aggregates.called(node)
        if not name or len(node.args) != 1 or name in aggregates.own_macros(self.tree):
            return self.generic_visit(node)
        whole, path = node.args[0], list[str]()
        while step := aggregates.member(whole):
            whole, path = whole.node, [step, *path]  # type: ignore[attr-defined]
        whole = self.visit(whole)
        return filtered(filtered(whole, aggregates.COLUMN, *path) if path else whole, name, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Let a loop pay for its rounds."""
        cost = NODE_WEIGHT + weight([*node.body, *([node.test] if node.test else [])])
        self.generic_visit(node)
        node.iter = filtered(cast("nodes.Expr", node.iter), LOOP, cost)
        return node

    def visit_body(self, node: Any) -> nodes.Node:  # noqa: ANN401 - of `BODIES`
        """Let a macro or block pay each time that it is called."""
        cost = budget.CALL + weight(node.body)
        self.generic_visit(node)
        node.body.insert(0, nodes.ExprStmt(filtered(nodes.Const(cost), WEIGHT, lineno=node.lineno), lineno=node.lineno))
        return node  # type: ignore[no-any-return]

    visit_Macro = visit_CallBlock = visit_Block = visit_body  # noqa: N815 - Jinja's own names

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Let texts that are put together pay."""
        self.generic_visit(node)
        return filtered(nodes.Tuple(node.nodes, "load", lineno=node.lineno), JOINED, lineno=node.lineno)

    def visit_literal(self, node: Any) -> nodes.Node:  # noqa: ANN401 - a list, tuple or dict
        """Let a list pay for what it holds, unless it holds only what is written there."""
        self.generic_visit(node)
        fixed = all(isinstance(item, nodes.Const) for item in node.iter_child_nodes())
        return node if fixed or getattr(node, "ctx", "load") != "load" else filtered(node, VALUE)

    visit_List = visit_Tuple = visit_Dict = visit_literal  # noqa: N815 - Jinja's own names

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Let a part of a text or list pay."""
        self.generic_visit(node)
        return filtered(node, VALUE) if isinstance(node.arg, nodes.Slice) else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802 - Jinja's own name
        """Let a comparison of what could be long with something else that could be pay for both; and a search for what is searched."""
        self.generic_visit(node)
        sides: list[nodes.Compare | nodes.Operand] = [node, *node.ops]
        is_search = any(operand.op in ("in", "notin") for operand in node.ops)
        for side in sides if is_search or not any(isinstance(side.expr, nodes.Const) for side in sides) else ():
            if not isinstance(side.expr, nodes.Const):
                side.expr = filtered(side.expr, VALUE)
        return node


def filtered(node: nodes.Expr, name: str, *arguments: int | str, lineno: int = 0) -> nodes.Filter:
    """Return an expression put through one of the meter's filters.

    Args:
        node: the expression.
        name: the filter's name.
        arguments: what it is given besides.
        lineno: the line in the source, if the expression has none.
    """
    line = lineno or node.lineno
    return nodes.Filter(node, name, [nodes.Const(value) for value in arguments], [], None, None, lineno=line)
