"""A shipped form's Word table emptied of its tags, and how many of its fields a draft proposes again with their name and place."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from pipeline.document.word.contents import part_name
from pipeline.document.word.grid import grid_cells
from pipeline.document.word.marks import TAG
from pipeline.document.word.package import DOCUMENT, TYPES
from pipeline.document.word.reader import parsed
from pipeline.document.word.xml import W, as_part, paragraph_text
from pipeline.form.form import Form

STATEMENT = re.compile(r"\{%-?\s*(?:tr|tc|p)\s")
YEARS = {"{{年度}}": "2022", "{{年度-1}}": "2021"}
PATH = re.compile(r"[\w.]+")


class Spot(NamedTuple):
    """Where a field stands, tables and rows of the emptied form counted, and what it may be called."""

    table: int
    row: int
    column: int
    names: frozenset[str]


def rows_of(table: etree._Element) -> list[etree._Element]:
    """Return a table's rows that stay when it is emptied: those of a tag for rows do not."""
    return [row for row in table.findall(f"{W}tr") if not any(STATEMENT.match(paragraph_text(p).strip()) for p in row.iter(f"{W}p"))]


def spots(document: bytes, form: Form) -> list[Spot]:
    """Return where the fields of a form stand in its Word table, each with its name and label."""
    root, _ = parsed(document, "table.docx")
    labels = {field.name: set[str]() for field in form.root.leaves()}
    for field in form.root.leaves():
        labels[field.name].add(plain(field.label))
    found = []
    for number, table in enumerate(root.iter(f"{W}tbl")):
        for row_number, row in enumerate(rows_of(table)):
            for cell in grid_cells(row):
                text = "".join(map(paragraph_text, cell.element.iter(f"{W}p")))
                for tag in TAG.finditer(text):
                    path = PATH.match(tag[0][2:-2].strip())
                    name = path[0].rpartition(".")[2] if path and tag[0].startswith("{{") else ""
                    if name in labels:
                        found.append(Spot(number, row_number, cell.column, frozenset({name, *labels[name]})))
    return found


def plain(label: str) -> str:
    """Return a label's letters."""
    return "".join(char for char in label if char.isalnum())


def emptied(source: Path, target: Path, *, has_years: bool = True) -> Path:
    """Write a Word form without its tags, as a bureau sends it out.

    Args:
        source: the form.
        target: what is written.
        has_years: whether the bureau has printed the years in it.
    """
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root, _ = parsed(parts[DOCUMENT], "table.docx")
    for table in root.iter(f"{W}tbl"):
        kept = rows_of(table)
        for row in table.findall(f"{W}tr"):
            if row not in kept:
                table.remove(row)
    for paragraph in root.iter(f"{W}p"):
        texts = list(paragraph.iter(f"{W}t"))
        words = TAG.sub(lambda tag: blank(tag, has_years=has_years), "".join(text.text or "" for text in texts))
        for number, text in enumerate(texts):
            text.text = words if not number else ""
    parts[DOCUMENT] = as_part(root)
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target


def blank(tag: re.Match[str], *, has_years: bool) -> str:
    """Return what stands in a bureau's form where the program has a tag.

    Args:
        tag: the tag.
        has_years: whether years are printed.
    """
    return "□是 □否" if "勾选" in tag[0] else YEARS.get("".join(tag[0].split()), "") if has_years else ""


def dangling(package: bytes) -> set[str]:
    """Return what a Word file lists, as a relationship or with a content type, and does not hold."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    listed = {entry.get("PartName", "").lstrip("/") for entry in etree.fromstring(parts[TYPES]) if entry.get("PartName")}
    for name, data in parts.items():
        if name.endswith(".rels"):
            source = name.replace("_rels/", "").removesuffix(".rels")
            inside = (relation for relation in etree.fromstring(data) if relation.get("TargetMode") != "External")
            listed |= {part_name(relation.get("Target", ""), source) for relation in inside}
    return listed - parts.keys()


def document_of(path: Path) -> bytes:
    """Return a Word file's main part."""
    with zipfile.ZipFile(path) as package:
        return package.read(DOCUMENT)
