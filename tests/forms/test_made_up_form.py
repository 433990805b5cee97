"""A second, small, made-up form: other fields, another Word table, another narrative, and nothing of it in the pipeline."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.unit_year import examine, prepare
from pipeline.facts.fact import Facts
from pipeline.printing import read_back
from pipeline.printing.outputs import OUTPUTS, kinds
from pipeline.printing.printed import render
from pipeline.printing.telling import Said
from pipeline.source.reader import parse
from pipeline.workspace import UnitYear, Workspace
from tests.word_files import cell, paragraph, row, table, write_word_file

LAYOUT = Path(__file__).parents[2] / "templates" / "site"
FORM = """
title: 馆藏清点
documents:
  list: {title: "{{ 馆名 }}清单", template: list.docx}
  note: {title: "{{ 馆名 }}清点说明", template: note.md, shell: note.docx}
fields:
  馆名: {type: text, required: true}
  藏书:
    type: rows
    fields:
      书名: {type: text, required: true}
      册数: {type: integer, unit: 册, required: true}
      完好: {type: integer, unit: 册, required: true}
      完好率: {type: percent, formula: 完好 / 册数}
  备注: text
"""
CHECKS = """
完好多于册数:
  level: 错误
  each: [藏书]
  when: 完好 > 册数
  at: 完好
  message: 完好 {{ 完好 }} 册，多于 {{ 册数 }} 册
"""
LIST = paragraph("{{ 馆名 }}藏书清单") + table(
    row("类别", "书名", "册数", "完好率", header=True),
    row(cell("藏书", merge="restart"), "{%tr for 书 in 藏书 %}", "", ""),
    row(cell(merge="continue"), "{{ 书.书名 }}", "{{ 书.册数 }}", "{{ 书.完好率 }}"),
    row(cell(merge="continue"), "{%tr endfor %}", "", ""),
    row("{%tr if 备注 is 已填 %}", "", "", ""),
    row("备注", cell("{{ 备注 }}", span=3)),
    row("{%tr endif %}", "", "", ""),
    widths=(1000, 4000, 1000, 1000),
)
NOTE = """
# 总的情况

{{ 馆名 }}共清点 {{ 藏书 | 个数 }} 种书。

{% if 备注 is 已填 %}
# 说明

**备注**：{{ 备注 }}
{% endif %}

# 明细

{% for 书 in 藏书 %}
1. {{ 书.书名 }}，完好率{{ 书.完好率 }}
{% endfor %}

书目
{: .题注}

| 书名 | 册数 |
|------|--:|
{% for 书 in 藏书 %}
| {{ 书.书名 }} | {{ 书.册数 }} |
{% endfor %}

[馆藏网页](https://example.gov.cn/?a=1&b=2)
"""
HOSTILE = (
    "R&D <b>",
    "]]>",
    "\"双\" '单'",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "a|b*c*_d_#",
    "**粗**",
    "<script>alert(1)</script>",
    "&amp;amp;",
)

Say = Callable[..., tuple[Facts, dict[str, bytes]]]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> CompiledForm:
    root = tmp_path_factory.mktemp("workspace")
    folder = root / "templates" / "library-1999"
    folder.mkdir(parents=True)
    (root / "templates" / "site").symlink_to(LAYOUT)
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    (folder / "checks.yaml").write_text(CHECKS, encoding="utf-8")
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    write_word_file(folder / "list.docx", LIST)
    write_word_file(folder / "note.docx", paragraph("{{ 正文 }}"))
    return compile_form(Workspace(root), "library-1999")


def data(books: int, note: str = "", name: str = "市图书馆") -> str:
    rows = "".join(f"  - {{书名: 书{number}, 册数: {number * 4}, 完好: {number * 3}}}\n" for number in range(1, books + 1))
    quoted = json.dumps(note, ensure_ascii=False) if note else ""
    return f"馆名: {json.dumps(name, ensure_ascii=False)}\n藏书:\n{rows}备注: {quoted}\n"


def made(form: CompiledForm, text: str) -> tuple[Facts, Mapping[str, bytes]]:
    source = parse(text, "1999.yaml")
    examined = examine(form, "1999", [source])
    assert examined.problems == []
    printed = render(form.documents, examined.facts)
    files, faults = printed.files, printed.faults
    assert faults == []
    return examined.facts, files


def said(files: Mapping[str, bytes], name: str, suffix: str) -> Said:
    return OUTPUTS[suffix].tell(files[f"{name}{suffix}"]).places()


def page(files: Mapping[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(files[f"{name}.html"])


def cells(root: etree._Element, tag: str) -> list[tuple[str, str | None, str | None]]:
    found = root.iter(f"{{http://www.w3.org/1999/xhtml}}{tag}")
    return [("".join(str(text) for text in element.itertext()), element.get("rowspan"), element.get("scope")) for element in found]


@pytest.mark.parametrize("books", [1, 2, 5])
def test_a_label_over_a_loop_spans_as_many_rows_as_there_are(form: CompiledForm, books: int) -> None:
    _, files = made(form, data(books))
    assert ("藏书", str(books), "row") in cells(page(files, "list"), "th")
    xml = zipfile.ZipFile(io.BytesIO(files["list.docx"])).read("word/document.xml").decode()
    assert re.findall(r'<w:vMerge w:val="(\w+)"', xml) == ["restart", *["continue"] * (books - 1)]


def test_a_conditional_row_appears_only_when_its_condition_holds(form: CompiledForm) -> None:
    assert ("备注", None, "row") not in cells(page(made(form, data(2))[1], "list"), "th")
    assert ("备注", None, "row") in cells(page(made(form, data(2, "好"))[1], "list"), "th")


def test_headings_are_numbered_without_a_gap_when_a_section_is_left_out(form: CompiledForm) -> None:
    without, with_note = (said(made(form, data(2, note))[1], "note", ".html") for note in ("", "好"))
    assert [text for text in without.values() if text[1:2] == "、"] == ["一、总的情况", "二、明细"]
    assert [text for text in with_note.values() if text[1:2] == "、"] == ["一、总的情况", "二、说明", "三、明细"]


def test_a_check_of_rows_points_at_the_row(form: CompiledForm) -> None:
    text = data(2).replace("完好: 6", "完好: 9")
    problems = examine(form, "1999", [parse(text, "1999.yaml")]).problems
    assert [str(problem).splitlines()[0] for problem in problems] == ["1999.yaml:4:25: 错误 藏书[2].完好：完好 9 册，多于 8 册"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_verbatim_in_all_four_files(form: CompiledForm, text: str) -> None:
    arrives_verbatim(form, text)


PRINTABLE = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Cf"], exclude_characters="\u2028\u2029\u2065")


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(PRINTABLE | st.sampled_from("&<>\"'{}%#|*_`[]()\\$ "), min_size=1, max_size=60).filter(str.strip))
def test_any_text_arrives_verbatim_in_all_four_files(form: CompiledForm, text: str) -> None:
    arrives_verbatim(form, text)


def arrives_verbatim(form: CompiledForm, text: str) -> None:
    facts, files = made(form, data(1, text))
    assert str(facts.names["备注"]) == text
    for name in ("list", "note"):
        in_word = said(files, name, ".docx")
        assert in_word == said(files, name, ".html")
        assert any(place in (text, f"备注：{text}") for place in in_word.values())
        loose = html.fromstring(files[f"{name}.html"].decode().partition("?>")[2] or files[f"{name}.html"].decode())
        assert text in "".join(map(str, loose.itertext()))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("list.docx", ">4<", ">5<"),
        ("list.html", ">4</data>", ">5</data>"),
        ("list.html", 'value="4"', 'value="5"'),
        ("list.html", "藏书[1].册数", "藏书[1].完好"),
        ("list.docx", "类别", "种类"),
        ("note.docx", "75%", "76%"),
        ("note.html", "75%", "76%"),
        ("note.html", "总的情况", "情况"),
        ("note.html", "<p>", "<p>多"),
    ],
)
def test_a_planted_difference_is_caught(form: CompiledForm, name: str, old: str, new: str) -> None:
    facts, files = made(form, data(1))
    stem, kind = name.split(".")
    changed = planted_in_word(files[name], old, new) if kind == "docx" else files[name].decode().replace(old, new, 1).encode()
    assert changed != files[name]
    printed = {suffix: files[f"{stem}{suffix}"] for suffix in kinds(pdf=False)} | {f".{kind}": changed}
    assert read_back.compare(stem, printed, read_back.shown_values(facts))


def planted_in_word(document: bytes, old: str, new: str) -> bytes:
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as package, zipfile.ZipFile(copy, "w") as target:
        for part in package.namelist():
            content = package.read(part)
            target.writestr(part, content.decode().replace(old, new, 1) if part == "word/document.xml" else content)
    return copy.getvalue()


def test_a_data_file_that_names_the_form_builds_it(form: CompiledForm) -> None:
    root = form.form.folder.parents[1]
    (root / "data" / "lib").mkdir(parents=True)
    (root / "data" / "lib" / "1999.yaml").write_text("form: library-1999\n" + data(3), encoding="utf-8")
    compiled, sources = prepare(Workspace(root), UnitYear("lib", "1999"))
    examined = examine(compiled, "1999", sources)
    assert examined.problems == []
    assert str(examined.facts.by_path["藏书[3].完好率"].value) == "75%"
