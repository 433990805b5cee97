"""A form drafted from a bureau's Word file: what it proposes, what it refuses, and that it builds."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.build.trials import check_form
from pipeline.document.word.package import DOCUMENT, WordPackage
from pipeline.drafting.drafted_form import Draft, draft
from pipeline.drafting.layout import grid_of
from pipeline.drafting.proposals import Proposal, proposals
from pipeline.drafting.words import slots_in
from pipeline.form.form import Form, read_form
from pipeline.form.new_year import create
from pipeline.printing.reading import package_parts
from pipeline.problems import Kind, Stop, has_errors
from pipeline.workspace import UnitYear, UsageError, Workspace
from tests.drafting.measured import dangling, document_of, emptied, spots
from tests.small_form import messages
from tests.word_files import HEAD, RELATIONSHIPS, W, cell, paragraph, related, row, table, write_word_file

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.parent.name for path in (ROOT / "templates").glob("*/table.docx"))
ENOUGH = 0.8


def begin(text: str = "", span: int = 1) -> str:
    return cell(text, merge="restart", span=span)


def below(span: int = 1) -> str:
    return cell(merge="continue", span=span)


# The layout of the national form of 2020 for projects.
NATIONAL = (
    paragraph("附件1")
    + paragraph("项目支出绩效自评表")
    + paragraph("（　　　年度）")
    + table(
        row(cell("项目名称", span=2), cell("", span=7)),
        row(cell("主管部门", span=2), cell("", span=3), "实施单位", cell("", span=3)),
        row(begin("项目资金　（万元）", 2), "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"),
        row(below(2), "年度资金总额", "", "", "", "10", "", ""),
        row(below(2), "其中：当年财政拨款", "", "", "", "—", "", "—"),
        row(below(2), "　　　其他资金", "", "", "", "—", "", "—"),
        row(begin("年度总体目标"), cell("预期目标", span=4), cell("实际完成情况", span=4)),
        row(below(), cell("", span=4), cell("", span=4)),
        row(begin("绩效指标"), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
        row(below(), begin("产出指标"), begin("数量指标"), "指标1：", "", "", "", "", ""),
        row(below(), below(), below(), "指标2：", "", "", "", "", ""),
        row(below(), below(), below(), "……", "", "", "", "", ""),
        row(below(), below(), "质量指标", "指标1：", "", "", "", "", ""),
        row(below(), "效益指标", "社会效益指标", "指标1：", "", "", "", "", ""),
        row(cell("总分", span=6), "100", "", ""),
        widths=(1000,) * 9,
    )
    + paragraph("填表人：　　　联系电话：")
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("*.schema.json"))
    (tmp_path / "data").mkdir()
    return Workspace(tmp_path)


def drafted(workspace: Workspace, body: str) -> Draft:
    return draft(workspace, write_word_file(workspace.root / "收到的表.docx", body), "probe")


def form_of(workspace: Workspace, name: str = "probe") -> Form:
    return read_form(workspace.form(name), f"templates/{name}/form.yaml")


def types(workspace: Workspace, body: str) -> dict[str, str]:
    drafted(workspace, body)
    return {field.path: field.type for field in form_of(workspace).root.leaves() if field.name not in ("年度", "单位名称")}


@pytest.mark.parametrize(("name", "has_years"), [*((name, True) for name in SHIPPED), ("hunan-2018", False)])
def test_a_shipped_form_emptied_is_proposed_again(workspace: Workspace, name: str, *, has_years: bool) -> None:
    table_file = workspace.form(name) / "table.docx"
    draft(workspace, emptied(table_file, workspace.root / "收到的表.docx", has_years=has_years), "probe")
    wanted = spots(document_of(table_file), form_of(workspace, name))
    rest = spots(document_of(workspace.form("probe") / "table.docx"), form_of(workspace))
    right = 0
    for spot in wanted:
        if found := next((other for other in rest if other[:3] == spot[:3] and other.names & spot.names), None):
            rest.remove(found)
            right += 1
    assert right >= ENOUGH * len(wanted) > 0
    assert not has_errors(check_form(workspace, "probe"))


def test_the_national_form_becomes_groups_rows_and_a_matrix(workspace: Workspace) -> None:
    found = types(workspace, NATIONAL)
    assert found["项目资金.年度资金总额.全年执行数"] == "amount"
    assert found["项目资金.当年财政拨款.执行率"] == "percent"
    assert "项目资金.当年财政拨款.得分" not in found
    assert found["年度总体目标.预期目标"] == "paragraphs"
    assert [path.rpartition(".")[2] for path in found if path.startswith("绩效指标.产出指标.数量指标")] == [
        "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
    ]  # fmt: skip
    assert {path.rpartition("[")[0] for path in found if "[" in path} == {
        "绩效指标.产出指标.数量指标", "绩效指标.产出指标.质量指标", "绩效指标.效益指标.社会效益指标",
    }  # fmt: skip
    assert form_of(workspace).root.fields["单位名称"].label == "实施单位"


def test_a_draft_has_no_errors_and_can_be_filled_at_once(workspace: Workspace) -> None:
    made = drafted(workspace, NATIONAL)
    assert (made.files, len(made.rows)) == (["form.yaml", "report.docx", "report.md", "table.docx"], 3)
    assert made.filled == ["项目资金.年度资金总额.分值", "总分.分值"]
    assert not has_errors(check_form(workspace, "probe"))
    assert workspace.data_file(UnitYear("shiju", "2022")) in create(workspace, UnitYear("shiju", "2022"), "probe")


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("2023年度自评表", "自评表"),
        ("某市2023年度自评表", "某市自评表"),
        ("自评表（2023年）", "自评表"),
        ("自评表（　　年度）", "自评表"),
        ("“十四五”规划（2021—2025年）自评表", "“十四五”规划（2021—2025年）自评表"),
    ],
)
def test_a_forms_title_is_of_no_year(workspace: Workspace, title: str, called: str) -> None:
    drafted(workspace, paragraph(title) + table(row("人数", ""), widths=(1, 1)))
    assert form_of(workspace).title == called


def test_every_guess_says_that_it_is_one(workspace: Workspace) -> None:
    drafted(workspace, NATIONAL)
    lines = (workspace.form("probe") / "form.yaml").read_text(encoding="utf-8").partition("fields:")[2].split("\n")
    assert all("# 猜测：" in line for line in lines if "type: " in line and "type: rows" not in line)


def test_what_is_a_persons_by_its_label_is_masked_and_says_so(workspace: Workspace) -> None:
    blank = row("", "", "")
    fields = table(row("联系人", ""), row("手机", ""), row("联系电话", "")) + table(row("姓名", "职务", "身份证号"), blank, blank, blank)
    drafted(workspace, fields)
    text = (workspace.form("probe") / "form.yaml").read_text(encoding="utf-8")
    assert "联系人: {type: text, private: name}   # 猜测：名称里有“联系人”；像是个人信息，公开版遮盖" in text
    assert "手机: {type: text, private: mobile}" in text
    assert "身份证号: {type: text, private: omit}" in text
    assert "联系电话: {type: text}" in text
    assert not [problem for problem in check_form(workspace, "probe") if problem.kind == Kind.UNMASKED]


def test_blank_rows_under_heads_are_rows(workspace: Workspace) -> None:
    blank = row("", "", "")
    found = types(workspace, table(row("设备名称", "数量", "金额（元）"), blank, blank, blank))
    assert {path.rpartition(".")[2]: kind for path, kind in found.items()} == {"设备名称": "text", "数量": "integer", "金额": "amount"}
    assert form_of(workspace).root.fields["设备名称明细"].type == "rows"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("□是 □否", "yes_no"), ("□优 □良 □中 □差", "choice"), ("    万元", "amount"), ("   %", "percent"), ("  个", "integer"),
        ("    年    月    日", "date"),
    ],
)  # fmt: skip
def test_what_stands_in_a_cell_says_what_it_takes(workspace: Workspace, text: str, kind: str) -> None:
    assert types(workspace, table(row("结果", text), widths=(1, 1))) == {"结果": kind}


@pytest.mark.parametrize(
    ("label", "kind"),
    [("预算执行率", "percent"), ("公开网址", "url"), ("完成时间", "date"), ("职工人数", "integer"), ("自评得分", "number"), ("项目经费", "amount"), ("负责人", "text")],
)  # fmt: skip
def test_a_label_says_what_is_beside_it(workspace: Workspace, label: str, kind: str) -> None:
    assert types(workspace, table(row(label, ""), widths=(1, 1))) == {label: kind}


def test_names_are_such_as_expressions_can_use(workspace: Workspace) -> None:
    labels = ("2017年决算数", "“三公”经费", "in", "一、基本情况", "类型", "type", "title", "年度")
    found = types(workspace, table(*(row(label, "") for label in labels), widths=(1, 1)))
    assert list(found) == ["决算数", "三公经费", "in项", "基本情况", "类型", "type项", "title项", "年度项"]


def test_the_same_label_twice_gives_two_names(workspace: Workspace) -> None:
    assert list(types(workspace, table(row("金额", "", "金额", ""), widths=(1,) * 4))) == ["金额", "金额2"]


def test_lines_outside_of_the_table_are_filled_in_their_own_letters(workspace: Workspace) -> None:
    line = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>单位：　　　填报日期：　　</w:t></w:r></w:p>"
    assert list(types(workspace, line + table(row("人数", ""), widths=(1, 1)) + paragraph("审核人：____"))) == [
        "人数",
        "填报日期",
        "审核人",
    ]
    assert form_of(workspace).root.fields["单位名称"].label == "单位"
    written = document_of(workspace.form("probe") / "table.docx").decode()
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">单位：{{ 单位名称 }}　　　填报日期：{{ 填报日期 }}</w:t>' in written
    assert "审核人：{{ 审核人 }}" in written


def test_a_column_of_measures_is_no_units_name(workspace: Workspace) -> None:
    drafted(workspace, table(row("单位", ""), widths=(1, 1)))
    assert form_of(workspace).root.fields["单位名称"].label == "单位名称"


def test_rows_under_groups_that_the_form_fixes_are_told(workspace: Workspace) -> None:
    assert drafted(workspace, NATIONAL).grouped[0] == "绩效指标.产出指标.数量指标"


def test_figures_in_cells_are_told_as_filled_in(workspace: Workspace) -> None:
    assert drafted(workspace, table(row("人数", "143", "说明", ""), widths=(1,) * 4)).filled == ["人数"]


def test_the_rest_of_the_package_and_the_looks_stay(workspace: Workspace) -> None:
    looks = "<w:rPr><w:b/></w:rPr>"
    body = table(row("人数", cell(f"<w:p><w:pPr>{looks}</w:pPr></w:p>")), widths=(1, 1))
    drafted(workspace, body)
    assert f"<w:r>{looks}<w:t>{{{{ 人数 }}}}</w:t></w:r>" in document_of(workspace.form("probe") / "table.docx").decode()


@pytest.mark.parametrize("name", [*SHIPPED, ""])
def test_a_drafted_file_and_what_is_made_with_it_are_whole(workspace: Workspace, name: str) -> None:
    from docx import Document  # noqa: PLC0415 - slow to import

    origin = workspace.root / "收到的表.docx"
    if name:
        emptied(workspace.form(name) / "table.docx", origin)
    else:  # with properties and comments, which are left behind
        core = ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
        listing = related(core, ("extended-properties", "docProps/app.xml"), listing=RELATIONSHIPS)
        extra = {"_rels/.rels": listing, "docProps/core.xml": "<x/>", "docProps/app.xml": "<x/>", "word/comments.xml": "<x/>"}
        extra["word/_rels/document.xml.rels"] = related(("comments", "comments.xml"))
        write_word_file(origin, NATIONAL, extra)
    made = draft(workspace, origin, "probe")
    for file in (made.folder / name for name in made.files if name.endswith(".docx")):
        Document(str(file))
        parts = package_parts(file, file.name, draft=False)
        finished = WordPackage(parts, [DOCUMENT]).write({DOCUMENT: parts[DOCUMENT].decode()}, "自评表", "市信访局")
        Document(io.BytesIO(finished))
        assert dangling(file.read_bytes()) == dangling(finished) == set()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (paragraph("只有文字"), "没有表格，起草不了"),
        (table(row("甲", "乙"), widths=(1, 1)), "没有找到可以填写的空格"),
        (table(row("甲", "{{ 乙 }}"), widths=(1, 1)), "里面已经写有标记"),
        (table(row("甲", cell(table(row("乙", "")) + "<w:p/>")), widths=(1, 1)), "表格里不能再套表格"),
        (
            table(row("甲", ""), widths=(1, 1)) + "<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>",
            "含有文本框",
        ),
    ],
)
def test_what_no_form_can_be_made_of_is_refused_in_a_sentence(workspace: Workspace, body: str, said: str) -> None:
    with pytest.raises(Stop) as stop:
        drafted(workspace, body)
    assert said in messages(stop.value)[0]
    assert not workspace.form("probe").exists()


@pytest.mark.parametrize("name", ["表.doc", "表.pdf", "表.xlsx", "没有.docx"])
def test_what_is_no_word_file_is_refused(workspace: Workspace, name: str) -> None:
    path = workspace.root / name
    if not name.startswith("没有"):
        path.write_bytes(b"%PDF-1.4 or else")
    with pytest.raises(Stop) as stop:
        draft(workspace, path, "probe")
    assert messages(stop.value)[0].startswith(f"{name}: ")


def test_macros_are_refused(workspace: Workspace) -> None:
    extra = {"_rels/.rels": related(("vbaProject", "word/vba.bin"), listing=RELATIONSHIPS), "word/vba.bin": "x"}
    path = write_word_file(workspace.root / "表.docx", table(row("甲", ""), widths=(1, 1)), extra)
    with pytest.raises(Stop, match="宏"):
        draft(workspace, path, "probe")


def test_a_form_that_is_there_is_not_touched(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="已经有了，没有改动它"):
        draft(workspace, workspace.root / "表.docx", SHIPPED[0])


@pytest.mark.parametrize("name", ["../x", "湖南", "common", "", "A"])
def test_a_name_that_is_no_folders_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(UsageError, match="表名"):
        draft(workspace, workspace.root / "表.docx", name)


CELLS = st.sampled_from(
    ["", "金额", "人数：", "  万元", "10", "指标1：", "……", "□是 □否", "—", "合计", "姓名：   电话：", "（清单）", "年  月  日"]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_whatever_a_table_says_each_cell_is_proposed_once(rows: list[tuple[str, ...]]) -> None:
    xml = table(*(row(*texts) for texts in rows), widths=(1,) * 4)
    root = etree.fromstring(f"{HEAD}<w:document {W}>{xml}</w:document>".encode())
    found = [proposal for proposal in proposals(grid_of(root[0])) if isinstance(proposal, Proposal) and proposal.slot is None]
    assert len({id(proposal.box.element) for proposal in found}) == len(found)


@pytest.mark.parametrize("text", ["甲" * 400_000, " " * 400_000, "甲：" * 200_000, "年 月 日" * 1_000, "□是" * 100_000, "_" * 400_000])
def test_no_text_takes_long_to_read(text: str) -> None:
    assert len(slots_in(text)) <= len(text)
