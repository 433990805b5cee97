"""A document as a part of an article: printed from its tree by its own template, one heading level lower, apart from other parts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from pipeline.build.compiled_form import compile_form
from pipeline.build.past import Past
from pipeline.build.unit_year import build, make
from pipeline.facts.reader import read_facts
from pipeline.publish.content import Part, content_of, downloads_of, shortened
from pipeline.source.reader import parse
from pipeline.workspace import UnitYear, Workspace
from tests.publish.memory import Desk, desk
from tests.word_files import cell, paragraph, row, table, write_word_file

__all__ = ["desk"]
LAYOUT = Path(__file__).parents[2] / "templates" / "site"
FORM = """
title: 小表
documents:
  list: {title: "{{ 馆名 }}清单", template: list.docx}
  note: {title: "{{ 馆名 }}\\n说明", template: note.md, shell: note.docx}
fields:
  馆名: {type: text, required: true}
  备注: text
"""
NOTE = "# 总的情况\n\n{{ 馆名 }}好。\n\n## 其中\n\n- 甲\n- {{ 备注 }}\n\n| 名 | 数 |\n|---|--:|\n| {{ 馆名 }} | 1 |\n"
TITLE = '<w:pStyle w:val="Title"/>'
LIST = table(row("名", "注", header=True), row("{{ 馆名 }}", cell("{{ 备注 }}")), widths=(1000, 3000))


def small_form(folder: Path, declared: str, form: str) -> Path:
    """Return the folder of a made-up form.

    Args:
        folder: the workspace's.
        declared: its form.yaml.
        form: its Word form's body.
    """
    templates = folder / "templates" / "small"
    templates.mkdir(parents=True)
    (folder / "templates" / "site").symlink_to(LAYOUT)
    (templates / "form.yaml").write_text(declared, encoding="utf-8")
    (templates / "note.md").write_text(NOTE, encoding="utf-8")
    write_word_file(templates / "list.docx", form)
    write_word_file(templates / "note.docx", paragraph("{{ 正文 }}"))
    return templates


def parts(folder: Path, form: str, note: str = "") -> dict[str, Part]:
    """Return the parts of the article of a made-up form, given the Word form's body."""
    small_form(folder, FORM, form)
    made = make(compile_form(Workspace(folder), "small"), "2020", [parse(f"馆名: 'R&D \"馆\"'\n备注: {note}\n", "2020.yaml")])
    assert made.problems == ()
    content = content_of(folder, made, UnitYear("jia", "2020"))
    assert list(content.downloads) == ["R&D馆说明.docx", "R&D馆清单.docx"]
    return {part.name: part for part in content.parts}


def test_what_is_said_of_earlier_years_is_there_for_machines_too(tmp_path: Path) -> None:
    folder = small_form(tmp_path, FORM + "  备案: {预算: amount, 决算: amount}\n", paragraph("清单", properties=TITLE) + LIST)
    year = "{{ 年.年度 }}年预算{{ 年.备案.预算 }}万元"
    (folder / "note.md").write_text(NOTE + "\n{% for 年 in 历年 %}\n" + year + "。\n{% endfor %}\n", encoding="utf-8")
    compiled = compile_form(Workspace(tmp_path), "small")
    earlier, _ = read_facts(compiled.form, (), 2019, [parse("馆名: 甲馆\n备案: {预算: 8, 决算: 7}", "2019.yaml")])
    made = make(compiled, "2020", [parse("馆名: 甲馆\n备案: {预算: 9}", "2020.yaml")], past=Past(earlier, (earlier,)))
    said = [item for item in content_of(tmp_path, made, UnitYear("jia", "2020")).figures if item["项"].startswith("历年")]
    assert said == [
        {"项": "历年[1].年度", "名称": "2019年·年度", "值": "2019", "单位": "", "显示": "2019", "类型": "整数"},
        {"项": "历年[1].备案.预算", "名称": "2019年·备案·预算", "值": "8", "单位": "万元", "显示": "8", "类型": "金额"},
    ]


def test_a_part_stands_one_heading_level_lower_with_names_of_its_own(tmp_path: Path) -> None:
    body = parts(tmp_path, paragraph("清单", properties=TITLE) + LIST)["note"].body
    assert '<h3 class="level-1">一、总的情况</h3>' in body
    assert '<h4 class="level-2">（一）其中</h4>' in body
    assert 'aria-labelledby="note-caption-1"><table class="note-table-1"><caption id="note-caption-1" class="hidden">' in body


def test_columns_have_their_widths_in_the_article_too(tmp_path: Path) -> None:
    css = parts(tmp_path, paragraph("清单", properties=TITLE) + LIST)["list"].css
    assert css == ".list-table-1 col:nth-child(1){width:25.00%}.list-table-1 col:nth-child(2){width:75.00%}"


def test_the_title_is_said_once_and_as_plain_text(tmp_path: Path) -> None:
    found = parts(tmp_path, paragraph("{{ 馆名 }}的清单", properties=TITLE) + LIST)
    assert [(part.heading, part.title) for part in found.values()] == [
        ('R&D "馆"说明', 'R&D "馆"说明'),
        ('R&D "馆"的清单', 'R&D "馆"清单'),
    ]
    assert "的清单" not in found["list"].body
    assert "level-0" not in found["note"].body


def test_a_further_title_stays(tmp_path: Path) -> None:
    part = parts(tmp_path, paragraph("上", properties=TITLE) + paragraph("下", properties=TITLE) + LIST)["list"]
    assert part.heading == "上"
    assert part.body.startswith('<h2 class="level-0">下</h2>')


@pytest.mark.parametrize(
    "form",
    [
        paragraph("清单") + LIST,
        paragraph("{%p if 备注 is 已填 %}") + paragraph("有备注", properties=TITLE) + paragraph("{%p endif %}") + LIST,
    ],
)
def test_a_form_without_a_sure_title_is_headed_by_that_in_form_yaml(tmp_path: Path, form: str) -> None:
    part = parts(tmp_path, form, note="好")["list"]
    assert part.heading == part.title == 'R&D "馆"清单'
    assert ("清单</p>" in part.body) or ('<h2 class="level-0">有备注</h2>' in part.body)


def test_the_search_knows_the_text_line_by_line(tmp_path: Path) -> None:
    part = parts(tmp_path, paragraph("清单", properties=TITLE) + LIST, note="a<b>&amp;")["note"]
    assert [line for line in part.text.splitlines() if line] == [
        'R&D "馆"说明', "一、总的情况", 'R&D "馆"好。', "（一）其中", "甲", "a<b>&amp;", "名", "数", 'R&D "馆"', "1",
    ]  # fmt: skip


def test_nothing_that_lies_in_the_output_folder_reaches_the_site(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    output = desk.workspace.root / "output"
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"changed by hand" if path.is_relative_to(output) else read_bytes(path))
    build(desk.workspace, UnitYear("xinfang", "2020"))
    desk.publish()
    assert b"changed by hand" not in desk.target.pages().values()
    assert sum(data.startswith(b"PK") for data in desk.target.pages().values()) == 2


@pytest.mark.parametrize("length", [60, 200, 5000])
def test_a_unit_of_a_long_name_has_downloads_that_every_file_system_takes(length: int) -> None:
    title = f"{'湛江市信访局办公室' * length}"[:length] + "2020年度部门整体支出绩效自评报告"
    assert all(len(name.encode()) <= 200 for name in (f"{shortened(title)}.docx", shortened("a" * length)))
    assert shortened(title).startswith("湛江市信访局")
    assert shortened(title).endswith("部门整体支出绩效自评报告")
    assert (shortened(title) == title) == (len(title.encode()) <= 180)


def test_documents_of_the_same_title_have_different_downloads() -> None:
    made: Any = SimpleNamespace(public=SimpleNamespace(files={"list.docx": b"1", "note.docx": b"2"}))
    same = [Part(name, title, (), Markup(""), "", "") for name, title in (("list", "甲"), ("note", "甲"))]
    assert downloads_of(made, same, "") == {"甲.docx": b"1", "甲（note）.docx": b"2"}
    nameless = [Part("list", "/..", (), Markup(""), "", "")]
    assert list(downloads_of(made, nameless, "")) == ["list.docx"]
