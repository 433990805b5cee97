"""What is left of a unit for the summary: all that is shown and compared, in few bytes, and nothing twice."""

from __future__ import annotations

import pickle
from dataclasses import replace

from pipeline.batch.compact import Facts, Fields
from pipeline.batch.reduced import Gathered, gathered, reduced, wanted_of
from pipeline.batch.summary import summarize
from pipeline.batch.task import Result, State
from pipeline.problems import Answered, Kind, Place, Problem, Severity
from pipeline.workspace import UnitYear
from tests.batch.city import FORM
from tests.batch.unit_years import BUDGET, GOALS, SITE, form, unit_years

FIELDS = Fields(("甲", "乙", "丙"))
PLACE = Place("data/u/2020.yaml", 3, 5, "  控制率: 111%")


def warning(message: str, path: str = "三公经费.控制率") -> Problem:
    return Problem(Severity.WARNING, "控制率超过 100%", message, PLACE, path, "请核对")


# --- facts ---


def test_facts_in_one_text_say_what_they_said() -> None:
    facts = {"甲": "8.06", "丙": "湛江市\n信访局"}
    held = pickle.loads(pickle.dumps(Facts.of(FIELDS, facts, {"项目[1].网址": "https://example.com/1"})))
    assert [held.get(path) for path in ("甲", "乙", "丙", "丁", "项目[1].网址")] == [
        "8.06",
        None,
        "湛江市\n信访局",
        None,
        "https://example.com/1",
    ]
    assert dict(held) == held.all() == {**facts, "项目[1].网址": "https://example.com/1"}


def test_no_facts_are_none() -> None:
    for fields in (Fields(()), Fields(("甲",)), FIELDS):
        assert dict(Facts.of(fields, {}, {})) == {}


# --- a unit ---


def test_what_the_summary_shows_and_compares_is_left_and_nothing_else() -> None:
    whole = unit_years(1)[0]
    left = reduced(whole, {FORM: wanted_of(form())})
    for path in (f"{BUDGET}年初预算数", "单位基本情况.单位性质", "单位基本情况.在职人数", f"{SITE}自评信息.公开网址"):
        assert left.facts.get(path) == whole.facts.get(path)
    assert f"{GOALS}总目标" not in left.facts
    assert f"{GOALS}总目标" in left.texts.filled
    assert sum(len(held) for _, held in left.texts.passages) < 200


def test_of_an_address_that_stands_in_no_row_only_the_text_is_held() -> None:
    whole = unit_years(1)[0]
    left = reduced(whole, {FORM: wanted_of(form())}).facts
    assert isinstance(left, Facts)
    assert whole.facts[f"{SITE}自评信息.公开网址"] in left.held.decode()
    assert "公开网址" not in left.held.decode()


def test_what_failed_keeps_what_is_wrong_but_for_the_line() -> None:
    failed = Result(UnitYear("u", "2020"), "甲局", State.FAULTY, (warning("比率为 111%"),), form=FORM)
    (left,) = gathered([failed], {FORM: form()})
    (problem,) = left.problems
    assert (problem.message, problem.hint, str(problem.place), problem.place.text) == ("比率为 111%", "请核对", "data/u/2020.yaml:3:5", "")


# --- many ---


def test_what_is_the_same_in_many_is_held_once() -> None:
    found = Gathered()
    for unit in unit_years(3):
        found.add(pickle.loads(pickle.dumps(reduced(replace(unit, problems=(warning(unit.name),)), {FORM: wanted_of(form())}))))
    one, other, last = found.results()
    assert isinstance(one.facts, Facts)
    assert isinstance(other.facts, Facts)
    assert one.facts.fields is other.facts.fields
    assert one.form is other.form
    assert one.of.year == "2020"
    assert other.problems[0] is last.problems[0]


def test_of_a_kind_of_finding_the_first_units_sentence_is_kept_in_whatever_order_they_come() -> None:
    units = [
        Result(UnitYear(f"u{number}", "2020"), f"单位{number}", State.BUILT, (warning(f"{number}.5%"), warning("后一处")), form=FORM)
        for number in range(4)
    ]
    for order in (units, units[::-1]):
        results = gathered(order, {FORM: form()})
        (finding,) = summarize("2020", results, (), {FORM: form()}).groups[0].findings
        assert (finding.example, finding.units) == ("0.5%", ("单位0", "单位1", "单位2", "单位3"))
        assert [result.count(Severity.WARNING) for result in results] == [2] * 4


def test_answers_are_counted_and_still_say_what_they_answer() -> None:
    answered = Answered(Problem(Severity.WARNING, Kind.SHARED_TEXT, "相同", PLACE, "项目[2].内容"), "同一项工作", PLACE)
    (left,) = gathered([Result(UnitYear("u", "2020"), "甲局", State.BUILT, form=FORM, answered=(answered,))], {FORM: form()})
    assert [(each.problem.kind, each.problem.path) for each in left.answered] == [(Kind.SHARED_TEXT, "项目[2].内容")]
    assert summarize("2020", [left], (), {FORM: form()}).answered == 1
