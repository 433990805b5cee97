"""The shipped example of the form, as it is and with scores that are not all full, in which nothing is found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.unit_year import Examined, examine
from pipeline.source import reader as source
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[3]
FORM = "xiangmu-2022"
YEAR, UNIT = ((ROOT / "data" / "shuili" / f"{name}.yaml").read_text(encoding="utf-8") for name in ("2022", "unit"))
REPAIRED = "- {三级指标: 修复水毁工程, 年度指标值: 18处, 实际完成值: 18处, 分值: 10}"
CONTENT = "- {三级指标: 受益群众满意度, 年度指标值: ≥90%, 实际完成值: 100%, 分值: 10, 样本量: 抽样调查9个乡镇的群众180人}"
LESS_REPAIRED = REPAIRED.replace("值: 18处, 分值: 10", "值: 15处, 分值: 10, 偏差原因分析及改进措施: 3处等待征地，已排入下一年度第一季度")
LESS_CONTENT = CONTENT.replace("100%, 分值: 10", "81%, 分值: 10, 偏差原因分析及改进措施: 两个乡镇的提水时间没有提前告知，今后提前三天公告")


def changed(text: str, changes: Mapping[str, str]) -> str:
    """Return a text after replacing passages, each of which it must have once."""
    for old, new in changes.items():
        assert text.count(old) == 1, f"{text.count(old)} × {old}"
        text = text.replace(old, new)
    return text


WITHOUT_ANSWERS = YEAR[: YEAR.index("核实说明:")]
LESS = changed(WITHOUT_ANSWERS, {REPAIRED: LESS_REPAIRED, CONTENT: LESS_CONTENT, "泵站的汛前检查，修复水毁工程18处，储备防汛物资6类；": "泵站的汛前检查，修复水毁工程15处，储备防汛物资6类；"})  # fmt: skip


@cache
def compiled() -> CompiledForm:
    """Return the shipped form, compiled once for all tests."""
    return compile_form(Workspace(ROOT), FORM)


def examined(text: str) -> Examined:
    """Return what a year's file says and what is found in it."""
    sources = [source.parse(text, "data/shuili/2022.yaml"), source.parse(UNIT, "data/shuili/unit.yaml")]
    return examine(compiled(), "2022", sources)
