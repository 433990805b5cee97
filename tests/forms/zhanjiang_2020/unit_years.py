"""Two invented unit-years in which a reviewer finds nothing, and what is needed to read them, changed or not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.facts.fact import Facts
from pipeline.facts.formulas import Formula, compile_formulas
from pipeline.facts.reader import read_facts
from pipeline.form.form import Form, read_form
from pipeline.problems import Problem
from pipeline.source import reader as source

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "templates" / "zhanjiang-2020"
FILE = "data/tushuguan/2020.yaml"

# Every field is filled, the optional ones too; most rates are 100%, but not all.
FULL = """\
form: zhanjiang-2020
单位名称: 滨海市图书馆
填报日期: 2021-06-10
自评通知:
  名称: 关于开展2021年部门整体支出绩效自评工作的通知
  文号: 滨财绩〔2021〕3号

单位基本情况:
  单位性质: 公益一类事业单位
  下属预算单位: 滨海市少年儿童图书馆
  自评联络人:
    姓名: 林某某
    办公电话: 0759-0000000
    手机: "13800000000"
    邮箱: library@example.com
  部门职能:
    - 收集、整理、保存和传播文献信息，为公众提供免费借阅服务。
    - 组织全民阅读推广活动，指导县（市、区）图书馆业务。
  编制数: 48
  在职人数: 45
  内设机构数: 6
  年度重点工作任务:
    - 完成总馆三楼阅览区升级改造
    - 新建8个社区分馆，馆际通借通还率达到95%
    - 全年举办读书活动120场

部门整体支出情况:
  年初预算数: 980
  调整后预算数: 1012.5
  决算支出数: 1001.36
  年末结转结余: 11.14
  项目支出明细:
    - {项目名称: 图书购置, 预算数: 160, 支出数: 160, 偏差原因: 无}
    - {项目名称: 阅览区升级改造（一期）, 预算数: 120.5, 支出数: 98.4, 偏差原因: 尾款按合同在质保期满后支付}
    - {项目名称: 数字资源（R&D 数据库）, 预算数: 40, 支出数: 39.9, 偏差原因: 招标节约}

绩效目标情况:
  总目标:
    - 全年新增图书3万册，接待读者60万人次，举办读书活动120场，读者满意度达到95%以上。
    - 建成8个社区分馆，做到通借通还。
  总目标完成情况:
    - 2020年，我馆新增图书3.2万册，接待读者61.5万人次，举办读书活动126场，读者满意度为97.2%。
    - 新建社区分馆8个，全部实现通借通还。三公经费预算安排6.5万元，实际支出4.2万元；截至年末，固定资产总额2860.4万元。
  未完成原因分析: 数据库采购项目因流标重新招标，没有按期完成
  项目绩效目标:
    应申报项目数: 12
    应申报金额: 320.5
    实际申报项目数: 12
    实际申报金额: 320.5
    目标批复数: 11
    目标批复金额: 300

部门整体管理情况:
  制度措施建立情况: 《财务管理办法》《固定资产管理办法》《合同管理办法》
  信息公开:
    自评信息:
      是否公开: 是
      公开时间: 2021-06-08
      公开网址: https://www.binhai.gov.cn/tsg/czxx/post_1002.html
      所属年度: 2020
    预决算信息:
      是否公开: 是
      预算公开时间: 2020-02-18
      预算公开网址: https://www.binhai.gov.cn/tsg/czxx/post_0831.html
      预算所属年度: 2020
      决算公开时间: 2020-09-21
      决算公开网址: https://www.binhai.gov.cn/tsg/czxx/post_0960.html
      决算所属年度: 2019
    绩效目标:
      是否公开: 是
      公开时间: 2020-03-02
      公开网址: http://tsg.binhai.gov.cn:8080/mb?id=7&XX=1
      所属年度: 2020
  资产管理:
    制定资产管理内部制度: 是
    资产账与财务账一致: 是
    配置合理使用合规: 是
    出租出借及处置收入上缴: 是
    固定资产总额: 2860.4
    在用固定资产总额: 2795.15
  检查及完工验收:
    已完工个数: 2
    已验收个数: 1
    有关资料清单: 合同、发票、验收单

项目组织实施情况:
  项目数量: 2
  新建: 1
  续建: 1
  计划当年完工: 2
  计划当年完成验收: 1
  项目前期情况:
    需立项数: 2
    已立项数: 2
    有可行性研究报告: 2
    有概算批复文件: 1
  调整情况:
    调整内容: 1
    情况说明: 受疫情影响，总馆改造工期延长45天
  报批手续:
    件数: 1
    文件名称: 关于调整总馆改造工期的批复
    文号: 滨发改〔2020〕118号
  管理情况:
    财务管理办法: 《滨海市图书馆项目资金管理办法》（滨图〔2019〕7号）
    其他管理办法: 《滨海市图书馆工程项目管理办法》
  项目检查及完工验收:
    工作措施: 成立验收小组，邀请3名专家现场查验
    已完工个数: 2
    已验收个数: 1
    有关资料清单: 竣工图、监理报告、验收意见

部门整体绩效产出情况:
  经济性:
    三公经费: {预算安排数: 6.5, 实际支出数: 4.2}
    公用经费: {预算安排数: 88, 实际支出数: 88}
  效率性:
    重点工作: {市委督查得分: 98.5, 政府督查得分: 97, 完成率: 100%, 未完成原因: 无}
    整体绩效目标: {计划数: 12, 实际实现数: 12, 未完成原因: 无}
    重要项目绩效目标: {计划数: 3, 实际实现数: 3, 未完成原因: 无}
    项目完成及时性: {部门预算项目数: 12, 按期完成: 11, 未完成原因: 数据库采购流标一次}
  社会经济环境效益:
    - 全年接待读者61.5万人次，比上年增加4.1万人次，其中未成年人21万人次。
    - 总馆改造采用节能灯具，全年用电量下降8.3%。（数据来源：市供电局账单）
  公平性:
    群众意见渠道和机制: 是
    群众上访信访数量: 36
    答复数量: 36
    按规定期限答复数量: 36

自评结论:
  自评得分: 94.5
  自评等级: 优
存在问题:
  - 问题: 数字资源采购进度偏慢
    原因: 首次招标只有两家供应商响应，流标后重新招标
    改进措施: 提前一个季度发布采购意向，同步开展市场调查
    完成期限: 2021-09-30
  - 问题: 部分设备利用率不高
    原因: 自助借还机布点与客流不匹配
    改进措施: 按客流调整布点，每季度通报利用率
    完成期限: 2021-12-31
其他自评情况:
  - 本次自评由馆领导牵头，办公室、财务科和各业务部门共同完成。
  - 决算信息所列为上一年度的公开情况，本年度的将在批复后公开。
"""

# Only what is required; rates below 100%, with reasons.
PLAIN = """\
form: zhanjiang-2020
单位名称: 滨海市档案馆
填报日期: 2021-05-31
单位基本情况:
  单位性质: 参照公务员法管理的事业单位
  下属预算单位: 无
  自评联络人: {姓名: 欧阳某, 办公电话: 0759-0000001}
绩效目标情况:
  总目标: 完成二十件重点档案修复，接收进馆档案一万二千卷，查档当日办结率达到百分之九十五。
  总目标完成情况: 全年修复重点档案18件，接收进馆档案10860卷，查档当日办结率为96.4%。
  未完成原因分析: 两件绢本档案受潮严重，修复周期延长到次年；部分单位移交推迟
  项目绩效目标: {应申报项目数: 5, 应申报金额: 86.4, 实际申报项目数: 5, 实际申报金额: 86.4, 目标批复数: 5, 目标批复金额: 86.4}
部门整体管理情况:
  制度措施建立情况: 财务管理制度、档案库房管理制度
  信息公开:
    自评信息: {是否公开: 是, 公开时间: 2021-05-28, 公开网址: "https://dag.binhai.gov.cn/zp/2020.html"}
    预决算信息:
      是否公开: 是
      预算公开时间: 2020-02-20
      预算公开网址: https://dag.binhai.gov.cn/ys/2020.html
      决算公开时间: 2021-05-20
      决算公开网址: https://dag.binhai.gov.cn/js/2020.html
    绩效目标: {是否公开: 是, 公开时间: 2020-02-20, 公开网址: "https://dag.binhai.gov.cn/mb/2020.html"}
  资产管理:
    制定资产管理内部制度: 是
    资产账与财务账一致: 是
    配置合理使用合规: 是
    出租出借及处置收入上缴: 是
    固定资产总额: 415
    在用固定资产总额: 402.5
  检查及完工验收: {已完工个数: 0, 已验收个数: 0}
项目组织实施情况:
  项目数量: 0
  新建: 0
  续建: 0
  计划当年完工: 0
  计划当年完成验收: 0
  项目检查及完工验收: {已完工个数: 0, 已验收个数: 0}
部门整体绩效产出情况:
  经济性:
    三公经费: {预算安排数: 3, 实际支出数: 2.85}
    公用经费: {预算安排数: 25.6, 实际支出数: 24.05}
  效率性:
    重点工作: {市委督查得分: 无, 政府督查得分: 无, 完成率: 85.5%, 未完成原因: 库房改造由代建单位组织，推迟到次年开工}
    整体绩效目标: {计划数: 8, 实际实现数: 7, 未完成原因: 档案修复少完成两件}
    重要项目绩效目标: {计划数: 2, 实际实现数: 1, 未完成原因: 绢本档案修复周期延长}
    项目完成及时性: {部门预算项目数: 5, 按期完成: 4, 未完成原因: 修复项目延期}
  社会经济环境效益: 全年接待查档1860人次，为216名群众补齐了婚姻、工龄证明。
  公平性:
    群众意见渠道和机制: 是
    群众上访信访数量: 20
    答复数量: 19
    按规定期限答复数量: 18
"""

SAMPLE = ("2020", "unit")


@cache
def form() -> Form:
    """Return the shipped form."""
    return read_form(FOLDER, "templates/zhanjiang-2020/form.yaml")


@cache
def formulas() -> tuple[Formula, ...]:
    """Return its formulas."""
    return compile_formulas(form())


def read(text: str, *, draft: bool = False) -> tuple[Facts, list[Problem]]:
    """Return a text's facts and what is wrong with them before any check."""
    read_source = source.parse(text, FILE)
    facts, problems = read_facts(form(), formulas(), 2020, [read_source], draft=draft)
    return facts, [*read_source.problems, *problems]


def read_sample() -> tuple[Facts, list[Problem]]:
    """Return the facts of the shipped sample and what is wrong with them before any check."""
    sources = [source.read(ROOT / "data" / "xinfang" / f"{name}.yaml", f"data/xinfang/{name}.yaml") for name in SAMPLE]
    return read_facts(form(), formulas(), 2020, sources)


def changed(text: str, changes: Mapping[str, str]) -> str:
    """Return a text after replacing passages, each of which it must have once."""
    for old, new in changes.items():
        assert text.count(old) == 1, f"{text.count(old)} × {old}"
        text = text.replace(old, new)
    return text
