"""Where Word may end a line: no figure is torn from its unit, in any form's documents, whatever its settings said."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import etree

from pipeline.document.word.line_ends import (
    BEHIND,
    CLOSING,
    LANGUAGE,
    MOST_AFTER,
    MOST_BEFORE,
    OPENING,
    SETTINGS,
    settings_name,
    with_line_ends,
)
from pipeline.document.word.package import DOCUMENT, TYPES, relations_of
from pipeline.document.word.xml import W
from pipeline.language.whole import WORDS
from tests.word_files import DOCUMENT_RELATIONSHIPS, HEAD, RELATIONSHIPS, related
from tests.word_files import TYPES as LISTED
from tests.word_files import W as DECLARED

AFTER, BEFORE = f"{W}noLineBreaksAfter", f"{W}noLineBreaksBefore"
MAGNITUDES = ("", "百", "千", "万", "亿", "百万", "千万", "万亿")


def parts_with(settings: str = "", name: str = "settings.xml") -> dict[str, bytes]:
    """Return the parts of a Word file with the given children of its settings; without any settings if no name is given."""
    listed = related(("settings", name), listing=DOCUMENT_RELATIONSHIPS) if name else DOCUMENT_RELATIONSHIPS
    parts = {TYPES: LISTED, "_rels/.rels": RELATIONSHIPS, DOCUMENT: "<a/>", relations_of(DOCUMENT): listed}
    if name:
        parts[f"word/{name}"] = f'{HEAD}<w:settings {DECLARED} xmlns:m="urn:m">{settings}</w:settings>'
    return {part: text.encode() for part, text in parts.items()}


def settings_of(parts: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(parts[settings_name(parts)])


def said(settings: etree._Element, tag: str) -> str:
    """Return the characters of the only list of a kind."""
    (found,) = settings.iterfind(tag)
    assert found.get(f"{W}lang") == LANGUAGE
    return found.get(f"{W}val", "")


def tears(text: str) -> list[str]:
    """Return where Word may end a line within a text."""
    settings = settings_of(with_line_ends(parts_with()))
    after, before = said(settings, AFTER), said(settings, BEFORE)
    return [f"{left}|{right}" for left, right in pairwise(text) if left not in after and right not in before]


@pytest.mark.parametrize("magnitude", MAGNITUDES)
@pytest.mark.parametrize("number", ["8", "8.06", "1,208.5", "2020"])
def test_no_figure_is_torn_from_any_unit_nor_that_itself(number: str, magnitude: str) -> None:
    found = {tear for word in WORDS for tear in tears(number + magnitude + word)}
    assert found <= {"方|公"}  # of 平方公里: 地方 ends and 公开 begins too much else


@pytest.mark.parametrize(
    "text", ["100%", "98.5％", "25℃", "3‰", "12号", "6类", "2020年度", "2020年", "1.50个百分点", "10万亩", "3.6万千瓦时"]
)
def test_what_stands_behind_figures_stays_with_them(text: str) -> None:
    assert tears(text) == []


@pytest.mark.parametrize("text", ["是否公开", "公开时间", "基本支出", "实施方案", "处理期限", "立项依据", "所属单位", "场所设施"])
def test_labels_of_narrow_cells_may_break_in_their_middle(text: str) -> None:
    assert f"{text[1]}|{text[2]}" in tears(text)


def test_signs_begin_and_end_lines_as_word_has_it() -> None:
    settings = settings_of(with_line_ends(parts_with()))
    assert set(OPENING) <= set(said(settings, AFTER))
    assert set(CLOSING) <= set(said(settings, BEFORE))


@pytest.mark.parametrize(("tag", "most"), [(AFTER, MOST_AFTER), (BEFORE, MOST_BEFORE)])
def test_no_list_is_longer_than_word_takes(tag: str, most: int) -> None:
    characters = said(settings_of(with_line_ends(parts_with())), tag)
    assert len(characters) == len(set(characters)) <= most


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        ('<w:zoom w:percent="100"/><w:characterSpacingControl w:val="doNotCompress"/>', '<w:compat/><w:decimalSymbol w:val="."/>'),
        ("<w:strictFirstAndLastChars/>", "<w:savePreviewPicture/>"),
        ('<w:zoom w:percent="100"/>', "<m:mathPr/><w:rsids/>"),
        ("<w:evenAndOddHeaders/>", ""),
    ],
)
@pytest.mark.parametrize("had", ["", '<w:noLineBreaksAfter w:lang="ja-JP" w:val="("/><w:noLineBreaksBefore w:lang="ja-JP" w:val=")"/>'])
def test_the_lists_stand_where_word_wants_them_and_once(before: str, behind: str, had: str) -> None:
    settings = settings_of(with_line_ends(parts_with(before + had + behind)))
    names = [re.sub(r".*\}", "", str(child.tag)) for child in settings]
    wanted = [re.findall(r"<\w:(\w+)", part) for part in (before, behind)]
    assert names == [*wanted[0], "noLineBreaksAfter", "noLineBreaksBefore", *wanted[1]]


def test_nothing_else_of_the_settings_changes() -> None:
    parts = parts_with('<w:zoom w:percent="90"/><w:compat><w:useFELayout/></w:compat>')
    changed = with_line_ends(parts)
    assert {name: data for name, data in changed.items() if name != SETTINGS.name} == {
        name: data for name, data in parts.items() if name != SETTINGS.name
    }
    settings = settings_of(changed)
    etree.strip_elements(settings, AFTER, BEFORE)
    assert etree.tostring(settings) == etree.tostring(settings_of(parts))
    assert with_line_ends(changed) == changed


def test_settings_are_found_under_any_name_and_made_where_there_are_none() -> None:
    assert settings_name(with_line_ends(parts_with(name="settings2.xml"))) == "word/settings2.xml"
    made = with_line_ends(parts_with(name=""))
    assert settings_name(made) == SETTINGS.name
    assert said(settings_of(made), BEFORE)
    assert [entry.get("ContentType") for entry in etree.fromstring(made[TYPES]) if entry.get("PartName") == f"/{SETTINGS.name}"] == [
        SETTINGS.content_type
    ]


def test_what_stands_behind_is_named_once() -> None:
    assert len(BEHIND) == len(set(BEHIND))
