"""Finds percents that are multiplied as if 90% were 0.9: they count in points, so that what is multiplied by one must be divided by 100."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from jinja2 import nodes

from pipeline.form.field import Field
from pipeline.form.names import Meaning, NameWalk
from pipeline.language.aggregates import COUNT, NAMES, called
from pipeline.language.choosing import written

HUNDRED: Final = Decimal(100)
PRODUCTS: Final = (nodes.Mul, nodes.Div)
SUMS: Final = (nodes.Add, nodes.Sub)
SIGNS: Final = (nodes.Neg, nodes.Pos)
ARITHMETIC: Final = (*PRODUCTS, *SUMS, *SIGNS, nodes.Compare, nodes.CondExpr)
# Filters whose result is a percent if that which they are put upon is.
KEEPING: Final = frozenset((*NAMES, "绝对值")) - {COUNT}
Scope = Mapping[str, Meaning]


class PercentWalk(NameWalk):
    """Walks one Jinja tree and notes the percents that are multiplied and not divided by 100.

    Attributes:
        multiplied: the lines in the Jinja source, each with the percent.
    """

    def __init__(self, *of: Any, **named: Any) -> None:  # noqa: ANN401 - as any walk
        """Begin a walk."""
        super().__init__(*of, **named)
        self.multiplied: list[tuple[int, Field]] = []
        self.looked_at: set[int] = set()

    def meaning(self, node: nodes.Node, scope: Scope) -> Meaning:
        """Return what an expression stands for, after looking at its products; those within another expression are looked at with it."""
        if isinstance(node, ARITHMETIC) and id(node) not in self.looked_at:
            found = next(self.wrong_products(node, scope, 0), None)
            self.multiplied += [(node.lineno, found)] if found else []
            self.looked_at |= {id(part) for part in node.find_all(ARITHMETIC)}
        return super().meaning(node, scope)

    def wrong_products(self, node: nodes.Node, scope: Scope, hundreds: int) -> Iterator[Field]:
        """Yield the percent of each product that is too large by a factor of 100.

        Args:
            node: an expression.
            scope: what names stand for in this place.
            hundreds: how often what stands around it divides it by 100.
        """
        if isinstance(node, nodes.Compare):
            sides = [node.expr, *(operand.expr for operand in node.ops)]
            for side in sides:
                multiplied = sum(hundreds_in(other) for other in sides if other is not side)
                yield from self.wrong_products(side, scope, multiplied)
        elif isinstance(node, PRODUCTS):
            factors, divisors = parts_of(node)
            hundreds += divided(factors, divisors)
            percents = [factor for factor in factors if self.degree(factor, scope) > 0]
            others = [factor for factor in factors if factor not in percents and not is_share(factor)]
            below = sum(self.degree(divisor, scope) > 0 for divisor in divisors)
            if percents and hundreds < len(percents) - below - (0 if others else 1):
                yield self.percent_in(percents[0], scope)
            for factor in factors:
                yield from self.wrong_products(factor, scope, hundreds)
            for divisor in divisors:
                yield from self.wrong_products(divisor, scope, 0)
        elif isinstance(node, (*SUMS, *SIGNS, nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Filter, nodes.Call)):
            for part in node.iter_child_nodes():
                yield from self.wrong_products(part, scope, hundreds)

    def degree(self, node: nodes.Node, scope: Scope) -> int:
        """Return how many percents that count in points are multiplied in an expression; none for what can be no number.

        Args:
            node: the expression.
            scope: what names stand for in this place.
        """
        if isinstance(node, PRODUCTS):
            factors, divisors = parts_of(node)
            above, below = (sum(self.degree(part, scope) for part in parts) for parts in (factors, divisors))
            return max(0, above - below - divided(factors, divisors))
        if isinstance(node, nodes.Sub):
            one, other = self.degree(node.left, scope), self.degree(node.right, scope)
            in_points = (one and other) or any(abs(written(side) or Decimal(0)) > 1 for side in (node.left, node.right))
            return 0 if in_points else max(one, other)  # so many points above or below something, each of which may cost so much
        if isinstance(node, nodes.Call):
            return self.degree_of_column(node, scope)
        inner = self.held_by(node)
        if inner:
            return max(self.degree(part, scope) for part in inner)
        field = super().meaning(node, scope) if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem) else None
        return int(field is not None and field.type == "percent")

    def degree_of_column(self, node: nodes.Call, scope: Scope) -> int:
        """Return the degree of what is asked of a column or list; `scope` is what names stand for in this place."""
        if called(node) not in KEEPING or len(node.args) != 1:
            return 0
        if isinstance(node.args[0], nodes.List | nodes.Tuple):
            return self.degree(node.args[0], scope)
        field, _, _ = self.column(node.args[0], scope)
        return int(field is not None and field.type == "percent")

    def held_by(self, node: nodes.Node) -> Sequence[nodes.Node]:
        """Return the parts of an expression that is a percent if one of them is."""
        if isinstance(node, nodes.CondExpr):
            return [part for part in (node.expr1, node.expr2) if part]
        if isinstance(node, nodes.Filter) and node.name not in KEEPING:
            return ()
        return list(node.iter_child_nodes()) if isinstance(node, (nodes.Add, *SIGNS, nodes.List, nodes.Tuple, nodes.Filter)) else ()

    def percent_in(self, node: nodes.Node, scope: Scope) -> Field:
        """Return the first percent of an expression that has one; `scope` is what names stand for in this place."""
        walk = NameWalk(self.form, self.known, scope)
        walk.visit(node, dict(scope))
        return min((field for field in walk.used if field.type == "percent"), key=lambda field: field.place.line)


def parts_of(node: nodes.Node) -> tuple[list[nodes.Expr], list[nodes.Expr]]:
    """Return what is multiplied in an expression, and by what that is divided."""
    if isinstance(node, nodes.Mul | nodes.Div):
        factors, divisors = parts_of(node.left)
        more, below = parts_of(node.right)
        return (factors + more, divisors + below) if isinstance(node, nodes.Mul) else (factors + below, divisors + more)
    if isinstance(node, nodes.Neg | nodes.Pos):
        return parts_of(node.node)
    return [node], []  # type: ignore[list-item]


def divided(factors: Sequence[nodes.Expr], divisors: Sequence[nodes.Expr]) -> int:
    """Return how often a product is divided by 100; a share such as 0.1 has done so already.

    Args:
        factors: what is multiplied.
        divisors: by what that is divided.
    """
    numbers = [number for each in divisors if (number := written(each))]
    return sum(hundreds_of(number) for number in numbers) + sum(map(is_share, factors))


def hundreds_of(number: Decimal) -> int:
    """Return how many hundreds are multiplied in a number."""
    return 1 + hundreds_of(number / HUNDRED) if number and number % HUNDRED == 0 else 0


def hundreds_in(node: nodes.Expr) -> int:
    """Return by how many hundreds an expression is multiplied."""
    return sum(hundreds_of(number) for each in parts_of(node)[0] if (number := written(each)))


def is_share(node: nodes.Expr) -> bool:
    """Return whether an expression is a number as written that is less than 1."""
    number = written(node)
    return number is not None and abs(number) < 1
