"""Charts in Word files: as many as the data ask for, the same bytes every time, and read back against the page."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from pipeline.form.form import read_form
from pipeline.printing.compiled_documents import compile_documents
from pipeline.printing.printed import Printed, render
from pipeline.printing.read_back import compare, shown_values
from pipeline.problems import Kind
from tests.small_form import SmallForm, form_in

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
REPORT = """
{% for 项 in 项目支出明细 %}
{{ 项.项目名称 }}（单位：万元）
{: .题注}

| 经费 | 预算数 | 支出数 |
|---|--:|--:|
| {{ 项.项目名称 }} | {{ 项.预算数 }} | {{ 项.支出数 }} |
{: .对比}
{% endfor %}

{% if 在职人数 %}
人数
{: .题注}

| 名称 | 人数 |
|---|--:|
| 在职人数 | {{ 在职人数 }} |
{: .横条}
{% endif %}

{% if 单位名称 == '大单位' %}
各项目
{: .题注}

| 名称 | 预算数 |
|---|--:|
{% for 项 in 项目支出明细 %}
| {{ 项.项目名称 }} | {{ 项.预算数 }} |
{% endfor %}
{: .横条}
{% endif %}

正文。
"""
DATA = """
    单位名称: 市信访局
    项目支出明细:
      - {项目名称: "R&D <甲>", 预算数: 9.50, 支出数: 8.06}
      - {项目名称: "=1+1", 预算数: 3, 支出数: 无}
"""
CHARTS = "word/charts/"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Printed, SmallForm]]:
    """Return what prints the report of a data text, by a form that is compiled once."""
    folder = tmp_path_factory.mktemp("form") / "small"
    form_in(folder)
    shutil.copy(TEMPLATES / "zhanjiang-2020/report.docx", folder / "shell.docx")
    (folder / "note.md").write_text(REPORT, encoding="utf-8")
    declared = (folder / "form.yaml").read_text(encoding="utf-8")
    (folder / "form.yaml").write_text(declared.replace("template: note.md", "template: note.md, shell: shell.docx"), encoding="utf-8")
    form = SmallForm(read_form(folder, "form.yaml"))
    documents = compile_documents(form.form, TEMPLATES / "site")
    return lambda text: (render(documents, form.read(text)[0]), form)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
        return {name: package.read(name) for name in package.namelist()}


def charts_of(data: bytes) -> list[str]:
    return [name for name in parts_of(data) if name.startswith(CHARTS) and name.endswith(".xml")]


def test_there_are_as_many_charts_as_the_data_ask_for(printed: Callable[[str], tuple[Printed, SmallForm]]) -> None:
    for text, count in ((DATA, 2), (DATA + "    在职人数: 31\n", 3), ("\n    单位名称: 市信访局\n", 0)):
        found, _ = printed(text)
        assert found.faults == []
        assert charts_of(found.files["note.docx"]) == [f"{CHARTS}chart{number}.xml" for number in range(1, count + 1)]
        parts = parts_of(found.files["note.docx"])
        types = parts["[Content_Types].xml"].decode()
        assert [name for name in parts if name.startswith(("word/charts/chart", "word/embeddings/")) and f'"/{name}"' not in types] == []
        assert types.count("/word/charts/") == types.count("/word/embeddings/") == count


def test_charts_are_told_where_they_stand(printed: Callable[[str], tuple[Printed, SmallForm]]) -> None:
    found, _ = printed(DATA)
    in_word, on_page = (telling.places() for telling in found.told)
    assert in_word == on_page
    assert [text for place, text in in_word.items() if place.startswith("第2个表格")] == [
        *("", "预算数", "支出数"),
        *("=1+1", "3", "无"),
        *("=1+1（单位：万元）", "正文。"),
    ]


LARGE = "\n    单位名称: 大单位\n    项目支出明细:\n" + "".join(
    f"      - {{项目名称: 第{number}项, 预算数: {number}}}\n" for number in range(1, 61)
)


def test_a_chart_of_several_pages_is_told_as_one_table(printed: Callable[[str], tuple[Printed, SmallForm]]) -> None:
    found, form = printed(LARGE)
    assert found.faults == []
    names = charts_of(found.files["note.docx"])
    assert len(names) > 60 + 1
    for old, new in ((">预算数<", ">决算数<"), (">第60项<", ">第61项<")):
        problems = compare("note", other_parts(found.files, names[-1], old, new), shown_values(form.read(LARGE)[0]))[1]
        assert any("网页不一致" in problem.message for problem in problems)


def other_parts(files: Mapping[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    """Return a document's files by suffix, one part of its Word file changed."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as package:
        for part, data in parts_of(files["note.docx"]).items():
            assert part != name or old.encode() in data
            package.writestr(part, data.replace(old.encode(), new.encode()) if part == name else data)
    return {".docx": copy.getvalue(), ".html": files["note.html"]}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("word/charts/chart1.xml", ">8.06<", ">8.60<", "Word 与网页不一致：Word 为“8.60”，网页为“8.06”"),
        ("word/charts/chart1.xml", ">8.06<", ">8.60<", "word/charts/chart1.xml 的C2：图上是“8.60”，数据表里是“8.06”"),
        ("word/charts/chart2.xml", "支出数：无", "支出数：0", "Word 与网页不一致：Word 为“0”，网页为“无”"),
        ("word/charts/chart2.xml", ">预算数<", ">决算数<", "Word 与网页不一致：Word 为“决算数”，网页为“预算数”"),
        ("word/charts/chart1.xml", 'formatCode="0.00"', 'formatCode="0"', "Word 与网页不一致：Word 为“10”，网页为“9.50”"),
        ("word/document.xml", "rIdZiping-chart2", "rIdZiping-chart1", "Word 与网页不一致：Word 为“R&D <甲>”，网页为“=1+1”"),
        ("word/document.xml", "rIdZiping-chart2", "rIdZiping-chart3", "生成的文件读不回来：'rIdZiping-chart3'"),
        ("word/charts/_rels/chart1.xml.rels", "chart1.xlsx", "chart2.xlsx", "word/charts/chart1.xml 的A2：图上是“R&D <甲>”，数据表里是“=1+1\n（支出数：无）”"),
    ],
)  # fmt: skip
def test_whatever_a_chart_says_otherwise_is_found(
    printed: Callable[[str], tuple[Printed, SmallForm]], name: str, old: str, new: str, message: str
) -> None:
    found, form = printed(DATA)
    problems = compare("note", other_parts(found.files, name, old, new), shown_values(form.read(DATA)[0]))[1]
    assert message in [problem.message for problem in problems]
    assert {problem.kind for problem in problems} == {Kind.READ_BACK}


def test_drawings_have_numbers_of_their_own_and_only_the_figure_stays_with_what_follows(
    printed: Callable[[str], tuple[Printed, SmallForm]],
) -> None:
    body = etree.fromstring(parts_of(printed(DATA)[0].files["note.docx"])["word/document.xml"])
    ids = [found.get("id") for found in body.iter("{*}docPr")]
    assert len(ids) == len(set(ids)) == 2
    marks = [
        (paragraph.find(f".//{W}drawing") is not None, mark.get(f"{W}val", "1"))
        for paragraph in body.iter(f"{W}p")
        for mark in paragraph.iter(f"{W}keepNext")
    ]
    assert marks == [(True, "1"), (False, "0")] * 2


def test_another_process_makes_the_same_bytes() -> None:
    code = "import hashlib; from tests.document.charts.in_word import ALL, in_word; print(hashlib.sha256(in_word(*ALL)).hexdigest())"
    done = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert done[0].stdout == done[1].stdout != ""
