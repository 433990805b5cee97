"""What a chart can be."""

from __future__ import annotations

from typing import Final

BARS, COMPARISON, PARTS, TREND, SCORES = "横条", "对比", "构成", "趋势", "得分"
# The name that authors write → how many columns of figures the chart's table has, at least and at most: bars, two bars beside
# each other, the parts of a whole, a line over years for each column, a weight and the score within it.
CHARTS: Final = {BARS: (1, 1), COMPARISON: (2, 2), PARTS: (1, 1), TREND: (1, 4), SCORES: (2, 2)}
