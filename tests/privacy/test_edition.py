"""The public edition's masks, and the permits that unit.yaml records."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.privacy.edition import public_facts, read_permits, secrets
from pipeline.problems import Severity
from pipeline.source import reader as source
from pipeline.workspace import UnitYear, Workspace
from tests.small_form import SmallForm, form_in

FIELDS = """
  单位名称: text
  联络人:
    姓名: {type: text, private: name}
    手机: {type: text, private: mobile}
    办公电话: {type: text, private: keep}
    邮箱: {type: text, private: omit}
  成员:
    type: rows
    fields:
      姓名: {type: text, private: name}
      职务: text
  住址: {type: list, private: omit}
"""
DATA = """
单位名称: 甲局
联络人: {姓名: 欧阳某、李某某, 手机: "13800000000", 办公电话: 0759-0000000, 邮箱: a@example.com}
成员:
  - {姓名: 王某, 职务: 科长}
住址: [某路1号, 某路2号]
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallForm:
    return SmallForm(form_in(tmp_path / "form", FIELDS))


def test_private_values_are_masked_by_their_rules_in_groups_rows_and_lists(small: SmallForm) -> None:
    facts, problems = small.read(DATA)
    assert not problems
    public = public_facts(facts)
    shown = {path: str(fact.value) for path, fact in public.by_path.items()}
    assert shown["联络人.姓名"] == "欧阳**、李**"
    assert shown["联络人.手机"] == "138****0000"
    assert shown["联络人.办公电话"] == "0759-0000000"
    assert shown["联络人.邮箱"] == ""
    assert shown["成员[1].姓名"] == "王**"
    assert shown["成员[1].职务"] == "科长"
    assert shown["住址"] == ""
    assert str(public.names["成员"][0]["姓名"]) == "王**"
    assert str(public.root.group("联络人")["姓名"]) == "欧阳**、李**"
    assert str(facts.root.group("联络人")["姓名"]) == "欧阳某、李某某", "the full edition is as it was"


def test_what_has_no_private_value_is_shared_by_both_editions(small: SmallForm) -> None:
    facts, _ = small.read(f"{DATA}".replace("王某, 职务: 科长}", "王某, 职务: 科长}\n  - {职务: 科员}"))
    public = public_facts(facts)
    assert public.root.rows("成员")[1] is facts.root.rows("成员")[1]
    assert public.by_path["成员[1].职务"] is facts.by_path["成员[1].职务"]
    assert public.root.rows("成员")[0] is not facts.root.rows("成员")[0]
    assert str(facts.root.rows("成员")[0]["姓名"]) == "王某"
    assert list(public.root) == list(facts.root)
    assert list(public.by_path) == list(facts.by_path)


def test_each_private_value_is_a_secret_and_what_is_kept_is_none(small: SmallForm) -> None:
    facts, _ = small.read(DATA)
    assert {secret.text for secret in secrets(facts)} == {"欧阳某", "李某某", "13800000000", "a@example.com", "王某", "某路1号", "某路2号"}


def test_words_for_nothing_are_neither_masked_nor_secret(small: SmallForm) -> None:
    facts, _ = small.read("联络人: {姓名: 无, 邮箱: 不适用}")
    assert str(public_facts(facts).by_path["联络人.姓名"].value) == "无"
    assert str(public_facts(facts).by_path["联络人.邮箱"].value) == "不适用"
    assert not secrets(facts)


def test_a_private_value_in_a_public_text_stops_the_public_edition_only(shipped: Workspace) -> None:
    path = shipped.data_file(UnitYear("xinfang", "2020"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("未完成原因分析: 无", "未完成原因分析: 详询陈某某13800000000"), encoding="utf-8")
    compiled, sources = prepare(shipped, UnitYear("xinfang", "2020"))
    made = make(compiled, "2020", sources)
    assert set(made.documents) == {"table.docx", "table.html", "report.docx", "report.html"}
    found = [problem for problem in made.problems if "公开版里出现了" in problem.message]
    assert {problem.severity for problem in found} == {Severity.WARNING}
    assert [problem.path for problem in found] == ["绩效目标情况.未完成原因分析"] * 2


def test_a_permit_in_the_units_file_lets_the_edition_pass(shipped: Workspace) -> None:
    path = shipped.data_file(UnitYear("xinfang", "2020"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("未完成原因分析: 无", "未完成原因分析: 详询值班手机13900000000"), encoding="utf-8")
    unit = shipped.unit_file("xinfang")
    unit.write_text(unit.read_text(encoding="utf-8") + "公开例外:\n  - {内容: '139 0000 0000', 理由: 对外值班电话}\n", encoding="utf-8")
    compiled, sources = prepare(shipped, UnitYear("xinfang", "2020"))
    assert "public/table.docx" in make(compiled, "2020", sources).documents


@pytest.mark.parametrize(
    "text", ["公开例外: 无", "公开例外:\n  - 内容: 甲", "公开例外:\n  - {内容: 甲, 理由: }", "公开例外:\n  - {内容: 甲, 理由: 乙, 丙: 丁}"]
)
def test_a_permit_without_its_text_or_reason_is_refused(text: str) -> None:
    permits, problems = read_permits([source.parse(text, "unit.yaml")])
    assert not permits
    assert [problem.message for problem in problems] == ["每项应写明内容和理由两项"]
