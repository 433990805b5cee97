"""What the form prints: the narrative as a golden text, the two tables, both editions, and what is left out when it is not given.

    UPDATE_GOLDEN=1 python -m pytest tests/forms/hunan_2018/test_documents.py

writes the golden text anew; read what changed before you commit it.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.made import Made
from pipeline.document.word.xml import W
from pipeline.printing.outputs import OUTPUTS
from pipeline.printing.word_telling import tell_word_file
from pipeline.problems import has_errors
from pipeline.workspace import Workspace
from tests.forms.hunan_2018.unit_years import PUBLISHED, ROOT, changed, read

GOLDEN = Path(__file__).with_name("narrative.txt")
CLUMSY = re.compile(r"[，。；：、]{2}|（）|《》|None|【待填】|\{\{|\}\}|\{%|[（《]$|^[，。；：、）》]| 个百分点|。）。")
TABLES = ("table", "indicators")
ABROAD = "出国经费: {上年决算数: 0, 预算数: 0, 决算数: 0}"
BUILDING = "楼堂馆所: {批复规模: 1200, 实际规模: 1180, 预算投资: 480, 实际投资: 472.5}\n厉行节约保障措施:"
ROWS = "业务工作专项: {上年决算数: 938.8, 预算数: 320, 决算数: 689.16, 明细: [{项目名称: 设施改造, 上年决算数: 938.8, 预算数: 0, 决算数: 369.16}, {项目名称: 巡查, 上年决算数: 0, 预算数: 320, 决算数: 320}]}"
ONE_SUM = "业务工作专项: {上年决算数: 938.8, 预算数: 320, 决算数: 689.16}"


@cache
def compiled() -> CompiledForm:
    return compile_form(Workspace(ROOT), "hunan-2018")


def lines(name: str, changes: Mapping[str, str] = {}) -> list[str]:
    """Return what a document says, line by line and cell by cell, made from the published figures after some changes."""
    facts, problems = read(changed(PUBLISHED, changes))
    assert not has_errors(problems), [str(problem) for problem in problems]
    document = next(document for document in compiled().documents if document.spec.name == name)
    return list(tell_word_file(document.render(facts)[".docx"]).places().values())


def told(made: Made, name: str) -> list[str]:
    return list(tell_word_file(made.documents[name]).places().values())


def test_it_is_built_in_both_editions_in_word_and_html(made: Made) -> None:
    names = {f"{name}{suffix}" for name in (*TABLES, "report") for suffix in (".docx", ".html")}
    assert set(made.full.files) == set(made.public.files) == names


def test_the_whole_narrative_reads_as_the_golden_text(made: Made) -> None:
    text = "\n".join(told(made, "report.docx")) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if CLUMSY.search(line)] == []


def test_it_says_of_itself_that_it_is_invented(made: Made) -> None:
    assert any("都是虚构的" in line for line in told(made, "report.docx"))


@pytest.mark.parametrize("name", [*TABLES, "report"])
def test_word_and_html_say_the_same(made: Made, name: str) -> None:
    pages = [list(OUTPUTS[suffix].tell(made.documents[f"{name}{suffix}"]).places().values()) for suffix in (".docx", ".html")]
    assert [line for line in pages[0] if line] == [line for line in pages[1] if line]


@pytest.mark.parametrize("name", ["table.docx", "table.html", "report.docx", "report.html", "indicators.docx", "indicators.html"])
def test_names_of_persons_are_masked_in_public_and_the_office_number_is_not(made: Made, name: str) -> None:
    full, public = (
        "\n".join(OUTPUTS[Path(name).suffix].tell(files[name]).places().values()) for files in (made.full.files, made.public.files)
    )
    assert "李某某" not in public
    assert "王某某" not in public
    if name.startswith("table"):
        assert "填表人（签名）：李某某" in full
        assert "填表人（签名）：李**" in public
        assert "联系电话：0731-0000000" in public


@pytest.mark.parametrize(
    "row",
    [
        ["143", "136", "95.10%"],
        ["经费控制情况", "2017年决算数", "2018年预算数", "2018年决算数"],
        ["“三公”经费", "29.08", "63.46", "44.29"],
        ["1、公务用车购置和维护经费", "11.86", "41.46", "39.30"],
        ["公车运行维护", "11.86", "12.00", "9.84"],
        ["2、出国经费", "-", "-", "-"],
        ["1、业务工作专项", "938.80", "320.00", "689.16"],
        ["政府采购金额", "16.14", "30.66", "30.66"],
        ["部门整体支出预算调整", "——", "1922.76", "2690.62"],
    ],
)
def test_the_data_table_has_the_published_figures(made: Made, row: list[str]) -> None:
    cells = told(made, "table.docx")
    assert any(cells[start : start + len(row)] == row for start in range(len(cells)))


@pytest.mark.parametrize(
    ("name", "score"),
    [("在职人员控制率", "8"), ("“三公经费”变动率", "0"), ("预算完成率", "8"), ("预算控制率", "0"), ("公用经费控制率", "8"), ("社会公众或服务对象满意度", "6")],
)  # fmt: skip
def test_each_indicator_has_the_score_that_its_rule_gives(made: Made, name: str, score: str) -> None:
    cells = told(made, "indicators.docx")
    start = cells.index(name)
    assert cells[start + 4] == score


def test_the_scores_add_up_and_make_the_grade(made: Made) -> None:
    assert told(made, "indicators.docx")[-4:] == ["合计", "100", "自评等级：良", "84"]


@pytest.mark.parametrize(("label", "rows"), [("投入", 2), ("过程", 8), ("产出及效果", 6), ("预算管理", 6), ("履职效益", 5)])
def test_an_indicator_of_a_higher_level_is_one_cell_beside_all_of_its_own(made: Made, label: str, rows: int) -> None:
    page = made.documents["indicators.html"].decode()
    assert re.findall(r'rowspan="(\d+)"[^>]*><p[^>]*>(?:<data[^>]*>)?' + label, page) == [str(rows)]


def test_each_project_has_a_row_below_its_kind() -> None:
    cells = lines("table", {ONE_SUM: ROWS})
    start = cells.index("1、业务工作专项")
    assert cells[start : start + 12] == [
        *("1、业务工作专项", "938.80", "320.00", "689.16"),
        *("设施改造", "938.80", "-", "369.16"),
        *("巡查", "-", "320.00", "320.00"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "“三公”经费预算63.46万元，决算44.29万元，占预算的69.79%，低于预算19.17万元，上年决算29.08万元，本年和上年相比增加15.21万元，增长52.30%。"),
        ({}, "本年度没有安排因公出国（境）费，也没有发生支出。"),
        ({ABROAD: "出国经费: {上年决算数: 0, 预算数: 0, 决算数: 3}"}, "因公出国（境）费没有安排预算，决算3.00万元，上年没有支出。"),
        ({ABROAD: "出国经费: {上年决算数: 2, 预算数: 0, 决算数: 0}"}, "本年度没有安排因公出国（境）费，也没有发生支出，上年决算2.00万元。"),
        ({"        决算数: 9.84\n": "        决算数: 9\n"}, "公务用车运行维护费预算12.00万元，决算9.00万元，占预算的75%，低于预算3.00万元，上年决算11.86万元，本年和上年相比减少2.86万元，"),
        ({}, "会议费、培训费预算0.80万元，没有发生支出，上年也没有支出。"),
        ({}, "年初预算1922.76万元，调整后预算2690.62万元，本年追加预算767.86万元，预算控制率为39.94%。上年结转19.80万元，年末结余19.80万元，预算完成率为99.27%。"),
        ({"    决算数: 2690.62": "    决算数: 1922.76"}, "本年没有追加预算。"),
        ({"    决算数: 2690.62": "    决算数: 1900"}, "本年调减预算22.76万元。"),
        ({"厉行节约保障措施:": BUILDING}, "规模控制率为98.33%，比批复少20平方米，预算投资480.00万元，实际投资472.50万元，投资概算控制率为98.44%，低于概算7.50万元。"),
    ],
)  # fmt: skip
def test_each_case_has_its_own_words(changes: Mapping[str, str], sentence: str) -> None:
    said = lines("report", changes)
    assert any(sentence in line for line in said), "\n".join(said)


def test_what_is_not_given_is_left_out_and_chapters_stay_numbered() -> None:
    start, end = PUBLISHED.index("项目组织实施情况:"), PUBLISHED.index("整体支出绩效:")
    heads = [line for line in lines("report", {PUBLISHED[start:end]: ""}) if re.match(r"[一二三四五六七八九]、", line)]
    assert [head[2:] for head in heads] == [
        "部门概况",
        "部门整体支出管理及使用情况",
        "部门整体支出绩效情况",
        "存在的主要问题",
        "改进措施和有关建议",
        "其他需要说明的情况",
    ]
    assert [head[0] for head in heads] == list("一二三四五六")


@pytest.mark.parametrize(("name", "across"), [("table", False), ("indicators", True)])
def test_a_table_fills_its_page_and_repeats_its_head(made: Made, name: str, *, across: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(made.documents[f"{name}.docx"])) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    size, margin = (root.find(f".//{W}sectPr/{W}{part}") for part in ("pgSz", "pgMar"))
    assert size is not None
    assert margin is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == (("16838", "11906") if across else ("11906", "16838"))
    room = int(size.get(f"{W}w", "")) - int(margin.get(f"{W}left", "")) - int(margin.get(f"{W}right", ""))
    assert sum(int(column.get(f"{W}w", "")) for column in root.iter(f"{W}gridCol")) == room
    assert len(list(root.iter(f"{W}tblHeader"))) == (1 if across else 0)
