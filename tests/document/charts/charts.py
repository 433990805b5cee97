"""Charts for tests: a few by hand, and any that hypothesis can think of."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from pipeline.document.charts.data import ChartData, ChartRow, Measure
from pipeline.document.charts.kinds import CHARTS
from pipeline.language.values import Blank, Figure, NotApplicable, Words

BLANK, DRAFT, NOT_APPLICABLE = Blank("空"), Blank("待填", "【待填】"), NotApplicable("不适用", "不适用")


def figure(text: str) -> Figure:
    """Return a figure with what it says as its path."""
    return Figure(Decimal(text.removesuffix("%")), f"数.{text}", text)


def chart(kind: str, series: str, *rows: tuple[str, str | Measure] | tuple[str, str | Measure, str | Measure]) -> ChartData:
    """Return a chart, given the names of its series, with spaces between, and its rows: each its name and its figures as they are shown."""
    made = (
        ChartRow((Words(name, f"名[{len(name)}]"),), tuple(figure(part) if type(part) is str else part for part in parts))  # type: ignore[misc]
        for name, *parts in rows
    )
    return ChartData(kind, ("经费（单位：万元）",), tuple((name,) for name in series.split()), tuple(made))


# With what would be code in a page or in Typst, what is wide, and what no line can be divided in.
TEXTS = st.text("三公经费（），。“”0aWM%<>&\"'\\#$[{ /*", min_size=1, max_size=40).filter(str.strip)
FIGURES = st.one_of(
    st.decimals(-1000, 1000, places=2, allow_nan=False), st.integers(0, 30).map(lambda digits: Decimal(10) ** digits), st.just(Decimal(0))
)
MEASURES: st.SearchStrategy[Measure] = st.one_of(
    FIGURES.map(lambda number: Figure(number, "数", f"{number:f}")), st.sampled_from((BLANK, DRAFT, NOT_APPLICABLE))
)


@st.composite
def charts(draw: st.DrawFn) -> ChartData:
    """Return any chart that has a figure."""
    kind = draw(st.sampled_from(list(CHARTS)))
    count = draw(st.integers(*CHARTS[kind]))
    rows = draw(st.lists(st.builds(ChartRow, st.tuples(TEXTS), st.tuples(*[MEASURES] * count)), min_size=1, max_size=6))
    series = tuple((draw(TEXTS),) for _ in range(count))
    data = ChartData(kind, (draw(TEXTS),), series, tuple(rows))
    return data if data.figures else ChartData(kind, data.caption, series, (ChartRow(("甲",), (figure("1"),) * count),))
