"""A form of a few fields and the reading of data texts by it, for tests of the stages from YAML to facts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

from pipeline.facts.fact import Facts
from pipeline.facts.formulas import Formula, compile_formulas
from pipeline.facts.reader import read_facts
from pipeline.form.form import Form, read_form
from pipeline.problems import Problem, Stop
from pipeline.source import reader as source

ROOT = Path(__file__).parent.parent
FIELDS = """
  单位名称: text
  填报日期: date
  经济性:
    三公经费:
      预算安排数: amount
      实际支出数: amount
      控制率: {type: percent, formula: 实际支出数 / 预算安排数}
  在职人数: {type: integer, unit: 名}
  完成率: percent
  公开网址: url
  是否公开: yes_no
  单位性质: {type: choice, choices: [行政机关, 事业单位]}
  部门职能: paragraphs
  重点任务: list
  项目支出明细:
    type: rows
    fields:
      项目名称: text
      预算数: {type: amount, required: true}
      支出数: amount
      执行率: {type: percent, formula: 支出数 / 预算数}
"""


def form_in(folder: Path, fields: str = FIELDS) -> Form:
    """Return a form with the fields, written to a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    head = "title: 小表\ndocuments:\n  note: {title: 小表, template: note.md}\nfields:\n"
    (folder / "form.yaml").write_text(head + dedent(fields).replace("\n", "\n  "), encoding="utf-8")
    return read_form(folder, "form.yaml")


class SmallForm:
    """A form with its formulas, and the reading of data by it."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.formulas: Sequence[Formula] = compile_formulas(form)

    def read(
        self, text: str, unit: str = "", *, draft: bool = False, year: int = 2020, last: Facts | None = None
    ) -> tuple[Facts, list[Problem]]:
        """Return the facts of a year's text and a unit's text, and every problem of both."""
        return self.examine(
            source.parse(dedent(text), "2020.yaml"), source.parse(dedent(unit), "unit.yaml"), draft=draft, year=year, last=last
        )

    def examine(
        self, *sources: source.Source, draft: bool = False, year: int = 2020, last: Facts | None = None
    ) -> tuple[Facts, list[Problem]]:
        """Return the facts of data files, and every problem of theirs."""
        facts, problems = read_facts(self.form, self.formulas, year, sources, draft=draft, last=last)
        return facts, [*(problem for read in sources for problem in read.problems), *problems]

    def problems(self, text: str, unit: str = "") -> list[str]:
        """Return the problems of a year's text, each as it is printed."""
        return [str(problem) for problem in self.read(text, unit)[1]]

    def shown(self, text: str, path: str, unit: str = "", *, draft: bool = False) -> str:
        """Return how a fact is printed; the data must have no problems."""
        facts, problems = self.read(text, unit, draft=draft)
        assert problems == []
        return str(facts.by_path[path].value)


def messages(stop: Stop) -> list[str]:
    """Return what a stop says, each problem's line, message and hint."""
    return [f"{problem.place}: {problem.message}" + (f"（{problem.hint}）" if problem.hint else "") for problem in stop.problems]
