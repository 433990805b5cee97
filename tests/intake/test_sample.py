"""The sample as the bureau published it: another grid, two tables, rows that are shifted, damaged labels, ticks in cells of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import pytest

from pipeline.facts.fact import Facts
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.intake.readers.kinds import read_received
from pipeline.intake.reading import read_filled
from pipeline.intake.received import Received
from tests.intake.mixture.masters import Master
from tests.intake.mixture.reading import by_us
from tests.intake.mixture.scoring import Score, score
from tests.intake.mixture.units import SHIPPED, WORKSPACE, shipped
from tests.word_files import cell, paragraph, row, table, write_word_file

# Cells are divided by |; one that is merged with the cell above is ^. What stands in 《》 is a text of the data file.
TABLES: Final = (
    """
    单位基本情况|单位名称|湛江市信访局|单位性质|行政机关
    ^|下属预算单位|无
    ^|单位自评联络人|陈某某|联系电话及手机|0759-0000000 13800000000|邮箱|xinfang@example.com
    绩效目标情况|整体绩效（总）目标：《总目标》
    ^|整体绩效（总）目标完成情况：《总目标完成情况》
    ^|未完成原因分析： 无
    ^|项目绩效目标： 应申报项目数 17 个 金额319.86万元； 实际申报项目数 17 个 金额319.86万元； 目标批复数 17个 金额319.86万元。
    部门整体管理情况|制度措施建立情况|财务管理制度、固定资产管理制度、车辆管理制度、政府采购管理制度
    ^|信息公开|自评信息|是否公开|是√ 否|公开时间|2020.9.3|公开网址|<a href="《自评信息.公开网址》">《自评信息.公开网址》</a>
    ^|^|预决算信息|是否公开|是√ 否|预算公开时间|2020.2.7|公开网址|<a href="《预决算信息.预算公开网址》">《预决算信息.预算公开网址》</a>
    ^|^|^|^|^|决算公开时间|2020.9.23|公开网址|<a href="《预决算信息.决算公开网址》">《预决算信息.决算公开网址》</a>
    ^|绩效目标|是否公开|是√ 否|公开时间|2021.1.28|公开网址|<a href="《绩效目标.公开网址》">《绩效目标.公开网址》</a>
    ^|资产管理|资产管理规范性|制定资产管理内部制度|是√ 否|资产账与财务账一致|是√ 否|配置合理使用合规|是√ 否|出租、出借及处置收入上缴|是√ 否
    ^|^|固定资产利用率|固定资产总额（原值）||374.86 万元|在用固定资产总额（原值）|370.36 万元|固定资产利用率|98.80%
    检查及完工验收情况|已完工个数|||1||已验收个数|||1
    ^|（完工验收有关资料清单） 发票、合同、验收单
    """,
    """
    项目组织 实施情况|项目数量|0 个|其中：新建 0 个|续建 0 个|计划当年完工|0 个|计划当年完成验收|0 个
    ^|项目前期情况|需立项数 0 个|已立目数 0 个|有可行性研究报告|个|有概算批复文件|0 个
    项目组织 实施情况|调整情况|调整内容（超期超概算情况） 0 个||情况说明|无
    ^|报批手续|0|个|文件名称：（如项目数量较多，可在自评报告内反映）|文号：
    ^|管理情况|财务（项目）管理办法名称及文号：无
    ^|^|其他管理办法名称：无
    ^|检查及完工验收情况|工作措施：无
    已完工个数|0||已验收个数|0
    （完工验收有关资料清单）无
    部门整体 绩效产出 情况|经济性|三公经费控制率|预算安排数|9 万元|实际支出数|8.06 万元|控制率|89.56%
    ^|^|公用经费控制率|预算安排数|46.16 万元|实际支出数|41.77 万元|控制率|90.49%
    ^|效率性|工作（含项目）完成情况|||||未完成目标原因
    ^|^|重点工作|市委督查得分|100|政府督查得分|100|完成率|100%|
    ^|^|整体绩效目标|计划数|17 个|实际实现数|17 个|完成率|100%|
    ^|^|重要项目绩效目标|计划数|0 个|实际实现数|0 个|完成率|100%|
    ^|项目完成及时性|部门预算项目数|17 个|按期完成|17 个|比率|100%|
    ^|社会经济环境效益|<p>《社会经济环境效益》</p>
    ^|公平性|否有群众意见反映渠道和群众意见办理回复机||||是|√|否
    ^|^|群众上访、信访数量|4919|人次（次）|答复数量|4919|个|其中按规定期限|4919 个
    """,
)
BEFORE: Final = ("整体绩效自评基础数据表（基本情况）", "（ 2020 年 ）")
AFTER: Final = ("市级部门预算单位： 湛江市信访局（公章）", "填报日期 2021 年 6 月 1 日")
FIELDS: Final = 80
QUOTED: Final = re.compile("《(.+?)》")


def published(folder: Path, facts: Facts) -> Path:
    """Return the sample as a Word file."""
    tables = (table(*(row(*map(cell_of, texts(line, facts))) for line in lines.strip().splitlines())) for lines in TABLES)
    body = [*map(paragraph, BEFORE), "<w:p/>".join(tables), *map(paragraph, AFTER)]
    return write_word_file(folder / "sample.docx", "".join(body))


def texts(line: str, facts: Facts) -> list[str]:
    """Return the words of a row's cells."""
    return [QUOTED.sub(lambda name: said(facts, name[1]), text.strip()) for text in line.split("|")]


def said(facts: Facts, name: str) -> str:
    """Return the only value whose path ends with a name."""
    [value] = [str(fact.value) for path, fact in facts.by_path.items() if path.endswith(f".{name}")]
    return value


def cell_of(text: str) -> str:
    return cell(merge="continue") if text == "^" else cell(escape(text))


@pytest.fixture(scope="module")
def sample() -> Master:
    return shipped(SHIPPED[0])[0]


@pytest.fixture(scope="module")
def received(sample: Master, tmp_path_factory: pytest.TempPathFactory) -> Received:
    return read_received(published(tmp_path_factory.mktemp("sample"), sample.facts), "sample.docx")


@pytest.fixture(scope="module")
def counted(sample: Master, received: Received) -> Score:
    return score(sample.sheet(), *by_us(sample, received))


@pytest.mark.slow
def test_79_of_the_80_fields_are_read_as_they_were_typed_into_the_data_file(counted: Score) -> None:
    assert counted.fields == FIELDS
    assert counted.right >= FIELDS - 1, counted.faults


@pytest.mark.slow
def test_none_is_read_wrongly_without_a_word(counted: Score) -> None:
    assert counted.wrong == 0, counted.faults


@pytest.mark.slow
def test_a_rate_that_the_unit_reckoned_otherwise_is_compared_and_not_taken(sample: Master, received: Received) -> None:
    [blueprint] = blueprints_of(sample.facts.form, WORKSPACE.layout)
    filled = read_filled(received, blueprint, sample.facts.form)
    path = "部门整体绩效产出情况.效率性.重要项目绩效目标.完成率"
    assert path not in filled.values
    assert filled.told[path].received == "100%"
