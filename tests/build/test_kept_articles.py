"""That what prints articles and was kept by an earlier process is what would be compiled, as long as the form is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import kept
from pipeline.build import kept_articles
from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.kept_form import made_from
from pipeline.build.unit_year import examine, prepare
from pipeline.workspace import UnitYear, Workspace

OF = UnitYear("xinfang", "2020")
templates_of = kept_articles.article_templates.__wrapped__


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "ziping")
    return tmp_path / "ziping"


def articles(workspace: Workspace, compiled: CompiledForm) -> list[tuple[list[str], str, str]]:
    """Return what an article says."""
    _, sources = prepare(workspace, OF)
    facts = examine(compiled, OF.year, sources).facts
    templates = templates_of(compiled, workspace.root)
    printed = [(document.context(facts), templates[document.spec.name]) for document in compiled.documents[:2]]
    return [(*template.print(context), template.css) for context, template in printed]


def test_what_was_kept_prints_the_same_article(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, _ = prepare(shipped, OF)
    first = articles(shipped, compiled)
    monkeypatch.setattr(kept_articles, "keep_articles", None)  # nobody keeps it again
    assert articles(shipped, compiled) == first


def test_it_is_compiled_anew_when_the_form_is_another(shipped: Workspace) -> None:
    compiled, _ = prepare(shipped, OF)
    first = articles(shipped, compiled)
    report = shipped.form(compiled.form.name) / "report.md"
    report.write_text(report.read_text("utf-8") + "\n\n甲乙丙丁。\n", "utf-8")
    again = compile_form.__wrapped__(shipped, compiled.form.name)
    assert "甲乙丙丁" in "".join(body for _, body, _ in articles(shipped, again))
    assert articles(shipped, compiled) == first


def test_what_is_changed_while_it_is_compiled_is_not_kept(shipped: Workspace) -> None:
    compiled, _ = prepare(shipped, OF)
    report = shipped.form(compiled.form.name) / "report.md"
    report.write_text(report.read_text("utf-8") + "\n\n甲乙丙丁。\n", "utf-8")
    templates_of(compiled, shipped.root)
    assert kept_articles.kept_articles(made_from(compiled.form.name, compiled.inputs, article=True), compiled) is None


def test_what_was_kept_and_is_none_is_compiled_anew(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, _ = prepare(shipped, OF)
    first = articles(shipped, compiled)
    monkeypatch.setattr(kept_articles, "kept", lambda _: b'{"table": []}')
    assert articles(shipped, compiled) == first
