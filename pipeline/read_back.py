"""Reads finished documents again, strictly, and finds every place where they do not say what the facts say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from pipeline.document.word_package import DOCUMENT
from pipeline.expressions import machine_value
from pipeline.facts import Facts
from pipeline.problems import Place, Problem, error
from pipeline.values import Lines

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
H: Final = "{http://www.w3.org/1999/xhtml}"
TEXT_TAGS: Final = frozenset(f"{H}{tag}" for tag in ("p", "h1", "h2", "h3", "h4", "h5", "li"))

# Where something stands in a document → its text there.
Said = dict[str, str]


def compare(name: str, word: bytes, page: bytes, facts: Facts) -> list[Problem]:
    """Return every place where a document's two files differ, or where a figure is not the fact's.

    Args:
        name: the document's name, such as table.
        word: its finished Word file.
        page: its finished HTML page.
        facts: what they were made from.
    """
    try:
        in_word, root = said_in_word(word), etree.fromstring(page)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError) as fault:
        return [error(f"生成的文件读不回来：{fault}", Place(name))]
    return [*differences(name, in_word, said_in_page(root)), *wrong_figures(f"{name}.html", root, facts)]


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


def wrong_figures(file: str, root: etree._Element, facts: Facts) -> Iterator[Problem]:
    """Yield a problem for each `<data>` element that does not say what its fact says."""
    expected = shown_values(facts)
    for element in root.iter(f"{H}data"):
        path = element.get("data-fact", "")
        said = (element.get("value"), "".join(element.itertext()))
        if said != expected.get(path):
            right = expected.get(path)
            message = f"印出的是“{said[1]}”，数据是“{right[1]}”" if right else "印出了没有的数据"
            yield error(message, Place(file), path, "程序或模板有误，请联系维护人员")


def shown_values(facts: Facts) -> Mapping[str, tuple[str, str]]:
    """Return how each fact must appear: as a machine reads it and as people do, by its path."""
    values = {}
    for path, fact in facts.by_path.items():
        if isinstance(fact.value, Lines):
            values.update({line.path: (str(line), str(line)) for line in fact.value})
        else:
            values[path] = (machine_value(fact.value), str(fact.value))
    return values


def said_in_word(data: bytes) -> Said:
    """Return what a Word file says, by place. Each of its XML parts must parse."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")) and name != DOCUMENT:
                etree.fromstring(package.read(name))
        root = etree.fromstring(package.read(DOCUMENT))
    said: Said = {}
    tables = 0
    for child in root[0]:
        if child.tag == f"{W}tbl":
            tables += 1
            for row_number, row in enumerate(child.iter(f"{W}tr"), 1):
                cells = [word_cell(cell) for cell in row.iter(f"{W}tc") if not continues(cell)]
                said.update(row_places(tables, row_number, cells))
        elif child.tag == f"{W}p":
            add_paragraph(said, word_text(child), tables)
    return said


def said_in_page(root: etree._Element) -> Said:
    """Return what a page says in its main part, by place."""
    said: Said = {}
    tables = 0
    main = root.find(f"{H}body/{H}main")
    for child in main if main is not None else ():
        if child.get("class") == "table":
            caption = child.find(f"{H}table/{H}caption")
            if caption is not None and caption.get("class") != "hidden":
                add_paragraph(said, page_text(caption), tables)
            tables += 1
            for row_number, row in enumerate(child.iter(f"{H}tr"), 1):
                said.update(row_places(tables, row_number, ["\n".join(map(page_text, cell)) for cell in row]))
        else:
            for block in child.iter():
                if block.tag in TEXT_TAGS:
                    add_paragraph(said, page_text(block), tables)
    return said


def row_places(table: int, row: int, cells: list[str]) -> Said:
    """Return a row's texts by place."""
    return {f"第{table}个表格第{row}行第{number}格": text for number, text in enumerate(cells, 1)}


def add_paragraph(said: Said, text: str, tables: int) -> None:
    """Add a paragraph's text under the next free place; empty ones say nothing."""
    if text:
        after = f"第{tables}个表格之后" if tables else ""
        number = sum(1 for place in said if place.startswith(f"{after}第") and place.endswith("段")) + 1
        said[f"{after}第{number}段"] = text


def continues(cell: etree._Element) -> bool:
    """Return whether a Word cell is the lower part of a vertical merge."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def word_cell(cell: etree._Element) -> str:
    """Return a Word cell's paragraphs, one a line."""
    return "\n".join(map(word_text, cell.findall(f"{W}p")))


def word_text(paragraph: etree._Element) -> str:
    """Return a Word paragraph's text without its list mark."""
    pieces = []
    for run in paragraph.iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        if style is not None and style.get(f"{W}val") == "ListMarker":
            continue
        for element in run:
            if element.tag == f"{W}t":
                pieces.append(element.text or "")
            elif element.tag == f"{W}tab":
                pieces.append(" ")
            elif element.tag == f"{W}br" and element.get(f"{W}type") != "page":
                pieces.append("\n")
    return "".join(pieces)


def page_text(element: etree._Element) -> str:
    """Return an HTML block's text, a line break as a line feed."""
    pieces = [element.text or ""]
    for child in element:
        pieces.append("\n" if child.tag == f"{H}br" else page_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
