"""Personal data typed where nothing is masked are told once, at their line, and nothing that is printed repeats them."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.build import former_values
from pipeline.build.made import Made
from pipeline.build.unit_year import build, make, prepare
from pipeline.commands.checking import check_data
from pipeline.privacy.edition import public_facts, read_permits, secrets
from pipeline.privacy.former import NOBODY, read_former
from pipeline.privacy.leaks import leaks_in_data
from pipeline.problems import Kind, Problem, Severity
from pipeline.source import reader as source
from pipeline.workspace import MANIFEST, Asked, UnitYear, Workspace
from tests.small_form import SmallForm, form_in

NOTHING = "未完成原因分析: 无"
FIELDS = """
  单位名称: text
  联络人:
    姓名: {type: text, private: name}
  职能: paragraphs
  备注: text
  网址: url
"""


def edited(workspace: Workspace, text: str, old: str = NOTHING) -> Path:
    path = workspace.data_file(UnitYear("xinfang", "2020"))
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, text), encoding="utf-8")
    return path


def made_of(workspace: Workspace) -> Made:
    compiled, sources = prepare(workspace, UnitYear("xinfang", "2020"))
    return make(compiled, "2020", sources)


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [str(problem) for problem in problems if problem.kind in {Kind.LEAK, Kind.LIKELY_LEAK}]


def permit(workspace: Workspace, text: str, reason: str = "对外公布") -> None:
    path = workspace.unit_file("xinfang")
    path.write_text(path.read_text(encoding="utf-8") + f"公开例外:\n  - {{内容: '{text}', 理由: '{reason}'}}\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> SmallForm:
    return SmallForm(form_in(tmp_path / "form", FIELDS))


def leaks_of(small: SmallForm, text: str) -> list[str]:
    read = source.parse(text, "2020.yaml")
    facts, _ = small.examine(read)
    return [str(leak.problem()) for leak in leaks_in_data(public_facts(facts), secrets(facts), read_permits([read])[0], NOBODY)]


def test_a_number_in_the_data_is_told_once_at_its_line_by_report_and_check(shipped: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    edited(shipped, "未完成原因分析: 请拨139 0001 0002联系")
    (said,) = told(made_of(shipped).problems)
    assert said.startswith(
        "data/xinfang/2020.yaml:9:14: 警告 绩效目标情况.未完成原因分析：公开版里出现了手机号码“1******2”\n    未完成原因分析: 请拨1***********2联系\n"
    )
    check_data(shipped, Asked("xinfang", "2020"))
    printed = capsys.readouterr().out
    assert said in printed
    assert printed.count("手机号码") == 1


def test_a_number_typed_twice_is_told_at_both_lines(shipped: Workspace) -> None:
    edited(shipped, "未完成原因分析: 请拨13900010002")
    edited(shipped, "情况说明: 请拨139-0001-0002", "情况说明: 无")
    assert [said.split(":")[1] for said in told(made_of(shipped).problems)] == ["9", "60"]


def test_nothing_that_is_written_or_printed_repeats_the_number(shipped: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    edited(shipped, "未完成原因分析: 请找陈某某，13900010002、13900010002")
    build(shipped, UnitYear("xinfang", "2020"))
    check_data(shipped, Asked("xinfang", "2020"))
    problems = (shipped.output(UnitYear("xinfang", "2020")) / MANIFEST).read_text(encoding="utf-8").split('"facts"')[0]
    for text in (problems, capsys.readouterr().out):
        assert "公开版里出现了" in text
        assert "13900010002" not in text
        assert "陈某某" not in text


def test_a_permit_silences_the_line_and_the_documents(shipped: Workspace) -> None:
    edited(shipped, "未完成原因分析: 请拨139-0001-0002")
    permit(shipped, "13900010002")
    made = made_of(shipped)
    assert not told(made.problems)
    assert made.public.files


def test_the_reason_of_a_permit_is_searched_too(shipped: Workspace) -> None:
    permit(shipped, "0759-0000000", "请找陈某某")
    (said,) = told(made_of(shipped).problems)
    assert said.startswith("data/xinfang/unit.yaml:13:33: ")
    assert "公开例外：公开版里出现了“姓名”的内容“陈*某”" in said
    assert "陈某某" not in said


def test_what_only_may_be_personal_is_told_and_published(shipped: Workspace) -> None:
    edited(shipped, "未完成原因分析: 可加 QQ：12345678 咨询")
    made = made_of(shipped)
    (said,) = told(made.problems)
    assert "提示" not in said
    assert "2020.yaml:9:15: 警告 绩效目标情况.未完成原因分析：公开版里有QQ号“Q******8”，可能是个人信息" in said
    assert made.public.files


def test_a_text_of_the_template_is_told_once_for_all_files_where_it_stands(shipped: Workspace) -> None:
    path = shipped.form("zhanjiang-2020") / "report.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n联系人手机 139 0001 0002\n", encoding="utf-8")
    made = made_of(shipped)
    (said,) = told(made.problems)
    assert "report.docx 正文第" in said
    assert not made.public.files


def test_a_number_that_template_and_data_make_together_is_told(shipped: Workspace) -> None:
    edited(shipped, "未完成原因分析: '00010002'")
    path = shipped.form("zhanjiang-2020") / "report.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n电话139{{ 未完成原因分析 }}\n", encoding="utf-8")
    (said,) = told(made_of(shipped).problems)
    assert "report.docx" in said


def test_a_former_contact_in_the_data_is_told_and_stops_nothing(shipped: Workspace) -> None:
    build(shipped, UnitYear("xinfang", "2020"))
    unit = shipped.unit_file("xinfang")
    unit.write_text(unit.read_text(encoding="utf-8").replace("陈某某", "黄某某"), encoding="utf-8")
    edited(shipped, "未完成原因分析: 原联络人陈某某调离")
    made = build(shipped, UnitYear("xinfang", "2020"))
    (said,) = told(made.problems)
    assert "警告 绩效目标情况.未完成原因分析：公开版里有以前填过的自评联络人的姓名，可能是个人信息" in said
    assert "陈" not in said
    assert made.public.files
    assert read_former([shipped.private_file("xinfang")]).found_in("陈某某、黄某某") == ["自评联络人的姓名"]


def test_a_build_whose_values_cannot_be_noted_warns_and_is_made(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(former_values, "remember", fails)
    made = build(shipped, UnitYear("xinfang", "2020"))
    assert made.public.files
    assert "data/xinfang/private.hashes: 警告 磁盘是只读的" in str([str(problem) for problem in made.problems])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("备注: 请拨13900010002\n", "2020.yaml:1:7"),
        ("单位名称: 甲局\n备注: '请拨 139 0001 0002'\n", "2020.yaml:2:9"),
        ("职能:\n  - 第一段\n  - 第二段13900010002\n", "2020.yaml:3:8"),
        ("职能: |\n  第一段\n  第二段一三九〇〇〇一〇〇〇二\n", "2020.yaml:3:6"),
        ("{备注: 甲, 联络人: {姓名: 陈某某}, 职能: 陈某某}\n", "2020.yaml:1:29"),
        ("网址: https://example.com/?tel=13900010002\n", "2020.yaml:1:30"),
    ],
)
def test_the_line_and_column_are_those_of_the_text_itself(small: SmallForm, text: str, place: str) -> None:
    (said,) = leaks_of(small, text)
    assert said.startswith(f"{place}: ")


def test_a_number_folded_over_lines_is_told_at_its_field_without_the_line(small: SmallForm) -> None:
    (said,) = leaks_of(small, "备注: 请拨139\n  0001\n  0002\n")
    assert said.startswith("2020.yaml:1:")
    assert "139" not in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.from_regex("1[3-8][0-9]{9}", fullmatch=True),
    st.sampled_from(["{}", "{0[0]}-{0[1]}-{0[2]}", "{0[0]} {0[1]} {0[2]}", "{0[0]}（{0[1]}）{0[2]}"]),
    st.sampled_from(
        ["备注: 请拨{}联系", "备注: 甲{0}，乙{0}", "职能:\n  - 甲\n  - 请拨{}", "{{备注: '{}', 单位名称: 甲}}", "备注: >\n  请拨\n  {}\n"]
    ),
)
def test_no_sentence_ever_repeats_what_it_is_about(small: SmallForm, number: str, spelling: str, text: str) -> None:
    pieces = (number[:3], number[3:7], number[7:])
    spelt = spelling.format(number if spelling == "{}" else pieces)
    found = leaks_of(small, text.format(spelt))
    assert found
    assert not any(spelt in said or number in said or number[3:7] + number[7:] in said for said in found)


def test_severity_of_a_leak_in_the_data_is_a_warning_for_the_edition_for_the_authorities(shipped: Workspace) -> None:
    edited(shipped, "未完成原因分析: li.si@example.com")
    made = made_of(shipped)
    assert made.full.files
    assert not made.public.files
    assert {problem.severity for problem in made.problems if problem.kind == Kind.LEAK} == {Severity.WARNING}
