"""The answers to a unit-year's findings, from the data file to the documents: prepared, kept, printed, published or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.build import answering
from pipeline.build.answering import prepare_answers
from pipeline.build.compiled_form import compile_form
from pipeline.build.made import Made
from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import build
from pipeline.problems import Kind, Severity, Stop
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import ROOT

SAMPLE = (ROOT / "data" / "xinfang" / "2020.yaml").read_text(encoding="utf-8")
REASON = "财政批复如此，已核对台账"
TO_WRITE = "说明:   # 写明实际情况和依据"


@pytest.fixture
def shipped(shipped: Workspace) -> Iterator[Workspace]:
    yield shipped
    compile_form.cache_clear()


def text_of(workspace: Workspace) -> str:
    return workspace.data_file(UnitYear("xinfang", "2020")).read_text(encoding="utf-8")


def fill(workspace: Workspace, text: str) -> None:
    workspace.data_file(UnitYear("xinfang", "2020")).write_text(text, encoding="utf-8", newline="")


def answered(workspace: Workspace) -> Made:
    """Return the sample as built after the answers to all its warnings were prepared and given."""
    prepare_answers(workspace, UnitYear("xinfang", "2020"))
    fill(workspace, text_of(workspace).replace(TO_WRITE, f"说明: {REASON}"))
    return build(workspace, UnitYear("xinfang", "2020"))


def warnings(made: Made) -> list[str]:
    return [problem.kind for problem in made.problems if problem.severity is Severity.WARNING]


def test_an_entry_is_added_for_each_open_warning_and_nothing_else_changes(shipped: Workspace) -> None:
    before = warnings(build(shipped, UnitYear("xinfang", "2020")))
    assert [problem.kind for problem in prepare_answers(shipped, UnitYear("xinfang", "2020"))] == before != []
    text = text_of(shipped)
    assert text.startswith(SAMPLE)
    assert text.count(TO_WRITE) == len(before)
    assert prepare_answers(shipped, UnitYear("xinfang", "2020")) == []
    assert text_of(shipped) == text
    assert warnings(build(shipped, UnitYear("xinfang", "2020"))) == before  # a reason is still to be written


def test_line_ends_and_the_mark_at_the_beginning_stay(shipped: Workspace) -> None:
    path = shipped.data_file(UnitYear("xinfang", "2020"))
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode())
    prepare_answers(shipped, UnitYear("xinfang", "2020"))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > SAMPLE.count("\n")


def test_what_is_answered_is_no_warning_any_more_but_is_kept_and_counted(shipped: Workspace) -> None:
    made = answered(shipped)
    manifest = read_manifest(shipped.output(UnitYear("xinfang", "2020")))
    assert (warnings(made), len(made.answered) > 0) == ([], True)
    assert manifest
    assert [(each.problem.kind, each.reason) for each in manifest.answered] == [(each.problem.kind, REASON) for each in made.answered]


def test_the_list_for_the_reviewer_is_made_only_if_there_are_answers_and_is_not_published(shipped: Workspace) -> None:
    assert "answers.docx" not in build(shipped, UnitYear("xinfang", "2020")).documents
    made = answered(shipped)
    assert {"answers.docx", "answers.html"} <= made.full.files.keys()
    assert {name for name in made.public.files if name.startswith("answers")} == set()
    page = made.full.files["answers.html"].decode()
    assert page.count(REASON) == len(made.answered)
    assert REASON not in "".join(data.decode() for name, data in made.public.files.items() if name.endswith(".html"))
    fill(shipped, SAMPLE)
    build(shipped, UnitYear("xinfang", "2020"))
    assert not (shipped.output(UnitYear("xinfang", "2020")) / "answers.docx").exists()


def test_a_form_can_publish_the_list(shipped: Workspace) -> None:
    form = shipped.form("zhanjiang-2020") / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace('public: "false"', "public: answers"), encoding="utf-8")
    compile_form.cache_clear()
    assert REASON in answered(shipped).public.files["answers.html"].decode()


def test_a_changed_figure_reopens_its_finding(shipped: Workspace) -> None:
    answered(shipped)
    fill(shipped, text_of(shipped).replace("已完工个数: 1\n    已验收个数: 1\n", "已完工个数: 2\n    已验收个数: 1\n", 1))
    made = build(shipped, UnitYear("xinfang", "2020"))
    assert warnings(made) == ["两处完工验收不同"]
    assert "“检查及完工验收.已完工个数”由 1 变为 2" in str(made.problems[0])


def test_personal_data_in_a_reason_are_told_at_its_line(shipped: Workspace) -> None:
    prepare_answers(shipped, UnitYear("xinfang", "2020"))
    fill(shipped, text_of(shipped).replace(TO_WRITE, "说明: 请致电13912345678", 1))
    (problem,) = [problem for problem in build(shipped, UnitYear("xinfang", "2020")).problems if "手机号码" in problem.message]
    assert "说明: 请致电" in text_of(shipped).split("\n")[problem.place.line - 1]
    assert "13912345678" not in str(problem)


def test_errors_come_first(shipped: Workspace) -> None:
    wrong = SAMPLE.replace("实际支出数: 8.06", "实际支出数: 8.06万元")
    fill(shipped, wrong)
    with pytest.raises(Stop):
        prepare_answers(shipped, UnitYear("xinfang", "2020"))
    assert text_of(shipped) == wrong


def test_a_list_that_cannot_be_added_to_is_left_as_it_is(shipped: Workspace) -> None:
    text = f"{SAMPLE}核实说明: []\n"
    fill(shipped, text)
    with pytest.raises(Stop) as stop:
        prepare_answers(shipped, UnitYear("xinfang", "2020"))
    assert stop.value.problems[0].kind == Kind.ANSWER
    assert text_of(shipped) == text


@pytest.mark.parametrize(
    ("name", "key"),
    [("三公经费.预算数", "三公经费.预算数"), ("明细[2].预算数", "明细[2].预算数"), ("上年: 数", '"上年: 数"'), ("# 数", '"# 数"')],
)
def test_names_are_quoted_where_yaml_needs_it(name: str, key: str) -> None:
    assert answering.key(name) == key


def test_a_document_is_made_on_its_condition_only(shipped: Workspace) -> None:
    form = shipped.form("zhanjiang-2020") / "form.yaml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("when: 核实说明 is 有内容", "when: 三公经费.实际支出数 < 9"), encoding="utf-8")
    compile_form.cache_clear()
    assert "answers.docx" in build(shipped, UnitYear("xinfang", "2020")).documents
    fill(shipped, SAMPLE.replace("实际支出数: 8.06", "实际支出数: 9"))
    assert "answers.docx" not in build(shipped, UnitYear("xinfang", "2020")).documents


def test_a_wrong_name_in_a_condition_is_told(shipped: Workspace) -> None:
    form = shipped.form("zhanjiang-2020") / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("when: 核实说明", "when: 核实说名"), encoding="utf-8")
    compile_form.cache_clear()
    with pytest.raises(Stop) as stop:
        build(shipped, UnitYear("xinfang", "2020"))
    assert [problem.message for problem in stop.value.problems] == ["没有“核实说名”这个名称"]


def test_a_wrong_column_of_the_answers_is_told(shipped: Workspace) -> None:
    template = shipped.form("zhanjiang-2020") / "answers.md"
    template.write_text(template.read_text(encoding="utf-8").replace("项.数据", "项.数字"), encoding="utf-8")
    compile_form.cache_clear()
    with pytest.raises(Stop) as stop:
        build(shipped, UnitYear("xinfang", "2020"))
    assert {problem.message for problem in stop.value.problems} == {"“核实说明”下面没有“数字”"}


def test_an_error_that_may_be_explained_stops_the_build_until_it_is_but_no_draft(shipped: Workspace) -> None:
    rules = shipped.form("zhanjiang-2020") / "checks.yaml"
    rule = "试说明:\n  level: 改正或说明\n  when: 三公经费.预算安排数 > 0\n  at: 三公经费.预算安排数\n  message: 要说明\n  hint: 请核对\n"
    rules.write_text(rules.read_text(encoding="utf-8") + rule, encoding="utf-8")
    made = build(shipped, UnitYear("xinfang", "2020"))
    assert [problem.kind for problem in made.problems if problem.severity is Severity.ERROR] == ["试说明"]
    assert made.documents == {}
    draft = build(shipped, UnitYear("xinfang", "2020"), draft=True)
    assert "试说明" in warnings(draft)
    assert draft.documents
    made = answered(shipped)
    assert "试说明" in [answer.problem.kind for answer in made.answered]
    assert made.documents
