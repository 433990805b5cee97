"""A year's articles beside each other: for each figure by which units are compared a page in every order, bars drawn without script.

Where there are more articles than a page should list, pages have the highest and the lowest figures only; the pages that list units
have them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby
from statistics import median
from typing import Final

from pipeline.language.wording import plain_number, round_half_up
from pipeline.publish.article import Article, Ranked
from pipeline.publish.blocks import BLOCK
from pipeline.publish.rates import NUMBER
from pipeline.records import record

# A page's ending → the order of its rows. By units is the first, which others link to.
ORDERS: Final = {"": "按单位", "-high": "从高到低", "-low": "从低到高"}
FOLDER: Final = "rates/"
PERCENT: Final = "%"
WHOLE: Final = Decimal(100)
# Between these percentages bars are drawn; one that goes further is broken off, so that it does not make all others short.
FURTHEST: Final = (Decimal(-100), Decimal(200))
MARGIN: Final = 2  # so that the line of 100% is not at the edge
BLANK, LACKING = "没有填", "表里没有这一项"

Compared = Article | Ranked


@record()
class Bar:
    """One article's figure.

    Attributes:
        article: the article.
        text: what it shows, in words if there is no figure.
        figure: the figure; None if there is none.
        start: where the bar begins, in percent of the drawing's width.
        length: how long it is, likewise.
        is_broken: whether it goes further than the drawing.
    """

    article: Compared
    text: str
    figure: Decimal | None
    start: Decimal
    length: Decimal
    is_broken: bool


@record()
class Scale:
    """What a drawing's width stands for.

    Attributes:
        low: the figure at its left end.
        high: the figure at its right end.
    """

    low: Decimal
    high: Decimal

    def at(self, figure: Decimal | int) -> Decimal:
        """Return where a figure lies, in percent of the width."""
        inside = min(max(Decimal(figure), self.low), self.high)
        return round_half_up((inside - self.low) * 100 / (self.high - self.low))

    def bar(self, article: Compared, text: str) -> Bar:
        """Return an article's bar, from 0 to its figure."""
        figure = figure_in(text)
        if figure is None:
            return Bar(article, text, None, Decimal(0), Decimal(0), is_broken=False)
        start, end = sorted((self.at(0), self.at(figure)))
        return Bar(article, text, figure, start, end - start, is_broken=not self.low <= figure <= self.high)


@dataclass(frozen=True)
class Comparison:
    """One figure of all articles of a form in a year.

    Attributes:
        year: the year.
        form: the folder name of the form.
        form_title: what the form is called.
        number: its number among those of the form, from 1.
        label: what it is called.
        articles: the articles, by unit.
        rates: what each shows for each figure.
    """

    year: str
    form: str
    form_title: str
    number: int
    label: str
    articles: Sequence[Compared]
    rates: Sequence[Mapping[str, str]]

    @cached_property
    def texts(self) -> list[str]:
        """What each article shows for the figure."""
        return [text_in(rates, self.label) for rates in self.rates]

    @property
    def has_figures(self) -> bool:
        """Whether any article has a figure, and not only words."""
        return any(figure_in(text_in(rates, self.label)) is not None for rates in self.rates)

    @cached_property
    def figures(self) -> list[Decimal]:
        """The figures, ascending."""
        return sorted(figure for text in self.texts if (figure := figure_in(text)) is not None)

    @cached_property
    def unit(self) -> str:
        """The unit of its figures."""
        return next((text.removeprefix(found[0]) for text in self.texts if (found := NUMBER.match(text))), "")

    @cached_property
    def scale(self) -> Scale:
        """What a drawing's width stands for."""
        return scale_of(self.figures, self.unit)

    @property
    def is_broken(self) -> bool:
        """Whether a bar goes further than the drawing."""
        return self.figures[0] < self.scale.low or self.figures[-1] > self.scale.high

    @property
    def bars(self) -> list[Bar]:
        """Each article's bar, by unit."""
        return self.ordered("")

    @property
    def spread(self) -> str:
        """Between what the figures lie, in words; there is at least one."""
        found = self.figures
        if len(self.texts) == 1:
            return f"{plain_number(found[0])}{self.unit}"
        least, middle, most = (f"{plain_number(figure)}{self.unit}" for figure in (found[0], middle_of(found), found[-1]))
        without = f"；没有数字的 {len(self.texts) - len(found)} 份" if len(found) < len(self.texts) else ""
        return f"{len(found)} 份有数字，最低 {least}，中位数 {middle}，最高 {most}{without}"

    @property
    def is_long(self) -> bool:
        """Whether a page lists only the highest or lowest figures."""
        return len(self.articles) > BLOCK

    @property
    def orders(self) -> dict[str, str]:
        """A page's ending → the order of its rows."""
        return {ending: name for ending, name in ORDERS.items() if ending or not self.is_long}

    @property
    def first(self) -> str:
        """Where the page is that others link to."""
        return self.path(next(iter(self.orders)))

    @property
    def whole(self) -> Decimal | None:
        """Where 100% lies, in percent of the drawing's width; None of what is no rate."""
        return self.scale.at(WHOLE) if self.unit == PERCENT else None

    @property
    def zero(self) -> Decimal:
        """Where 0 lies, in percent of the drawing's width."""
        return self.scale.at(0)

    def path(self, order: str) -> str:
        """Return where its page in an order is in the site."""
        return f"{folder_of(self.year)}{self.form}-{self.number}{order}.html"

    def ordered(self, order: str) -> list[Bar]:
        """Return the bars in an order; those without a figure last. Of many only the first."""
        pairs = list(zip(self.articles, self.texts, strict=True))
        if order:
            sign = -1 if order == "-high" else 1
            figures = {text: figure_in(text) for text in self.texts}
            pairs.sort(key=lambda pair: (figures[pair[1]] is None, sign * (figures[pair[1]] or 0)))
        return [self.scale.bar(article, text) for article, text in (pairs[:BLOCK] if self.is_long else pairs)]


def folder_of(year: str) -> str:
    """Return where a year's comparisons are in the site; no unit's folder can be there."""
    return f"{FOLDER}{year}/"


@record()
class Table:
    """The figures of some articles of a form.

    Attributes:
        title: what the form is called.
        labels: what the figures are called.
        rows: each article with what it shows for each.
    """

    title: str
    labels: Sequence[str]
    rows: Sequence[tuple[Compared, Sequence[str]]]


def tables(articles: Iterable[Compared]) -> Iterator[Table]:
    """Yield the figures of some articles, form by form."""
    for of_form in by_form(articles):
        labels = labels_of(of_form)
        rows = [(article, [text_in(rates, label) for label in labels]) for article in of_form for rates in [dict(article.rates)]]
        yield Table(of_form[0].form_title, labels, rows)


def by_form(articles: Iterable[Compared]) -> Iterator[list[Compared]]:
    """Yield articles that have figures, form by form and in the order that they are in, by unit: what is withdrawn has none."""
    some = sorted((article for article in articles if article.rates), key=lambda article: article.form)
    for _, each in groupby(some, key=lambda article: article.form):
        yield list(each)


def labels_of(articles: Iterable[Compared]) -> list[str]:
    """Return what the figures of a form's articles are called."""
    return list(dict.fromkeys(label for article in articles for label, _ in article.rates))


def comparisons(articles: Iterable[Compared]) -> Iterator[Comparison]:
    """Yield a year's comparisons, form by form: what is withdrawn is in none, and there is none of what has no figures."""
    for of_form in by_form(articles):
        shown = [dict(article.rates) for article in of_form]
        for number, label in enumerate(labels_of(of_form), 1):
            first = of_form[0]
            found = Comparison(first.year, first.form, first.form_title, number, label, of_form, shown)
            if found.has_figures:
                yield found


def compared_anew(article: Article, former: Article | None) -> frozenset[str] | None:
    """Return what those figures are called of which an article's correction changes the pages; None if it may change all of its year.

    Args:
        article: the article as it will be.
        former: the article as it was; None if there was none.
    """
    rates, before = dict(article.rates), dict(former.rates) if former else {}
    is_same = former is not None and (former.name, former.form, former.form_title) == (article.name, article.form, article.form_title)
    differing = frozenset(label for label, text in rates.items() if before.get(label) != text)
    come_and_gone = any((figure_in(rates[label]) is None) != (figure_in(before.get(label, "")) is None) for label in differing)
    return None if not is_same or list(rates) != list(before) or come_and_gone else differing


def text_in(rates: Mapping[str, str], label: str) -> str:
    """Return what an article shows for a figure.

    Args:
        rates: what it shows for each.
        label: what the figure is called.
    """
    return rates.get(label, LACKING) or BLANK


def middle_of(figures: Sequence[Decimal]) -> Decimal:
    """Return the median of figures, rounded half up to two decimals where it is not a whole number."""
    middle = Decimal(median(figures))
    return middle.to_integral_value() if middle == middle.to_integral_value() else round_half_up(middle)


def scale_of(figures: Sequence[Decimal], unit: str) -> Scale:
    """Return the scale on which figures are drawn, 0 and of rates 100% always on it."""
    low, high = min((Decimal(0), *figures)), max((Decimal(0), *figures))
    if unit == PERCENT:
        low, high = max(low, FURTHEST[0]), max(WHOLE + MARGIN, min(high, FURTHEST[1]))
    return Scale(low, high if high > low else low + 1)


@cache
def figure_in(text: str) -> Decimal | None:
    """Return the figure that a text begins with; None if there is none."""
    found = NUMBER.match(text)
    return Decimal(found[0]) if found else None
