"""Printed narratives, edited as a person would in Word, and what comes of comparing them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from lxml import etree

from pipeline.build.unit_year import prepare
from pipeline.document.word.xml import W
from pipeline.intake.readers.word import read_word
from pipeline.intake.returned.comparing import Returned, compared
from pipeline.intake.returned.edits import Edit
from pipeline.intake.returned.prints import Before, Print, printed_now
from pipeline.intake.returned.wording import CAME, STAYED, WENT
from pipeline.printing.documents import DocumentTemplate
from pipeline.workspace import UnitYear
from tests.shared_form import SHIPPED

DOCUMENT = "word/document.xml"
XINFANG, SHILI = UnitYear("xinfang", "2020"), UnitYear("shili", "2020")
FILE = "报告.docx"
SIGNS = {STAYED: "{}", WENT: "[-{}-]", CAME: "[+{}+]"}


@dataclass(frozen=True)
class Body:
    """What is in a Word file, to be edited."""

    root: etree._Element

    @property
    def paragraphs(self) -> list[etree._Element]:
        return list(self.root.iter(f"{W}p"))

    def paragraph(self, words: str) -> etree._Element:
        """Return the only paragraph with some words."""
        (found,) = (each for each in self.paragraphs if words in text_of(each))
        return found

    def replace(self, old: str, new: str) -> None:
        """Type something else instead of some words, which stand in one paragraph."""
        paragraph = self.paragraph(old)
        write(paragraph, text_of(paragraph).replace(old, new))

    def insert(self, behind: str, text: str) -> None:
        """Write a new paragraph behind the one with some words."""
        paragraph = self.paragraph(behind)
        added = deepcopy(paragraph)
        write(added, text)
        paragraph.addnext(added)

    def remove(self, words: str) -> None:
        """Delete the paragraph with some words."""
        drop(self.paragraph(words))

    def move(self, words: str, behind: str) -> None:
        """Move the paragraph with some words behind the one with others."""
        self.paragraph(behind).addnext(self.paragraph(words))

    def cell(self, text: str, of_row: str) -> etree._Element:
        """Return the paragraph of the cell with a text, in the row that says something."""
        return next(cell for cell in self.row(of_row).iter(f"{W}p") if text_of(cell) == text)

    def row(self, words: str) -> etree._Element:
        """Return the first row of a table with some words."""
        return next(row for row in self.root.iter(f"{W}tr") if words in text_of(row))

    def split(self, words: str) -> None:
        """End a paragraph behind some words, so that the rest of it is another one."""
        paragraph = self.paragraph(words)
        first, rest = text_of(paragraph).split(words)
        added = deepcopy(paragraph)
        write(paragraph, first + words)
        write(added, rest)
        paragraph.addnext(added)

    def track(self, old: str, new: str) -> None:
        """Type something else instead of some words while Word tracks changes."""
        paragraph = self.paragraph(old)
        first, rest = text_of(paragraph).split(old)
        for run in paragraph.findall(f"{W}r"):
            paragraph.remove(run)
        deleted, inserted = etree.SubElement(paragraph, f"{W}del"), etree.Element(f"{W}ins")
        deleted.append(run_of(old, f"{W}delText"))
        inserted.append(run_of(new))
        deleted.addprevious(run_of(first))
        paragraph.extend((inserted, run_of(rest)))


def drop(element: etree._Element) -> None:
    """Delete an element of a Word file."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def text_of(paragraph: etree._Element) -> str:
    return "".join(str(each.text or "") for each in paragraph.iter(f"{W}t"))


def write(paragraph: etree._Element, text: str) -> None:
    """Let a paragraph say something else."""
    for run in paragraph.findall(f"{W}r"):
        paragraph.remove(run)
    paragraph.append(run_of(text))


def run_of(text: str, tag: str = f"{W}t") -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, tag).text = text
    return run


@cache
def narrative(of: UnitYear) -> tuple[Print, bytes]:
    """Return a shipped unit-year's narrative as it is printed, and its Word file."""
    now = next(each for each in printed_now(SHIPPED, of) if each.name == "report")
    document = narrative_of(of)
    return now, document.printers[".docx"].print(document.context(now.facts))


def narrative_of(of: UnitYear) -> DocumentTemplate:
    return next(document for document in prepare(SHIPPED, of)[0].documents if document.spec.name == "report")


def edited(data: bytes, *edits: Callable[[Body], object]) -> bytes:
    """Return a Word file after edits."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(written, "w") as target:
        for name in package.namelist():
            content = package.read(name)
            if name == DOCUMENT:
                body = Body(etree.fromstring(content))
                for edit in edits:
                    edit(body)
                content = etree.tostring(body.root, encoding="utf-8")
            target.writestr(name, content)
    return written.getvalue()


def returned(of: UnitYear, *edits: Callable[[Body], object], before: Before | None = None) -> Returned:
    """Return what comes of comparing a narrative after edits."""
    now, data = narrative(of)
    return compared(read_word(edited(data, *edits), FILE), of, now, before or Before(now.passages))


def told(edit: Edit) -> str:
    """Return an edit in one line."""
    return f"{edit.what}：{''.join(SIGNS[sign].format(text) for sign, text in edit.told)}"
