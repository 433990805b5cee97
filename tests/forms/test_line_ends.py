"""The shipped forms' finished Word documents: no line that Word may make of them ends between a figure and its unit."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from lxml import etree

from pipeline.build.unit_year import examine, prepare
from pipeline.document.word.package import DOCUMENT, STYLES
from pipeline.document.word.xml import W, is_on, paragraph_text
from pipeline.language.whole import FIGURE
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import ROOT

UNIT_YEARS = [("xinfang", "2020"), ("gonggong", "2018"), ("shuili", "2022")]


def finished(unit: str, year: str) -> list[zipfile.ZipFile]:
    """Return the Word documents of a shipped unit-year."""
    compiled, sources = prepare(Workspace(ROOT), UnitYear(unit, year))
    facts = examine(compiled, year, sources).facts
    files = [document.render(facts) for document in compiled.documents]
    return [zipfile.ZipFile(io.BytesIO(made[".docx"])) for made in files if ".docx" in made]


@pytest.mark.parametrize(("unit", "year"), UNIT_YEARS)
def test_no_figure_of_a_finished_document_is_torn_from_its_unit(unit: str, year: str) -> None:
    figures = 0
    for package in finished(unit, year):
        settings = etree.fromstring(package.read("word/settings.xml"))
        after, before = (settings.find(f"{W}noLineBreaks{side}").get(f"{W}val", "") for side in ("After", "Before"))  # type: ignore[union-attr]
        for paragraph in etree.fromstring(package.read(DOCUMENT)).iter(f"{W}p"):
            for figure in FIGURE.findall(paragraph_text(paragraph)):
                figures += 1
                tears = [left + right for left, right in pairwise(figure) if left not in after and right not in before]
                assert all(right.isdigit() for _, right in tears), figure  # a date may go on in the next line
    assert figures > len(UNIT_YEARS) * 10


@pytest.mark.parametrize(("unit", "year"), UNIT_YEARS)
def test_word_takes_its_text_for_chinese_and_heeds_the_lists(unit: str, year: str) -> None:
    for package in finished(unit, year):
        styles = etree.fromstring(package.read(STYLES))
        assert {language.get(f"{W}eastAsia") for language in styles.iter(f"{W}lang")} == {"zh-CN"}
        said = [*styles.iter(f"{W}kinsoku"), *etree.fromstring(package.read(DOCUMENT)).iter(f"{W}kinsoku")]
        assert all(map(is_on, said))
