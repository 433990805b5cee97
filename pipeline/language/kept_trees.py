"""Parsed templates as plain data and back: what is kept on a disk is never code, and nothing but a template comes of it.

Code is generated from what is read back, exactly as from what was parsed. Whatever a tree on the disk holds, it is made of these kinds
of nodes only, and each name in it is one: the generator writes names into its code as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import jinja2
from jinja2 import nodes

T = TypeVar("T")
# Each kind of node → what it is made of, in Jinja's order of its fields:
# node, perhaps a node, list of nodes, name, text, truth, constant, how a name is used, operator.
NODE, PERHAPS, LIST, NAME, TEXT, TRUTH, CONSTANT, USE, OPERATOR = range(9)
CALLED: Final = (LIST, LIST, PERHAPS, PERHAPS)
PAIR: Final = (NODE, NODE)
SHAPES: Final[dict[type[nodes.Node], tuple[int, ...]]] = {
    nodes.Template: (LIST,),
    nodes.Output: (LIST,),
    nodes.TemplateData: (TEXT,),
    nodes.For: (NODE, NODE, LIST, LIST, PERHAPS, TRUTH),
    nodes.If: (NODE, LIST, LIST, LIST),
    nodes.Macro: (NAME, LIST, LIST, LIST),
    nodes.With: (LIST, LIST, LIST),
    nodes.ExprStmt: (NODE,),
    nodes.Assign: PAIR,
    nodes.Include: (NODE, TRUTH, TRUTH),
    nodes.Name: (NAME, USE),
    nodes.NSRef: (NAME, NAME),
    nodes.Const: (CONSTANT,),
    nodes.Tuple: (LIST, USE),
    nodes.List: (LIST,),
    nodes.Dict: (LIST,),
    nodes.Pair: PAIR,
    nodes.Keyword: (NAME, NODE),
    nodes.CondExpr: (NODE, NODE, PERHAPS),
    nodes.Filter: (PERHAPS, NAME, *CALLED),
    nodes.Test: (NODE, NAME, *CALLED),
    nodes.Call: (NODE, *CALLED),
    nodes.Getitem: (NODE, NODE, USE),
    nodes.Getattr: (NODE, TEXT, USE),
    nodes.Slice: (PERHAPS, PERHAPS, PERHAPS),
    nodes.Concat: (LIST,),
    nodes.Compare: (NODE, LIST),
    nodes.Operand: (OPERATOR, NODE),
    **dict.fromkeys((nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.And, nodes.Or), PAIR),
    **dict.fromkeys((nodes.Not, nodes.Neg, nodes.Pos), (NODE,)),
}
KINDS: Final = list(SHAPES)
NUMBERS: Final = {kind: number for number, kind in enumerate(KINDS)}
USES: Final = ("load", "store", "param")
OPERATORS: Final = ("eq", "ne", "gt", "gteq", "lt", "lteq", "in", "notin")

# A node as data: the number of its kind, its line, and what it is made of.
Data = list[Any]


class NotKeptError(ValueError):
    """A tree cannot be kept, or what was kept is no tree."""


def data_of(node: nodes.Node) -> Data:
    """Return a parsed template, or a part of one, as data.

    Raises:
        NotKeptError: something in it is of no kind that is kept.
    """
    number = NUMBERS.get(type(node))
    if number is None:
        raise NotKeptError(type(node).__name__)
    parts = (getattr(node, name) for name in node.fields)
    return [number, node.lineno, *(map(part_data, parts, SHAPES[type(node)]))]


def part_data(part: Any, shape: int) -> Any:  # noqa: ANN401 - whatever nodes are made of
    """Return a part of a node as data.

    Raises:
        NotKeptError: it is none of its shape.
    """
    if shape == LIST:
        return [data_of(one) for one in part]
    if shape in (NODE, PERHAPS) and part is not None:
        return data_of(part)
    READERS[shape](part, cast("jinja2.Environment", None))
    return part


def tree_of(data: Data, environment: jinja2.Environment) -> nodes.Template:
    """Return a template that was kept.

    Args:
        data: the template as data.
        environment: what it is to print.

    Raises:
        NotKeptError: it is no template.
    """
    try:
        tree = node_of(data, environment)
    except (ValueError, TypeError, LookupError, RecursionError) as fault:
        raise NotKeptError(str(fault)) from None
    if not isinstance(tree, nodes.Template):
        raise NotKeptError("kind")
    return tree


def node_of(data: Any, environment: jinja2.Environment) -> nodes.Node:  # noqa: ANN401 - whatever was kept
    """Return a node that was kept.

    Args:
        data: the node as data.
        environment: what it is to print.

    Raises:
        ValueError, TypeError, LookupError, RecursionError: it is none.
    """
    number, line, *parts = data
    kind = KINDS[checked(number, int)]
    node = object.__new__(kind)
    node.environment = environment
    node.lineno = cast("int", None if line is None else checked(line, int))  # what the program has put in has none
    for name, shape, part in zip(kind.fields, SHAPES[kind], parts, strict=True):
        setattr(node, name, READERS[shape](part, environment))
    return node


def checked(value: object, kind: type[T]) -> T:
    """Return a value if it is just of a kind.

    Raises:
        NotKeptError: it is not.
    """
    if type(value) is not kind:
        raise NotKeptError(kind.__name__)
    return value


def one_of(value: object, known: tuple[str, ...]) -> str:
    """Return a word if it is one of those that are known.

    Raises:
        NotKeptError: it is not.
    """
    if value not in known:
        raise NotKeptError("word")
    return str(value)


def name_of(value: object) -> str:
    """Return a name if it is one.

    Raises:
        NotKeptError: it is not.
    """
    if not checked(value, str).isidentifier():
        raise NotKeptError("name")
    return str(value)


def constant_of(value: object) -> object:
    """Return a constant: a text, a whole number, a truth or nothing.

    Raises:
        NotKeptError: it is none.
    """
    if value is not None and type(value) not in (str, int, bool):
        raise NotKeptError("constant")
    return value


READERS: Final[dict[int, Callable[[Any, jinja2.Environment], Any]]] = {
    NODE: node_of,
    PERHAPS: lambda part, environment: None if part is None else node_of(part, environment),
    LIST: lambda part, environment: [node_of(one, environment) for one in checked(part, list)],
    NAME: lambda part, _: name_of(part),
    TEXT: lambda part, _: checked(part, str),
    TRUTH: lambda part, _: checked(part, bool),
    CONSTANT: lambda part, _: constant_of(part),
    USE: lambda part, _: one_of(part, USES),
    OPERATOR: lambda part, _: one_of(part, OPERATORS),
}
