"""What came of the units of a made-up city, straight from their facts: honest, of all sizes, and with faults planted by the tests."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

from pipeline.batch.city import remarks_on
from pipeline.batch.reduced import gathered
from pipeline.batch.remark import Remark
from pipeline.batch.task import Result, State
from pipeline.form.form import Form, read_form
from pipeline.workspace import UnitYear
from tests.batch.city import FORM, ROOT

KINDS = ("行政机关", "公益一类事业单位", "公益二类事业单位")
BUDGET = "部门整体支出情况."
GOALS = "绩效目标情况."
PROJECTS = "绩效目标情况.项目绩效目标."
ASSETS = "部门整体管理情况.资产管理."
OUTPUT = "部门整体绩效产出情况.经济性."
SITE = "部门整体管理情况.信息公开."
STAFF = "单位基本情况.在职人数"
LISTED = "单位基本情况.下属预算单位"


@cache
def form() -> Form:
    return read_form(ROOT / "templates" / FORM, f"templates/{FORM}/form.yaml")


def unit_years(count: int, seed: int = 1, kinds: tuple[str, ...] = KINDS) -> list[Result]:
    """Return honest units from a township of five people to a hospital of thousands; not all fill in everything."""
    return [unit_year(number, random.Random(f"{seed} {number}"), kinds) for number in range(count)]


def unit_year(number: int, chance: random.Random, kinds: tuple[str, ...]) -> Result:
    name = f"示例市第{number + 1}事务局"
    staff = max(5, int(10 ** chance.gauss(1.6, 0.6)))
    budget = staff * 10 ** chance.gauss(1.4, 0.3)
    declared, assets = budget * 10 ** chance.gauss(-0.4, 0.35), budget * 10 ** chance.gauss(0, 0.45)
    hosted, running = min(budget**0.6 * 10 ** chance.gauss(-0.1, 0.3), budget / 5), budget * 10 ** chance.gauss(-0.9, 0.25)
    amounts = {
        f"{PROJECTS}应申报金额": declared,
        f"{PROJECTS}实际申报金额": declared * chance.choice((1, 1, 1, 0.8)),
        f"{PROJECTS}目标批复金额": declared * chance.choice((1, 1, 1, 0.6)),
        f"{ASSETS}固定资产总额": assets,
        f"{ASSETS}在用固定资产总额": assets * chance.uniform(0.85, 1),
        f"{OUTPUT}三公经费.预算安排数": hosted,
        f"{OUTPUT}三公经费.实际支出数": hosted * chance.choice((0, chance.uniform(0.3, 1), chance.uniform(0.8, 1))),
        f"{OUTPUT}公用经费.预算安排数": running,
        f"{OUTPUT}公用经费.实际支出数": running * chance.uniform(0.85, 1),
    }
    if chance.random() < 0.7:
        amounts |= {
            f"{BUDGET}年初预算数": budget,
            f"{BUDGET}调整后预算数": budget * 1.1,
            f"{BUDGET}决算支出数": budget * chance.uniform(0.9, 1.1),
        }
    facts = {path: f"{amount:.2f}" for path, amount in amounts.items()}
    facts |= {"单位名称": name, "单位基本情况.单位性质": chance.choice(kinds), LISTED: "无"}
    if chance.random() < 0.9:
        facts[STAFF] = str(staff)
    done, meant = chance.randint(3, 30), chance.randint(0, 1)
    facts[f"{GOALS}总目标"] = (
        f"我局全年计划办结{done}件重点事项，服务群众{chance.randint(50, 9000)}人次，群众满意度达到{chance.randint(85, 99)}%以上。"
    )
    facts[f"{GOALS}总目标完成情况"] = (
        f"在市委、市政府的坚强领导下，我局全年办结{done - meant}件重点事项，向示例市第1事务局报送材料{chance.randint(2, 90)}份。"
        f"{name}与示例市第2事务局联合开展检查{chance.randint(2, 40)}次，整改问题{chance.randint(3, 300)}个。"
    )
    folder = f"https://www.shili.gov.cn/bm/dw{number + 1}"
    facts[f"{SITE}自评信息.公开网址"] = f"{folder}/zp/post_{chance.randint(10**5, 10**6)}.html"
    facts[f"{SITE}预决算信息.预算公开网址"] = f"{folder}/ys/post_{chance.randint(10**5, 10**6)}.html"
    facts[f"{SITE}预决算信息.决算公开网址"] = "https://www.shili.gov.cn/ysgk/2020/"
    return Result(UnitYear(f"u{number + 1}", "2020"), name, State.BUILT, facts=facts, form=FORM)


def with_facts(results: list[Result], number: int, **facts: str) -> None:
    """Change facts of one unit; the names stand for paths' last two steps, with __ for the dot."""
    paths = {leaf.path for leaf in form().root.leaves()}
    changed = {next(path for path in paths if path.endswith(name.replace("__", "."))): text for name, text in facts.items()}
    results[number] = replace(results[number], facts={**results[number].facts, **changed})


def times(results: list[Result], number: int, factor: int, *paths: str) -> None:
    """Multiply amounts of one unit, all of them if none is named."""
    facts = dict(results[number].facts)
    amounts = [leaf.path for leaf in form().root.leaves() if leaf.type == "amount" and leaf.path in facts]
    facts |= {path: str(round(float(facts[path]) * factor, 2)) for path in paths or amounts}
    results[number] = replace(results[number], facts=facts)


def said(results: list[Result]) -> list[Remark]:
    facts = {result.of: result.facts for result in results}
    return remarks_on(gathered(results, {FORM: form()}), {FORM: form()}, lambda of: facts[of])
