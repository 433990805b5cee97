"""Reads finished documents again, strictly, and finds every place where they do not say what the facts say.

A Word file and a page are each told in the same few marks and their words; the two tellings must be equal. Only where they
are not are they taken apart into places. This is the longest stage of a build, so it visits each element once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final, cast

from lxml import etree

from pipeline.characters import AFTER, CELL, PARAGRAPH, ROW, TABLE
from pipeline.document.word.package import DOCUMENT
from pipeline.document.word.xml import W
from pipeline.facts.fact import Facts
from pipeline.language.expressions import machine_value
from pipeline.language.values import Lines
from pipeline.problems import Kind, Place, Problem, error

H: Final = "{http://www.w3.org/1999/xhtml}"
WORD_MARKS: Final = {f"{W}tbl": TABLE, f"{W}tr": ROW, f"{W}tc": CELL, f"{W}p": PARAGRAPH}
# A tab, and a line break that is none of a page.
WORD_SIGNS: Final[dict[tuple[str, str | None], str]] = {(f"{W}tab", None): " ", (f"{W}br", None): "\n"}
WORD_PARAGRAPH, WORD_RUN, WORD_STYLE, WORD_MERGE = f"{W}p", f"{W}r", f"{W}rStyle", f"{W}vMerge"
WORD_VALUE, WORD_TYPE = f"{W}val", f"{W}type"
WORD_TAGS: Final = (*WORD_MARKS, f"{W}t", f"{W}br", f"{W}tab", WORD_STYLE, WORD_MERGE)
PAGE_CAPTION: Final = f"{H}caption"
PAGE_MARKS: Final = {f"{H}table": TABLE, f"{H}tr": ROW, f"{H}th": CELL, f"{H}td": CELL} | dict.fromkeys(
    (PAGE_CAPTION, *(f"{H}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "li"))), PARAGRAPH
)
TOKEN: Final = re.compile(f"([{PARAGRAPH}-{AFTER}])")
EMPTY: Final = re.compile(rf"{PARAGRAPH}(?={PARAGRAPH}|\Z)")
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
        return [error(Kind.READ_BACK, f"生成的文件读不回来：{fault}", Place(name))]
    in_page = telling_of_page(root)
    differing = differences(name, places(in_word), places(in_page)) if in_word != in_page else ()
    return [*differing, *wrong_figures(f"{name}.html", root, expected)]


def differences(name: str, in_word: Said, in_page: Said) -> Iterator[Problem]:
    """Yield a problem for each place where the Word file and the page do not say the same."""
    for place in dict.fromkeys((*in_word, *in_page)):  # in the order of the document
        left, right = in_word.get(place), in_page.get(place)
        if left != right:
            message = f"Word 与网页不一致：Word 为“{excerpt(left, right)}”，网页为“{excerpt(right, left)}”"
            yield error(Kind.READ_BACK, message, Place(f"{name}.docx", spot=place), hint="程序或模板有误，请联系维护人员")


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
            if right is None:
                message = "印出了没有的数据"
            elif said[1] != right[1]:
                message = f"印出的是“{said[1]}”，数据是“{right[1]}”"
            else:
                message = f"value 是“{said[0]}”，数据是“{right[0]}”"
            yield error(Kind.READ_BACK, message, Place(file), path, "程序或模板有误，请联系维护人员")


def shown_values(facts: Facts) -> dict[str, Shown]:
    """Return how each fact must appear: as a machine reads it and as people do, by its path."""
    values: dict[str, Shown] = {}
    for path, fact in facts.by_path.items():
        if isinstance(fact.value, Lines):
            values.update({line.path: (str(line), str(line)) for line in fact.value})
        else:
            values[path] = (machine_value(fact.value), str(fact.value))
    return values


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
        body = etree.fromstring(package.read(DOCUMENT)).iterfind(f"{W}body/*")
    return "".join(map(word_block, body))


def word_block(block: etree._Element) -> str:
    """Return what a paragraph or table of a Word document says."""
    told: list[str] = []
    marker = None  # the run that marks a list's item, which HTML leaves to the browser
    covered = False  # in the lower part of a vertical merge, which is no cell of its own
    for element in block.iter(*WORD_TAGS):
        tag = element.tag
        if tag in WORD_MARKS:
            if tag != WORD_PARAGRAPH:
                covered = False
            if not covered:
                told.append(WORD_MARKS[tag])
        elif tag == WORD_STYLE:
            marker = next(element.iterancestors(WORD_RUN), None) if element.get(WORD_VALUE) == "ListMarker" else None
        elif tag == WORD_MERGE:
            if element.get(WORD_VALUE) != "restart":
                told.pop()
                covered = True
        elif element.getparent() is not marker:
            told.append(element.text or WORD_SIGNS.get((tag, element.get(WORD_TYPE)), ""))
    return ended(told)


def telling_of_page(root: etree._Element) -> str:
    """Return what a page says in its main part; a visible caption is said before its table."""
    for line_break in root.iter(f"{H}br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return "".join(map(page_block, root.iterfind(f"{H}body/{H}main/*")))


def page_block(block: etree._Element) -> str:
    """Return what a paragraph, heading, list or table of a page says; a hidden caption only repeats the title."""
    caption = ""
    told: list[str] = []
    for element in block.iter(*PAGE_MARKS):
        mark = PAGE_MARKS[element.tag]
        if element.tag == PAGE_CAPTION:
            caption = PARAGRAPH + all_text(element) if element.get("class") != "hidden" else ""
        else:
            told.append(mark + all_text(element) if mark == PARAGRAPH else mark)
    return caption + ended(told)


def ended(told: list[str]) -> str:
    """Return what a block says as one text; outside tables an empty paragraph says nothing."""
    return "".join((*told, AFTER)) if TABLE in told else EMPTY.sub("", "".join(told))


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
    return "".join(cast("Iterator[str]", element.itertext())) if len(element) else element.text or ""
