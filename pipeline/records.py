"""Classes of data: frozen for the type checker, which is where a change of one would be written, and quickly made.

A dataclass that Python itself keeps from changing takes four times as long to make an object of (0.6 µs instead of 0.15), and making them
was a fifth of the time in which a unit-year is read. And of each class Python writes and compiles seven methods anew (0.6 ms, and a build
imports a hundred of them); here it is one, when the first object is made, and the others are the same for all (0.05 ms).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(eq_default=True, frozen_default=True, field_specifiers=(field,))
def record(*, eq: bool = True, slots: bool = True, frozen: bool = True) -> Callable[[type[T]], type[T]]:  # noqa: ARG001 - read by the type checker
    """Return what makes a dataclass of a class.

    Args:
        eq: whether two of the same content are the same, in sets too.
        slots: whether an object has room for nothing but its content.
        frozen: whether the type checker refuses to change one.
    """

    def made(described: type[T]) -> type[T]:
        kind: Any = dataclass(slots=slots, init=False, repr=False, eq=False)(described)

        def begin(self: T, *given: object, **named: object) -> None:
            kind.__init__ = beginning(kind)
            kind.__init__(self, *given, **named)

        kind.__init__ = begin
        kind.__repr__ = shown
        if eq:
            kind.__eq__, kind.__hash__ = comparison(kind)
        return kind  # type: ignore[no-any-return]

    return made


def beginning(kind: type[Any]) -> Callable[..., None]:
    """Return what gives an object of a kind its content, as Python writes it for a dataclass."""
    known: dict[str, Any] = {"missing": MISSING}
    parameters, lines = ["self"], ["pass"]
    for each in fields(kind):
        default = f"{each.name}_default"
        is_made = each.default_factory is not MISSING
        known[default] = each.default_factory if is_made else each.default
        parameters.append(each.name + ("=missing" if is_made else f"={default}" if each.default is not MISSING else ""))
        lines.append(f"self.{each.name} = " + (f"{default}() if {each.name} is missing else {each.name}" if is_made else each.name))
    exec("\n    ".join((f"def __init__({', '.join(parameters)}):", *lines)), known)  # noqa: S102 - of names in the program's own code
    return known["__init__"]  # type: ignore[no-any-return]


def shown(one: Any) -> str:  # noqa: ANN401 - any record
    """Return how a record is shown, as Python shows a dataclass."""
    return f"{type(one).__qualname__}({', '.join(f'{each.name}={getattr(one, each.name)!r}' for each in fields(one))})"


def comparison(kind: type[Any]) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    """Return what compares two records of a kind, and what gives equal ones equal hashes."""
    names = [each.name for each in fields(kind) if each.compare]
    content: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def is_same(one: Any, other: object) -> bool:  # noqa: ANN401 - any record
        return content(one) == content(other) if type(other) is kind else NotImplemented

    return is_same, lambda one: hash(content(one))
