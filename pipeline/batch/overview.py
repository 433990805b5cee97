"""The year at a glance: a page with charts, and the same numbers as a workbook."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from pipeline.batch.rates import FEWEST, HIGHEST, LEAST, LOWEST, STEP, Distribution
from pipeline.batch.summary import Summary
from pipeline.batch.workbook import workbook
from pipeline.document.charts.data import ChartData, ChartRow
from pipeline.document.charts.kinds import BARS
from pipeline.document.charts.svg import Figures
from pipeline.language.values import Figure
from pipeline.language.wording import round_half_up
from pipeline.printing.pages import environment, layout_text, page, policy_hash, style_sheet
from pipeline.problems import Severity
from pipeline.workspace import Workspace


def overview(workspace: Workspace, summary: Summary) -> dict[str, bytes]:
    """Return the page and the workbook by name."""
    return {f"{summary.year}.summary.html": page_of(workspace, summary), f"{summary.year}.summary.xlsx": workbook(summary)}


def page_of(workspace: Workspace, summary: Summary) -> bytes:
    """Return the page."""
    layout = workspace.layout
    css = style_sheet(layout, "content.css", "document.css", "pages/summary.css")
    script = layout_text(layout, "pages/summary.js")
    pages = environment(layout)
    pages.filters["two"] = lambda value: round_half_up(Decimal(value))
    several = len(summary.results) > summary.units
    names = {"summary": summary, "several": several, "measure": "份" if several else "个", "by_form": len(summary.groups) > 1}
    names |= {"Severity": Severity, "charts": charts_of(summary), "least": LEAST, "fewest": FEWEST}
    names |= {"css": css, "css_hash": policy_hash(css), "script": script, "script_hash": policy_hash(script)}
    return page(pages, layout, "summary.html", names, len(summary.results))


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
