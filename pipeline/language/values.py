"""The values that templates, formulas and checks work on: plain numbers, texts and dates that know their fact's path.

A value prints as the documents show it, calculates as an exact Decimal, and remembers where it came from, so that
the HTML can say which fact a figure is. Two kinds of absence stay apart: `Blank` (nothing filled in) prints as nothing
and refuses to be compared or calculated with; `NotApplicable` (无 / 不适用) prints its word and refuses likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, NoReturn, Self


class NoFigureError(Exception):
    """Raised by a comparison or calculation with a value that is blank or does not apply."""

    def __init__(self, value: Blank | NotApplicable) -> None:
        super().__init__()  # a rule that finds nothing raises it often, and nobody reads it then
        self.value = value

    def __str__(self) -> str:
        word = "未填" if isinstance(self.value, Blank) else f"为{self.value}"
        return f"{self.value.path} {word}，不能用来比较或计算"


class _Absent:
    """Refuses every comparison and calculation, so that a blank is never taken for 0."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise NoFigureError(self)  # type: ignore[arg-type]

    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse
    __pow__ = __rpow__ = __divmod__ = __rdivmod__ = __round__ = _refuse
    __neg__ = __pos__ = __abs__ = __int__ = __float__ = _refuse


class Blank(_Absent):
    """A field without content.

    Attributes:
        path: the field's path.
        shown: what the documents print: nothing, or 【待填】 in a draft.
        given: whether the data name the field and leave it empty.
        wrong: whether what was typed, or what it is computed from, is already reported as a mistake.
    """

    __slots__ = ("given", "path", "shown", "wrong")

    def __init__(self, path: str, shown: str = "", *, given: bool = False, wrong: bool = False) -> None:
        self.path = path
        self.shown = shown
        self.given = given
        self.wrong = wrong

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.shown

    def __iter__(self) -> Iterator[Blank]:
        """Yield the blank itself where a draft shows it, so that a loop over missing paragraphs prints 【待填】."""
        return iter((self,) if self.shown else ())

    def __len__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blank)

    def __hash__(self) -> int:
        return hash(Blank)


class Words(str):  # noqa: SLOT000 - `NotApplicable` inherits from two classes, which slots forbid
    """A text with the path of its fact.

    Attributes:
        path: the fact's path.
        on_page: how a page shows it, once one has: it stands on several.
    """

    path: str
    on_page: str = ""

    def __new__(cls, text: str, path: str) -> Self:
        """Return the text with its fact's path."""
        value = super().__new__(cls, text)
        value.path = path
        return value


class Address(Words):
    """An http or https address."""


class NotApplicable(_Absent, Words):  # refusing to compare is the point
    """The word 无 or 不适用 where a number or date could stand, or a rate whose base is 0."""


class Figure(Decimal):
    """A number with the path of its fact: exact where it is compared or calculated with, and printed as the documents show it.

    Attributes:
        path: the fact's path.
        text: as shown, such as 89.56% or 8.06.
        on_page: as in `Words`.
    """

    path: str
    text: str
    on_page: str = ""

    def __new__(cls, number: Decimal, path: str, text: str) -> Self:
        """Return the number with its fact's path and how it is shown."""
        value = super().__new__(cls, number)
        value.path = path
        value.text = text
        return value

    @property
    def displayed(self) -> Decimal:
        """The number as the documents show it, which may be rounded; a percentage in percent points."""
        return Decimal(self.spelt.removesuffix("%"))

    @property
    def is_dash(self) -> bool:
        """Whether it is 0 and its form prints that as a dash or a word."""
        return not self and not any(map(str.isdigit, self.text))

    @property
    def spelt(self) -> str:
        """The number as shown, in digits even where the form prints a dash."""
        return "0" if self.is_dash else self.text

    @property
    def in_digits(self) -> Figure:
        """The same, printed in digits."""
        return self if self or not self.is_dash else Figure(self, self.path, self.spelt)

    def __str__(self) -> str:
        return self.text

    def __format__(self, spec: str, /) -> str:  # type: ignore[override]
        return super().__format__(spec) if spec else self.text


class Day(date):
    """A calendar day with the path of its fact; prints as 2020年9月3日."""

    path: str
    on_page: str = ""  # as in `Words`

    @classmethod
    def of(cls, day: date, path: str) -> Self:
        """Return the day with its fact's path."""
        value = cls(day.year, day.month, day.day)
        value.path = path
        return value

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月{self.day}日"


class Lines(tuple[Words, ...]):
    """Several paragraphs or list items, each a text with a path of its own."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(self)


class Group(dict[str, "Value"]):
    """The values of a group of fields by name; true if any of them is filled."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return any(value or isinstance(value, Decimal) for value in self.values())

    def group(self, name: str) -> Group:
        """Return the group of a name."""
        value = self[name]
        if not isinstance(value, Group):
            raise TypeError(name)
        return value

    def rows(self, name: str) -> Rows:
        """Return the rows of a name."""
        value = self[name]
        if not isinstance(value, Rows):
            raise TypeError(name)
        return value


class _Gathered:
    """What keeps the answers to questions that are asked again for each row, so that not each of them goes through all rows."""

    def known(self, question: object, answer: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the answer is
        """Return the answer to a question, which is looked for once."""
        kept: dict[Any, Any] = self.__dict__
        if question not in kept:
            kept[question] = answer()
        return kept[question]

    def has_column(self, name: str) -> bool:
        """Return whether a column has been gathered already."""
        return name in self.__dict__

    def forget(self) -> None:
        """Give up all answers, because a value in the rows has changed."""
        self.__dict__.clear()


class Rows(_Gathered, tuple[Group, ...]):  # noqa: SLOT001 - it keeps its columns
    """The rows of a repeating group, or all that stand within others."""

    def column(self, name: str) -> Rows | Column:
        """Return what all rows hold by a name."""
        return self.known(name, lambda: gathered(row[name] for row in self))  # type: ignore[no-any-return]


class Column(_Gathered, tuple["Value", ...]):  # noqa: SLOT001 - it keeps what was asked of it
    """The values of one field in all rows, those within rows too."""

    def column(self, name: str) -> Rows | Column:
        """Return what all rows in it hold by a name; what stands there instead of rows stays."""
        return gathered(part for value in self for part in ((row[name] for row in value) if isinstance(value, Rows) else (value,)))


class AtHand:
    """The row that another one stands in, by the name of its rows: a field's name asks this row, anything else all rows.

    Attributes:
        row: the row.
        rows: all rows of that name.
    """

    __slots__ = ("row", "rows")

    def __init__(self, row: Group, rows: Rows) -> None:
        self.row = row
        self.rows = rows

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - a name, a number or a slice
        return self.row[key] if isinstance(key, str) else self.rows[key]

    def __iter__(self) -> Iterator[Group]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def gathered(parts: Iterable[Value]) -> Rows | Column:
    """Return what rows hold by a name as one: rows within them as rows, anything else as a column."""
    found = tuple(parts)
    if all(isinstance(part, Rows) for part in found):
        return Rows(chain.from_iterable(found))  # type: ignore[arg-type]
    return Rows(found) if all(isinstance(part, Group) for part in found) else Column(found)  # type: ignore[arg-type]


# What says something even where it is 0, and what is no value; named, because a union of types is made anew each time it is written.
NEVER_EMPTY = (Decimal, date)
NO_VALUE = (Blank, NotApplicable)
# All that a stage can meet. A `Words` may be an address, or a word such as 无; a `Day` may be a month.
Value = Blank | Words | Figure | Day | Lines | Group | Rows


def is_filled(value: object) -> bool:
    """Return whether anything was filled in: 0, 无 and 不适用 are, a blank, empty list or empty group is not."""
    return isinstance(value, NEVER_EMPTY) or bool(value)


def spelt(value: object) -> str:
    """Return a value as a message says it: 0 as 0, however the form prints it."""
    return value.spelt if isinstance(value, Figure) else str(value)
