"""What a chart can be."""

from __future__ import annotations

from typing import Final

# The name that authors write → how many columns of figures the chart's table has, at least and at most: 横条 bars, 对比 two bars
# beside each other, 构成 the parts of a whole, 趋势 a line over years for each column, 得分 a weight and the score within it.
CHARTS: Final = {"横条": (1, 1), "对比": (2, 2), "构成": (1, 1), "趋势": (1, 4), "得分": (2, 2)}
