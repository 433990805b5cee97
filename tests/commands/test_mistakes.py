"""What a clerk does to the sample's data file, and what is said about it: at which line, in which sentence, and what to do.

Where the advice is an edit, following it to the letter leads back to a file without that problem.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.commands.checking import look_at
from pipeline.problems import Problem
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import ROOT

SAMPLE = (ROOT / "data" / "xinfang" / "2020.yaml").read_text(encoding="utf-8")
AMOUNT = "    应申报金额: 319.86\n"
TEXT = "制度措施建立情况: 财务管理制度、"
REASON = "  未完成原因分析: 无\n"
EFFECT = "  社会经济环境效益: 2020年，"
URL = "公开网址: https://www.zhanjiang.gov.cn/zisfw"
QUOTE = '请给整段内容加半角引号，例如 "……"；里面的引号用“ ”'
PAIR = "在内容末尾补上同样的引号，或删去开头的引号"
PROSE = "这一行没有名称，像是上面那段文字的下一行"
JOIN = "接到上一行末尾；要分段的，每段（连同第一段）另起一行，比名称多空两格，前加“- ”"
NO_NAME, NAME_IT = "这一行缺少名称或冒号", "写成“名称: 内容”；是上面文字的下一行，就接到上一行末尾"
PASTED, ONE_EACH = "这一行像是从表格里粘贴来的", "写成“名称: 内容”，一行一项"
NO_DASH = "改成半角的“-”加一个空格"
DASHED = ("这一行不能以“- ”开头", "名称前面不加“- ”；列表写在“名称:”下面，多空两格")
LIKE = "改为前面空 {} 格，与同组各行对齐"
FOLDED = ("写成了 3 行，会接成一段，接处印出空格", "是一段的，接成一行；是几段的，每段前面加“- ”")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("ziping")
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    return Workspace(root)


def said(workspace: Workspace, text: str) -> list[Problem]:
    """Return what is said of a text that is not said of the sample."""
    path: Path = workspace.data_file(UnitYear("xinfang", "2020"))
    known = set()
    for content in (SAMPLE, text):
        path.write_text(content, encoding="utf-8")
        problems = look_at(workspace, UnitYear("xinfang", "2020")).problems
        if content is SAMPLE:
            known = {(problem.kind, problem.message, problem.path) for problem in problems}
    return [problem for problem in problems if (problem.kind, problem.message, problem.path) not in known]


def changed(old: str, new: str) -> str:
    assert SAMPLE.count(old) >= 1
    return SAMPLE.replace(old, new, 1)


# What it is, what is replaced by what, the line, the message and the hint.
Row = tuple[str, str, str, int, str, str]
MISTAKES: list[Row] = [
    # indentation
    ("lost", AMOUNT, "应申报金额: 319.86\n", 12, "这一行前面少空了 4 格", LIKE.format(4)),
    ("lost in part", AMOUNT, "  应申报金额: 319.86\n", 12, "这一行前面少空了 2 格", LIKE.format(4)),
    ("one too few", AMOUNT, "   应申报金额: 319.86\n", 12, "这一行前面少空了 1 格", LIKE.format(4)),
    ("one too many", AMOUNT, "     应申报金额: 319.86\n", 12, "这一行前面多空了 1 格", LIKE.format(4)),
    ("two too many", AMOUNT, "      应申报金额: 319.86\n", 12, "这一行前面多空了 2 格", LIKE.format(4)),
    ("first of a group too deep", "      预算安排数: 9\n", "        预算安排数: 9\n", 77, "这一行前面多空了 2 格", LIKE.format(6)),
    ("first of a group not deep", "      预算安排数: 9\n", "    预算安排数: 9\n", 77, "这一行前面少空了 2 格", LIKE.format(6)),
    ("a group's heading lost", "  项目绩效目标:\n", "项目绩效目标:\n", 10, "表中没有“项目绩效目标”这一项", "应写在“绩效目标情况”下面，比它多空两格"),
    ("full-width spaces", AMOUNT, "　　应申报金额: 319.86\n", 12, "缩进用了全角空格", "请改用半角空格，每级两个"),
    ("a group below a blank", f"{REASON}  项目", "  未完成原因分析:\n    项目", 10, "“项目绩效目标”缩进得太多，成了它的内容",
     "应写在“绩效目标情况”下面，比它多空两格：把它和下面几行前面的空格减少"),
    # names and colons
    ("a name deleted", AMOUNT, "    : 319.86\n", 12, "冒号前面缺少名称", "补上名称，写成“名称: 内容”"),
    ("only a figure left", AMOUNT, "    319.86\n", 12, NO_NAME, NAME_IT),
    ("only a word left", REASON, "  无\n", 9, NO_NAME, NAME_IT),
    ("only a figure left, first of its group", "    应申报项目数: 17\n", "    17\n", 11, NO_NAME, NAME_IT),
    ("no colon", AMOUNT, "    应申报金额 319.86\n", 12, NO_NAME, NAME_IT),
    ("an equals sign", AMOUNT, "    应申报金额=319.86\n", 12, NO_NAME, NAME_IT),
    ("two colons", TEXT, "制度措施建立情况: 制度: 财务管理制度、", 19, "一行里有两个冒号", QUOTE),
    ("a dash before a name", "\n绩效目标情况:", "\n- 绩效目标情况:", 6, *DASHED),
    ("twice", AMOUNT, f"{AMOUNT}    应申报金额: 320\n", 13, "“应申报金额”重复，第 12 行已经写过", "请删去其中一处"),
    # signs at the beginning of a text
    *((f"begins with {sign}", TEXT, f"制度措施建立情况: {sign}财务管理制度、", 19, f"内容不能以 {sign} 开头", QUOTE) for sign in "[{%@`*&!,"),
    ("a bracket closed", TEXT, "制度措施建立情况: [2020]财务管理制度、", 19, "内容不能以 [ 开头", QUOTE),
    ("a number sign", "  有关资料清单: 发票", "  有关资料清单: #1 发票", 45, "“#1 发票、合同、验收单”起是注释，这一项等于没有填", "是正文的，给整段加半角引号"),
    ("a number sign inside", TEXT, f"{TEXT}改造 #3 楼、", 19, "空格后的 # 表示注释，从“#3 楼、固定资产”起不会读入", "是正文请给整段加引号，是注释请在 # 后空一格"),
    ("a lone number sign inside", TEXT, f"{TEXT}改造 # 3 楼、", 19, "“# 3 楼、固定资产管理制”起是注释，不会印出来",
     "是正文的，给整段加半角引号；是注释的，# 前面空两格"),
    # quotation marks
    ("a mark at the beginning", TEXT, '制度措施建立情况: "财务管理制度、', 19, "引号没有成对", PAIR),
    ("a mark at the end", "政府采购管理制度\n", '政府采购管理制度"\n', 19, "半角引号没有成对", "删去多余的引号；里面的引号用“ ”"),
    ("a mark that another line closes", f"{REASON}", '  未完成原因分析: "无\n  说明: "已核对"\n', 9, "引号没有成对", PAIR),
    # paragraphs and lists
    *((f"the bullet {sign}", EFFECT, f"  社会经济环境效益:\n    {sign} 2020年，", 97, f"“{sign}”不能代替“-”", NO_DASH) for sign in "—–·•●－"),
    ("the bullet *", EFFECT, "  社会经济环境效益:\n    * 2020年，", 97, "列表不能用这个符号开头", NO_DASH),
    ("a paragraph pasted at the margin", EFFECT, f"{EFFECT}第一行\n第二行，接着写\n在", 97, PROSE, JOIN),
    ("a pasted line with a colon", EFFECT, f"{EFFECT}第一行\n二是：接着写\n在", 97, NO_NAME, NAME_IT),
    ("a paragraph pasted deeper", EFFECT, f"{EFFECT}第一行\n    第二行\n    在", 96, *FOLDED),
    ("items whose name is lost", EFFECT, "  - 2020年，", 96, *DASHED),
    # what was pasted, or left by another program
    ("a row of a Word table", AMOUNT, "    应申报金额\t319.86\t万元\n", 12, PASTED, ONE_EACH),
    ("rows of a Word table", f"    应申报项目数: 17\n{AMOUNT}", "    应申报项目数\t17\n    应申报金额\t319.86\n", 11, PASTED, ONE_EACH),
    ("a row with bars", AMOUNT, "    | 应申报金额 | 319.86 |\n", 12, "“|”或“>”后面不能接着写内容", "内容另起一行，多缩进两格；文字以 | 或 > 开头时请加引号"),
    ("two versions", AMOUNT, f"<<<<<<< HEAD\n{AMOUNT}=======\n    应申报金额: 320\n>>>>>>> other\n", 12, "这里并存着两个版本的内容",
     "留下对的一个版本，删去另一个和 <<<<<<<、=======、>>>>>>> 开头的三行"),
    ("a line of dashes", "\n绩效目标情况:", "\n----------\n绩效目标情况:", 6, "这一行只有符号", "请删去"),
    ("dots", AMOUNT, f"...\n{AMOUNT}", 12, "一个文件只能有一份数据", "请删去多余的“---”或“...”，或把另一份另存为一个文件"),
    # values
    ("an address without its beginning", URL, "公开网址: www.zhanjiang.gov.cn/zisfw", 24, "应填网址，现为“www.zhanjiang.gov.cn…”",
     "网址以 http:// 或 https:// 开头，从浏览器地址栏复制"),
    ("an inner address", URL, "公开网址: https://192.168.1.1/zisfw", 24, "这个网址公众打不开：“https://192.168.1.1/…”", "填公开网站上的网址，不填内网的"),
    ("a letter for a digit", "应申报项目数: 17", "应申报项目数: 4O", 11, "应填数字（单位：个），现为“4O”", "“O”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
    ("two cells", "应申报项目数: 17", "应申报项目数: 17\t319.86", 11, "一项里有 2 个数：“17\t319.86”", "只填这一项的数"),
    ("a ratio", "完成率: 100%", "完成率: 0.97", 86, "“0.97”是 97% 还是 0.97%？", "请核对，写上百分号，如 97.50%"),
    ("a backslash", AMOUNT, "    应申报金额: 319.86\\\n", 12, "应填数字（单位：万元），现为“319.86\\”", "这一项的单位是万元，不是\\：请核对后只填数字"),
]  # fmt: skip


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: str(row[0]))
def test_a_clerks_mistake_is_told_once_at_its_line_with_what_to_do(workspace: Workspace, row: Row) -> None:
    _, old, new, *expected = row
    problems = said(workspace, changed(old, new))
    assert [[problem.place.line, problem.message, problem.hint] for problem in problems] == [expected]


@pytest.mark.parametrize("row", [row for row in MISTAKES if "改为前面空" in row[5]], ids=lambda row: str(row[0]))
def test_an_indentation_put_right_as_told_is_right(row: Row) -> None:
    lines = changed(row[1], row[2]).split("\n")
    wanted = int(row[5].removeprefix("改为前面空 ").partition(" ")[0])
    lines[row[3] - 1] = " " * wanted + lines[row[3] - 1].lstrip(" ")
    assert "\n".join(lines) == SAMPLE


def test_three_foreign_bullets_are_told_line_by_line_and_corrected_as_told(workspace: Workspace) -> None:
    text = changed(EFFECT, "  社会经济环境效益:\n    — 第一段。\n    — 第二段。\n    — 2020年，")
    assert [problem.place.line for problem in said(workspace, text)] == [97, 98, 99]
    assert said(workspace, text.replace("    — ", "    - ")) == []


def test_a_comment_behind_two_blanks_or_behind_a_figure_is_none_of_the_text(workspace: Workspace) -> None:
    assert said(workspace, changed(AMOUNT, "    应申报金额: 319.86 # 核对过\n").replace("采购管理制度\n", "采购管理制度  # 核对过\n")) == []


def test_lines_of_one_group_that_lost_their_indentation_together_are_each_told(workspace: Workspace) -> None:
    text = changed(
        f"    应申报项目数: 17\n{AMOUNT}    实际申报项目数: 17\n", "   应申报项目数: 17\n   应申报金额: 319.86\n   实际申报项目数: 17\n"
    )
    problems = said(workspace, text)
    assert {problem.message for problem in problems} <= {"这一行前面少空了 1 格", "这一行前面多空了 1 格"}
    lines = text.split("\n")
    for problem in problems:
        width = int(problem.hint.removeprefix("改为前面空 ").partition(" ")[0])
        lines[problem.place.line - 1] = " " * width + lines[problem.place.line - 1].lstrip(" ")
    assert said(workspace, "\n".join(lines)) == []


def test_a_fresh_file_has_no_warning_but_what_is_true(workspace: Workspace) -> None:
    from pipeline.form.new_year import create  # noqa: PLC0415 - only here

    create(workspace, UnitYear("jiaoyu", "2021"), "zhanjiang-2020")
    problems = look_at(workspace, UnitYear("jiaoyu", "2021")).problems
    assert {problem.kind for problem in problems} == {"required", "数字留空", "得分留空"}
    assert not [problem for problem in problems if "所属年度" in problem.path]
    assert len([problem for problem in problems if problem.kind == "required"]) == 50
