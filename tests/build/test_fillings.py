"""What no document may say is found by printing a form in every way it can be filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.fillings import wording_faults
from pipeline.workspace import Workspace

LAYOUT = Path(__file__).parents[2] / "templates" / "site"
FORM = """
title: 小表
documents:
  note: {title: "{{ 单位名称 }}说明", template: note.md, shell: note.docx}
fields:
  单位名称: {type: text, required: true}
  依据: text
  措施: paragraphs
  明细:
    type: rows
    fields:
      名称: {type: text, required: true}
      金额: amount
  经费:
    预算: {type: amount, required: true}
    支出: amount
    比率: {type: percent, formula: 支出 / 预算}
"""


def faults(folder: Path, note: str) -> list[str]:
    """Return what is found in a narrative of a made-up form."""
    templates = folder / "templates" / "small"
    templates.mkdir(parents=True)
    (folder / "templates" / "site").symlink_to(LAYOUT)
    (templates / "form.yaml").write_text(FORM, encoding="utf-8")
    (templates / "note.md").write_text(f"# 总的情况\n\n{{{{ 单位名称 }}}}好。\n\n{note}\n", encoding="utf-8")
    (templates / "note.docx").write_bytes((LAYOUT.parent / "zhanjiang-2020" / "report.docx").read_bytes())
    return [problem.message for problem in wording_faults(Workspace(folder), "small")]


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("支出{{ 支出 }}万元。", "经费.支出填“无”时，把没有内容的填写印进了句子：“支出无万元。”"),
        ("根据《{{ 依据 }}》办理。", "依据填“无”时，把没有内容的填写印进了句子：“根据《无》办理。”"),
        ("有关措施（{{ 依据 }}）如上。", "依据填“”时，标点重复、括号里空着，或标点不在该在的地方：“有关措施（）如上。”"),
        (
            "{% if 依据 is 有内容 %}\n依据是：{{ 依据 }}。\n{% endif %}",
            "依据填“甲乙丙丁。”时，标点重复、括号里空着，或标点不在该在的地方：“依据是：甲乙丙丁。。”",
        ),
        (
            "{% if 依据 is 有内容 %}\n依据是：{{ 依据 }}{{ 依据 | 句号 }}\n{% endif %}",
            "依据填“依据是：甲乙丙丁”时，同样的话连着说了两遍：“依据是：依据是：甲乙丙丁。”",
        ),
        (
            "## 措施\n\n{% for 段 in 措施 if 段 is 有内容 %}\n{{ 段 }}{{ 段 | 句号 }}\n{% endfor %}",
            "措施填“无”时，标题下面没有内容：“（一）措施”",
        ),
        (
            "措施如下：\n\n{% for 段 in 措施 if 段 is 有内容 %}\n{{ 段 }}{{ 段 | 句号 }}\n{% endfor %}",
            "措施填“无”时，冒号后面没有内容：“措施如下：”",
        ),
        ("{{ 依据 if 依据 is 有内容 else '' }}", "依据填“无”时，印了一个空段：“”"),
        ("依据{{ 依据 | 句号 if 依据 is 有内容 else '' }}", "句子末尾没有标点"),
        ("| 名 | 支出 |\n|---|---|\n| 甲 | {{ 支出 }}万元 |", "经费.支出填“无”时，没有数字，却印了单位：“无万元”"),
        (
            "| 名称 | 金额 |\n|---|---|\n{% for 项 in 明细 %}\n| {{ 项.名称 }} | {{ 项.金额 }} |\n{% endfor %}\n\n合计如上。",
            "明细填“没有行”时，表格没有一行：“名称、金额”",
        ),
        (
            "{% if 明细 %}\n| 名称 | 金额 |\n|---|---|\n{% for 项 in 明细 %}\n| {{ 项.名称 }} | {{ 项.金额 }} |\n{% endfor %}\n{% endif %}",
            "明细[].金额填“”时，表格的一栏没有内容：“金额”",
        ),
        (
            "{% for 项 in 明细 %}\n{{ 项.名称 }}{{ 项.金额 }}万元。\n{% endfor %}",
            "明细[].名称填“无”时，把没有内容的填写印进了句子：",
        ),
        (
            "{% if 依据 is 有内容 and 支出 is not 数字 %}\n依据是{{ 依据 }}，支出{{ 支出 }}。\n{% endif %}",
            "把没有内容的填写印进了句子：",
        ),
        (
            "{% if 支出 is 数字 or 预算 is 数字 %}\n预算{{ 预算 if 预算 is 数字 else 支出 }}万元。\n{% endif %}",
            "",
        ),
        (
            "{% if 支出 is 数字 %}\n预算{{ 预算 }}，支出{{ 支出 }}万元。\n{% endif %}\n\n{% if 支出 == 0 %}\n预算是{{ 预算 }}。\n{% endif %}",
            "经费.预算填“无”时，把没有内容的填写印进了句子：“预算无，支出7万元。”",
        ),
        (
            "{% if 支出 is 数字 %}\n{% for 年 in 历年 %}\n{{ 年.年度 }}年支出{{ 年.支出 }}万元。\n{% endfor %}\n{% endif %}",
            "历年填“以前三年都不适用”时，把没有内容的填写印进了句子：“2017年支出不适用万元。”",
        ),
        (
            "以前各年如下：\n\n{% for 年 in 历年 if 年.年度 < 年度 and 年.支出 is 数字 %}\n{{ 年.年度 }}年支出{{ 年.支出 }}万元。\n{% endfor %}",
            "历年填“只有本年”时，冒号后面没有内容：“以前各年如下：”",
        ),
        (
            "{% for 年 in 历年 %}\n{{ 年.年度 }}年支出{{ 年.支出 }}万元。\n{% endfor %}",
            "经费.支出填“无”时，把没有内容的填写印进了句子：“2020年支出无万元。”",
        ),
        (
            "| 年度 | 支出 |\n|---|---|\n{% for 年 in 历年 if 年.年度 < 年度 %}\n| {{ 年.年度 }} | {{ 年.支出 }} |\n{% endfor %}",
            "历年填“以前三年都空白”时，表格的一栏没有内容：“支出”",
        ),
        ("{% for 年 in 历年 if 年.支出 is 数字 %}\n{{ 年.年度 }}年支出{{ 年.支出 }}万元。\n{% endfor %}", ""),
    ],
)
def test_what_no_document_may_say_is_found_with_the_filling(tmp_path: Path, note: str, found: str) -> None:
    told = faults(tmp_path, note)
    assert any(found in message for message in told) if found else told == []


def test_two_numbers_of_a_group_are_tried_together(tmp_path: Path) -> None:
    note = "{% if 支出 is 数字 %}\n支出{{ 支出 }}万元。\n{% elif 预算 is not 数字 %}\n预算{{ 预算 }}。\n{% endif %}"
    (found,) = faults(tmp_path, note)
    assert found == "经费.预算填“无”、经费.支出填“无”时，把没有内容的填写印进了句子：“预算无。”"


def test_a_narrative_that_asks_first_has_no_fault(tmp_path: Path) -> None:
    note = """{{ ["预算" ~ 预算 ~ "万元" if 预算 is 数字 else "", "支出" ~ 支出 ~ "万元" if 支出 is 数字 else "", "情况如上"] | 成句 }}

{% if 依据 is 有内容 %}
依据是{{ 依据 }}{{ 依据 | 句号 }}
{% endif %}"""
    assert [message for message in faults(tmp_path, note) if "同样的话" not in message] == []
