"""Tables have the grid, the spans, the lines and the repeated head of the Word file."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.document.typst.printed_pdf import Pdf, print_form, print_narrative
from tests.word_files import cell, paragraph, row, table

LINES = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
BORDERS = f"<w:tblPr><w:tblBorders>{LINES}</w:tblBorders></w:tblPr>"
SMALL = '<w:sectPr><w:pgSz w:w="8000" w:h="6000"/><w:pgMar w:top="800" w:right="600" w:bottom="800" w:left="600"/></w:sectPr>'


def bordered(xml: str) -> str:
    return xml.replace("<w:tblPr/>", BORDERS)


def columns(pdf: Pdf, page: int = 0) -> list[float]:
    """Return how wide the columns are between a page's upright lines."""
    edges = list(pdf.edges("v", page))
    return [round(right - left) for left, right in pairwise(edges)]


def test_columns_are_as_wide_as_in_the_word_file() -> None:
    assert columns(print_form(bordered(table(row("甲", "乙", "丙"), widths=(1000, 3000, 2000))))) == [50, 150, 100]


def test_cells_span_columns_and_rows() -> None:
    rows = (
        row(cell("甲", merge="restart").replace("</w:tcPr>", '<w:vAlign w:val="center"/></w:tcPr>'), cell("乙", span=2)),
        row(cell(merge="continue"), "丙", "丁"),
    )
    pdf = print_form(bordered(table(*rows)))
    tables = pdf.pages[0].extract_tables()
    assert tables == [[["甲", "乙", None], [None, "丙", "丁"]]]
    assert pdf.place("甲")["top"] == pytest.approx((pdf.place("乙")["top"] + pdf.place("丙")["top"]) / 2, abs=1)


def test_rows_repeat_and_merges_count_them() -> None:
    rows = (
        row(cell("甲", merge="restart"), "{%tr for 项 in 各项 %}"),
        row(cell(merge="continue"), "{{ 项.名 }}"),
        row(cell(merge="continue"), "{%tr endfor %}"),
        row("末", "尾"),
    )
    pdf = print_form(bordered(table(*rows, widths=(2000, 2000))), 各项=[{"名": "一"}, {"名": "二"}, {"名": "三"}])
    assert pdf.pages[0].extract_tables() == [[["甲", "一"], [None, "二"], [None, "三"], ["末", "尾"]]]


def test_equal_neighbours_become_one_cell() -> None:
    rows = (row("{%tr for 项 in 各项 %}", ""), row("{{ 项.类 | 合并 }}", "{{ 项.名 }}"), row("{%tr endfor %}", ""))
    data = [{"类": kind, "名": name} for kind, name in (("产出", "一"), ("产出", "二"), ("效益", "三"))]
    pdf = print_form(bordered(table(*rows, widths=(2000, 2000))), 各项=data)
    assert pdf.pages[0].extract_tables() == [[["产出", "一"], [None, "二"], ["效益", "三"]]]


def test_columns_of_a_narrative_vanish_and_the_others_take_their_place() -> None:
    text = "| 名称 | 数 | 注 |\n|---|---|---|\n{% for 项 in 各项 %}\n| {{ 项.名 }} | {{ 项.数 }} | {{ 项.注 }} |\n{% endfor %}\n"
    pdf = print_narrative(text, 各项=[{"名": "甲", "数": 1, "注": "无"}])
    assert pdf.pages[0].extract_tables() == [[["名称", "数", "注"], ["甲", "1", "无"]]]
    assert sum(columns(pdf)) == pytest.approx(442, abs=2)


def test_the_head_is_repeated_on_each_page_and_read_once() -> None:
    rows = [row("表头甲", "表头乙", header=True), *(row(f"行{number}", "值") for number in range(60))]
    pdf = print_form(bordered(table(*rows, widths=(2000, 2000))), section=SMALL)
    assert len(pdf.pages) > 2
    heads = [[char for char in page.chars if char["text"] == "头"] for page in pdf.pages]
    assert all(len(head) == 2 for head in heads)
    assert {char["tag"] for char in heads[0]} != {"Artifact"}
    assert {char["tag"] for head in heads[1:] for char in head} == {"Artifact"}


def test_a_row_that_may_not_split_goes_to_the_next_page_as_a_whole_unless_it_is_higher_than_one() -> None:
    whole = row("甲", "国" * 200).replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    fillers = "".join(row("行", "值") for _ in range(8))
    pages = print_form(bordered(table(fillers, whole, widths=(1000, 5000))), section=SMALL).pages
    assert ["国" in page.extract_text() for page in pages] == [False, True]
    higher = row("甲", "国" * 3000).replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    pdf = print_form(bordered(table(higher, widths=(1000, 5000))), section=SMALL)
    assert pdf.text.count("国") == 3000
    assert max(char["bottom"] for page in pdf.pages for char in page.chars) < 300 - 40


def test_rows_of_one_label_stay_together_unless_they_are_higher_than_a_page() -> None:
    def group(length: int) -> str:
        rows = [
            row(cell("组", merge="restart"), cell("国" * length)),
            *(row(cell(merge="continue"), cell("国" * length)) for _ in range(2)),
        ]
        return "".join(rows).replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")

    fillers = "".join(row("行", "值") for _ in range(8))
    pages = print_form(bordered(table(fillers, group(22), widths=(2000, 2000))), section=SMALL).pages
    assert ["国" in page.extract_text() for page in pages] == [False, True]
    pdf = print_form(bordered(table(group(100), widths=(2000, 2000))), section=SMALL)
    assert pdf.text.count("国") == 300
    assert max(char["bottom"] for page in pdf.pages for char in page.chars) < 300 - 40


def test_a_row_is_at_least_as_high_as_the_word_file_says() -> None:
    high = row("甲", "乙").replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="1000"/></w:trPr>')
    edges = list(print_form(bordered(table(high, row("丙", "丁"), widths=(2000, 2000)))).edges("h"))
    assert edges[1] - edges[0] == pytest.approx(50, abs=0.5)
    assert edges[2] - edges[1] < 20


def test_a_cell_stands_at_the_top_the_middle_or_the_bottom() -> None:
    def placed(name: str) -> str:
        return cell(name).replace("</w:tcPr>", f'<w:vAlign w:val="{name}"/></w:tcPr>')

    high = f"<w:tr><w:trPr><w:trHeight w:val='2000'/></w:trPr>{placed('top')}{placed('center')}{placed('bottom')}</w:tr>"
    words = {word["text"]: word["top"] for word in print_form(bordered(table(high))).pages[0].extract_words()}
    assert words["center"] - words["top"] == pytest.approx(words["bottom"] - words["center"], abs=1)
    assert words["center"] - words["top"] > 30


def test_lines_that_close_a_table_have_no_borders_of_their_own() -> None:
    none = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    bare = cell("注", span=2).replace("</w:tcPr>", f"<w:tcBorders>{none}</w:tcBorders></w:tcPr>")
    pdf = print_form(bordered(table(row("甲", "乙"), row(bare), widths=(2000, 2000))))
    assert max(edge["bottom"] for edge in pdf.pages[0].edges) < pdf.place("注")["top"] + 1


def test_long_words_break_within_a_narrow_cell_and_arrive_whole() -> None:
    address = "https://www.example.gov.cn/zwgk/czyjs/202009/t20200903_1390829.html"
    pdf = print_form(bordered(table(row("{{ 网址 }}", "{{ 邮箱 }}"), widths=(2000, 2000))), 网址=address, 邮箱="a" * 60)
    assert pdf.text == f"{address}{'a' * 60}"
    assert max(char["x1"] for char in pdf.pages[0].chars[: len(address)]) < 140
    assert max(char["x1"] for char in pdf.pages[0].chars) < 240


def test_a_caption_stands_above_its_table_and_the_words_of_an_empty_cell_are_none() -> None:
    pdf = print_narrative("题目\n{: .题注}\n\n| 甲 | 乙 |\n|---|---|\n| {{ 值 }} | |\n", 值="一")
    assert pdf.lines()[:3] == ["题目", "甲 乙", "一"]


def test_a_form_may_have_paragraphs_around_its_table() -> None:
    assert print_form(paragraph("前") + table(row("中"), widths=(2000,)) + paragraph("后")).text == "前中后"


def test_words_of_a_narratives_table_are_as_far_from_its_lines_as_in_word() -> None:
    pdf = print_narrative("| 甲 | 乙 |\n|:--|:--|\n| 丙 | 丁 |\n")
    word = pdf.place("丙")
    left = max(edge for edge in pdf.edges("v") if edge < word["x0"])
    assert word["x0"] - left == pytest.approx(4.25, abs=0.3)  # 85 twentieths, as the shell's style of tables says


@pytest.mark.parametrize("words", ["37174210.11%", "0759-3336666/3336667", "①②③④⑤⑥⑦⑧", "……………………", "‐×××××××××××", "a\"b&c<d>e\\f'g#h"])
def test_words_wider_than_their_cell_break_in_it_and_do_not_stand_in_the_next(words: str) -> None:
    body = bordered(table(row("{{ 值 }}", "{{ 值 }}%", "宽"), widths=(1000, 1000, 4000)))
    form = print_form(body, 值=words)
    assert form.text == f"{words}{words}%宽"
    narrative = print_narrative(f"| 甲 | 乙 | 丙 |\n|{'-' * 9}|{'-' * 9}|{'-' * 90}|\n| {{{{ 值 }}}} | {{{{ 值 }}}}% | 宽 |\n", 值=words)
    assert narrative.text.startswith(f"甲乙丙{words}{words}%宽")
    for pdf in (form, narrative):
        left, first, second, *_ = pdf.edges("v")
        inside, beside = (
            pdf.pages[0].crop((one, 0, other, 500)).extract_text().replace("\n", "") for one, other in ((left, first), (first, second))
        )
        assert (inside.removeprefix("甲"), beside.removeprefix("乙")) == (words, f"{words}%")


def test_a_number_that_its_cell_can_hold_stays_in_one_line() -> None:
    pdf = print_form(bordered(table(row("支出{{ 值 }}万元"), widths=(1400,))), 值="12345.67")
    assert pdf.lines() == ["支出", "12345.67万", "元"]


@pytest.mark.parametrize("words", ["1234567890" * 50, "…" * 200, "□" * 200, "é" * 200])
def test_words_wider_than_a_page_go_on_in_its_next_line(words: str) -> None:
    pdf = print_narrative("{{ 值 }}\n", 值=words)
    assert pdf.text.startswith(words)
    assert max(char["x1"] for char in pdf.pages[0].chars) < 600 - 70


@pytest.mark.parametrize("kept", ["<w:keepNext/>", "<w:keepLines/>"])
@pytest.mark.parametrize("lengths", [(1000,), (900, 100), (10, 990), (250, 250, 250, 250)])
def test_a_cell_higher_than_a_page_goes_on_though_word_is_to_keep_its_paragraphs(kept: str, lengths: tuple[int, ...]) -> None:
    paragraphs = "".join(f"<w:p><w:pPr>{kept}</w:pPr><w:r><w:t>{'国' * length}</w:t></w:r></w:p>" for length in lengths)
    high = f'<w:tr><w:tc><w:tcPr><w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc></w:tr>'
    pdf = print_form(bordered(table(row("前"), high, row("后"), widths=(6000,))), section=SMALL)
    assert pdf.text.count("国") == 1000
    assert all(char["top"] > 38 and char["bottom"] < 300 - 38 for page in pdf.pages for char in page.chars)


@pytest.mark.parametrize("above", range(8, 14))
def test_a_label_beside_rows_of_two_pages_stays_in_one_piece(above: int) -> None:
    words = "部门整体绩效产出情况"
    rows = [row(cell(words, merge="restart"), "首行"), *(row(cell(merge="continue"), f"第{number}行") for number in range(8))]
    pdf = print_form(bordered(table(*(row("前", "后") for _ in range(above)), *rows, widths=(1000, 5000))), section=SMALL)
    said = ["".join(char["text"] for char in page.chars if char["text"] in words) for page in pdf.pages]
    assert sorted(said) == ["", words]


def test_a_paragraph_higher_than_a_page_goes_on_though_word_is_to_keep_its_lines() -> None:
    kept = "<w:p><w:pPr><w:keepLines/></w:pPr><w:r><w:t>{{ 值 }}</w:t></w:r></w:p>"
    pdf = print_form(f"{paragraph('前')}{kept}{paragraph('后')}", section=SMALL, 值="国" * 1000)
    assert min(page.extract_text().count("国") for page in pdf.pages) > 100
    assert max(char["bottom"] for page in pdf.pages for char in page.chars) < 300 - 38
    fillers = paragraph("行") * 14
    assert ["国" in page.extract_text() for page in print_form(f"{fillers}{kept}", section=SMALL, 值="国" * 100).pages] == [False, True]


@pytest.mark.parametrize("settings", ["", "<w:keepNext/>"])
def test_a_cell_over_rows_that_stay_together_goes_on_if_it_is_higher_than_a_page(settings: str) -> None:
    rows = row(cell("{{ 值 }}", merge="restart"), cell("甲")) + row(cell(merge="continue"), cell("乙"))
    kept = rows.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>").replace("<w:p>", f"<w:p><w:pPr>{settings}</w:pPr>")
    joined = (row("{%tr for 项 in 各项 %}", ""), row("{{ 项.类 | 合并 }}", "{{ 项.名 }}"), row("{%tr endfor %}", ""))
    equal = "".join(joined).replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    data = [{"类": "国" * 1000, "名": name} for name in ("一", "二")]
    for body, values in ((kept, {"值": "国" * 1000}), (equal, {"各项": data})):
        pdf = print_form(bordered(table(row("前", ""), body, widths=(4000, 2000))), section=SMALL, **values)
        assert pdf.text.count("国") == 1000
        assert max(char["bottom"] for page in pdf.pages for char in page.chars) < 300 - 38
