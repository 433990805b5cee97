"""A scored form in three levels and a unit's data for it with as many indicators as wanted, for what must not take long."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Final

from pipeline.workspace import UnitYear, Workspace
from tests.word_files import paragraph, row, table, write_word_file

ROOT = Path(__file__).parent.parent
FORM, YEAR = "zhibiao-2020", "2020"
BELOW: Final = (3, 5)  # 二级 in each 一级, 三级 in each 二级
FORM_YAML = """
title: 项目支出绩效自评
documents:
  table: {title: "{{ 单位名称 }}{{ 年度 }}年度绩效自评表", template: table.docx}
  report: {title: "{{ 单位名称 }}{{ 年度 }}年度绩效自评报告", template: report.md, shell: report.docx}
评分:
  指标: {各行: 三级指标, 目标值: 年度指标值, 完成值: 实际完成值, 指标名称: 三级}
  预算执行: {各行: 资金, 预算数: 全年预算数, 执行数: 全年执行数, 分值: 分值, 得分: 得分, 偏差原因: 未执行完的原因}
  总分: 总分
  等级: 自评等级
  等级分段: {优: 90, 良: 80, 中: 60, 差: 0}
  默认规则: 按目标值
  得分小数: 4
fields:
  单位名称: {type: text, constant: true, required: true}
  联系人:
    姓名: {type: text, private: name}
    手机: {type: text, private: mobile}
  资金:
    全年预算数: amount
    全年执行数: amount
    执行率: {type: percent, formula: 全年执行数 / 全年预算数}
    分值: number
    得分: number
    未执行完的原因: text
  一级指标:
    type: rows
    fields:
      一级: text
      分值: {type: number, formula: 合计(二级指标.三级指标.分值)}
      小计: {type: number, formula: 合计(二级指标.三级指标.得分)}
      二级指标:
        type: rows
        fields:
          二级: text
          分值: {type: number, formula: 合计(三级指标.分值)}
          三级指标:
            type: rows
            fields:
              三级: text
              年度指标值: text
              实际完成值: text
              分值: number
              得分: number
              所占比重: {type: percent, formula: 分值 / 一级指标.分值}
              偏差原因: text
              依据: text
  总分: {type: number, formula: 资金.得分 + 合计(一级指标.二级指标.三级指标.得分)}
  自评等级: {type: choice, choices: [优, 良, 中, 差]}
  存在问题: paragraphs
"""
CHECKS_YAML = """
依据照抄名称:
  level: 警告
  each: 三级指标
  when: 依据 is 有内容 and 依据 in 三级
  at: 依据
  message: “{{ 一级指标.一级 }}”下“{{ 三级 }}”的依据只写了指标的名称
比重过大:
  level: 提示
  each: 三级指标
  when: 个数(三级指标.分值) > 20 and 分值 > 合计(三级指标.分值) / 4
  at: 分值
  message: “{{ 三级 }}”的分值占了全部的四分之一以上
"""
SAID = "项目启动以来，按照年度计划和职责分工组织实施，各级各部门配合，主要任务完成，群众反映良好。"
LOOPS = "一 in 一级指标", "二 in 一.二级指标", "三 in 二.三级指标"
CELLS = (
    "{{ 一.一级 | 合并 }}（{{ 一.分值 }}）",
    "{{ 二.二级 | 合并 }}（{{ 二.分值 }}）",
    *(f"{{{{ 三.{name} }}}}" for name in ("三级", "年度指标值", "实际完成值", "分值", "得分", "偏差原因", "依据")),
)
HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因", "依据")
REPORT = """# 基本情况

{{ 单位名称 }}全年预算数 {{ 资金.全年预算数 }} 万元，执行数 {{ 资金.全年执行数 }} 万元，执行率 {{ 资金.执行率 }}，
{{ 资金.未执行完的原因 }}，得 {{ 资金.得分 }} 分（满分 {{ 资金.分值 }} 分）。
共 {{ 个数(一级指标.二级指标.三级指标.得分) }} 项指标，得 {{ 合计(一级指标.二级指标.三级指标.得分) }} 分，
自评 {{ 总分 }} 分，等级为{{ 自评等级 }}。联系人：{{ 联系人.姓名 }}，{{ 联系人.手机 }}。

# 指标完成情况

{% for 一 in 一级指标 %}
## {{ 一.一级 }}

{{ 一.一级 }}共 {{ 个数(一.二级指标.三级指标.得分) }} 项，分值 {{ 一.分值 }} 分，得 {{ 一.小计 }} 分。
{% for 二 in 一.二级指标 %}{% for 三 in 二.三级指标 if 三.偏差原因 is 有内容 %}

{{ 三.三级 }}（占 {{ 三.所占比重 }}）没有得满分：{{ 三.偏差原因 }}。
{% endfor %}{% endfor %}
{% endfor %}

# 指标得分

| 二级指标 | 三级指标 | 目标 | 完成 | 分值 | 得分 |
|----------|----------|------|------|------|------|
{% for 一 in 一级指标 %}{% for 二 in 一.二级指标 %}{% for 三 in 二.三级指标 %}
| {{ 二.二级 | 合并 }} | {{ 三.三级 }} | {{ 三.年度指标值 }} | {{ 三.实际完成值 }} | {{ 三.分值 }} | {{ 三.得分 }} |
{% endfor %}{% endfor %}{% endfor %}

# 存在问题

{% for 段 in 存在问题 %}
{{ 段 }}
{% endfor %}
"""


def many_indicators(root: Path, *sizes: int) -> tuple[Workspace, dict[int, UnitYear]]:
    """Return a workspace with the form, and for each number of indicators a unit that has so many."""
    folder = root / "templates" / FORM
    folder.mkdir(parents=True)
    for name in ("common", "site"):
        (root / "templates" / name).symlink_to(ROOT / "templates" / name)
    (folder / "form.yaml").write_text(FORM_YAML, encoding="utf-8")
    (folder / "checks.yaml").write_text(CHECKS_YAML, encoding="utf-8")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    shutil.copy2(ROOT / "templates/zhanjiang-2020/report.docx", folder)
    write_word_file(folder / "table.docx", word_table())
    units = {size: UnitYear(f"danwei-{size}", YEAR) for size in sizes}
    workspace = Workspace(root)
    for size, of in units.items():
        path = workspace.data_file(of)
        path.parent.mkdir(parents=True)
        path.write_text(data(size), encoding="utf-8")
    return workspace, units


def word_table() -> str:
    """Return the table form: a row for each indicator, the levels above merged where they are the same."""
    blanks = [""] * (len(HEADS) - 1)
    begin = [row(f"{{%tr for {loop} %}}", *blanks) for loop in LOOPS]
    rows = [row(*HEADS, header=True), *begin, row(*CELLS), *[row("{%tr endfor %}", *blanks)] * len(LOOPS)]
    rows.append(row("总分", "{{ 总分 }}", "自评等级", "{{ 自评等级 }}", *[""] * (len(HEADS) - 4)))
    return paragraph("{{ title }}") + table(*rows, widths=(1000,) * len(HEADS))


def data(size: int) -> str:
    """Return a unit's data with a number of indicators, of which one in five was not fully reached."""
    weight = Decimal(90) / size
    lines = [
        f"form: {FORM}", "单位名称: 甲局", "联系人: {姓名: 张三三, 手机: '13800000000'}",
        "资金: {全年预算数: 880, 全年执行数: 836, 分值: 10, 得分: 9.5, 未执行完的原因: 一处工程推迟到下一年度}", "自评等级: 优",
        f"存在问题:\n  - {SAID}", "一级指标:",
    ]  # fmt: skip
    seconds, thirds = BELOW
    for number in range(size):
        if number % (seconds * thirds) == 0:
            lines += [f"  - 一级: 第{number // (seconds * thirds) + 1}类产出", "    二级指标:"]
        if number % thirds == 0:
            lines += [f"      - 二级: 数量指标之{number // thirds % seconds + 1}", "        三级指标:"]
        lines.append(f"          - {{{indicator(number, weight)}}}")
    return "\n".join(lines) + "\n"


def indicator(number: int, weight: Decimal) -> str:
    """Return an indicator as its row has it; its score is left to the rule.

    Args:
        number: which one, from 0.
        weight: its full marks.
    """
    target = 20 + number % 7
    result = target - 1 if number % 5 == 0 else target + number % 3
    name = "群众满意度（问卷 120 份）" if number == 0 else f"巡查{number + 1}号河段的次数"
    said = [f"三级: {name}", f"年度指标值: ≥{target} 次", f"实际完成值: {result} 次", f"分值: {weight}", f"依据: 第{number + 1}号巡查记录"]
    return ", ".join([*said, f"偏差原因: {number + 1}号河段因汛期少巡查了一次"] if result < target else said)
