"""The code of a single expression, such as a rule's condition or a formula, made straight from its data: see `kept_trees`.

A form has hundreds of them, of a few parts each. What Jinja does for a whole template, to know which name means what where, an
expression does not need, and it took longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from keyword import iskeyword
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.compiler import operators

from pipeline.language.kept_trees import KINDS, NUMBERS, OPERATORS, USES, Data, NotKeptError, checked, constant_of, name_of, one_of

BINARY: Final = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%", nodes.Pow: "**"}
BOOLEAN: Final = {nodes.And: "and", nodes.Or: "or"}
UNARY: Final[dict[type[nodes.Node], str]] = {nodes.Not: "not ", nodes.Neg: "-", nodes.Pos: "+"}
# What a filter or test can ask for before the value.
PASSED: Final = {"context": "context, ", "eval_context": "context.eval_ctx, ", "environment": "environment, "}


class ExpressionCode:
    """Writes the code of the expressions of one function, which looks up once what they name.

    Attributes:
        called: the filters and tests that they call, by the names that the function has for them.
        names: what the function calls what they name.
        known: names that are not looked up, with the code that they stand for.
    """

    def __init__(self, environment: jinja2.Environment) -> None:
        self.environment = environment
        self.called: dict[str, Callable[..., Any]] = {}
        self.names: dict[str, str] = {}
        self.known: Mapping[str, str] = {}

    def of(self, data: Data) -> str:
        """Return the code of an expression.

        Raises:
            ValueError, TypeError, LookupError, RecursionError: it is none.
        """
        number, _, *parts = data
        kind = KINDS[checked(number, int)]
        if writer := WRITERS.get(kind):
            return writer(self, *parts)
        if kind in BINARY:
            return self.binary(BINARY[kind], *parts)
        if kind in BOOLEAN:
            left, right = parts
            return f"({self.of(left)} {BOOLEAN[kind]} {self.of(right)})"
        (part,) = parts
        return f"({UNARY[kind]}{self.of(part)})"

    def function(self, lines: Iterable[str]) -> str:
        """Return the code of the function, given the lines of what it does once it has looked up what it names."""
        looked_up = (f"{own} = context.resolve({name!r})" for name, own in self.names.items())
        return "\n    ".join(("def root(context):", *looked_up, *lines))

    @property
    def namespace(self) -> dict[str, Any]:
        """What the function can name."""
        return {**self.called, "environment": self.environment, "nothing": jinja2.Undefined}

    def several(self, parts: list[Data]) -> str:
        """Return the code of several expressions, each with a comma behind it."""
        return "".join(f"{self.of(part)}, " for part in checked(parts, list))

    def name(self, name: str, use: str) -> str:
        """Return the code of a name."""
        one_of(use, USES[:1])  # it sets none
        return self.known.get(name) or self.names.setdefault(name_of(name), f"name_{len(self.names)}")

    def binary(self, operator: str, left: Data, right: Data) -> str:
        """Return the code of what an operator makes of two values, of which some are paid for.

        Args:
            operator: the operator as Python writes it.
            left: the first value.
            right: the second value.
        """
        if operator in getattr(self.environment, "intercepted_binops", ()):
            return f"environment.call_binop(context, {operator!r}, {self.of(left)}, {self.of(right)})"
        return f"({self.of(left)} {operator} {self.of(right)})"

    def comparison(self, first: Data, others: list[Data]) -> str:
        """Return the code of a comparison."""
        said = [self.of(first)]
        for number, _, operator, part in others:
            if checked(number, int) != NUMBERS[nodes.Operand]:
                raise NotKeptError("operand")
            said.append(f"{operators[one_of(operator, OPERATORS)]} {self.of(part)}")
        return f"({' '.join(said)})"

    def choice(self, test: Data, one: Data, other: Data | None) -> str:
        """Return the code of a choice between two values.

        Args:
            test: the condition.
            one: the value if it is met.
            other: the value if not, if there is one.
        """
        rest = self.of(other) if other is not None else "nothing('an expression has no else')"
        return f"({self.of(one)} if {self.of(test)} else {rest})"

    def part(self, whole: Data, wanted: Data, use: str) -> str:
        """Return the code of a part of a list, a text or a group.

        Args:
            whole: what it is a part of.
            wanted: which part.
            use: how it is used.
        """
        one_of(use, USES)
        if checked(wanted[0], int) != NUMBERS[nodes.Slice]:
            return f"environment.getitem({self.of(whole)}, {self.of(wanted)})"
        return f"{self.of(whole)}[{':'.join('' if bound is None else self.of(bound) for bound in wanted[2:])}]"

    def member(self, whole: Data, name: str, use: str) -> str:
        """Return the code of what a group holds by a name.

        Args:
            whole: the group.
            name: the name.
            use: how it is used.
        """
        one_of(use, USES)
        return f"environment.getattr({self.of(whole)}, {checked(name, str)!r})"

    def call(self, function: Data, *arguments: Any) -> str:  # noqa: ANN401 - as they are kept
        """Return the code of a call."""
        return f"environment.call(context, {self.of(function)}, {self.arguments(*arguments)})"

    def filtered(self, value: Data, name: str, *arguments: Any) -> str:  # noqa: ANN401 - as they are kept
        """Return the code of a value put through a filter."""
        return f"{self.beginning('filter', name, self.environment.filters)}{self.of(value)}, {self.arguments(*arguments)})"

    def tested(self, value: Data, name: str, *arguments: Any) -> str:  # noqa: ANN401 - as they are kept
        """Return the code of a test of a value."""
        return f"{self.beginning('test', name, self.environment.tests)}{self.of(value)}, {self.arguments(*arguments)})"

    def beginning(self, word: str, name: str, known: Mapping[str, Any]) -> str:
        """Return the beginning of a call of a filter or test.

        Args:
            word: which of them it is.
            name: its name.
            known: those there are.

        Raises:
            jinja2.TemplateAssertionError: there is none of the name.
        """
        if name_of(name) not in known:
            raise jinja2.TemplateAssertionError(f"No {word} named {name!r}.", 1)
        function = known[name]
        self.called[f"{word}_{name}"] = function
        passed = getattr(function, "jinja_pass_arg", None)
        return f"{word}_{name}({PASSED[passed.name] if passed else ''}"

    def arguments(self, given: list[Data], named: list[Data], more: Data | None, more_named: Data | None) -> str:
        """Return the code of a call's arguments.

        Args:
            given: those by place.
            named: those by name.
            more: a list of further ones, perhaps.
            more_named: a group of further ones by name, perhaps.
        """
        pairs = [(name_of(name), self.of(value)) for _, _, name, value in checked(named, list)]
        plain = "".join(f"{name}={value}, " for name, value in pairs if not iskeyword(name))
        others = "".join(f"**{{{name!r}: {value}}}, " for name, value in pairs if iskeyword(name))
        rest = (f"*{self.of(more)}, " if more is not None else "") + plain + others
        return self.several(given) + rest + (f"**{self.of(more_named)}" if more_named is not None else "")

    def group(self, pairs: list[Data]) -> str:
        """Return the code of a group written out."""
        return f"{{{''.join(f'{self.of(key)}: {self.of(value)}, ' for _, _, key, value in checked(pairs, list))}}}"


WRITERS: Final[Mapping[type[nodes.Node], Callable[..., str]]] = {
    nodes.Name: ExpressionCode.name,
    nodes.Const: lambda _, value: repr(constant_of(value)),
    nodes.Getattr: ExpressionCode.member,
    nodes.Getitem: ExpressionCode.part,
    nodes.Filter: ExpressionCode.filtered,
    nodes.Test: ExpressionCode.tested,
    nodes.Call: ExpressionCode.call,
    nodes.Compare: ExpressionCode.comparison,
    nodes.CondExpr: ExpressionCode.choice,
    nodes.List: lambda code, items: f"[{code.several(items)}]",
    nodes.Tuple: lambda code, items, _: f"({code.several(items)})",
    nodes.Dict: ExpressionCode.group,
}


def expression_code(data: Data, environment: jinja2.Environment) -> tuple[str, dict[str, Any]]:
    """Return the code of an expression that was metered, and what it can name.

    Args:
        data: the expression as data.
        environment: what it is computed in.

    Raises:
        NotKeptError: it is no expression.
    """
    code = ExpressionCode(environment)
    try:
        source = code.function([f"return {code.of(data)}"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise NotKeptError(str(fault)) from None
    return source, code.namespace
