"""The unit-year that comes with the form, with the published figures; the same with a reason for whatever is told; and what reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.facts.fact import Facts
from pipeline.facts.formulas import Formula, compile_formulas
from pipeline.facts.reader import read_facts
from pipeline.form.form import Form, read_form
from pipeline.problems import Problem
from pipeline.source import reader as source

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "templates" / "hunan-2018"
UNIT = ROOT / "data" / "gonggong" / "unit.yaml"
PUBLISHED = UNIT.with_name("2018.yaml").read_text(encoding="utf-8")


def changed(text: str, changes: Mapping[str, str]) -> str:
    """Return a text after replacing passages, each of which it must have once."""
    for old, new in changes.items():
        assert text.count(old) == 1, f"{text.count(old)} × {old}"
        text = text.replace(old, new)
    return text


# What the published form gives no reason for.
REASONS = {
    "    上年预算数: 32 ": "    变动原因: 更新2台公务用车\n    上年预算数: 32 ",
    "业务工作专项: {上年决算数: 938.8, 预算数: 320, 决算数: 689.16}": "业务工作专项: {上年决算数: 938.8, 预算数: 320, 决算数: 689.16, 差异原因: 年中追加设施改造资金}",
    "办公经费: {上年决算数: 14.44, 预算数: 10, 决算数: 0.68}": "办公经费: {上年决算数: 14.44, 预算数: 10, 决算数: 0.68, 差异原因: 办公用品由县里集中采购}",
    "水电差旅费: {上年决算数: 17.92, 预算数: 7.5, 决算数: 25.36}": "水电差旅费: {上年决算数: 17.92, 预算数: 7.5, 决算数: 25.36, 差异原因: 巡查任务增加}",
    "会议培训费: {上年决算数: 0, 预算数: 0.8, 决算数: 0}": "会议培训费: {上年决算数: 0, 预算数: 0.8, 决算数: 0, 差异原因: 会议改为视频召开}",
    "    决算数: 2690.62\n": "    决算数: 2690.62\n    追加原因: 追加设施改造资金和人员经费\n",
}
REASONED = changed(PUBLISHED, REASONS)


@cache
def form() -> Form:
    """Return the form."""
    return read_form(FOLDER, "templates/hunan-2018/form.yaml")


@cache
def formulas() -> tuple[Formula, ...]:
    """Return its formulas."""
    return compile_formulas(form())


def read(text: str, *, draft: bool = False) -> tuple[Facts, list[Problem]]:
    """Return a text's facts, the unit's constants with them, and what is wrong with them before any check."""
    year = source.parse(text, "data/gonggong/2018.yaml")
    facts, problems = read_facts(form(), formulas(), 2018, [year, source.read(UNIT, "data/gonggong/unit.yaml")], draft=draft)
    return facts, [*year.problems, *problems]
