"""A page layout may come from elsewhere: its templates see what they are given, read nothing else, and come to an end."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.printing.pages import environment, page
from pipeline.problems import Stop


@dataclass(frozen=True)
class Content:
    """What a page is given."""

    name: str
    secret: Path = Path(__file__)

    def count(self) -> int:
        return len(self.name)


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    (tmp_path / "templates/site/pages").mkdir(parents=True)
    (tmp_path / "outside.html").write_text("outside", encoding="utf-8")
    return tmp_path / "templates/site"


def made(layout: Path, text: str, **others: str) -> str:
    for name, content in {"page": text, **others}.items():
        (layout / f"pages/{name}.html").write_text(content, encoding="utf-8")
    return page(environment(layout), layout, "page.html", {"item": Content("甲 & 乙"), "many": ["甲", "<乙>"]}).decode()


def fault(layout: Path, text: str, **others: str) -> str:
    with pytest.raises(Stop) as stop:
        made(layout, text, **others)
    return "、".join(f"{problem.place}: {problem.message}" for problem in stop.value.problems)


def test_a_page_shows_what_it_is_given_escaped(layout: Path) -> None:
    text = "{% extends 'base.html' %}{% from 'row.html' import row %}{% block main %}{{ super() }}{{ row(item) }}{{ item.count() }}{% endblock %}"
    row = "{% macro row(item) %}<p>{{ item.name }}</p>{% endmacro %}"
    base = "{% block main %}{{ many | join('、') }}{% endblock %}"
    assert made(layout, text, base=base, row=row) == "甲、&lt;乙&gt;<p>甲 &amp; 乙</p>5"


@pytest.mark.parametrize(
    "code",
    [
        "item.__class__",
        "item.__class__.__mro__",
        "item.count.__globals__",
        "item.count.__func__",
        "item.secret.read_text()",
        "item.secret.unlink()",
        "item.name.format(1)",
        "item.name.center(999999999)",
        "many.append(1)",
        "cycler.__init__.__globals__.os.popen('id').read()",
        "lipsum.__globals__",
        "self.__init__",
        "joiner",
        "item.name | center(999999999)",
        "item.name | attr('__class__')",
        "item.name | indent(999999999)",
        "'%999999999d' | format(1)",
        "many | map('center', 999999999) | list",
        "range(99999999)",
        "'甲' * 999999999",
    ],
)
def test_a_page_neither_runs_code_nor_reads_files(layout: Path, code: str) -> None:
    assert fault(layout, "<p>\n{{ " + code + " }}").startswith("templates/site/pages/page.html:2: ")
    assert Path(__file__).is_file()


@pytest.mark.parametrize("code", ["'甲' * 99999999", "[1] * 9999999", "'%99999999d' % 1", "2 ** 9999999999"])
def test_no_operator_makes_more_than_fits_in_memory(layout: Path, code: str) -> None:
    tracemalloc.start()
    try:
        assert fault(layout, "{{ " + code + " }}").startswith("templates/site/pages/page.html:1: ")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["../../../outside.html", "/etc/passwd", "..", "a/../b.html", "nothing.html", "\\\\host\\a"])
def test_a_page_takes_in_only_what_lies_beside_it(layout: Path, name: str) -> None:
    for statement in ("include", "extends", "import"):
        ending = " as it" if statement == "import" else ""
        assert "没有这个" in fault(layout, f"{{% {statement} {name!r}{ending} %}}")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.symlink_to("../../../outside.html"), "这是一个链接，指向别处的文件"),
        (lambda path: path.mkdir(), "这是一个文件夹，应是一个文件"),
        (os.mkfifo, "这不是普通的文件"),
        (lambda path: path.write_bytes("甲".encode("gb18030")), "文件不是 UTF-8 编码"),
        (lambda path: path.write_bytes(b" " * 2_000_000), "文件过大（超过 1 MB）"),
    ],
)
def test_a_page_that_is_no_text_file_is_refused(layout: Path, make: Callable[[Path], object], message: str) -> None:
    make(layout / "pages/other.html")
    assert fault(layout, "{% include 'other.html' %}") == f"templates/site/pages/other.html: {message}"


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% block a %}{{ self.b() }}{{ self.b() }}{% endblock %}{% block b %}{{ self.a() }}{% endblock %}",
        "{% include 'page.html' %}",
        "{% set x = '甲甲' %}" + "{% set x = x ~ x %}" * 50,
        "{% set x %}甲甲{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 50,
    ],
)
def test_a_page_comes_to_an_end(layout: Path, text: str) -> None:
    assert fault(layout, text).startswith("templates/site/pages/page.html:1: ")


def test_what_is_written_wrong_is_told_at_its_line(layout: Path) -> None:
    assert fault(layout, "<p>\n\n{% if %}").startswith("templates/site/pages/page.html:3: 写法有误")
    assert fault(layout, "<p>\n{{ nothing }}") == "templates/site/pages/page.html:2: 没有“nothing”这个名称"
