"""Values set in a YAML text by their paths: nothing else in the text changes, however it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.paths import child, numbered
from pipeline.source.filled_values import FillingError, flow
from pipeline.source.filling import with_values
from pipeline.source.nodes import EntriesNode, ItemsNode, Node, TextNode
from pipeline.source.reader import parse
from pipeline.source.writer import plain

DATA = Path(__file__).parents[2] / "data"
CHEAP = settings(max_examples=80, deadline=None)
TEXT = """\
# 表头
form: old   # 哪份表
甲:   # 第一组
  乙: 1   # 一
  丙:
  丁: |  # 块
    文
    字

  # 甲组的最后一句
戊:   # 每行以“- ”开头
  # - 己:
  #   庚:
辛: {壬: 3, 癸: , 子}
丑: [一, 二]
寅:
- 一   # 第一
# 中间
- 二
卯:
  - 辰: 1
    巳:
  -
午: "引"  # 注
未:
  长的
  文字
申: ~
"""


def changed(new: str, *pairs: tuple[str, str]) -> bool:
    """Return whether a text is the one above with some parts written over, each of which stands there once."""
    text = TEXT
    for old, other in pairs:
        assert text.count(old) == 1
        text = text.replace(old, other)
    assert new == text
    return True


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("form", "new", "form: old", "form: new"),
        ("甲.乙", "2", "乙: 1", "乙: 2"),
        ("甲.乙", "甲: 乙 #丙", "乙: 1", '乙: "甲: 乙 #丙"'),
        ("甲.乙", "一\n二", "乙: 1   # 一\n", "乙: |   # 一\n    一\n    二\n"),
        ("甲.乙", ("一", "-二"), "乙: 1   # 一\n", '乙:   # 一\n    - 一\n    - "-二"\n'),
        ("甲.乙", "", "乙: 1", "乙:"),
        ("甲.丙", "3", "丙:\n", "丙: 3\n"),
        ("甲.丁", "单", "丁: |  # 块\n    文\n    字\n", "丁: 单  # 块\n"),
        ("甲.丁", ("一", "二"), "丁: |  # 块\n    文\n    字\n", "丁:  # 块\n    - 一\n    - 二\n"),
        ("甲.新", "4", "    字\n", "    字\n  新: 4\n"),
        ("甲.新.更新", "4", "    字\n", "    字\n  新:\n    更新: 4\n"),
        ("戊[1].己", "5", "  #   庚:\n", "  #   庚:\n  - 己: 5\n"),
        ("辛.壬", "4,5", "壬: 3", '壬: "4,5"'),
        ("辛.癸", "6", "癸: ,", "癸: 6,"),
        ("辛.子", "7", "子}", "子: 7}"),
        ("辛.新", ("八", "九"), "子}", "子, 新: [八, 九]}"),
        ("丑", ("一", "三", "四"), "[一, 二]", "[一, 三, 四]"),
        ("丑", "文", "[一, 二]", "文"),
        ("丑[2]", "三", "[一, 二]", "[一, 三]"),
        ("寅", ("一", "三", "四"), "- 二\n", "- 三\n- 四\n"),
        ("寅", ("一",), "- 二\n", ""),
        ("寅", ("二",), "- 一   # 第一\n", ""),
        ("寅", ("零", "一", "二"), "- 一   # 第一\n", "- 零\n- 一   # 第一\n"),
        ("寅", ("一", "半", "二"), "- 一   # 第一\n", "- 一   # 第一\n- 半\n"),
        ("寅", "文", "寅:\n- 一   # 第一\n# 中间\n- 二\n", "寅: 文\n# 中间\n"),
        ("寅[2]", "三", "- 二\n", "- 三\n"),
        ("卯[1].巳", "9", "巳:\n", "巳: 9\n"),
        ("卯[1].新", "9", "巳:\n", "巳:\n    新: 9\n"),
        ("卯[2].辰", "9", "  -\n", "  -\n    辰: 9\n"),
        ("卯[3].辰", "9", "  -\n", "  -\n  - 辰: 9\n"),
        ("午", "其", '"引"', "其"),
        ("未", "短", "长的\n  文字", "短"),
        ("未", ("一", "二"), "  长的\n  文字\n", "  - 一\n  - 二\n"),
        ("申", "null", "~", '"null"'),
        ("申.新", "1", "申: ~\n", "申:\n  新: 1\n"),
        ("新组.新", "1", "申: ~\n", "申: ~\n新组:\n  新: 1\n"),
    ],
)  # fmt: skip
def test_a_value_is_set_and_nothing_else_changes(path: str, value: str | tuple[str, ...], old: str, new: str) -> None:
    assert changed(with_values(TEXT, {path: value}), (old, new))


def test_many_values_are_set_at_once() -> None:
    values = {
        "甲.丙": "3",
        "甲.新": "4",
        "戊[2].己": "6",
        "戊[1].己": "5",
        "戊[1].庚": "七",
        "卯[3].巳": "8",
        "新组.新": "1",
        "新组.次": "2",
    }
    assert changed(
        with_values(TEXT, values),
        ("丙:\n", "丙: 3\n"),
        ("    字\n", "    字\n  新: 4\n"),
        ("  #   庚:\n", "  #   庚:\n  - 己: 5\n    庚: 七\n  - 己: 6\n"),
        ("  -\n", "  -\n  - 巳: 8\n"),
        ("申: ~\n", "申: ~\n新组:\n  新: 1\n  次: 2\n"),
    )


@pytest.mark.parametrize(
    ("text", "values", "new"),
    [
        ("", {"甲.乙": "1"}, "甲:\n  乙: 1\n"),
        ("# 只有注释\n", {"甲": "1"}, "# 只有注释\n甲: 1\n"),
        ("甲: 1", {"甲": "2", "乙": "3"}, "甲: 2\n乙: 3"),
        ("甲:", {"甲.乙": "1"}, "甲:\n  乙: 1"),
        ("甲:\r\n  乙: 1\r\n", {"甲.丙": "一\n二"}, "甲:\r\n  乙: 1\r\n  丙: |\r\n    一\r\n    二\r\n"),
        ("甲: {}\n乙: []   # 空\n", {"甲.丙": "1", "乙[1].丁": "2"}, "甲:\n  丙: 1\n乙:   # 空\n  - 丁: 2\n"),
        ("甲: [{乙: 1}]\n", {"甲[1].丙": "2", "甲[2].乙": "3"}, "甲: [{乙: 1, 丙: 2}, {乙: 3}]\n"),
        ("甲: {\n  乙: 1, # 注\n }\n", {"甲.丙": "2"}, "甲: {\n  乙: 1, 丙: 2, # 注\n }\n"),
        ("甲: >-\n  折\n  行\n\n\n# 注\n乙: 1\n", {"甲": "平"}, "甲: 平\n\n\n# 注\n乙: 1\n"),
        ("\ufeff甲: 1\n", {"甲": "2"}, "\ufeff甲: 2\n"),
        ("甲: 1\n...\n", {"乙": "2"}, "甲: 1\n乙: 2\n...\n"),
        ("甲: 1   # 同\n", {"甲": "1"}, "甲: 1   # 同\n"),
    ],
)  # fmt: skip
def test_texts_of_every_kind_take_values(text: str, values: dict[str, str], new: str) -> None:
    assert with_values(text, values) == new


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("甲：1\n", {"甲": "2"}, "第 1 行有写法不对的地方"),
        ("甲: 一\n", {"甲.乙": "1"}, "已有别的内容"),
        ("甲:\n  乙: 1\n", {"甲": "2"}, "一组内容"),
        ("甲:\n- 乙: 1\n", {"甲[3].乙": "2"}, "还没有第 2 行"),
        ("甲:\n- 乙: 1\n", {"甲": ("丙",)}, "不是若干段文字"),
        ("? 甲\n: 1\n", {"甲": "2"}, "手工填写"),
        ("", {"甲": "1", "甲.乙": "2"}, "有内容"),
        ("", {"甲.乙": "1", "甲[1].乙": "2"}, "一行还是一组"),
        ("", {"甲": "\x7f"}, "读出来不一样"),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_is_changed(text: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(FillingError, match=message):
        with_values(text, values)


def texts_below(node: Node, path: str = "") -> Iterator[tuple[str, TextNode]]:
    """Yield each text below a node with its path."""
    if isinstance(node, EntriesNode):
        for name, entry in node.entries.items():
            if not {".", "["} & set(name):  # the name of an answer's figure is a path itself
                yield from texts_below(entry.value, child(path, name))
    elif isinstance(node, ItemsNode):
        for number, item in enumerate(node.items, 1):
            yield from texts_below(item, numbered(path, number))
    elif isinstance(node, TextNode):
        yield path, node


@cache
def shipped() -> list[tuple[str, list[tuple[str, TextNode]]]]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*/*.yaml"))]
    return [(text, found) for text in texts if (found := list(texts_below(parse(text, "").root)))]


@CHEAP
@given(data=st.data(), value=st.sampled_from(["改了", "12.5", "甲: 乙", "一\n二"]))
def test_in_shipped_files_only_the_lines_of_the_value_change(data: st.DataObject, value: str) -> None:
    text, found = shipped()[data.draw(st.integers(0, len(shipped()) - 1))]
    path, node = found[data.draw(st.integers(0, len(found) - 1))]
    new = with_values(text, {path: value}).split("\n")
    lines = text.split("\n")
    first, last = node.start[0], max(node.start[0], node.end[0] - (node.style in ("|", ">")))
    assert new[: first - 1] == lines[: first - 1]
    assert new[len(new) - (len(lines) - last) :] == lines[last:]
    start = node.start[1] - 1
    assert new[first - 1][:start] == lines[first - 1][:start]


@dataclass(frozen=True)
class Leaf:
    """A value in a made-up file: where it stands and what follows it."""

    name: str
    remark: str
    kind: str  # alone, in braces, of a row


LEAVES = st.builds(Leaf, st.just(""), st.sampled_from(["", "   # 注", " # {a: b} - c"]), st.sampled_from(["alone", "braces", "rows"]))
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8) | st.sampled_from(
    ["", "1,5", "- 甲", "~"]
)


def made_up(leaves: list[Leaf], values: list[str], ending: str, *, is_ended: bool) -> tuple[str, dict[str, str]]:
    """Return a file with these values, and them by path."""
    lines, paths = ["# 头", "组:   # 一组"], {}
    for number, (leaf, value) in enumerate(zip(leaves, values, strict=True)):
        block = f" {plain(value)}" if value else ""
        if leaf.kind == "alone":
            path = f"组.项{number}"
            lines += [f"  项{number}:{block}{leaf.remark}", "", "  # 后"]
        elif leaf.kind == "braces":
            path = f"组.项{number}.乙"
            lines.append(f"  项{number}: {{甲: 1, 乙: {flow(value) if value else ''}, 丙: '三'}}{leaf.remark}")
        else:
            path = f"组.项{number}[2].乙"
            lines += [f"  项{number}:", "  - 甲: |", "      一", "      二", f"  - 乙:{block}{leaf.remark}", "    # 中", "    丙:"]
        paths[path] = value
    return ending.join([*lines, ""] if is_ended else lines), paths


@CHEAP
@given(data=st.data(), leaves=st.lists(LEAVES, min_size=1, max_size=5), ending=st.sampled_from(["\n", "\r\n"]), is_ended=st.booleans())
def test_a_file_with_other_values_is_the_file_that_was_typed_with_them(
    *, data: st.DataObject, leaves: list[Leaf], ending: str, is_ended: bool
) -> None:
    old, new = (data.draw(st.lists(VALUES, min_size=len(leaves), max_size=len(leaves))) for _ in range(2))
    new = [after or before for before, after in zip(old, new, strict=True)]
    before, _ = made_up(leaves, old, ending, is_ended=is_ended)
    after, values = made_up(leaves, new, ending, is_ended=is_ended)
    kept = {path: value for (path, value), was in zip(values.items(), old, strict=True) if value != was}
    assert with_values(before, kept) == after
