"""A tag may span lines, knows where it stands, and is refused there if its other half is missing."""

from __future__ import annotations

import pytest

from pipeline.document.tree import Table
from tests.document.markdown.trees import blocks, in_cells, only, plain
from tests.document.printed import narrative_complaints


def test_each_tag_knows_its_line_and_column() -> None:
    first, second = blocks("甲{{ 名 }}\n\n## 乙 {{ 数 }}")
    assert [(node.place.line, node.place.column, node.place.text) for block in (first, second) for node in block.content[1:]] == [
        (1, 2, "甲{{ 名 }}"),
        (3, 6, "## 乙 {{ 数 }}"),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("甲{{ 名\n  | 文本 }}乙", "甲{名 | 文本}乙"),
        ("甲{{\n    句(\n        名,\n        数,\n    )\n}}乙", "甲{句( 名, 数, )}乙"),
        ("甲{%\nif 名\n%}乙{% endif\n%}", "甲<if 名>乙<endif>"),
        ("# 甲{{ 名\n  }}乙", "甲{名}乙"),
        ("- 甲{{ 名\n  }}乙", "甲{名}乙"),
        ("甲{# 一\n\n二 {{ 三 }} #}乙", "甲乙"),
    ],
)
def test_a_tag_may_span_lines(text: str, read: str) -> None:
    found = only(text)
    content = found.content if hasattr(found, "content") else found.items[0].content
    assert plain(content) == read


def test_a_tag_in_a_row_may_span_lines() -> None:
    found = only("| 名 | 数 |\n|--|--|\n| {{ 项.名\n  | 文本 }} | 1 |")
    assert isinstance(found, Table)
    assert in_cells(found) == [["名", "数"], ["{项.名 | 文本}", "1"]]


def test_tags_in_and_after_one_that_spans_lines_know_their_places() -> None:
    found = only("甲{{ 名\n  | 文本 }}乙{{ 数 }}\n丙{% if\n  名 %}{% endif %}")
    tags = [node.place for node in found.content if hasattr(node, "place")]
    assert [(place.line, place.column, place.text) for place in tags] == [
        (1, 2, "甲{{ 名"),
        (2, 11, "  | 文本 }}乙{{ 数 }}"),
        (3, 2, "丙{% if"),
        (4, 7, "  名 %}{% endif %}"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("甲\n{{ 名\n\n}}", "report.md:2:1: 标记“{{”没有成对"),
        ("甲{{ 名\n乙{{ 数 }}", "report.md:1:2: 标记“{{”没有成对"),
        ("{{ 甲 }}{{ 名\n乙{# 注 #}", "report.md:1:8: 标记“{{”没有成对"),
        ("{# 甲\n\n{# 乙 #}", "report.md:1:1: 标记“{#”没有成对"),
        ("{{ 名\n  }}甲\n\n乙 }}", "report.md:4:3: 标记“}}”没有成对"),
        ("{{ 名\n  }}<b>", "report.md:2: 不支持 HTML 标记"),
        ("{{ 名\n  }}甲\n\n<b>", "report.md:4: 不支持 HTML 标记"),
        ("甲{{\n}}", "report.md:1:2: 标记里没有内容"),
        ("甲{#\n#}{%\n raw %}", "report.md:2:3: 不支持语句“raw”"),
    ],
)
def test_a_fault_in_or_after_a_tag_that_spans_lines_is_told_at_its_line(text: str, complaint: str) -> None:
    assert narrative_complaints(text)[0] == complaint
