"""Reads finished documents again, strictly, and finds every place where they do not say what the facts say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final, cast

from lxml import etree

from pipeline.document.word_package import DOCUMENT
from pipeline.expressions import machine_value
from pipeline.facts import Facts
from pipeline.problems import Place, Problem, error
from pipeline.values import Lines

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
H: Final = "{http://www.w3.org/1999/xhtml}"
WORD_TAGS: Final = tuple(f"{W}{tag}" for tag in ("tbl", "tr", "tc", "p", "t", "br", "tab"))
CELLS: Final = (f"{H}th", f"{H}td")
PAGE_TAGS: Final = (*CELLS, *(f"{H}{tag}" for tag in ("table", "tr", "p", "h1", "h2", "h3", "h4", "h5", "li")))
LIST_MARK: Final = "ListMarker"
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
        in_word, root = said_in_word(word), etree.fromstring(page)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError) as fault:
        return [error(f"生成的文件读不回来：{fault}", Place(name))]
    return [*differences(name, in_word, said_in_page(root)), *wrong_figures(f"{name}.html", root, expected)]


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


class _Listener:
    """Notes what a document says, place by place, while a reader walks through it."""

    def __init__(self) -> None:
        self.said: Said = {}
        self.table_number = self.row_number = self.cell_number = self.paragraph_number = 0
        self.silent = False
        self.lines: list[str] = []

    def table(self) -> None:
        """Hear that a table begins."""
        self.close()
        self.table_number += 1
        self.row_number = self.paragraph_number = 0

    def row(self) -> None:
        """Hear that a row begins."""
        self.close()
        self.row_number += 1
        self.cell_number = 0

    def cell(self, *, silent: bool = False) -> None:
        """Hear that a cell begins; a silent one is the lower part of a merge and does not count."""
        self.close()
        self.silent = silent
        self.cell_number += not silent

    def paragraph(self, text: str = "", *, outside: bool) -> None:
        """Hear a paragraph, outside tables or in the cell at hand."""
        if outside:
            self.close()
            self.row_number = 0
        self.lines.append(text)

    def words(self, text: str) -> None:
        """Hear more words of the paragraph at hand."""
        self.lines[-1] += text

    def close(self) -> None:
        """Note the cell or paragraph that has ended; an empty paragraph outside tables says nothing."""
        text, silent = "\n".join(self.lines), self.silent
        self.lines, self.silent = [], False
        if self.row_number:
            if self.cell_number and not silent:
                self.said[f"第{self.table_number}个表格第{self.row_number}行第{self.cell_number}格"] = text
        elif text:
            self.paragraph_number += 1
            after = f"第{self.table_number}个表格之后" if self.table_number else ""
            self.said[f"{after}第{self.paragraph_number}段"] = text


def said_in_word(data: bytes) -> Said:
    """Return what a Word file says, by place, without list marks. Each of its parts must parse.

    Raises:
        lxml.etree.XMLSyntaxError: one of its XML parts does not parse.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            mark = (part.filename, part.CRC, part.file_size)
            if part.filename.endswith((".xml", ".rels")) and part.filename != DOCUMENT and mark not in _PARSED:
                etree.fromstring(package.read(part))
                _PARSED.add(mark)
        root = etree.fromstring(package.read(DOCUMENT))
    spell_out(root)
    body = root[0]
    listener = _Listener()
    for element in root.iter(*WORD_TAGS):
        tag = element.tag
        if tag == f"{W}t":
            listener.words(element.text or "")
        elif tag == f"{W}p":
            listener.paragraph(outside=element.getparent() is body)
        elif tag == f"{W}tc":
            listener.cell(silent=continues(element))
        elif tag == f"{W}tr":
            listener.row()
        elif tag == f"{W}tbl":
            listener.table()
        else:  # a line break or tab, spelled out
            listener.words(element.text or "")
    listener.close()
    return listener.said


def spell_out(root: etree._Element) -> None:
    """Give line breaks and tabs the text that they stand for, and take the marks of list items away."""
    for element in root.iter(f"{W}br", f"{W}tab"):
        parent = element.getparent()
        if parent is not None and parent.tag == f"{W}r" and element.get(f"{W}type") != "page":
            element.text = "\n" if element.tag == f"{W}br" else " "
    for style in root.iter(f"{W}rStyle"):
        if style.get(f"{W}val") == LIST_MARK:
            run = next(style.iterancestors(f"{W}r"))
            for text in run.iterchildren(f"{W}t"):
                text.text = ""


def continues(cell: etree._Element) -> bool:
    """Return whether a Word cell is the lower part of a vertical merge."""
    for merge in cell[0].iterchildren(f"{W}vMerge"):
        return merge.get(f"{W}val", "continue") == "continue"
    return False


def said_in_page(root: etree._Element) -> Said:
    """Return what a page says in its main part, by place; a visible caption is said before its table."""
    for line_break in root.iter(f"{H}br"):
        line_break.tail = "\n" + (line_break.tail or "")
    listener = _Listener()
    main = root.find(f"{H}body/{H}main")
    for element in main.iter(*PAGE_TAGS) if main is not None else ():
        tag = element.tag
        if tag in CELLS:
            listener.cell()
        elif tag == f"{H}tr":
            listener.row()
        elif tag == f"{H}table":
            caption = element.find(f"{H}caption")
            if caption is not None and caption.get("class") != "hidden":
                listener.paragraph(all_text(caption), outside=True)
            listener.table()
        else:
            listener.paragraph(all_text(element), outside=not in_cell(element))
    listener.close()
    return listener.said


def in_cell(element: etree._Element) -> bool:
    """Return whether an HTML block stands in a table's cell."""
    parent = element.getparent()
    return parent is not None and parent.tag in CELLS


def all_text(element: etree._Element) -> str:
    """Return all text in an HTML element."""
    return "".join(cast("Iterator[str]", element.itertext()))
