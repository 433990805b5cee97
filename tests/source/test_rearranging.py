"""Rows of a YAML text moved and removed: each goes with its comments, and no other byte changes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.source.filled_values import FillingError
from pipeline.source.rearranging import rearranged
from tests.source.random_edits import edits


@pytest.mark.parametrize(
    ("text", "path", "order", "new"),
    [
        ("甲:\n- 一\n- 二\n- 三\n", "甲", [3, 1, 2], "甲:\n- 三\n- 一\n- 二\n"),
        ("甲:\n- 一\n- 二\n", "甲", [2], "甲:\n- 二\n"),
        ("甲:   # 注\n  - 一\n乙: 1\n", "甲", [], "甲:   # 注\n乙: 1\n"),
        (
            "甲:\n  # 各行\n  - 乙: 1   # 一\n    # 里面\n  # 第二\n  - 乙: 2\n\n丙: 3\n",
            "甲",
            [2, 1],
            "甲:\n  # 各行\n  # 第二\n  - 乙: 2\n  - 乙: 1   # 一\n    # 里面\n\n丙: 3\n",
        ),
        ("甲:\n- 一\n- |\n  文\n\n  字\n", "甲", [2, 1], "甲:\n- |\n  文\n\n  字\n- 一\n"),
        ("甲:\n- 乙:\n  - 一\n  - 二\n- 乙: []\n", "甲[1].乙", [2, 1], "甲:\n- 乙:\n  - 二\n  - 一\n- 乙: []\n"),
        ("甲:\n- 乙:\n  - 一\n- 乙: []\n", "甲", [2, 1], "甲:\n- 乙: []\n- 乙:\n  - 一\n"),
        ("\ufeff甲:\r\n- 一\r\n- 二", "甲", [2, 1], "\ufeff甲:\r\n- 二\r\n- 一"),
        ("甲:\n- 一\r\n- 二\n", "甲", [2, 1], "甲:\n- 二\n- 一\r\n"),
        ("甲:\n- 一\n- 二", "甲", [1], "甲:\n- 一"),
        ("甲:\n- 一", "甲", [], "甲:\n"),
        ("甲: [一,二,   {乙: 1}]   # 注\n", "甲", [3, 1, 2], "甲: [{乙: 1},一,   二]   # 注\n"),
        ("甲: [一, 二, 三]\n", "甲", [3], "甲: [三]\n"),
        ("甲: [ 一, 二, ]\n", "甲", [2], "甲: [ 二, ]\n"),
        ("甲: [一, 二]\n", "甲", [], "甲: []\n"),
        ("甲: [\n  {乙: 1,\n   丙: 2},\n  {乙: 3}\n]\n", "甲", [2, 1], "甲: [\n  {乙: 3},\n  {乙: 1,\n   丙: 2}\n]\n"),
        ("甲: []\n", "甲", [], "甲: []\n"),
    ],
)
def test_rows_go_with_their_comments(text: str, path: str, order: Sequence[int], new: str) -> None:
    assert rearranged(text, path, order) == new


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        ("甲: 一\n", [1], "没有这些行"),
        ("甲:\n- 一\n", [2], "没有这些行"),
        ("甲:\n- 一\n- 二\n", [1, 1], "没有这些行"),
        ("甲:\n- &a 一\n- *a\n", [2, 1], "第 2 行有写法不对的地方"),
        ("甲:\n- !!str 一\n- 二\n", [2, 1], "第 2 行有写法不对的地方"),
        ("甲: [一, # 第一\n  二]\n", [2, 1], "括号里有注释"),
    ],
)
def test_what_cannot_be_moved_is_told(text: str, order: Sequence[int], message: str) -> None:
    with pytest.raises(FillingError, match=message):
        rearranged(text, "甲", order)


def test_no_other_byte_changes_in_files_as_they_are_typed() -> None:
    texts: list[str] = []
    done, refused = edits(250, 2, texts.append)
    assert done == 250
    assert refused < 25
    for sign in ("\r\n", "\ufeff", "# 注", "[", "- ", "|"):
        assert any(sign in text for text in texts), sign
