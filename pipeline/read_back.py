"""Reads finished documents again, strictly, and finds every place where they do not say what the facts say.

Two style sheets tell what a Word document and a page say, each in the same few marks and the words; the two tellings must
be equal. libxslt does it in C: the whole of a unit-year is built in a few milliseconds, of which this is a third.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, cast

from lxml import etree

from pipeline.document.word_package import DOCUMENT
from pipeline.expressions import machine_value
from pipeline.facts import Facts
from pipeline.problems import Place, Problem, error
from pipeline.values import Lines

H: Final = "{http://www.w3.org/1999/xhtml}"
# The marks of a telling: code points that XML allows and data may not contain.
PARAGRAPH, TABLE, ROW, CELL, AFTER = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
TOKEN: Final = re.compile(f"([{PARAGRAPH}-{AFTER}])")
# Parts that were parsed strictly already, by name, checksum and size: a form's fixed parts are the same in every file.
_PARSED: set[tuple[str, int, int]] = set()

# Where something stands in a document → its text there.
Said = dict[str, str]
# How a fact appears: as a machine reads it and as people do.
Shown = tuple[str, str]


def compare(name: str, word: bytes, page: bytes, expected: Mapping[str, Shown]) -> list[Problem]:
    """Return every place where a document's two files differ, or where a figure is not the fact's.

    Args:
        name: the document's name, such as table.
        word: its finished Word file.
        page: its finished HTML page.
        expected: how each fact must appear, from `shown_values`.
    """
    try:
        in_word, root = telling_of_word(word), etree.fromstring(page)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError) as fault:
        return [error(f"生成的文件读不回来：{fault}", Place(name))]
    in_page = telling_of_page(root)
    differing = differences(name, places(in_word), places(in_page)) if in_word != in_page else ()
    return [*differing, *wrong_figures(f"{name}.html", root, expected)]


def differences(name: str, in_word: Said, in_page: Said) -> Iterator[Problem]:
    """Yield a problem for each place where the Word file and the page do not say the same."""
    for place in in_word.keys() | in_page.keys():
        left, right = in_word.get(place), in_page.get(place)
        if left != right:
            message = f"Word 与网页不一致：Word 为“{excerpt(left, right)}”，网页为“{excerpt(right, left)}”"
            yield error(message, Place(f"{name}.docx", spot=place), hint="程序或模板有误，请联系维护人员")


def excerpt(text: str | None, other: str | None) -> str:
    """Return the part of a text where it begins to differ from another."""
    if text is None:
        return "（没有）"
    start = next((i for i, (a, b) in enumerate(zip(text, other or "", strict=False)) if a != b), min(len(text), len(other or "")))
    return text[max(0, start - 8) : start + 20]


def wrong_figures(file: str, root: etree._Element, expected: Mapping[str, Shown]) -> Iterator[Problem]:
    """Yield a problem for each `<data>` element that does not say what its fact says."""
    for element in root.iter(f"{H}data"):
        path = element.get("data-fact", "")
        said = (element.get("value"), all_text(element))
        if said != expected.get(path):
            right = expected.get(path)
            message = f"印出的是“{said[1]}”，数据是“{right[1]}”" if right else "印出了没有的数据"
            yield error(message, Place(file), path, "程序或模板有误，请联系维护人员")


def shown_values(facts: Facts) -> dict[str, Shown]:
    """Return how each fact must appear: as a machine reads it and as people do, by its path."""
    values: dict[str, Shown] = {}
    for path, fact in facts.by_path.items():
        if isinstance(fact.value, Lines):
            values.update({line.path: (str(line), str(line)) for line in fact.value})
        else:
            values[path] = (machine_value(fact.value), str(fact.value))
    return values


@cache
def style_sheet(name: str) -> etree.XSLT:
    """Return one of the style sheets beside this module."""
    return etree.XSLT(etree.parse(Path(__file__).with_name("document") / name))


def telling_of_word(data: bytes) -> str:
    """Return what a Word file says, without list marks. Each of its parts must parse.

    Raises:
        lxml.etree.XMLSyntaxError: one of them does not.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            mark = (part.filename, part.CRC, part.file_size)
            if part.filename.endswith((".xml", ".rels")) and part.filename != DOCUMENT and mark not in _PARSED:
                etree.fromstring(package.read(part))
                _PARSED.add(mark)
        return str(style_sheet("word_says.xsl")(etree.fromstring(package.read(DOCUMENT))))


def telling_of_page(root: etree._Element) -> str:
    """Return what a page says in its main part; a visible caption is said before its table."""
    return str(style_sheet("page_says.xsl")(root))


def said_in_word(data: bytes) -> Said:
    """Return what a Word file says, by place."""
    return places(telling_of_word(data))


def said_in_page(root: etree._Element) -> Said:
    """Return what a page says in its main part, by place."""
    return places(telling_of_page(root))


def places(telling: str) -> Said:
    """Return a telling's texts by the place where they stand; a cell's paragraphs are its lines."""
    said: Said = {}
    table = row = cell = paragraph = 0
    in_table = False
    for mark, text in zip(*[iter(TOKEN.split(telling)[1:])] * 2, strict=True):
        if mark == TABLE:
            table, row, paragraph, in_table = table + 1, 0, 0, True
        elif mark == AFTER:
            in_table = False
        elif mark == ROW:
            row, cell = row + 1, 0
        elif mark == CELL:
            cell += 1
            said[f"第{table}个表格第{row}行第{cell}格"] = ""
        elif in_table:
            place = f"第{table}个表格第{row}行第{cell}格"
            said[place] += f"\n{text}" if said[place] else text
        else:
            paragraph += 1
            said[f"第{table}个表格之后第{paragraph}段" if table else f"第{paragraph}段"] = text
    return said


def all_text(element: etree._Element) -> str:
    """Return all text in an HTML element."""
    return "".join(cast("Iterator[str]", element.itertext()))
