"""data/site.yaml: what the disclosure site is called, who runs it, and the tags that every government page must carry."""

from __future__ import annotations

import re
from typing import Final

from pipeline.facts.fact import Facts
from pipeline.facts.reader import read_facts
from pipeline.form.form import read_form
from pipeline.language.values import Address
from pipeline.misnamed import misnamed_as
from pipeline.privacy.edition import read_permits
from pipeline.privacy.former import NOBODY
from pipeline.privacy.leaks import leaks_in_data
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error, has_errors
from pipeline.records import record
from pipeline.source import reader as source
from pipeline.workspace import Workspace

# 政府网站标识码: ten digits, or bm and eight for a ministry (国办发〔2017〕47号).
SITE_CODE: Final = re.compile("[0-9]{10}|bm[0-9]{8}")
SAMPLE_CODE: Final = "0000000000"
DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
# The settings that a page layout declares: the site's own, its column's, and how others may use its data.
OWN: Final = ("网站名称", "网站域名", "网站标识码", "网址", "主办单位", "联系电话")
OF_COLUMN: Final = ("栏目.名称", "栏目.说明", "栏目.关键词", "栏目.类别")
OF_LICENCE: Final = ("数据许可.名称", "数据许可.网址")


@record()
class Settings:
    """What every page says about the site.

    Attributes:
        name: 网站名称.
        domain: 网站域名.
        code: 网站标识码.
        address: where the site's first page is, ending in a slash.
        host: 主办单位.
        phone: 联系电话; may be empty.
        column: 栏目名称.
        description: 栏目说明.
        keywords: 栏目关键词, separated by commas.
        kind: 栏目类别.
        licence: what the licence of the data is called; may be empty.
        licence_address: where it is to be read; empty without a licence.
    """

    name: str
    domain: str
    code: str
    address: str
    host: str
    phone: str
    column: str
    description: str
    keywords: str
    kind: str
    licence: str = ""
    licence_address: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether these are still the shipped settings of an invented site."""
        return self.code == SAMPLE_CODE


def read_settings(workspace: Workspace) -> Settings:
    """Return the site's settings.

    Raises:
        Stop: one is missing or cannot be right; carries all of them.
    """
    folder = workspace.layout / "pages"
    declared = workspace.shown(folder / "settings.yaml")
    form = read_form(folder, declared, with_documents=False)
    path = workspace.root / "data" / "site.yaml"
    if not path.exists():
        unread = misnamed_as(workspace, "*", path.name)
        hint = next((problem.hint for problem in unread), "从程序自带的 data/site.yaml 复制一份，改成自己的")
        raise Stop(error(Kind.SETTINGS, "没有网站设置", Place(workspace.shown(path)), hint=hint))
    read = source.read(path, workspace.shown(path))
    facts, problems = read_facts(form, (), 0, [read])
    if lacking := [key for key in (*OWN, *OF_COLUMN, *OF_LICENCE) if key not in facts.by_path]:
        hint = "这是旧版的网页版式；运行 ziping init --forms 换成新的"
        raise Stop(error(Kind.SETTINGS, f"网站设置里没有“{lacking[0]}”这一项", Place(declared), hint=hint))
    permits, wrong = read_permits([read])
    private = [leak.problem() for leak in leaks_in_data(facts, (), permits, NOBODY)]
    problems = [*read.problems, *problems, *faults_of(facts), *wrong, *private]
    if has_errors(problems):
        raise Stop(*problems)
    name, domain, code, address, host, phone, *others = (str(facts.by_path[key].value) for key in (*OWN, *OF_COLUMN, *OF_LICENCE))
    return Settings(name, domain, code, f"{address.rstrip('/')}/", host, phone, *others)


def faults_of(facts: Facts) -> list[Problem]:
    """Return what is wrong with settings that are filled in."""
    rules = (
        ("网站标识码", SITE_CODE, "网站标识码应为 10 位数字，或 bm 加 8 位数字", "见政府网站底部的标识，写时加引号"),
        ("网站域名", DOMAIN, "网站域名的写法不对", "只写域名，如 czj.example.gov.cn"),
    )
    found = []
    for path, pattern, message, hint in rules:
        fact = facts.by_path[path]
        if str(fact.value) and not pattern.fullmatch(str(fact.value)):
            found.append(error(Kind.SETTINGS, f"{message}，现为“{fact.value}”", fact.place, path, hint))
    name, address = (facts.by_path[key] for key in OF_LICENCE)
    if bool(str(name.value)) != isinstance(address.value, Address):
        found.append(
            error(Kind.SETTINGS, "数据许可要写明名称和许可全文的网址，现在缺一样", address.place, "数据许可", "没有规定许可的，两样都不写")
        )
    return found


def still_sample(workspace: Workspace, settings: Settings, site: str) -> list[Problem]:
    """Return that the settings are still those of an invented site, if they are.

    Args:
        workspace: where everything is.
        settings: the settings.
        site: the address to which something is to be published.

    Raises:
        Stop: they are, and the site is not a local folder.
    """
    if not settings.is_sample:
        return []
    is_local = "://" not in site
    place = Place(workspace.shown(workspace.root / "data" / "site.yaml"))
    severity = Severity.WARNING if is_local else Severity.ERROR
    problem = Problem(severity, Kind.SAMPLE_SETTINGS, "网站设置还是示例", place, "网站标识码", "正式公开之前，请全部改成真实的")
    if not is_local:
        raise Stop(problem)
    return [problem]
