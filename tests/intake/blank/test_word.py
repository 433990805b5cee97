"""The empty Word form: labels and units stand, places for values are empty, marked, and explained where they need it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.document.word.package import DOCUMENT
from pipeline.document.word.xml import NAMESPACE, W, paragraph_text
from pipeline.form.form import DocumentSpec, Form
from pipeline.intake.blank.openings import Known, blank_facts
from pipeline.intake.blank.printed import print_blank
from pipeline.intake.blank.word import blank_word_file
from pipeline.intake.blueprints.drawing import blueprint_of
from pipeline.intake.blueprints.marks import mark_names
from pipeline.language.values import Lines, Value, Words
from pipeline.printing.word_telling import tell_word_file
from tests.small_form import FIELDS, ROOT, form_in
from tests.word_files import cell, paragraph, row, table, write_word_file

LAYOUT = ROOT / "templates" / "site"
NAMES = {"w": NAMESPACE, "w14": "http://schemas.microsoft.com/office/word/2010/wordml"}
Made = Callable[..., bytes]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """Return the small form, with a hint and an answer more."""
    fields = FIELDS.replace("在职人数: {type: integer, unit: 名}", "在职人数: {type: integer, unit: 名, hint: 年末的人数}")
    return form_in(tmp_path_factory.mktemp("forms") / "small", fields)


@pytest.fixture
def made(form: Form) -> Made:
    """Return what makes the empty Word file of a form with a body, and what it says already."""

    def make(body: str, year: int | None = None, **known: Value) -> bytes:
        spec = DocumentSpec("table", "小表", write_word_file(form.folder / "table.docx", body))
        blank = print_blank(spec, form, LAYOUT, Known(year, known))
        return blank_word_file(blank, blueprint_of(form, spec, blank.read.tree))

    return make


def document(data: bytes) -> etree._Element:
    """Return the main part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(DOCUMENT))


def cells(data: bytes) -> list[str]:
    """Return what each cell of a Word file says, blanks that cannot break as _."""
    found = document(data).iter(f"{W}tc")
    return ["\n".join(map(paragraph_text, each.iter(f"{W}p"))).replace("\xa0", "_") for each in found]


def comments(data: bytes) -> list[str]:
    """Return the comments of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/comments.xml"))
    return ["\n".join(map(paragraph_text, each.iter(f"{W}p"))) for each in root]


def test_a_unit_stands_behind_the_room_for_its_figure(made: Made) -> None:
    (said,) = cells(made(table(row("{{ 在职人数 }}{% if 在职人数 is not 不涉及 %} 名{% endif %}"))))
    assert re.fullmatch("_+ 名", said)


def test_in_a_cell_of_a_value_alone_nothing_stands_but_what_the_bookmark_holds_on_to(made: Made) -> None:
    assert cells(made(table(row("人数", "{{ 在职人数 }}")))) == ["人数", " "]


def test_each_place_has_the_bookmark_of_its_blank(made: Made, form: Form) -> None:
    body = table(row("{{ 单位名称 }}", "{{ 在职人数 }}", "{{ 三公经费.控制率 }}"))
    root = document(made(body))
    spec = DocumentSpec("table", "小表", form.folder / "table.docx")
    names = {
        hole.path: name for hole, name in mark_names(blueprint_of(form, spec, print_blank(spec, form, LAYOUT, Known()).read.tree)).items()
    }
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert marks == [names["单位名称"], names["在职人数"]]


def test_rows_stand_there_empty_each_with_its_own_bookmarks(made: Made) -> None:
    loop = ("{%tr for 项 in 项目支出明细 %}", ""), ("{{ 项.项目名称 }}", "{{ 项.支出数 }}"), ("{%tr endfor %}", "")
    root = document(made(table(*(row(*cells) for cells in loop))))
    marks = [mark.get(f"{W}name", "") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(list(root.iter(f"{W}tr"))) == 5
    assert len(set(marks)) == 10
    assert {mark.rpartition("_")[2] for mark in marks[2:]} == {"2", "3", "4", "5"}


def test_a_question_has_a_box_behind_each_answer(made: Made) -> None:
    data = made(table(row(cell("{{ 是否公开 | 勾选 }}", width=5000))))
    assert cells(data) == ["是☐ 否☐"]
    assert document(data).xpath("count(//w14:checkbox)", namespaces=NAMES) == 2


def test_in_a_narrow_cell_each_answer_has_its_line(made: Made) -> None:
    (narrow,) = document(made(table(row(cell("{{ 是否公开 | 勾选 }}", width=500))))).iter(f"{W}tc")
    assert len(list(narrow.iter(f"{W}br"))) == 1


def test_a_choice_is_a_list_to_choose_from(made: Made) -> None:
    offered = document(made(table(row("{{ 单位性质 }}")))).iter(f"{W}listItem")
    assert [item.get(f"{W}value") for item in offered] == ["行政机关", "事业单位"]


def test_a_computed_cell_is_shaded_and_empty(made: Made) -> None:
    data = made(table(row("控制率", "{{ 三公经费.控制率 }}")))
    shades = [each.find(f"{W}tcPr/{W}shd") is not None for each in document(data).iter(f"{W}tc")]
    assert (cells(data), shades) == (["控制率", ""], [False, True])
    assert "灰色的格由程序计算，不用填。" in comments(data)[0]


def test_of_branches_the_first_stands_there(made: Made) -> None:
    text = "{% if 在职人数 is 数字 %}{{ 在职人数 }} 名{% else %}—{% endif %}"
    assert re.fullmatch("_+ 名", cells(made(table(row(text))))[0])


def test_without_a_year_there_is_room_for_it_and_for_the_year_before(made: Made) -> None:
    body = table(row("{{ 年度 }}年", "{{ 年度 - 1 }}年决算数"))
    assert cells(made(body)) == ["　　年", "　　年决算数"]
    assert cells(made(body, 2021)) == ["2021年", "2020年决算数"]


def test_what_is_known_of_the_unit_stands_there(made: Made) -> None:
    body = table(row("{{ 单位名称 }}", "{{ 单位性质 }}", "{% for 段 in 部门职能 %}{{ 段 }}{% endfor %}"))
    known = {
        "单位名称": Words("某县某局", "单位名称"),
        "单位性质": Words("事业单位", "单位性质"),
        "部门职能": Lines([Words("监管。", "部门职能[1]")]),
    }
    assert cells(made(body, 2020, **known)) == ["某县某局", "事业单位", "监管。"]


def test_words_that_lead_in_to_a_text_stand_before_its_place(made: Made) -> None:
    said = cells(made(table(row("{{ 部门职能 }}", '{{ 单位名称 | 另述("名称") }}{{ 重点任务 | 另述("任务") }}'))))
    assert said[1] == "名称： 任务： "


def test_paragraphs_that_a_template_loops_over_have_a_place(made: Made) -> None:
    body = paragraph("{%p for 段 in 部门职能 %}") + paragraph("{{ 段 }}") + paragraph("{%p endfor %}") + table(row("完"))
    assert len(list(document(made(body)).iter(f"{W}bookmarkStart"))) == 1


def test_comments_explain_once_and_name_nobody(made: Made) -> None:
    data = made(table(row("{{ 在职人数 }}", "{{ 在职人数 }}", "{{ 填报日期 }}")))
    assert comments(data)[1:] == ["年末的人数"]
    assert "日期写年月日，如 2021年6月1日。" in comments(data)[0]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        said = package.read("word/comments.xml").decode()
    assert set(re.findall('w:author="(.*?)"', said)) == {"填表说明"}
    assert "w:date" not in said


def test_the_file_says_what_the_form_says_and_the_same_bytes_each_time(made: Made) -> None:
    body = paragraph("一张表") + table(row("单位", "{{ 单位名称 }}"))
    first = made(body)
    assert "一张表" in tell_word_file(first).text
    assert made(body) == first


def test_there_is_no_macro_no_address_and_no_mark_left(made: Made) -> None:
    data = made(table(row("{{ 公开网址 }}", "{{ 完成率 }}")))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
        assert not re.search("[\ufdd0-\ufdef]|填\ufddb", package.read(DOCUMENT).decode())
        assert "External" not in "".join(package.read(name).decode() for name in package.namelist() if Path(name).suffix == ".rels")


@pytest.mark.parametrize("text", ['{{ 在职人数 if 在职人数 is 数字 else "—" }} 名', '{{ 在职人数 ~ " 名" }}', "{{ (在职人数) }} 名"])
def test_of_an_expression_around_a_value_the_value_has_its_place(made: Made, text: str) -> None:
    data = made(table(row(text)))
    assert re.fullmatch("[_ ]+ 名", cells(data)[0])
    assert len(list(document(data).iter(f"{W}bookmarkStart"))) == 1


def test_a_sum_has_no_place(made: Made) -> None:
    assert cells(made(table(row("合计", "{{ 在职人数 + 完成率 }}")))) == ["合计", ""]


def test_the_title_says_what_is_known(made: Made) -> None:
    assert paragraph_text(next(document(made(paragraph("{{ title }}"))).iter(f"{W}p"))) == "小表"


def test_rows_within_rows_are_fewer(tmp_path: Path) -> None:
    form = form_in(tmp_path / "small", "\n一级:\n  type: rows\n  fields:\n    名称: text\n    二级: {type: rows, fields: {指标: text}}\n")
    root = blank_facts(form, Known(), 5).root
    assert [len(row.rows("二级")) for row in root.rows("一级")] == [3] * 5
