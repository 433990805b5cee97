"""What is said about a text that is no YAML: the clerk's own mistake, at its place, and the rest of the file is still read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Kind
from pipeline.source import reader as source
from pipeline.source.nodes import Finding, Origin, content_of, entries_of, value_of
from pipeline.source.syntax import corrected

COLON, COMMA = ("用了全角冒号“：”", "改成半角冒号加一个空格"), ("括号里用了全角逗号“，”", "改成半角逗号加一个空格")
SPACE, WIDE = ("冒号后面缺一个空格", "半角冒号后要空一格"), ("冒号后面用了全角空格", "改成一个半角空格")
DASH, TAB = ("“-”后面缺一个空格", "“-”后要空一格"), ("缩进用了制表符（Tab）", "请改用空格，每级两个")
UNSEEN = "这里有看不见的控制字符"


def found(text: str) -> list[tuple[int, int, str, str]]:
    return [
        (problem.place.line, problem.place.column, problem.message, problem.hint) for problem in source.parse(text, "2020.yaml").problems
    ]


@pytest.mark.parametrize(
    ("text", "problems", "meant"),
    [
        # full-width colons: alone, first, last, before a group, all of them, in a list of rows
        ("预算数：9", [(1, 4, *COLON)], {"预算数": "9"}),
        ("预算数：9\n支出数: 8", [(1, 4, *COLON)], {"预算数": "9", "支出数": "8"}),
        ("预算数: 9\n支出数：8", [(2, 4, *COLON)], {"预算数": "9", "支出数": "8"}),
        ("预算数：9\n支出数：8\n结余: 1", [(1, 4, *COLON), (2, 4, *COLON)], {"预算数": "9", "支出数": "8", "结余": "1"}),
        ("经费：\n  预算数: 9", [(1, 3, *COLON)], {"经费": {"预算数": "9"}}),
        ("经费:\n  三公：\n    预算数：9\n  公用: {}", [(2, 5, *COLON)], {"经费": {"三公": "预算数：9", "公用": {}}}),
        ("明细:\n  - 名称: 甲\n    预算数：9\n  - 名称: 乙", [(3, 8, *COLON)], {"明细": [{"名称": "甲", "预算数": "9"}, {"名称": "乙"}]}),
        ("预算数 ： 9", [(1, 5, *COLON)], {"预算数": "9"}),
        # in braces
        ("经费: {预算数：9}", [(1, 9, *COLON)], {"经费": {"预算数": "9"}}),
        ("经费: {预算数: 9，支出数: 8}", [(1, 12, *COMMA)], {"经费": {"预算数": "9", "支出数": "8"}}),
        ("经费: {预算数：9, 支出数：8}", [(1, 9, *COLON), (1, 16, *COLON)], {"经费": {"预算数": "9", "支出数": "8"}}),
        (
            "经费: {预算数：9，支出数：8}",
            [(1, 9, *COLON), (1, 11, *COMMA), (1, 15, *COLON)],
            {"经费": {"预算数": "9", "支出数": "8"}},
        ),
        ("经费: {预算数:9, 支出数:8}", [(1, 9, *SPACE), (1, 16, *SPACE)], {"经费": {"预算数": "9", "支出数": "8"}}),
        (
            "经费: ｛预算数: 9, 支出数: 8｝",
            [(1, 5, "用了全角花括号“｛”", "改成半角的 {"), (1, 20, "用了全角花括号“｝”", "改成半角的 }")],
            {"经费": {"预算数": "9", "支出数": "8"}},
        ),
        # no space after a colon or dash, or a full-width one
        ("预算数:9", [(1, 4, *SPACE)], {"预算数": "9"}),
        ("甲: 1\n预算数:9\n支出数: 8", [(2, 4, *SPACE)], {"甲": "1", "预算数": "9", "支出数": "8"}),
        ("预算数:　9\n支出数: 8", [(1, 4, *WIDE)], {"预算数": "9", "支出数": "8"}),
        ("任务:\n  - 甲\n  -乙\n  - 丙", [(3, 3, *DASH)], {"任务": ["甲", "乙", "丙"]}),
        # tabs, as wide as fits
        ("\t甲: 1", [(1, 1, *TAB)], {"甲": "1"}),
        ("经费:\n\t预算数: 9\n\t支出数: 8", [(2, 1, *TAB), (3, 1, *TAB)], {"经费": {"预算数": "9", "支出数": "8"}}),
        ("经费:\n    预算数: 9\n\t支出数: 8", [(3, 1, *TAB)], {"经费": {"预算数": "9", "支出数": "8"}}),
        ("经费:\n  \t预算数: 9", [(2, 3, *TAB)], {"经费": {"预算数": "9"}}),
        # raw control characters, several on one line are said once
        ("甲: 一\x07二\n乙: \x00\x1b三", [(1, 5, UNSEEN, "请删去后重新输入这一处"), (2, 4, UNSEEN, "请删去后重新输入这一处")], {"甲": "一二", "乙": "三"}),
        ("甲: 一\ufeff\x85二\u2028三", [(1, 5, UNSEEN, "请删去后重新输入这一处")], {"甲": "一二三"}),
        # several kinds at once
        ("甲：1\n乙:2\n丙:\n\t丁: {戊：3，己: 4}", [(1, 2, *COLON), (2, 2, *SPACE), (4, 1, *TAB), (4, 7, *COLON), (4, 9, *COMMA)],
         {"甲": "1", "乙": "2", "丙": {"丁": {"戊": "3", "己": "4"}}}),
    ],
)  # fmt: skip
def test_a_typing_mistake_is_named_at_its_place_and_the_rest_is_read(
    text: str, problems: list[tuple[int, int, str, str]], meant: object
) -> None:
    read = source.parse(text, "2020.yaml")
    assert found(text) == problems
    assert content_of(read.root) == meant


def test_every_full_width_colon_of_a_whole_file_is_named() -> None:
    text = "".join(f"第{number}项：{number}\n" for number in range(150))
    assert [(line, message) for line, _, message, _ in found(text)] == [(line, COLON[0]) for line in range(1, 151)]


@pytest.mark.parametrize(
    "text",
    [
        "职能:\n  - 主要职责：办信\n  - 承办：接访",
        "职能: |\n  主要职责：办信\n  -承办:接访",
        "职能: 主要职责：办信，接访\n时间: 12:30",
        "网址: https://a.gov.cn/x\n- b: {c: 甲：乙，丙}".replace("- b", "b"),
        "职能: 甲\n  主要职责：办信",
        "甲: '：，｛'\n乙: \"：，\"",
        "a: [甲：乙, 丙，丁]",
    ],
)
def test_full_width_signs_in_a_text_are_no_mistake(text: str) -> None:
    assert found(text) == []


def test_a_full_width_colon_in_a_text_is_not_blamed_for_another_mistake() -> None:
    assert found('职能:\n  - 甲：乙\n  - 丙: "丁\n名称: 戊') == [(3, 8, "引号没有成对", "在内容末尾补上同样的引号，或删去开头的引号")]


QUOTE = '请给整段内容加半角引号，例如 "……"；里面的引号用“ ”'
ALIGN = "同一组的各项要左对齐，下一级多缩进两格"
LIKE = "改为前面{}，与同组各行对齐"


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        # quotes
        ('名称: "甲', 1, 5, "引号没有成对", "在内容末尾补上同样的引号，或删去开头的引号"),
        ('名称: "甲\n人数: 3\n', 1, 5, "引号没有成对", "在内容末尾补上同样的引号，或删去开头的引号"),
        ("名称: '甲\n人数: 3", 1, 5, "引号没有成对", "在内容末尾补上同样的引号，或删去开头的引号"),
        ('名称: "三公"经费', 1, 9, "引号后面还有内容", "整段内容只在两头各用一个引号；里面的引号用“ ”"),
        ("名称: 'it's'", 1, 9, "引号后面还有内容", "整段内容只在两头各用一个引号；里面的引号用“ ”"),
        ('路径: "C:\\数据"', 1, 8, "双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
        ('路径: "\\uD800"', 1, 8, "双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
        ('路径: "\\x0"', 1, 8, "双引号里的反斜杠 \\ 有特殊含义", "把两边的双引号改成单引号"),
        # brackets
        ("经费: {预算数: 9, 支出数: 8", 1, 5, "花括号没有以 } 结束", "补上 }"),
        ("经费: {预算数: 9, 支出数: 8)\n人数: 3", 1, 5, "花括号没有以 } 结束", "补上 }"),
        ("任务: [甲, 乙\n人数: 3", 1, 5, "方括号没有以 ] 结束", "补上 ]"),
        (
            "经费: {预算数: 9 支出数: 8}",
            1,
            16,
            "花括号里的各项没有用半角逗号隔开",
            "各项之间用半角逗号加空格，例如 {姓名: 陈某某, 手机: 无}",
        ),
        ("经费: {名称: 其中: 甲, 支出数: 8}", 1, 12, "一项里有两个冒号", QUOTE),
        ("经费: {名称: 甲[乙]丙, 支出数: 8}", 1, 11, "内容里不能有半角的 [", QUOTE),
        ("经费: {名称: 改造 #3 楼, 支出数: 8}\n人数: 3", 1, 13, "空格后的 # 表示注释，后面的“}”也成了注释", QUOTE),
        ("明细:\n  {名称: 甲}\n  - {名称: 乙}", 2, 3, "这一行前面缺少“- ”", "列表的每一行都以“- ”开头"),
        ("经费: {预算数: 9}}", 1, 13, "多了一个“}”", "请检查括号是否成对"),
        ("经费: ]", 1, 5, "内容不能以 ] 开头", QUOTE),
        ("经费: {预算数: 9,, 支出数: 8}", 1, 13, "这里多了一个符号", "请检查括号和逗号"),
        # indentation
        ("经费:\n    预算数: 9\n   支出数: 8", 3, 4, "这一行前面少空了 1 格", LIKE.format("空 4 格")),
        ("经费:\n    预算数: 9\n     支出数: 8", 3, 5, "这一行前面多空了 1 格", LIKE.format("空 4 格")),
        ("名称: 甲\n  人数: 3", 2, 1, "这一行前面多空了 2 格", LIKE.format("不空格")),
        (" 名称: 甲\n人数: 3", 1, 1, "这一行前面多空了 1 格", LIKE.format("不空格")),
        ("任务:\n  - 甲\n - 乙", 3, 2, "这一行前面少空了 1 格", LIKE.format("空 2 格")),
        ("- 甲\n名称: 乙", 2, 1, "这一行的缩进与上面各项的“-”不一致", ALIGN),
        # colons
        ("名称: 甲: 乙", 1, 6, "一行里有两个冒号", QUOTE),
        (": 3", 1, 1, "冒号前面缺少名称", "补上名称，写成“名称: 内容”"),
        ("预算数: 9\n支出数 8\n人数: 3", 2, 1, "这一行缺少名称或冒号", "写成“名称: 内容”；是上面文字的下一行，就接到上一行末尾"),
        # signs at the beginning
        ("名称: @甲", 1, 5, "内容不能以 @ 开头", QUOTE),
        ("名称: `甲", 1, 5, "内容不能以 ` 开头", QUOTE),
        ("名称: %甲", 1, 5, "内容不能以 % 开头", QUOTE),
        ("名称: *甲", 1, 5, "内容不能以 * 开头", QUOTE),
        ("名称: &甲", 1, 5, "内容不能以 & 开头", QUOTE),
        ("名称: !甲 乙", 1, 5, "内容不能以 ! 开头", QUOTE),
        ("名称: 甲\n%乙: 3", 2, 1, "内容不能以 % 开头", QUOTE),
        ("名称: > 甲", 1, 7, "“|”或“>”后面不能接着写内容", "内容另起一行，多缩进两格；文字以 | 或 > 开头时请加引号"),
        ("名称: - 甲", 1, 5, "“-”不能写在这里", "每项另起一行，以“- ”开头"),
        # documents
        ("名称: 甲\n---\n人数: 3", 2, 1, "一个文件只能有一份数据", "请删去多余的“---”或“...”，或把另一份另存为一个文件"),
        ("名称: 甲\n...\n人数: 3", 2, 1, "一个文件只能有一份数据", "请删去多余的“---”或“...”，或把另一份另存为一个文件"),
        # anything but names at the top
        ("- 甲\n- 乙", 1, 1, "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"),
        ("[甲]", 1, 1, "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"),
        ("就一句话", 1, 1, "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"),
        ("'甲：乙'", 1, 1, "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"),
        ("null", 1, 1, "这里应是若干行“名称: 内容”", "每项写一行，冒号后空一格"),
    ],
)
def test_what_is_no_yaml_is_explained_in_one_problem(text: str, line: int, column: int, message: str, hint: str) -> None:
    assert found(text) == [(line, column, message, hint)]


def test_no_explanation_is_in_english() -> None:
    for text in ("? a\n? [", "a: |9x\n b", "%YAML 9.9\n---\na: 1", "%YAML x\n---", "a: ? b", "[a: b: c]", "!<x> a\n b: c", "a: 'b'c: d"):
        for _, _, message, hint in found(text):
            assert not {"expected", "found", "while", "mapping", "token"} & set((message + hint).split()), text


def test_a_problem_below_a_corrected_line_keeps_the_column_as_typed() -> None:
    read = source.parse("经费: {预算数：9，支出数：8}\n\t甲: 1".replace("\n\t", "\n"), "2020.yaml")
    group = entries_of(value_of(read.root, "经费")).values()
    assert [node.place.column for entry in group for node in (entry.key, entry.value)] == [6, 10, 12, 16]


def test_many_control_characters_make_one_problem() -> None:
    assert [message for *_, message, _ in found("\x07甲\n" * 1000)] == ["文件里有许多看不见的控制字符，不像是一份数据文件"]


def test_a_file_without_any_mistake_needs_no_correction() -> None:
    assert source.parse("名称: 甲\n经费: {预算数: 9}", "2020.yaml").root.origin.corrections == {}


CORRECTIONS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.sampled_from(["", ": ", "    ", "{"])), max_size=4)


@given(st.text(alphabet="名：，a", min_size=20, max_size=20), CORRECTIONS)
def test_a_column_of_the_corrected_text_leads_back_to_the_same_character(line: str, edits: list[tuple[int, int, str]]) -> None:
    findings, end = [], 0
    for gap, length, right in edits:
        if end + gap + length < len(line):
            findings.append(Finding(Kind.SIGN, 1, end + gap + 1, "", "", length, right))
            end += gap + length + 1
    origin = Origin("")
    origin.settle(findings)
    marked = corrected([line[:end] + "☆" + line[end:]], findings)
    assert origin.column_as_typed(1, marked.index("☆") + 1) == end + 1
