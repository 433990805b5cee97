"""Finished documents are read again: a difference planted in any kind of place is caught and named, and equal ones give nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.printing import read_back
from pipeline.problems import Problem, Severity
from tests.document.printed import PAGE_NAMES, Printed, print_form, print_narrative
from tests.small_form import SmallForm, form_in
from tests.word_files import cell, paragraph, row, table, write_word_file

NARRATIVE = """
{{ 单位 }}：
{: .抬头}

# 总的情况

经费{{ 组.数 }}万元，**占{{ 组.比 }}**。

{{ 各段 }}

{% for 项 in 各项 %}
1. {{ 项.名 }}：{{ 项.数 }}
{% endfor %}

见[网页](https://a.cn/x)。

表1
{: .题注}

| 名 | 数 |
|---|---|
{% for 项 in 各项 %}
| {{ 项.名 }} | {{ 项.数 }} |
{% endfor %}

---

末段
"""
FORM = (
    paragraph("自评表", properties='<w:pStyle w:val="Title"/>')
    + table(
        row(cell("组", merge="restart"), "名", "数", header=True),
        row(cell(merge="continue"), "{{ 单位 }}", cell("{{ 组.数 }}", "{{ 组.比 }}")),
        row(cell("备注", span=2), "{{ 各段 }}"),
    )
    + paragraph("填表人")
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DATA: dict[str, Any] = {
    "单位": "R&D <局>",
    "组": {"数": Decimal("8.06"), "比": Decimal("89.56")},
    "各段": ["第一段", "第二段"],
    "各项": [{"名": "甲事", "数": 11}, {"名": "乙事", "数": 22}],
}
EXPECTED = {
    "单位": ("R&D <局>", "R&D <局>"),
    "组.数": ("8.06", "8.06"),
    "组.比": ("89.56", "89.56"),
    "各段[1]": ("第一段", "第一段"),
    "各段[2]": ("第二段", "第二段"),
    "各项[1].名": ("甲事", "甲事"),
    "各项[1].数": ("11", "11"),
    "各项[2].名": ("乙事", "乙事"),
    "各项[2].数": ("22", "22"),
}


def files(printed: Printed) -> tuple[str, str]:
    """Return the Word body and the page as texts in which a difference can be planted."""
    word = "".join(etree.tostring(block, encoding="unicode") for block in printed.word if block.tag != f"{W}sectPr")
    main = etree.tostring(printed.page, encoding="unicode")
    return word, f'<html xmlns="{PAGE_NAMES[1:-1]}"><head><title>标题</title></head><body>{main}</body></html>'


@pytest.fixture
def narrative() -> tuple[str, str]:
    return files(print_narrative(NARRATIVE, **DATA))


@pytest.fixture
def form() -> tuple[str, str]:
    return files(print_form(FORM, **DATA))


def compared(documents: tuple[str, str], folder: Path, parts: dict[str, str] | None = None) -> list[Problem]:
    """Return what is found in a Word body and a page; the Word file may have parts of its own."""
    word = write_word_file(folder / "note.docx", documents[0], parts).read_bytes()
    return read_back.compare("note", {".docx": word, ".html": documents[1].encode()}, EXPECTED)[1]


def planted(documents: tuple[str, str], where: str, old: str, new: str) -> tuple[str, str]:
    """Return the documents with one text changed at its first place, in the Word body or the page."""
    word, page = documents
    assert old in (word if where == "Word" else page), f"{old} is not in the {where}"
    return (word.replace(old, new, 1), page) if where == "Word" else (word, page.replace(old, new, 1))


def told(problems: list[Problem]) -> list[str]:
    """Return each problem as place or path, and message."""
    assert {problem.severity for problem in problems} <= {Severity.ERROR}
    return [f"{problem.path or problem.place.spot}: {problem.message}" for problem in problems]


def test_equal_documents_give_nothing(narrative: tuple[str, str], form: tuple[str, str], tmp_path: Path) -> None:
    assert compared(narrative, tmp_path) == []
    assert compared(form, tmp_path) == []


def differs(left: str, right: str) -> str:
    return f"Word 与网页不一致：Word 为“{left}”，网页为“{right}”"


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (("Word", "R&amp;D", "R&amp;E"), f"第1段: {differs('R&E <局>：', 'R&D <局>：')}"),
        (("Word", "总的情况", "总情况"), f"第2段: {differs('一、总情况', '一、总的情况')}"),
        (("page", "一、总的", "二、总的"), f"第2段: {differs('一、总的情况', '二、总的情况')}"),
        (("Word", ">89.56<", ">89.65<"), f"第3段: {differs('6万元，占89.65。', '6万元，占89.56。')}"),
        (("page", ">万元<", ">元<"), f"第3段: {differs('经费8.06万元，占89.56。', '经费8.06元，占89.56。')}"),
        (("Word", ">第二段<", ">第二<"), f"第4段: {differs('第一段' + chr(10) + '第二', '第一段' + chr(10) + '第二段')}"),
        (("page", "<br/>", ""), f"第4段: {differs('第一段' + chr(10) + '第二段', '第一段第二段')}"),
        (("Word", ">甲事<", ">丙事<"), f"第5段: {differs('丙事：11', '甲事：11')}"),
        (("page", ">网页<", ">网站<"), f"第7段: {differs('见网页。', '见网站。')}"),
        (("Word", ">表1<", ">表2<"), f"第8段: {differs('表2', '表1')}"),
        (("page", ">表1<", ">表2<"), f"第8段: {differs('表1', '表2')}"),
        (("page", '<th scope="col"><p>名', '<th scope="col"><p>名称'), f"第1个表格第1行第1格: {differs('名', '名称')}"),
        (("page", "末段", "末尾"), f"第1个表格之后第1段: {differs('末段', '末尾')}"),
        (("Word", ">末段<", "><"), f"第1个表格之后第1段: {differs('（没有）', '末段')}"),
        (("page", "<p>末段</p>", "<p>末段</p><p>多的</p>"), f"第1个表格之后第2段: {differs('（没有）', '多的')}"),
    ],
)
def test_a_planted_word_is_named_with_its_place(
    narrative: tuple[str, str], tmp_path: Path, plant: tuple[str, str, str], expected: str
) -> None:
    assert told(compared(planted(narrative, *plant), tmp_path)) == [expected]


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (("Word", "自评表", "评表"), f"第1段: {differs('评表', '自评表')}"),
        (("Word", ">组<", ">组织<"), f"第1个表格第1行第1格: {differs('组织', '组')}"),
        (("page", ">数</p>", ">数额</p>"), f"第1个表格第1行第3格: {differs('数', '数额')}"),
        (("Word", ">8.06<", ">8.60<"), f"第1个表格第2行第2格: {differs('8.60' + chr(10) + '89.56', '8.06' + chr(10) + '89.56')}"),
        (("page", "备注", "附注"), f"第1个表格第3行第1格: {differs('备注', '附注')}"),
        (("page", "填表人", "填报人"), f"第1个表格之后第1段: {differs('填表人', '填报人')}"),
    ],
)
def test_a_planted_word_in_a_form_is_named_with_its_cell(
    form: tuple[str, str], tmp_path: Path, plant: tuple[str, str, str], expected: str
) -> None:
    assert told(compared(planted(form, *plant), tmp_path)) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value="8.06"', 'value="8.60"', "组.数: value 是“8.60”，数据是“8.06”"),
        ('value="第二段"', 'value=""', "各段[2]: value 是“”，数据是“第二段”"),
        ('data-fact="组.数"', 'data-fact="组.比"', "组.比: 印出的是“8.06”，数据是“89.56”"),
        ('data-fact="各项[1].数"', 'data-fact="各项[3].数"', "各项[3].数: 印出了没有的数据"),
        (' data-fact="组.数"', "", ": 印出了没有的数据"),
    ],
)
def test_a_planted_attribute_is_named_with_its_fact(narrative: tuple[str, str], tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert told(compared(planted(narrative, "page", old, new), tmp_path)) == [expected]


def test_a_figure_that_is_wrong_in_both_is_caught_by_its_fact(narrative: tuple[str, str], tmp_path: Path) -> None:
    wrong = planted(planted(narrative, "Word", ">8.06<", ">8.60<"), "page", ">8.06<", ">8.60<")
    assert told(compared(wrong, tmp_path)) == ["组.数: 印出的是“8.60”，数据是“8.06”"]


WORD_TEXT = f"<w:all xmlns:w='{W[1:-1]}'>"


def rearranged(documents: tuple[str, str], where: str, change: Callable[[etree._Element], None]) -> tuple[str, str]:
    """Return the documents after a change to the elements of the Word body or the page."""
    word, page = documents
    root = etree.fromstring(f"{WORD_TEXT}{word}</w:all>" if where == "Word" else page)
    change(root)
    text = etree.tostring(root, encoding="unicode")
    return (text.partition(">")[2].removesuffix("</w:all>"), page) if where == "Word" else (word, text)


def remove(tag: str, number: int) -> Callable[[etree._Element], None]:
    """Return a change that takes away the n-th element of a kind."""

    def change(root: etree._Element) -> None:
        found = list(root.iter(tag))[number]
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return change


def swap_last(tag: str) -> Callable[[etree._Element], None]:
    """Return a change that lets the last two elements of a kind change places."""

    def change(root: etree._Element) -> None:
        first, second = list(root.iter(tag))[-2:]
        first.addprevious(second)

    return change


def test_a_missing_row_is_caught_with_what_moved_up(narrative: tuple[str, str], tmp_path: Path) -> None:
    assert told(compared(rearranged(narrative, "Word", remove(f"{W}tr", 1)), tmp_path)) == [
        f"第1个表格第2行第1格: {differs('乙事', '甲事')}",
        f"第1个表格第2行第2格: {differs('22', '11')}",
        f"第1个表格第3行第1格: {differs('（没有）', '乙事')}",
        f"第1个表格第3行第2格: {differs('（没有）', '22')}",
    ]
    assert told(compared(rearranged(narrative, "page", remove(f"{PAGE_NAMES}tr", 2)), tmp_path)) == [
        f"第1个表格第3行第1格: {differs('乙事', '（没有）')}",
        f"第1个表格第3行第2格: {differs('22', '（没有）')}",
    ]


def test_an_extra_row_is_caught_even_if_it_is_empty(narrative: tuple[str, str], tmp_path: Path) -> None:
    extra = planted(narrative, "page", "</tbody>", "<tr><td><p></p></td><td><p></p></td></tr></tbody>")
    assert told(compared(extra, tmp_path)) == [f"第1个表格第4行第{number}格: {differs('（没有）', '')}" for number in (1, 2)]


@pytest.mark.parametrize(("where", "tag"), [("Word", f"{W}tc"), ("page", f"{PAGE_NAMES}td")])
def test_swapped_cells_are_caught(narrative: tuple[str, str], tmp_path: Path, where: str, tag: str) -> None:
    cells = [("22", "乙事"), ("乙事", "22")]
    (left, right), (under_left, under_right) = cells if where == "Word" else cells[::-1]
    assert told(compared(rearranged(narrative, where, swap_last(tag)), tmp_path)) == [
        f"第1个表格第3行第1格: {differs(left, right)}",
        f"第1个表格第3行第2格: {differs(under_left, under_right)}",
    ]


@pytest.mark.parametrize(("where", "tag"), [("Word", f"{W}tr"), ("page", f"{PAGE_NAMES}tr")])
def test_swapped_rows_are_caught(narrative: tuple[str, str], tmp_path: Path, where: str, tag: str) -> None:
    spots = [problem.place.spot for problem in compared(rearranged(narrative, where, swap_last(tag)), tmp_path)]
    assert spots == [f"第1个表格第{line}行第{number}格" for line in (2, 3) for number in (1, 2)]


def test_words_that_move_to_the_next_cell_or_paragraph_are_caught(form: tuple[str, str], tmp_path: Path) -> None:
    moved = planted(form, "page", "<p>名</p></th>", "<p></p></th>")
    assert told(compared(planted(moved, "page", "<p>数</p>", "<p>名数</p>"), tmp_path)) == [
        f"第1个表格第1行第2格: {differs('名', '')}",
        f"第1个表格第1行第3格: {differs('数', '名数')}",
    ]


def test_paragraphs_that_change_places_are_caught(tmp_path: Path) -> None:
    first, second = (files(print_narrative(text)) for text in ("甲\n\n乙", "乙\n\n甲"))
    assert told(compared((first[0], second[1]), tmp_path)) == [f"第1段: {differs('甲', '乙')}", f"第2段: {differs('乙', '甲')}"]


def test_a_table_that_is_missing_is_caught(form: tuple[str, str], tmp_path: Path) -> None:
    problems = told(compared(rearranged(form, "Word", remove(f"{W}tbl", 0)), tmp_path))
    assert f"第1个表格第3行第1格: {differs('（没有）', '备注')}" in problems
    assert len(problems) == 9


def test_a_merge_that_ends_too_soon_is_caught(form: tuple[str, str], tmp_path: Path) -> None:
    assert compared(planted(form, "Word", "<w:vMerge/>", ""), tmp_path)


def test_problems_come_in_the_order_of_the_document_and_name_the_file(narrative: tuple[str, str], tmp_path: Path) -> None:
    wrong = narrative
    for old in ("末段", ">甲事<", "总的情况", "R&amp;D"):
        wrong = planted(wrong, "Word", old, old.replace("段", "节").replace("甲", "丙").replace("总", "综").replace("D", "E"))
    problems = compared(wrong, tmp_path)
    assert [problem.place.spot for problem in problems] == ["第1段", "第2段", "第5段", "第1个表格之后第1段"]
    assert {(problem.place.file, problem.hint) for problem in problems} == {("note.docx", "程序或模板有误，请联系维护人员")}


def test_a_long_paragraph_is_shown_from_shortly_before_the_difference(tmp_path: Path) -> None:
    left, right = (files(print_narrative("一二三四五" * 20 + end + "六七八九十" * 20)) for end in ("甲", "乙"))
    assert told(compared((left[0], right[1]), tmp_path)) == [
        f"第1段: {differs('三四五一二三四五甲六七八九十六七八九十六七八九十六七八九', '三四五一二三四五乙六七八九十六七八九十六七八九十六七八九')}"
    ]


def test_a_hidden_caption_an_empty_paragraph_and_list_marks_are_no_difference(tmp_path: Path) -> None:
    documents = files(print_narrative("- 甲\n\n乙\n\n1. 丙\n\n| 名 |\n|---|\n| 丁 |"))
    assert "•" in documents[0]
    assert 'class="hidden"' in documents[1]
    assert compared(planted(documents, "Word", "<w:tbl ", "<w:p/><w:tbl "), tmp_path) == []


def test_page_breaks_say_nothing(tmp_path: Path) -> None:
    documents = files(print_narrative("甲\n\n---\n\n乙"))
    assert 'w:type="page"' in documents[0]
    assert compared(documents, tmp_path) == []


@pytest.mark.parametrize(
    ("word", "page"),
    [(b"", b"<html/>"), (b"PK", b"<html/>"), (None, b"<html>"), (None, b""), (None, b"<p>&nbsp;</p>")],
)
def test_a_file_that_cannot_be_read_back_is_a_problem(tmp_path: Path, word: bytes | None, page: bytes) -> None:
    document = write_word_file(tmp_path / "note.docx", paragraph("甲")).read_bytes() if word is None else word
    _, problems = read_back.compare("note", {".docx": document, ".html": page}, {})
    assert [problem.message.partition("：")[0] for problem in problems] == ["生成的文件读不回来"]


@pytest.mark.parametrize("name", ["word/styles.xml", "word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_part_that_is_no_xml_is_a_problem(tmp_path: Path, name: str) -> None:
    document = write_word_file(tmp_path / "note.docx", "", {name: f"<broken {tmp_path.name}"}).read_bytes()
    assert len(read_back.compare("note", {".docx": document, ".html": b"<html/>"}, {})[1]) == 1


def test_a_package_without_a_document_is_a_problem() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/styles.xml", "<a/>")
    assert len(read_back.compare("note", {".docx": packed.getvalue(), ".html": b"<html/>"}, {})[1]) == 1


def test_each_fact_is_expected_as_a_machine_reads_it_and_as_people_do(tmp_path: Path) -> None:
    small = SmallForm(form_in(tmp_path / "small"))
    facts, problems = small.read(
        """
        单位名称: R&D
        填报日期: 2021-06-01
        经济性: {三公经费: {预算安排数: 9, 实际支出数: 8.06}}
        部门职能: |
          一段

          二段
        项目支出明细:
          - {项目名称: 甲, 预算数: 2, 支出数: 1}
        """
    )
    assert [problem.message for problem in problems if problem.severity is Severity.ERROR] == []
    shown = read_back.shown_values(facts)
    assert {path: shown[path] for path in ("单位名称", "填报日期", "经济性.三公经费.控制率", "部门职能[2]", "项目支出明细[1].执行率")} == {
        "单位名称": ("R&D", "R&D"),
        "填报日期": ("2021-06-01", "2021年6月1日"),
        "经济性.三公经费.控制率": ("89.56", "89.56%"),
        "部门职能[2]": ("二段", "二段"),
        "项目支出明细[1].执行率": ("50", "50%"),
    }
