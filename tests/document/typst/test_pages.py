"""The page is that of the Word file: paper, margins, lines, what stands above and below the text."""

from __future__ import annotations

import pytest

from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.word.unpacking import unpack
from tests.document.typst.printed_pdf import SHELL, print_form, print_narrative, printed
from tests.word_files import HEAD, W, paragraph, row, table

MM = 72 / 25.4
NUMBER = (
    "<w:r><w:t>第</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{} </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>页</w:t></w:r>"
)
SIMPLE = "<w:r><w:t>共</w:t></w:r><w:fldSimple w:instr=' NUMPAGES '><w:r><w:t>9</w:t></w:r></w:fldSimple><w:r><w:t>页</w:t></w:r>"


def margin_parts(**files: str) -> dict[str, bytes]:
    """Return headers and footers as the parts of a Word file, with the list that names them by the same ids."""
    kinds = {name: ("hdr", "header") if name.startswith("header") else ("ftr", "footer") for name in files}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<Relationship Id="{name}" Type="{office}/{kinds[name][1]}" Target="{name}.xml"/>' for name in files)
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    parts = {f"word/{name}.xml": f"{HEAD}<w:{kinds[name][0]} {W}><w:p>{body}</w:p></w:{kinds[name][0]}>" for name, body in files.items()}
    settings = f"<w:settings {W}><w:evenAndOddHeaders/></w:settings>"
    return {
        name: text.encode() for name, text in {**parts, "word/_rels/document.xml.rels": relations, "word/settings.xml": settings}.items()
    }


def section(references: str, more: str = "") -> str:
    """Return a section of a small page that has headers and footers."""
    names = "".join(
        f'<w:{kind}Reference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="{pages}" r:id="{name}"/>'
        for kind, pages, name in (reference.split(":") for reference in references.split())
    )
    size = '<w:pgSz w:w="6000" w:h="4000"/><w:pgMar w:top="1000" w:right="600" w:bottom="1000" w:left="800" w:header="300" w:footer="200"/>'
    return f"<w:sectPr>{names}{size}{more}</w:sectPr>"


def test_a_page_of_gb_t_9704_has_22_lines_of_28_characters() -> None:
    pdf = print_narrative(f"{'国' * (26 + 28 * 43)}\n")
    assert [len(page.chars) for page in pdf.pages[:2]] == [28 * 22 - 2 + 5, 28 * 22 + 5]  # two empty, and — 1 —
    assert [len(line) for line in pdf.lines(1)[:22]] == [28] * 22
    first, last = pdf.pages[1].chars[0], pdf.pages[1].chars[28 * 22 - 1]
    assert first["x0"] == pytest.approx(28 * MM, abs=0.5)
    assert last["x1"] == pytest.approx((210 - 26) * MM, abs=1.5)
    assert [pdf.pages[0].width, pdf.pages[0].height] == pytest.approx([210 * MM, 297 * MM], abs=0.1)


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones_one_character_in() -> None:
    pdf = print_narrative("一\n\n---\n\n二\n\n---\n\n三\n")
    odd, even, third = (page.extract_words()[-3:] for page in pdf.pages)
    assert [" ".join(word["text"] for word in words) for words in (odd, even, third)] == ["— 1 —", "— 2 —", "— 3 —"]
    assert odd[-1]["x1"] == pytest.approx((210 - 26) * MM - 14, abs=1) == third[-1]["x1"]
    assert even[0]["x0"] == pytest.approx(28 * MM + 14, abs=1)


def test_margins_paper_and_turned_paper_are_those_of_the_word_file() -> None:
    turned = (
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:left="1480" w:gutter="20"/></w:sectPr>'
    )
    pdf = print_form(paragraph("国"), section=turned)
    assert (round(pdf.pages[0].width), round(pdf.pages[0].height)) == (842, 595)
    assert pdf.place("国")["x0"] == pytest.approx(75, abs=0.5)


def test_headers_and_footers_print_values_and_page_numbers_and_are_no_part_of_what_is_read() -> None:
    parts = margin_parts(header1="<w:r><w:t>{{ 值 }}</w:t></w:r>", footer1=NUMBER.format("PAGE") + SIMPLE)
    references = "header:default:header1 footer:default:footer1 header:even:header1 footer:even:footer1"
    pdf = print_form(paragraph("甲") * 30, section=section(references), parts=parts, 值="页眉")
    pages = len(pdf.pages)
    for number in range(1, pages + 1):
        lines = pdf.lines(number - 1)
        assert (lines[0], lines[-1]) == ("页眉", f"第{number}页共{pages}页")
        artifacts = [char for char in pdf.pages[number - 1].chars if char["tag"] == "Artifact"]
        assert {char["text"] for char in artifacts} == set(f"页眉第{number}页共{pages}页")
    assert pdf.place("页眉")["top"] == pytest.approx(15, abs=5)


def test_the_first_page_and_even_pages_may_have_footers_of_their_own() -> None:
    parts = margin_parts(footer1="<w:r><w:t>奇</w:t></w:r>", footer2="<w:r><w:t>偶</w:t></w:r>", footer3="<w:r><w:t>首</w:t></w:r>")
    references = "footer:default:footer1 footer:even:footer2 footer:first:footer3"
    pdf = print_form(paragraph("甲") * 30, section=section(references, "<w:titlePg/>"), parts=parts)
    assert [pdf.lines(page)[-1] for page in range(3)] == ["首", "偶", "奇"]


def test_pages_are_counted_from_where_the_word_file_begins() -> None:
    parts = margin_parts(footer1=NUMBER.format("PAGE"), footer2=NUMBER.format("PAGE"))
    references = "footer:default:footer1 footer:even:footer2"
    pdf = print_form(paragraph("甲") * 30, section=section(references, '<w:pgNumType w:start="5"/>'), parts=parts)
    assert [pdf.lines(page)[-1] for page in range(2)] == ["第5页", "第6页"]


def test_each_page_of_a_draft_says_so_outside_of_what_is_read() -> None:
    pdf = print_narrative("一\n\n---\n\n二\n", draft=True)
    for page in pdf.pages:
        mark = [char for char in page.chars if char["text"] in "草稿未经审核，不得报送"]
        assert "".join(char["text"] for char in mark) == "草稿未经审核，不得报送"
        assert {char["tag"] for char in mark} == {"Artifact"}
    assert [page.extract_text().split("\n")[0] for page in print_narrative("一\n\n---\n\n二\n").pages] == ["一", "二"]


def test_lines_of_an_exact_height_are_that_far_apart_and_others_as_far_as_their_letters_need() -> None:
    def pitch(spacing: str) -> float:
        pdf = print_form(paragraph("甲", properties=spacing) + paragraph("乙", properties=spacing))
        return float(pdf.place("乙")["top"] - pdf.place("甲")["top"])

    assert pitch('<w:spacing w:line="600" w:lineRule="exact"/>') == pytest.approx(30)
    assert pitch('<w:spacing w:line="600" w:lineRule="atLeast"/>') == pytest.approx(30)
    assert 10 < pitch('<w:spacing w:line="100" w:lineRule="atLeast"/>') < 16
    assert pitch('<w:spacing w:line="300" w:lineRule="exact" w:before="100" w:after="200"/>') == pytest.approx(30)


def test_indents_are_those_of_the_word_file() -> None:
    def left(indent: str, align: str = "left") -> float:
        properties = f'<w:ind {indent}/><w:jc w:val="{align}"/>'
        return float(print_form(paragraph("国", properties=properties)).place("国")["x0"] - 40)

    assert left('w:left="400"') == pytest.approx(20)
    assert left('w:left="400" w:firstLine="200"') == pytest.approx(30)
    assert left('w:left="400" w:hanging="200"') == pytest.approx(10)
    assert left('w:firstLineChars="200" w:firstLine="1"') == pytest.approx(20)
    assert left('w:right="600"', "right") == pytest.approx(1550 - 80 - 30 - 10)


def test_letters_have_the_size_the_boldness_and_the_colour_that_the_word_file_gives_them() -> None:
    looks = '<w:rPr><w:b/><w:color w:val="C00000"/><w:sz w:val="44"/></w:rPr>'
    pdf = print_form(f"<w:p><w:r><w:t>甲</w:t></w:r><w:r>{looks}<w:t>乙</w:t></w:r></w:p>")
    usual, own = pdf.place("甲"), pdf.place("乙")
    assert (usual["size"], own["size"]) == (10, 22)
    assert ("Bold" in own["fontname"], "Bold" in usual["fontname"]) == (True, False)
    assert own["non_stroking_color"] == pytest.approx((0xC0 / 255, 0, 0), abs=0.01)


def test_a_right_tab_takes_what_follows_to_the_right_edge() -> None:
    tabbed = "<w:p><w:pPr><w:tabs><w:tab w:val='right' w:pos='29400'/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>"
    pdf = print_form(tabbed)
    assert pdf.text == "甲 乙"
    assert pdf.place("乙")["x1"] == pytest.approx(1550 - 40, abs=1)


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page() -> None:
    pdf = print_narrative(f"{'国' * (26 + 28 * 20)}\n\n# 标题\n\n正文\n")
    assert "标题" not in pdf.pages[0].extract_text()
    assert pdf.lines(1)[:2] == ["一、标题", "正文"]


def test_headings_that_skip_a_level_or_begin_with_a_lower_one_are_printed_all_the_same() -> None:
    assert print_narrative("## 甲\n\n一\n\n# 乙\n\n### 丙\n\n二\n").lines()[:5] == ["（一）甲", "一", "一、乙", "1.丙", "二"]


def test_a_page_break_begins_a_page() -> None:
    assert [page.extract_text().split("\n")[0] for page in print_narrative("甲\n\n---\n\n乙\n").pages] == ["甲", "乙"]


def test_a_form_may_begin_on_paper_that_lies_on_its_side() -> None:
    def paper(width: int, height: int, kind: str = "") -> str:
        edges = "".join(f' w:{side}="800"' for side in ("top", "right", "bottom", "left", "header", "footer"))
        return f'<w:sectPr>{kind}<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar{edges}/></w:sectPr>'

    lying, standing = (16838, 11906), (11906, 16838)
    goes_on = '<w:type w:val="continuous"/>'
    body = (
        table(row("{{ 值 }}"), widths=(15000,))
        + f"<w:p><w:pPr>{paper(*lying)}</w:pPr></w:p>"
        + paragraph("乙")
        + f"<w:p><w:pPr>{paper(*standing)}</w:pPr></w:p>"
        + paragraph("丙")
    )
    pdf = print_form(body, section=paper(*standing, goes_on), 值="国" * 60)
    assert [(round(page.width), round(page.height)) for page in pdf.pages] == [(842, 595), (595, 842)]
    assert [page.extract_text().split("\n") for page in pdf.pages] == [["国" * 60], ["乙", "丙"]]
    whole = table(row("国" * 2600), widths=(9000,)).replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    low = print_form(f"{whole}<w:p><w:pPr>{paper(*lying)}</w:pPr></w:p>{paragraph('尾')}", section=paper(*standing))
    assert max(char["bottom"] for char in low.pages[0].chars) < 595 - 38


def test_a_form_breaks_pages_where_its_word_file_does() -> None:
    by_hand = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    before = "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>"
    behind = '<w:p><w:r><w:t>丁</w:t><w:br w:type="page"/></w:r></w:p>'
    pdf = print_form(f"{paragraph('甲')}{by_hand}{table(row('乙'))}{before}{behind}{paragraph('戊')}")
    assert [page.extract_text() for page in pdf.pages] == ["甲", "乙", "丙\n丁", "戊"]


def test_a_chart_is_no_higher_than_a_page_that_lies_on_its_side() -> None:
    rows = "".join(f"| 项目{number} | {{{{ 数 }}}} |\n" for number in range(25))
    tree = markdown_reader.read(f"题目\n{{: .题注}}\n\n| 名称 | 数 |\n|---|---|\n{rows}{{: .横条}}\n", "report.md")
    parts = unpack(SHELL, "report.docx")
    body = parts["word/document.xml"].replace(b'w:w="11906" w:h="16838"', b'w:w="16838" w:h="11906"')
    pdf = printed(tree, parts | {"word/document.xml": body}, {"数": 3})
    assert len(pdf.pages) == 2
    assert all(char["bottom"] < page.height - 30 for page in pdf.pages for char in page.chars)


def test_text_begins_below_a_header_and_ends_above_a_footer_that_want_more_room_than_the_margin() -> None:
    lines = "".join("</w:p><w:p>" + f"<w:r><w:t>{number}行</w:t></w:r>" for number in range(3))
    parts = margin_parts(header1=f"<w:r><w:t>眉</w:t></w:r>{lines}", footer1=f"<w:r><w:t>脚</w:t></w:r>{lines}")
    pdf = print_form(paragraph("国") * 12, section=section("header:default:header1 footer:default:footer1"), parts=parts)
    for page in pdf.pages[::2]:  # even ones have none
        own = [char for char in page.chars if char["text"] == "国"]
        others = [char for char in page.chars if char["text"] in "眉脚行"]
        above, below = (char for char in others if char["text"] in "眉脚")
        assert own[0]["top"] > max(char["bottom"] for char in others if char["top"] < own[0]["top"])
        assert own[-1]["bottom"] < min(char["top"] for char in others if char["top"] > own[0]["top"])
        assert (above["top"] < 20, below["bottom"] > 140) == (True, True)
