"""Clean unit-years: a short notation in units/*.yaml becomes the data files that a clerk would have filed.

A unit-year is an entry of a YAML file: its name here, and the keys of `SHORT` or those that `filled` names. `承` takes over what
stays the same from the unit's entry of another year. Any further field is set by its path, or the end of it, under `项`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from pipeline import workspace
from tests.reviewer.data_file import LOADER, Tree, put

HERE = Path(__file__).parent
OUTCOME = "部门整体绩效产出情况"
MANAGED = "部门整体管理情况"
WORKS = "项目组织实施情况"
DISCLOSED = f"{MANAGED}.信息公开"
GOALS = "绩效目标情况"

# A key of the notation → the paths that its values go to, one by one; an empty value is left out.
SHORT: Mapping[str, tuple[str, ...]] = {
    "名称": ("单位名称",),
    "主送": ("主送机关",),
    "层级": ("层级",),
    "通知": ("自评通知.名称", "自评通知.文号"),
    "性质": ("单位基本情况.单位性质",),
    "下属": ("单位基本情况.下属预算单位",),
    "职能": ("单位基本情况.部门职能",),
    "人员": tuple(f"单位基本情况.{name}" for name in ("编制数", "在职人数", "内设机构数")),
    "任务": ("单位基本情况.年度重点工作任务",),
    "支出": tuple(f"部门整体支出情况.{name}" for name in ("年初预算数", "调整后预算数", "决算支出数", "年末结转结余")),
    "总目标": (f"{GOALS}.总目标",),
    "完成": (f"{GOALS}.总目标完成情况",),
    "未完成": (f"{GOALS}.未完成原因分析",),
    "制度": (f"{MANAGED}.制度措施建立情况",),
    "资产": (f"{MANAGED}.资产管理.固定资产总额", f"{MANAGED}.资产管理.在用固定资产总额"),
    "出租": (f"{MANAGED}.资产管理.出租出借及处置收入上缴",),
    "完工": tuple(f"{MANAGED}.检查及完工验收.{name}" for name in ("已完工个数", "已验收个数", "有关资料清单")),
    "工程": tuple(f"{WORKS}.{name}" for name in ("项目数量", "新建", "续建", "计划当年完工", "计划当年完成验收")),
    "前期": tuple(f"{WORKS}.项目前期情况.{name}" for name in ("需立项数", "已立项数", "有可行性研究报告", "有概算批复文件")),
    "调整": (f"{WORKS}.调整情况.调整内容", f"{WORKS}.调整情况.情况说明"),
    "报批": tuple(f"{WORKS}.报批手续.{name}" for name in ("件数", "文件名称", "文号")),
    "办法": (f"{WORKS}.管理情况.财务管理办法", f"{WORKS}.管理情况.其他管理办法"),
    "工程验收": tuple(f"{WORKS}.项目检查及完工验收.{name}" for name in ("工作措施", "已完工个数", "已验收个数", "有关资料清单")),
    "三公": (f"{OUTCOME}.经济性.三公经费.预算安排数", f"{OUTCOME}.经济性.三公经费.实际支出数"),
    "公用": (f"{OUTCOME}.经济性.公用经费.预算安排数", f"{OUTCOME}.经济性.公用经费.实际支出数"),
    "督查": tuple(f"{OUTCOME}.效率性.重点工作.{name}" for name in ("市委督查得分", "政府督查得分", "完成率", "未完成原因")),
    "目标": tuple(f"{OUTCOME}.效率性.整体绩效目标.{name}" for name in ("计划数", "实际实现数", "未完成原因")),
    "重要": tuple(f"{OUTCOME}.效率性.重要项目绩效目标.{name}" for name in ("计划数", "实际实现数", "未完成原因")),
    "项目": tuple(f"{OUTCOME}.效率性.项目完成及时性.{name}" for name in ("部门预算项目数", "按期完成", "未完成原因")),
    "效益": (f"{OUTCOME}.社会经济环境效益",),
    "渠道": (f"{OUTCOME}.公平性.群众意见渠道和机制",),
    "信访": tuple(f"{OUTCOME}.公平性.{name}" for name in ("群众上访信访数量", "答复数量", "按规定期限答复数量")),
    "得分": ("自评结论.自评得分", "自评结论.自评等级"),
    "另": ("其他自评情况",),
}
# What holds where an entry says nothing else.
USUAL: Mapping[str, Any] = {
    "性质": "行政机关",
    "下属": "无",
    "未完成": "无",
    "出租": "是",
    "渠道": "是",
    "完工": ["0", "0"],
    "工程": ["0", "0", "0", "0", "0"],
    "工程验收": ["", "0", "0"],
    "督查": ["不适用", "不适用", "不适用"],
    "重要": ["不适用", "不适用"],
}
FILED = ("应申报", "实际申报", "目标批复")
ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "明细": ("部门整体支出情况.项目支出明细", ("项目名称", "预算数", "支出数", "偏差原因")),
    "问题": ("存在问题", ("问题", "原因", "改进措施", "完成期限")),
}
CONSTANT = ("名称", "代码", "性质", "下属", "网站", "主送", "层级", "职能", "人员", "制度", "办法", "序号")
LATE = 9  # the month from which a unit can point to this year's own final account


@dataclass(frozen=True, slots=True, eq=False)
class UnitYear:
    """A unit-year as filed.

    Attributes:
        name: what the examiner calls it.
        code: its folder.
        year: its fiscal year.
        data: what its data file says.
        last: what last year's says, if it is there.
    """

    name: str
    code: str
    year: str
    data: Tree
    last: Tree | None = field(default=None)

    @property
    def of(self) -> workspace.UnitYear:
        """Return which unit-year it is in a workspace."""
        return workspace.UnitYear(self.code, self.year)


@cache
def unit_years() -> Mapping[str, UnitYear]:
    """Return all clean unit-years by their names."""
    found = {name: entry for path in sorted((HERE / "units").glob("*.yaml")) for name, entry in entries(path).items()}
    for number, entry in enumerate(found.values(), 1):
        entry.setdefault("序号", number)
    for entry in found.values():
        if former := entry.get("承"):
            entry.update({key: found[former][key] for key in CONSTANT if key in found[former] and (key == "序号" or key not in entry)})
    filed = {(entry["代码"], int(entry.get("年度", 2020))): filled(entry) for entry in found.values()}
    assert len(filed) == len(found), "two entries for one unit and year"
    return {name: unit_year(name, entry["代码"], int(entry.get("年度", 2020)), filed) for name, entry in found.items()}


def entries(path: Path) -> dict[str, Any]:
    """Return what a YAML file of the examiner says: every scalar is text, as typed."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or {}


def unit_year(name: str, code: str, year: int, filed: Mapping[tuple[str, int], Tree]) -> UnitYear:
    """Return one of the unit-years with last year's file, if that is there."""
    return UnitYear(name, code, str(year), filed[code, year], filed.get((code, year - 1)))


def filled(entry: Mapping[str, Any]) -> Tree:
    """Return the data file of an entry."""
    year = int(entry.get("年度", 2020))
    day = f"{year + 1}-{entry['填报']}"
    data: Tree = {"form": "zhanjiang-2020", "填报日期": day}
    number = int(entry["序号"])
    contact = {
        "姓名": f"{'陈林黄李吴周郑梁何罗'[number % 10]}某某",
        "办公电话": f"0759-0000{100 + number}",
        "手机": f"1380000{1000 + number}",
        "邮箱": f"{entry['代码']}@example.com",
    }
    put(data, "单位基本情况.自评联络人", contact)
    for path, value in disclosure(entry, year):
        put(data, path, value)
    for name in ("制定资产管理内部制度", "资产账与财务账一致", "配置合理使用合规"):
        put(data, f"{MANAGED}.资产管理.{name}", "是")
    for key, paths in SHORT.items():
        given = entry.get(key, USUAL.get(key, ""))
        values = given if isinstance(given, list) and len(paths) > 1 else [given]
        for path, value in zip(paths, values, strict=False):
            if value:
                put(data, path, value)
    for path, value in goals_filed(entry["申报"]):
        put(data, path, value)
    for key, (path, columns) in ROWS.items():
        if key in entry:
            put(data, path, [{name: value for name, value in zip(columns, row, strict=False) if value} for row in entry[key]])
    for path, value in entry.get("项", {}).items():
        put(data, path, copy.deepcopy(value))
    return data


def goals_filed(values: list[str]) -> Iterator[tuple[str, str]]:
    """Yield how many goals of which amount were to be filed, were filed and were approved: all alike if only one pair is given."""
    pairs = list(zip(values[::2], values[1::2], strict=True))
    for name, (count, amount) in zip(FILED, pairs if len(pairs) > 1 else pairs * 3, strict=True):
        yield f"{GOALS}.项目绩效目标.{name}{'项目' if name != '目标批复' else ''}数", count
        yield f"{GOALS}.项目绩效目标.{name}金额", amount


def disclosure(entry: Mapping[str, Any], year: int) -> Iterator[tuple[str, str]]:
    """Yield what was made public where and when; who files in spring can only point to the year before."""
    site, mark = entry["网站"], crc32(entry["代码"].encode()) % 80000 + year
    own = int(entry["填报"][:2]) >= LATE
    for name, heading, day, number, past in (
        ("自评信息.", "", f"{year + own}-{'08-2' if own else '09-1'}{mark % 9}", 411, not own),
        ("预决算信息.", "预算", f"{year}-02-{10 + mark % 15}", 97, False),
        ("预决算信息.", "决算", f"{year + own}-08-1{mark % 9}", 388, not own),
        ("绩效目标.", "", f"{year}-03-0{mark % 8 + 1}", 142, False),
    ):
        yield f"{DISCLOSED}.{name}是否公开", "是"
        yield f"{DISCLOSED}.{name}{heading}公开时间", day
        yield f"{DISCLOSED}.{name}{heading}公开网址", f"{site}/content/post_{mark * 9 + number}.html"
        if past:
            yield f"{DISCLOSED}.{name}{heading}所属年度", str(year - 1)
