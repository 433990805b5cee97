"""The index of a site: blocks that stay together, whatever is published, and the numbers that articles go by."""

from __future__ import annotations

import json
import random

import pytest

from pipeline.publish import blocks
from pipeline.publish.article import Article
from pipeline.publish.blocks import BLOCK
from pipeline.publish.index import FEED_LENGTH, UNITS, Index
from pipeline.workspace import UnitYear


def article(unit: str, year: str = "2020", day: int = 1, name: str = "", serial: int = 1) -> Article:
    time = f"2021-06-{day:02}T09:30:00+08:00"
    return Article(UnitYear(unit, year, name), f"{unit}局", unit, time, time, 1, "", serial=serial)


def filled(*articles: Article) -> Index:
    index = Index()
    for each in articles:
        index = index.put(each)
    return index


def test_articles_stand_by_unit_in_blocks_that_are_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 4)
    units = [f"u{number:03}" for number in range(60)]
    random.Random(1).shuffle(units)
    index = filled(*(article(unit) for unit in units))
    assert [each.unit for each in index.year("2020")] == sorted(units)
    sizes = [len(index.block("2020", block)) for block in index.blocks["2020"]]
    assert max(sizes) <= 4
    assert min(sizes) >= 2
    for block in index.blocks["2020"]:
        some = index.block("2020", block)
        assert (block.units, block.first, block.last) == (len(some), some[0].name, some[-1].name)
    assert len({block.number for block in index.blocks["2020"]}) == len(sizes)


def test_units_that_come_one_behind_the_other_fill_their_blocks() -> None:
    index = filled(*(article(f"u{number:03}") for number in range(2 * BLOCK + 1)))
    assert [block.units for block in index.blocks["2020"]] == [BLOCK, BLOCK, 1]


def test_one_article_changes_its_own_block_only_or_cuts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 4)
    before = filled(*(article(f"u{number:02}") for number in range(0, 40, 2)))
    kept = Index.from_content(json.loads(json.dumps(before.content())), before.changed)
    assert kept.changed == {}
    corrected = kept.put(article("u04", day=9))
    assert {name for name, some in corrected.changed.items() if some != kept.members(name)} == {"2020/1"}
    added = kept.put(article("u05"))
    assert sorted(name for name, some in added.changed.items() if name.startswith("2020/")) == ["2020/1", "2020/6"]
    assert [each.unit for each in added.year("2020")] == sorted([*(each.unit for each in kept.year("2020")), "u05"])


def test_a_units_articles_are_found_in_all_years_the_newest_first() -> None:
    index = filled(article("a", "2020"), article("a", "2022", name="x"), article("a", "2022"), article("b", "2021"))
    assert [str(each.of) for each in index.unit("a")] == ["a 2022 年度", "a 2022 年度（x）", "a 2020 年度"]
    assert index.years == ["2022", "2021", "2020"]
    assert [unit.unit for unit in index.units(index.blocks[UNITS][0])] == ["a", "b"]
    assert index.get(UnitYear("b", "2020")) is None
    assert index.get(UnitYear("c", "2021")) is None


def test_the_latest_are_those_that_changed_last() -> None:
    some = [article(f"u{day:02}", day=day) for day in range(1, 29)]
    index = filled(*some).put(article("u03", day=30))
    assert [each.unit for each in index.latest[:3]] == ["u03", "u28", "u27"]
    assert len(index.latest) == FEED_LENGTH


def test_an_article_keeps_its_number_and_a_new_one_gets_the_next() -> None:
    index = filled(article("a", serial=1), article("b", serial=2))
    assert (index.serial_of(UnitYear("b", "2020")), index.serial_of(UnitYear("c", "2020"))) == (2, 3)
