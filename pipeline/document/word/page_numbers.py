"""Page numbers in headers and footers: fields of Word, which become marks that another writer can print."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.characters import PAGE_MARK, PAGES_MARK
from pipeline.document.word.xml import SPACE, W

# What Word calls them → their marks.
FIELDS: Final = {"PAGE": PAGE_MARK, "NUMPAGES": PAGES_MARK, "SECTIONPAGES": PAGES_MARK}


def mark_page_numbers(root: etree._Element) -> None:
    """Put marks in the place of what each field of page numbers showed when the form was saved; other fields stay as they were then."""
    for simple in root.iter(f"{W}fldSimple"):
        if mark := FIELDS.get(word_of(simple.get(f"{W}instr", ""))):
            show(mark, list(simple.iter(f"{W}r")))
    for paragraph in root.iter(f"{W}p"):
        mark_fields(paragraph)


def mark_fields(paragraph: etree._Element) -> None:
    """Mark the page numbers in a paragraph that are made of several runs: a beginning, a code, what is shown, and an end."""
    code, is_shown = "", False
    shown: list[etree._Element] = []
    for run in list(paragraph.iter(f"{W}r")):
        sign = run.find(f"{W}fldChar")
        kind = "" if sign is None else sign.get(f"{W}fldCharType", "")
        if kind == "begin":
            code, shown, is_shown = "", [], False
        elif kind == "separate":
            is_shown = True
        elif kind == "end":
            if mark := FIELDS.get(word_of(code)):
                show(mark, shown or [run])
            code = ""
        elif is_shown and run.find(f"{W}t") is not None:
            shown.append(run)
        else:
            code += "".join(text.text or "" for text in run.iter(f"{W}instrText"))


def word_of(code: str) -> str:
    """Return the first word of a field's code."""
    return (code.split() or [""])[0].upper()


def show(mark: str, runs: list[etree._Element]) -> None:
    """Let the first of some runs show a mark, and the others nothing."""
    for run in runs:
        for text in run.findall(f"{W}t"):
            run.remove(text)
    for run in runs[:1]:
        etree.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = mark
