"""Makes up a city: plausible unit-years for tests, demonstrations and benchmarks, some with planted mistakes.

What is plausible for a form, and which mistakes are worth planting, stands in the form's synth.yaml.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import jinja2

from pipeline.language import wording
from pipeline.language.expressions import PLAIN
from pipeline.paths import steps
from pipeline.problems import Kind, Place, Stop, error
from pipeline.source.nodes import content_of
from pipeline.source.reader import parse, read
from pipeline.source.writer import file_text
from pipeline.workspace import Workspace
from pipeline.writing import replace_file

FILE: Final = "synth.yaml"
DISTRICTS: Final = ("示例市", "东山区", "西湖区", "南湾区", "北岭区", "新城区", "临江县", "望海县", "青石县", "白鹭县")
BUREAUS: Final = (
    *("档案馆", "图书馆", "博物馆", "气象局", "统计局", "审计局", "司法局", "民政局", "教育局", "体育局", "林业局", "水务局"),
    *("交通运输局", "农业农村局", "生态环境局", "应急管理局", "市场监督管理局", "医疗保障局", "退役军人事务局", "自然资源局"),
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake to plant.

    Attributes:
        name: what it is.
        values: what to put where: texts by path.
        text: what to replace in the finished text, and by what; nothing for no replacement.
        finds: what the program must say about it.
    """

    name: str
    values: dict[str, str]
    text: tuple[str, str] | None
    finds: str


@dataclass(frozen=True, slots=True)
class Planted:
    """One unit-year that was made up.

    Attributes:
        unit: its folder's name.
        mistake: the mistake in it; None if it is clean.
    """

    unit: str
    mistake: Mistake | None


class City:
    """Makes up unit-years of one form; the same seed gives the same city."""

    def __init__(self, workspace: Workspace, form: str) -> None:
        self.workspace = workspace
        path = workspace.form(form) / FILE
        place = Place(workspace.shown(path))
        if not path.exists():
            raise Stop(error(Kind.SYNTH, "这份表没有写明怎样编造数据", place, hint=f"参考 zhanjiang-2020 的 {FILE}"))
        content = content_of(read(path, place.file).root)
        try:
            self.unit, self.data = (PLAIN.from_string(content[name]) for name in ("unit", "data"))
        except jinja2.TemplateSyntaxError as fault:
            raise Stop(error(Kind.SYNTH, f"模板有语法错误：{fault}", place)) from None
        self.mistakes = [mistake_from(name, settings) for name, settings in content["mistakes"].items()]

    def make(self, count: int, year: int, seed: int, share: int = 0) -> Iterator[Planted]:
        """Write unit-years one by one, and yield what each is.

        Args:
            count: how many units.
            year: the fiscal year.
            seed: another one gives another city.
            share: how many of a hundred units get a mistake, each kind in turn.
        """
        for number in range(count):
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - invented data
            code, name = f"danwei{number + 1:04}", unit_name(number)
            mistake = (
                self.mistakes[number * share // 100 % len(self.mistakes)] if number * share // 100 != (number + 1) * share // 100 else None
            )
            names: dict[str, Any] = {"单位": name, "代码": code, "年度": year, **functions(chance)}
            unit, data = (template.render(names) for template in (self.unit, self.data))
            folder = self.workspace.unit_file(code).parent
            replace_file(folder / "unit.yaml", f"# {name}（虚构）\n{unit.strip()}\n".encode())
            replace_file(folder / f"{year}.yaml", with_mistake(data, mistake).encode())
            yield Planted(code, mistake)


def mistake_from(name: str, settings: dict[str, Any]) -> Mistake:
    """Return a mistake as synth.yaml describes it."""
    text = settings.get("text")
    return Mistake(name, dict(settings.get("set", {})), (text[0], text[1]) if text else None, settings["finds"])


def with_mistake(text: str, mistake: Mistake | None) -> str:
    """Return a data file's text, laid out as a clerk would, with a mistake in it."""
    content = content_of(parse(text, FILE).root)
    for path, value in mistake.values.items() if mistake else ():
        *above, last = steps(path)
        group = content
        for name in above:
            group = group.setdefault(name, {})
        group[last] = value
    written = file_text(content, width=10_000, as_typed=True)
    if mistake and mistake.text:
        if mistake.text[0] not in written:
            raise ValueError(f"synth.yaml: {mistake.text[0]!r} is not in the data")
        written = written.replace(*mistake.text, 1)
    return written


def functions(chance: random.Random) -> dict[str, Callable[..., Any]]:
    """Return what synth.yaml can call."""
    return {
        "随机": chance.randint,
        "金额": lambda low, high: Decimal(chance.randint(low * 100, high * 100)) / 100,
        "选": lambda *choices: chance.choice(choices),
        "是否": lambda percent: chance.randrange(100) < percent,
    }


def unit_name(number: int) -> str:
    """Return an invented unit's name; another one for each number."""
    round_, place = divmod(number, len(DISTRICTS) * len(BUREAUS))
    district, bureau = divmod(place, len(BUREAUS))
    return f"{DISTRICTS[district]}{wording.chinese_number(round_ + 1) if round_ else ''}{BUREAUS[bureau]}"


def city_workspace(workspace: Workspace, folder: str) -> Workspace:
    """Return a new workspace for a city: the templates are copied there, so that nothing mixes with real data.

    Raises:
        Stop: the folder is the present workspace, whose real data must not be mixed with invented ones.
    """
    root = Path(folder).resolve()
    if root == workspace.root.resolve():
        raise Stop(error(Kind.SYNTH, "不能把编造的数据写进现在的 data", Place(folder), hint="请写到另一个文件夹"))
    shutil.copytree(workspace.forms, root / "templates", dirs_exist_ok=True)
    (root / "data").mkdir(exist_ok=True)
    return Workspace(root)
