"""Jinja with nothing to reach but data, on exact figures, and within a budget: the environment of all that people write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MethodType
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from pipeline.language import budget, metering
from pipeline.language.code import TEMPLATE, Code, code_of, printing
from pipeline.language.expression_code import expression_code
from pipeline.language.kept_trees import Data, data_of
from pipeline.language.values import NotApplicable

# What Python raises for code that is nested too deeply or holds an endless number.
TOO_COMPLICATED = (RecursionError, MemoryError, SyntaxError, OverflowError, ValueError)

# What templates call: their macros, and methods of the program's own, since no method of a value can be reached.
CALLED: Final = frozenset((Macro, MethodType))


class Names(dict[str, Any]):
    """What the names of a template stand for, those too that it sets itself; any other for what says so when it is printed."""

    def __missing__(self, name: str) -> jinja2.StrictUndefined:
        return jinja2.StrictUndefined(name=name)


class Seen(Context):
    """What a template sees, all in one: Jinja looks for each name twice, in two calls."""

    def __init__(self, environment: jinja2.Environment, names: Names) -> None:
        super().__init__(environment, names, None, {})
        self.vars = names
        self.resolve = names.__getitem__  # type: ignore[method-assign,assignment]


class Metered(ImmutableSandboxedEnvironment):
    """A sandbox in which templates pay for what they do, on decimals; its compiler refuses what it cannot compile in a sentence."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        metering.check_length(source)
        parser = None
        try:
            parser = Parser(self, source, name, filename)
            tree = parser.parse()
        except TOO_COMPLICATED:
            line = parser.stream.current.lineno if parser else 1
            raise jinja2.TemplateSyntaxError(metering.TOO_DEEP, line) from None
        metering.check(tree)
        return tree

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:  # noqa: FBT001, FBT002 - Jinja's own signature
        metering.Meter().visit(source)
        source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)

    def made(self, source: str, namespace: dict[str, Any]) -> dict[str, Any]:
        """Return what code makes: its function `root`, beside what that can name.

        Args:
            source: the code, which the program has generated.
            namespace: what it can name.

        Raises:
            jinja2.TemplateSyntaxError: it is too complicated.
        """
        exec(self._compile(source, TEMPLATE), namespace)  # noqa: S102 - what templates and expressions become
        return namespace

    def expression_of(self, data: Data) -> Callable[[Context], Any]:
        """Return what computes an expression that was metered, from what it sees.

        Raises:
            NotKeptError: it is none.
            jinja2.TemplateSyntaxError: it cannot be compiled.
        """
        return self.made(*expression_code(data, self))["root"]  # type: ignore[no-any-return]

    def _compile(self, source: str, filename: str) -> Any:  # noqa: ANN401 - Python's code
        try:
            return super()._compile(source, filename)
        except TOO_COMPLICATED:
            raise jinja2.TemplateSyntaxError(metering.TOO_DEEP, 1) from None

    # Interceptable operators are not computed while compiling either, where `1 / 3` would become a float.
    intercepted_binops = frozenset({"+", "*", "**", "/", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return what an operator makes of two values, after paying; two whole numbers give a Decimal, and no text or list is multiplied.

        Args:
            context: what the template sees.
            operator: the operator.
            left: the first value.
            right: the second value.
        """
        if operator == "+" and isinstance(left, budget.JOINABLE):
            budget.spend(budget.joined_length((left, right)))
            return budget.paid(super().call_binop(context, operator, left, right))
        for value in (left, right) if operator != "+" else ():
            if isinstance(value, budget.JOINABLE) and not isinstance(value, NotApplicable):
                raise TypeError("文字和列表不能相乘、相除")
        if operator in ("/", "**") and isinstance(left, int):
            left = Decimal(left)
        budget.spend(budget.POWER if operator == "**" else 1)
        budget.check_number(left)
        budget.check_number(right)
        return super().call_binop(context, operator, left, right)


class Sandbox(Metered):
    """Jinja with nothing to reach but data.

    Attributes:
        code: what generates the code of templates.
        given: what that code can name besides.
        shown: what a value looks like where it is printed: escaped, if that is asked, and paid for.
    """

    code: type[Code] = Code
    given: Mapping[str, Any] = {}
    shown: Callable[[Any], str]

    def from_string(self, source: str | nodes.Template, *_: object) -> jinja2.Template:
        """Return a template compiled as all are.

        Raises:
            jinja2.TemplateSyntaxError: it cannot be compiled.
        """
        tree = self.parse(source) if isinstance(source, str) else source
        metering.Meter().visit(tree)
        return self.template_of(tree)

    def template_of(self, metered: nodes.Template, **known: Any) -> jinja2.Template:  # noqa: ANN401 - whatever its code calls
        """Return a template that is metered already, compiled.

        Args:
            metered: the template.
            known: what its code can name besides.

        Raises:
            jinja2.TemplateSyntaxError: it cannot be compiled.
        """
        if metered.environment is not self:  # what was kept has been given it already
            metered.set_environment(self)
        source, called = code_of(metered, self, self.code)
        return jinja2.Template.from_module_dict(
            self, self.made(source, {**printing(self), **called, **self.given, **known}), self.make_globals(None)
        )

    def printed(self, template: jinja2.Template, names: Names) -> str:
        """Return what a template prints that is given all names that it sees.

        Args:
            template: the template, compiled.
            names: what it sees, and where it keeps what it sets.
        """
        try:
            return "".join(template.root_render_func(Seen(self, names)))
        except Exception:  # noqa: BLE001 - whatever a template does wrong is raised again, with the template's lines
            self.handle_exception()

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return what a mapping holds by a name, or what a loop or namespace knows."""
        try:
            return obj[attribute]
        except (TypeError, LookupError):
            if isinstance(obj, LoopContext | Namespace):
                return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return what a mapping or list holds."""
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    def call(self, context: Context, function: Any, /, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Return what a function returns; macros and what the program has put among the names can be called without asking further."""
        if type(function) in CALLED:
            return function(*arguments, **named)
        return super().call(context, function, *arguments, **named)


class ExactFigures(Extension):
    """Reads each decimal fraction as a Decimal, 0.5 as ("0.5" | 小数): no float may touch a figure."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template."""
        for token in stream:
            if token.type == "float":
                exact = (("lparen", "("), ("string", repr(token.value)), ("pipe", "|"), ("name", "小数"), ("rparen", ")"))
                yield from (Token(token.lineno, kind, text) for kind, text in exact)
            else:
                yield token


def metered(expression: nodes.Expr) -> Data:
    """Return an expression as data that pays for what it does; changes its tree.

    Raises:
        NotKeptError: it is of a kind that no template needs.
    """
    statement = nodes.ExprStmt(expression, lineno=1)
    metering.Meter().visit(nodes.Template([statement], lineno=1))
    return data_of(statement.node)
