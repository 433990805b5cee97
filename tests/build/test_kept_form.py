"""That a form which an earlier process has kept is the one that would be compiled, and that any other one is compiled anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import kept
from pipeline.build import compiled_form, kept_form
from pipeline.build.compiled_form import CompiledForm, compile_anew, compile_form
from pipeline.build.kept_form import keep_parts, kept_parts, made_from
from pipeline.build.looks import fingerprints
from pipeline.build.unit_year import examine, make, prepare
from pipeline.form.form import read_form
from pipeline.problems import Stop
from pipeline.source.reader import Source
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import ROOT

SHIPPED = Workspace(ROOT)
FORM = "zhanjiang-2020"
SHIPPED_YEARS = [UnitYear("xinfang", "2020"), UnitYear("gonggong", "2018"), UnitYear("shuili", "2022")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "ziping")
    return tmp_path / "ziping"


def just_compiled(of: UnitYear, *, draft: bool = False) -> tuple[CompiledForm, list[Source]]:
    """Return a form as it is when it is kept: nobody has used it, so that the fields of earlier years are still those that it knows."""
    used, sources = prepare(SHIPPED, of, draft=draft)
    form = read_form(used.form.folder, SHIPPED.shown(used.form.folder / "form.yaml"))
    return compile_anew(SHIPPED, form, used.inputs, draft=draft, printing=True, pdf=False), sources


def as_kept(compiled: CompiledForm, *, draft: bool = False) -> CompiledForm:
    """Return a form kept and found again."""
    keep_parts("source", compiled.form, compiled.checks, compiled.documents)
    parts = kept_parts("source", compiled.form, SHIPPED.layout, draft=draft)
    assert parts
    return CompiledForm(compiled.form, compiled.formulas, *parts, compiled.inputs, compiled.tells_years)


@pytest.mark.slow
@pytest.mark.parametrize("of", SHIPPED_YEARS, ids=str)
@pytest.mark.parametrize("draft", [False, True])
def test_a_kept_form_finds_and_prints_the_same(of: UnitYear, *, draft: bool) -> None:
    compiled, sources = just_compiled(of, draft=draft)
    found = as_kept(compiled, draft=draft)
    now, then = (make(form, of.year, sources, draft=draft) for form in (compiled, found))
    assert then.documents == now.documents
    assert [*map(str, then.problems)] == [*map(str, now.problems)]
    assert [problem.place for problem in then.problems] == [problem.place for problem in now.problems]
    assert [document.prints_private for document in found.documents] == [document.prints_private for document in compiled.documents]


def test_a_kept_document_is_read_again_for_the_article() -> None:
    compiled, sources = just_compiled(SHIPPED_YEARS[0])
    facts = examine(compiled, "2020", sources).facts
    articles = [
        document.article.print(document.context(facts)) for form in (compiled, as_kept(compiled)) for document in form.documents[:2]
    ]
    assert articles[:2] == articles[2:]


def test_what_cannot_be_printed_is_told_at_its_place_in_a_kept_form_too(shipped: Workspace) -> None:
    report = shipped.form(FORM) / "report.md"
    lines = report.read_text(encoding="utf-8").splitlines()
    report.write_text(
        "\n".join(
            [
                *lines,
                "",
                "{% if 年度 %}",
                "",
                "甲{{ 年度 / 0 }}乙。这一段要够长，才会自成一枝：{{ 年度 }}{{ 年度 }}{{ 年度 }}",
                "",
                "{% endif %}",
                "",
            ]
        ),
        "utf-8",
    )
    compiled, sources = prepare(shipped, SHIPPED_YEARS[0])
    facts = examine(compiled, "2020", sources).facts
    told = []
    for form in (compiled, as_kept(compiled)):
        with pytest.raises(Stop) as stop:
            form.documents[1].render(facts)
        told.append(str(stop.value.problems[0]))
    assert told[0] == told[1]
    assert told[0].startswith(f"templates/{FORM}/report.md:{len(lines) + 4}")


def test_a_form_is_kept_and_found_by_the_next_process(shipped: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiling = compile_form.__wrapped__ if hasattr(compile_form, "__wrapped__") else compile_form
    compiling = getattr(compiling, "__wrapped__", compiling)
    (shipped.form(FORM) / "answers.md").write_text("# 甲\n\n{{ 年度 }}\n", "utf-8")  # a form of nobody's, compiled for nobody else
    first = compiling(shipped, FORM)
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr(compiled_form, "compile_anew", None)
    second = compiling(shipped, FORM)
    assert [check.name for check in second.checks] == [check.name for check in first.checks]
    assert second.inputs == first.inputs


@pytest.mark.parametrize("name", ["report.md", "form.yaml", "checks.yaml"])
def test_one_byte_of_a_template_makes_it_another_form(shipped: Workspace, name: str) -> None:
    inputs = [fingerprints([f"templates/{FORM}/{name}"], shipped.root)]
    path = shipped.form(FORM) / name
    path.write_bytes(path.read_bytes() + b"\n")
    inputs.append(fingerprints([f"templates/{FORM}/{name}"], shipped.root))
    one, other = (made_from(FORM, each, draft=False, printing=True) for each in inputs)
    assert one != other


def test_program_python_packages_and_settings_make_it_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {made_from(FORM, {}, draft=draft, printing=printing) for draft in (False, True) for printing in (False, True)}
    for name, value in (("program", lambda: "another"), ("installed", lambda: ["jinja2-4.dist-info"])):
        with monkeypatch.context() as patch:
            patch.setattr(kept_form, name, value)
            made.add(made_from(FORM, {}, draft=False, printing=True))
    with monkeypatch.context() as patch:
        patch.setattr("sys.version", "4.0")
        made.add(made_from(FORM, {}, draft=False, printing=True))
    assert len(made) == 7
    assert any(name.lower().startswith("jinja2-") for name in kept_form.installed())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"checks": [], "documents": []}', b'{"checks": [1], "documents": 2}', b"[" * 100_000, b"\xff", b"null"]
)
def test_what_is_sealed_but_no_form_is_compiled_anew(data: bytes) -> None:
    form = read_form(SHIPPED.form(FORM), f"templates/{FORM}/form.yaml")
    kept.keep("source", data)
    assert kept_parts("source", form, SHIPPED.layout, draft=False) is None


def test_a_form_with_faults_is_not_kept(shipped: Workspace, folder: Path) -> None:
    compiling = getattr(compile_form, "__wrapped__", compile_form)
    (shipped.form(FORM) / "report.md").write_text("{{ 没有这个名称 }}", "utf-8")
    with pytest.raises(Stop):
        getattr(compiling, "__wrapped__", compiling)(shipped, FORM)
    assert not folder.exists()
