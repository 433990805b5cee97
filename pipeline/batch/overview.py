"""The year at a glance: a page with charts, further ones where lists are long, and the same numbers as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from markupsafe import Markup

from pipeline.batch.listings import listings_of
from pipeline.batch.rates import FEWEST, HIGHEST, LEAST, LOWEST, STEP, Distribution
from pipeline.batch.summary import Summary
from pipeline.batch.workbook import workbook
from pipeline.document.charts.data import ChartData, ChartRow
from pipeline.document.charts.kinds import BARS
from pipeline.document.charts.svg import Figures
from pipeline.language.values import Figure
from pipeline.language.wording import round_half_up
from pipeline.printing.pages import environment, inlined, layout_text, page, style_sheet
from pipeline.problems import Severity
from pipeline.workspace import Workspace


def overview(workspace: Workspace, summary: Summary) -> Iterator[tuple[str, bytes]]:
    """Yield the further pages of long lists, the workbook, and last the page that leads to them, with their names."""
    made = Overview(workspace.layout, summary)
    yield from made.further_pages()
    yield f"{summary.year}.summary.xlsx", workbook(summary)
    yield made.home, made.page()


def further_pages(year: str) -> str:
    """Return the pattern of the names of a year's further pages: those that are not made any more must go."""
    return f"{year}.summary/*.html"


class Overview:
    """Makes the pages of a summary."""

    def __init__(self, layout: Path, summary: Summary) -> None:
        self.layout = layout
        self.summary = summary
        self.lists = listings_of(summary)
        self.home = f"{summary.year}.summary.html"
        self.folder = f"{summary.year}.summary/"
        self.pages = environment(layout)
        self.pages.filters["two"] = lambda value: round_half_up(Decimal(value))
        several = len(summary.results) > summary.units
        css = style_sheet(layout, "content.css", "document.css", "pages/summary.css")
        self.names: dict[str, object] = {
            "summary": summary,
            "several": several,
            "measure": "份" if several else "个",
            "by_form": len(summary.groups) > 1,
            "Severity": Severity,
            "home": self.home,
            **inlined(css, layout_text(layout, "pages/summary.js")),
        }

    def page(self) -> bytes:
        """Return the page that tells everything, of long lists the beginnings."""
        of_rates = {"charts": charts_of(self.summary), "least": LEAST, "fewest": FEWEST}
        shown = {"lists": self.lists, "number": 1, "up": "", "pages_folder": self.folder}
        names = {**self.names, **of_rates, **shown, "title": f"{self.summary.year}年度自评汇总"}
        entries = sum(len(listing.part(1)) for listing in self.lists.all)
        return page(self.pages, self.layout, "summary.html", names, entries)

    def further_pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the further pages of long lists with their names."""
        for listing in self.lists.all:
            for number in listing.further:
                title = f"{self.summary.year}年度自评汇总：{listing.title}"
                names = {**self.names, "title": title, "listing": listing, "number": number, "up": "../"}
                entries = len(listing.part(number))
                yield f"{self.folder}{listing.file(number)}", page(self.pages, self.layout, "summary_list.html", names, entries)


def charts_of(summary: Summary) -> dict[Distribution, Markup]:
    """Return a figure for each distribution of a rate."""
    figures = Figures()
    return {item: figures.figure(chart_of(item, group.measure), "rate-") for group in summary.groups for item in group.distributions}


def chart_of(item: Distribution, measure: str) -> ChartData:
    """Return a rate's distribution as a chart of bars, those left out before and behind which there is nothing.

    Args:
        item: the distribution.
        measure: what is counted: 份 or 个, which means units.
    """
    filled = [start for start, count in item.bars if count]
    rows = (
        ChartRow((step_name(start),), (Figure(Decimal(count), "", str(count)),))
        for start, count in item.bars
        if filled[0] <= start <= filled[-1]
    )
    return ChartData(BARS, (item.label,), (("份数" if measure == "份" else "单位数",),), tuple(rows))


def step_name(start: int) -> str:
    """Return what a step of a distribution is called, given its lower end in percent."""
    if start == HIGHEST:
        return f"{start}% 及以上"
    return f"不到 {start + STEP}%" if start == LOWEST else f"{start}% 至不到 {start + STEP}%"
