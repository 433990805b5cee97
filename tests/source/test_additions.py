"""Items added to a list at the top of a file, of which nothing else changes."""

from __future__ import annotations

import pytest

from pipeline.source.additions import with_items

ITEM = ["# 一句话", "- 甲: 1", "  乙:"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", "a: 1\n\n表:\n  # 一句话\n  - 甲: 1\n    乙:\n"),
        ("a: 1", "a: 1\n\n表:\n  # 一句话\n  - 甲: 1\n    乙:\n"),
        ("a: 1\n表:\n", "a: 1\n表:\n  # 一句话\n  - 甲: 1\n    乙:\n"),
        ("表:   # 见下\n\n# 另一段\nb: 2\n", "表:   # 见下\n  # 一句话\n  - 甲: 1\n    乙:\n\n# 另一段\nb: 2\n"),
        (
            "表:\n    - 甲: 0   # 注\n      # 里面的注\nb: |\n  一\n\n  二\n",
            "表:\n    - 甲: 0   # 注\n      # 里面的注\n    # 一句话\n    - 甲: 1\n      乙:\nb: |\n  一\n\n  二\n",
        ),
        ("表:\n- 甲: |\n    一\n\n    # 二\nb: 2\n", "表:\n- 甲: |\n    一\n\n    # 二\n# 一句话\n- 甲: 1\n  乙:\nb: 2\n"),
        ("a: 1\r\n表:\r\n  - 甲: 0\r\n", "a: 1\r\n表:\r\n  - 甲: 0\r\n  # 一句话\r\n  - 甲: 1\r\n    乙:\r\n"),
        ("表:\n  - {甲: 0}", "表:\n  - {甲: 0}\n  # 一句话\n  - 甲: 1\n    乙:\n"),
    ],
)
def test_everything_else_stays_as_it_is(before: str, after: str) -> None:
    assert with_items(before, "表", [ITEM]) == after


@pytest.mark.parametrize("text", ["表: [{甲: 0}]\n", "表: 无\n", "表: {甲: 0}\n", "a：1\n表:\n", "表: null\n"])
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="表"):
        with_items(text, "表", [ITEM])
