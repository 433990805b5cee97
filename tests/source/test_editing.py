"""Edits of entries where they stand: nothing else in the file changes."""

from __future__ import annotations

import pytest

from pipeline.source.editing import edited, moved, removed, replaced
from pipeline.source.nodes import EntriesNode, Entry, TextNode, entries_of
from pipeline.source.reader import parse

TEXT = """\
# 表头
form: old   # 用哪份表
甲:   # 第一组
  乙: 1   # 一
  # 关于丙
  丙:
  丁: |
    # 这是内容
    二

  # 甲组的最后一句
戊:
- 己: 1
  庚: 2

# 后面
辛: {壬: 3}
"""


def entry(root: EntriesNode, *names: str) -> Entry:
    """Return the entry that names lead to."""
    found = root.entries[names[0]]
    for name in names[1:]:
        found = entries_of(found.value)[name]
    return found


def test_a_name_and_a_value_are_replaced() -> None:
    root = parse(TEXT, "").root
    form = entry(root, "form").value
    assert isinstance(form, TextNode)
    text = edited(TEXT, [replaced(form, "new"), replaced(entry(root, "甲", "乙").key, "子"), replaced(entry(root, "辛", "壬").key, "丑")])
    assert text == TEXT.replace("old", "new").replace("乙", "子").replace("壬", "丑")


def test_a_name_behind_a_mistake_that_is_put_right_is_replaced() -> None:
    text = "甲：1\n　乙: 2\n"
    root = parse(text, "").root
    assert edited(text, [replaced(each.key, f"{name}{name}") for name, each in root.entries.items() if name == "甲"]).startswith("甲甲：1")


def test_an_entry_is_removed_with_its_lines_alone() -> None:
    root = parse(TEXT, "").root
    edit = removed(entry(root, "甲", "丁"))
    assert edit
    assert edited(TEXT, [edit]) == TEXT.replace("  丁: |\n    # 这是内容\n    二\n", "")


def test_what_shares_its_line_is_not_removed() -> None:
    root = parse(TEXT, "").root
    assert removed(entry(root, "辛", "壬")) is None


@pytest.mark.parametrize(
    ("group", "after"),
    [
        (["甲"], "  # 甲组的最后一句\n"),
        (["新组", "下组"], "新组:\n  下组:\n    己: |\n      # 内容\n"),
    ],
)
def test_an_entry_is_moved_with_its_lines(group: list[str], after: str) -> None:
    text = TEXT + "己: |\n  # 内容\n"
    root = parse(text, "").root
    result = edited(text, moved(entry(root, "己"), group, root))
    assert after in result
    assert not parse(result, "").problems
    assert entry(parse(result, "").root, *group, "己").value.place.line


def test_an_entry_of_one_line_is_moved_into_brackets_and_out_of_them() -> None:
    root = parse(TEXT, "").root
    assert moved(entry(root, "form"), ["辛"], root) == []  # its comment would hide the bracket
    root = parse("甲: 1\n辛: {壬: 3}\n", "").root
    assert edited("甲: 1\n辛: {壬: 3}\n", moved(entry(root, "甲"), ["辛"], root)) == "辛: {壬: 3, 甲: 1}\n"
    root = parse("甲: {乙: 1, 丙: 2, 丁: 3}   # 注\n", "").root
    for name, rest in (("乙", "丙: 2, 丁: 3"), ("丙", "乙: 1, 丁: 3"), ("丁", "乙: 1, 丙: 2")):
        assert edited("甲: {乙: 1, 丙: 2, 丁: 3}   # 注\n", moved(entry(root, "甲", name), [], root)).startswith(
            f"甲: {{{rest}}}   # 注\n{name}: "
        )


def test_line_breaks_stay_as_they_are() -> None:
    text = TEXT.replace("\n", "\r\n")
    root = parse(text, "").root
    edit = removed(entry(root, "甲", "丙"))
    assert edit
    assert edited(text, [edit]) == text.replace("  丙:\r\n", "")
