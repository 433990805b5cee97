"""Last year's file in a build: an input like the others, printed and compared, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_fields
from pipeline.build.current import current
from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import build
from pipeline.problems import Severity
from pipeline.workspace import UnitYear, Workspace
from tests.build.test_unit_year import DATA, FORM, NOTE, fill
from tests.build.test_unit_year import workspace as workspace  # noqa: PLC0414 - a fixture

LAST = "data/jia/2019.yaml"
HINT = "改正后，程序才能与上年比较；不改也能生成今年的文件"
TAKES = "  上年支出: {type: amount, from: 支出}\n  电话: {type: text, private: mobile}\n"
SAYS = "{% if 上年 %}上年预算{{ 上年.预算 }}万元。{% endif %}{{ 上年支出 }} {{ 电话 }}\n"


@pytest.fixture
def compared(workspace: Workspace) -> Workspace:
    """Return the workspace with a form that speaks of last year."""
    (workspace.form("small") / "form.yaml").write_text(FORM.rstrip() + "\n" + TAKES, encoding="utf-8")
    (workspace.form("small") / "note.md").write_text(NOTE + SAYS, encoding="utf-8")
    fill(workspace, DATA + '电话: "13800000000"\n')
    return workspace


def write_last(workspace: Workspace, data: bytes | str) -> None:
    (workspace.root / LAST).write_bytes(data if isinstance(data, bytes) else data.encode())


def notes(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Build the year and return the place, message and hint of each problem of last year's file."""
    found = [problem for problem in build(workspace, UnitYear("jia", "2020")).problems if problem.kind == "last-year"]
    assert {problem.severity for problem in found} <= {Severity.NOTE}
    return [(str(problem.place), problem.message, problem.hint) for problem in found]


def page(workspace: Workspace) -> str:
    return (workspace.output(UnitYear("jia", "2020")) / "note.html").read_text(encoding="utf-8")


def test_last_years_values_are_printed_and_found_in_every_file_again(compared: Workspace) -> None:
    write_last(compared, "form: small\n单位名称: 甲局\n预算: 8\n支出: 7.5\n")
    assert build(compared, UnitYear("jia", "2020")).problems[0].path == "预算", "and nothing else than that it is too much"
    assert '上年预算<data value="8" data-fact="上年.预算">8</data>' in page(compared)
    assert '<data value="7.5" data-fact="上年支出">7.5</data>' in page(compared)


def test_a_last_year_that_comes_changes_or_goes_makes_the_year_anew(compared: Workspace) -> None:
    assert notes(compared) == []
    states = []
    for text in (None, "form: small\n单位名称: 甲局\n预算: 8\n", "form: small\n单位名称: 甲局\n预算: 7\n"):
        if text:
            write_last(compared, text)
            states.append(current(compared, UnitYear("jia", "2020")))
        build(compared, UnitYear("jia", "2020"))
        assert current(compared, UnitYear("jia", "2020"))
    (compared.root / LAST).unlink()
    assert [*states, current(compared, UnitYear("jia", "2020"))] == [None, None, None]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("单位名称: 甲局\n", (f"{LAST}:1:1", "这份上年的文件没有拿来与今年比较：没有写明用哪份表（form）", HINT)),
        ("form: none\n", (f"{LAST}:1:1", "这份上年的文件没有拿来与今年比较：没有“none”这份表", HINT)),
        ("form: 单位".encode("gbk"), (LAST, "这份上年的文件没有拿来与今年比较：文件不是 UTF-8 编码，看来是 GBK（ANSI）编码", HINT)),
        (
            "form: small\n预算: 8万\n支出: 五\n",
            (f"{LAST}:2:5", "其中有错的各项没有拿来与今年比较：应填数字（单位：万元），现为“8万”（另有 1 处错误）", HINT),
        ),
        ("", (f"{LAST}:1:1", "这份上年的文件没有拿来与今年比较：没有写明用哪份表（form）", HINT)),
    ],
)
def test_a_last_year_that_cannot_be_used_is_one_note_and_stops_nothing(
    compared: Workspace, data: bytes | str, said: tuple[str, str, str]
) -> None:
    write_last(compared, data)
    assert notes(compared) == [said]
    assert current(compared, UnitYear("jia", "2020"))
    assert "上年预算8" not in page(compared)


def test_a_last_year_that_lacks_what_is_required_is_used_as_far_as_it_goes(compared: Workspace) -> None:
    write_last(compared, "form: small\n支出: 7.5\n")
    assert notes(compared) == []
    assert 'data-fact="上年支出">7.5<' in page(compared)


def test_last_years_form_may_be_another_and_is_an_input_too(compared: Workspace) -> None:
    old = compared.form("old")
    old.mkdir()
    (old / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (old / "form.yaml").write_text(
        "title: 旧表\ndocuments:\n  note: {title: 旧表, template: note.md}\nfields:\n  支出: amount\n", encoding="utf-8"
    )
    write_last(compared, "form: old\n支出: 7.5\n")
    compile_fields.cache_clear()
    assert notes(compared) == []
    assert 'data-fact="上年支出">7.5<' in page(compared)
    known = read_manifest(compared.output(UnitYear("jia", "2020")))
    assert known
    assert known.inputs["templates/old/form.yaml"]
    (old / "form.yaml").write_text("title: 旧表\n", encoding="utf-8")
    compile_fields.cache_clear()
    assert current(compared, UnitYear("jia", "2020")) is None
    assert [place for place, _, _ in notes(compared)] == ["templates/old/form.yaml"]


def test_nothing_private_of_last_year_reaches_the_public_edition(compared: Workspace) -> None:
    write_last(compared, 'form: small\n单位名称: 甲局\n预算: 8\n电话: "13911112222"\n')
    build(compared, UnitYear("jia", "2020"))
    written = [path for path in compared.output(UnitYear("jia", "2020")).rglob("*") if path.is_file()]
    assert not [path for path in written if b"13911112222" in path.read_bytes()]
    assert list(Path(compared.output(UnitYear("jia", "2020")) / "public").iterdir())


def test_a_value_that_nobody_typed_need_not_be_printed(compared: Workspace) -> None:
    (compared.form("small") / "note.md").write_text(NOTE + "{{ 电话 }}\n", encoding="utf-8")
    write_last(compared, "form: small\n支出: 7.5\n")
    assert "unprinted" not in {problem.kind for problem in build(compared, UnitYear("jia", "2020")).problems}
    fill(compared, DATA + '电话: "13800000000"\n上年支出: 7.5\n')
    assert "unprinted" in {problem.kind for problem in build(compared, UnitYear("jia", "2020")).problems}


def test_last_years_file_of_a_further_form_is_the_one_of_the_same_name(workspace: Workspace) -> None:
    of = UnitYear("jia", "2020", "项目-防汛")
    workspace.data_file(of).write_text(DATA, encoding="utf-8")
    write_last(workspace, DATA)
    workspace.data_file(of.before).write_text(DATA.replace("form: small", "form: 没有"), encoding="utf-8")
    made = build(workspace, of)
    assert made.manifest
    assert {name for name in made.manifest.inputs if "2019" in name} == {"data/jia/2019.项目-防汛.yaml"}
    assert [problem.place.file for problem in made.problems if problem.kind == "last-year"] == ["data/jia/2019.项目-防汛.yaml"]
    assert current(workspace, of)
    workspace.data_file(of.before).write_text(DATA, encoding="utf-8")
    assert current(workspace, of) is None
