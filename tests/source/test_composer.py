"""That YAML's dangerous and silent parts are refused with their place: aliases, tags, merges, depth, several documents."""

from __future__ import annotations

import time

import pytest
import yaml

from pipeline.source.composer import MAX_DEPTH, Composed, compose
from pipeline.source.nodes import Node, Origin, content_of, entries_of, value_of

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)
ALIAS, TAG, MERGE = "不能使用 YAML 的别名和锚点（* 和 &）", "不能使用 YAML 的类型标记（!）", "不能使用 YAML 的合并（<<）"


def found(composed: Composed) -> list[tuple[int, int, str]]:
    return [(finding.line, finding.column, finding.message) for finding in composed.findings]


def composed_of(text: str) -> Composed:
    return compose(text, Origin("2020.yaml", text.split("\n")))


def plain(node: Node | None) -> object:
    """Return all that a node says as plain lists and dicts."""
    return None if node is None else content_of(node)


def test_nodes_keep_what_was_typed() -> None:
    text = "年度: 010\n时间: 12:30\n是否: NO\n金额: 3,500.00\n空:\n列: [1, {b: ~}]\n段: |\n  一\n  二\n"
    assert plain(composed_of(text).root) == {
        "年度": "010", "时间": "12:30", "是否": "NO", "金额": "3,500.00", "空": "", "列": ["1", {"b": "~"}], "段": "一\n二\n"
    }  # fmt: skip


def test_nodes_are_those_of_pyyaml() -> None:
    text = "a: {b: [1, '2']}\nc:\n  - d: e\n    f: |\n      g\n"
    assert plain(composed_of(text).root) == yaml.load(text, yaml.BaseLoader)


def test_nodes_know_their_line_and_column_in_characters() -> None:
    root = composed_of("名称: 甲\n经费: {预算数: 乙}").root
    entry = entries_of(value_of(root, "经费"))["预算数"]
    nodes = (value_of(root, "名称"), entry.key, entry.value)
    assert [(node.place.line, node.place.column) for node in nodes if node] == [(1, 5), (2, 6), (2, 11)]


def test_an_empty_text_has_no_root() -> None:
    assert composed_of("# 只有注释\n") == Composed()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: &x 1", [(1, 4, ALIAS)]),
        ("a: &x 1\nb: *x", [(1, 4, ALIAS), (2, 4, ALIAS)]),
        ("a: *x", [(1, 4, ALIAS)]),
        ("*x : 1", [(1, 1, ALIAS)]),
        ("&x a: 1", [(1, 1, ALIAS)]),
        ("- &x [a]\n- *x", [(1, 3, ALIAS), (2, 3, ALIAS)]),
        ("a: ! b", [(1, 4, TAG)]),
        ("a: !!str b", [(1, 4, TAG)]),
        ("a: !!python/object/apply:os.system [id]", [(1, 4, TAG)]),
        ("!x a: b", [(1, 1, TAG)]),
        ("a:\n  <<: {b: 1}", [(2, 3, MERGE)]),
        ("a: &x {b: 1}\nc:\n  <<: *x", [(1, 4, ALIAS), (3, 7, ALIAS), (3, 3, MERGE)]),
        ("a: 1\n---\nb: 2", [(2, 1, "一个文件只能有一份数据")]),
        ("--- \na: 1\n---", [(3, 1, "一个文件只能有一份数据")]),
        ("a: 1\na: 2", [(2, 1, "“a”重复，第 1 行已经写过")]),
        ("a:\n  b: 1\n  c: 2\n  'b': 3\n  b: 4", [(4, 3, "“b”重复，第 2 行已经写过"), (5, 3, "“b”重复，第 2 行已经写过")]),
        ("a: {b: 1, b: 2}", [(1, 11, "“b”重复，第 1 行已经写过")]),
        ("? [a]\n: b", [(1, 3, "冒号前应是一个名称，这里却是括号")]),
        ("a: {{ b }}", [(1, 5, "冒号前应是一个名称，这里却是括号")]),
    ],
)
def test_what_a_data_file_must_not_have_is_found_at_its_place(text: str, places: list[tuple[int, int, str]]) -> None:
    assert found(composed_of(text)) == places


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("事项: 改造 #3 楼", (1, 8), "#3 楼"),
        ("事项: 改造  #二期，未完工的另有八处", (1, 9), "#二期，未完工的另"),
        ("列:\n  - 改造 #3", (2, 8), "#3"),
        ("列: [改造 #3\n]", (1, 8), "#3"),
        ("事项: 改造\n  旧楼 #3", (2, 6), "#3"),
        ("事项: {甲: 改造 #3\n}", (1, 12), "#3"),
    ],
)
def test_a_text_that_yaml_would_cut_off_is_told(text: str, place: tuple[int, int], rest: str) -> None:
    assert found(composed_of(text)) == [(*place, f"空格后的 # 表示注释，从“{rest}”起不会读入")]


@pytest.mark.parametrize(
    "text",
    [
        "事项: 改造  # 分三期",
        "事项: 改造 # 分三期",
        "事项: 改造#3 楼",
        "事项: '改造 #3 楼'",
        'a: "改造 #3 楼"',
        "事项: |\n  改造 #3 楼",
        "预算: 100 #万元",
        "预算: #待查",
        "#事项: 甲\n  #二\n事项: 改造",
        "事项: '改造' #3",
    ],
)
def test_comments_are_left_alone(text: str) -> None:
    assert found(composed_of(text)) == []


def test_a_quoted_merge_sign_is_a_name_like_any_other() -> None:
    assert composed_of('"<<": 1').findings == []


def test_the_same_name_in_two_groups_is_no_duplicate() -> None:
    assert composed_of("a: {x: 1}\nb: {x: 1}").findings == []


def test_only_the_first_document_is_read() -> None:
    assert plain(composed_of("a: 1\n---\nb: 2").root) == {"a": "1"}


def test_an_alias_bomb_stays_as_small_as_its_text() -> None:
    started = time.perf_counter()
    assert len(composed_of(BOMB).findings) == 8 + 7 * 9
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("count", [2_000, 100_000])
@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "[[{", "{a: "])
def test_endless_nesting_is_refused_at_once(piece: str, count: int) -> None:
    started = time.perf_counter()
    composed = composed_of("名称: 甲\n明细: " * (piece[0] in "[{") + piece * count)
    assert composed.root is None
    assert [finding.message for finding in composed.findings] == [f"层次过深（超过 {MAX_DEPTH} 层）"]
    assert time.perf_counter() - started < 0.5


def test_endless_indentation_is_refused_at_the_line_where_it_goes_too_deep() -> None:
    composed = composed_of("\n".join(f"{' ' * depth}a:" for depth in range(1_500)))
    assert found(composed) == [(MAX_DEPTH + 1, MAX_DEPTH + 1, f"层次过深（超过 {MAX_DEPTH} 层）")]


def test_as_many_levels_as_allowed_are_read() -> None:
    assert composed_of("[" * MAX_DEPTH + "]" * MAX_DEPTH).root is not None


def test_names_in_braces_that_seem_to_be_whole_entries_are_told_apart() -> None:
    composed = composed_of("a: {b：1, c: 2, d, 'e：f', g：1，h: 2, i:1}\nj：k: 1")
    assert [key.typed for key in composed.odd_keys] == ["b：1", "g：1，h", "i:1"]
