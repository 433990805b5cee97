"""The issued files filled in as a clerk fills them in: words at the bookmarks of a Word file, values in the named cells of a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from pipeline.document.word.package import DOCUMENT
from pipeline.document.word.xml import W
from pipeline.form.field import Field
from pipeline.form.types.choices import answers
from pipeline.intake.blank.controls import EMPTY, TICKED, W14
from pipeline.intake.blueprints.blueprint import Blueprint, Hole
from pipeline.intake.blueprints.marks import MARK, holes_of, mark_names
from pipeline.paths import EVERY_ROW, numbered

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True)
class Filling:
    """What a clerk fills in, and what is to be read.

    Attributes:
        shown: what stands in Word.
        cell: what Excel holds: a text or a number.
        typed: as the data file has it.
    """

    shown: str
    cell: str | Decimal
    typed: str | tuple[str, ...]


def filling_of(field: Field, number: int) -> Filling:
    """Return an invented value of a field; `number` makes it different from others."""
    day = date(2021, 1 + number % 12, 1 + number % 28)
    figure = f"{number % 90 + 1}.{number % 9 + 1}5"
    lines = (f"第{number}件工作做得怎样。", f"群众对第{number}件事满意。")
    words = answers(field) if field.type == "yes_no" else field.choices
    by_type = {
        "integer": Filling(str(number + 3), Decimal(number + 3), str(number + 3)),
        "number": Filling(str(number % 7 + 1), Decimal(number % 7 + 1), str(number % 7 + 1)),
        "amount": Filling(figure, Decimal(figure), figure),
        "percent": Filling(f"{figure}%", Decimal(figure) / 100, f"{figure}%"),
        "date": Filling(f"{day.year}年{day.month}月{day.day}日", Decimal((day - FIRST_DAY).days), day.isoformat()),
        "url": Filling(
            f"https://www.example.gov.cn/{number}.html",
            f"https://www.example.gov.cn/{number}.html",
            f"https://www.example.gov.cn/{number}.html",
        ),
        "paragraphs": Filling("\n".join(lines), "\n".join(lines), lines),
        "list": Filling("\n".join(lines), "\n".join(lines), lines),
        "text": Filling(f"某某第{number}号事项", f"某某第{number}号事项", f"某某第{number}号事项"),
    }
    if words:
        word = words[number % len(words)]
        return Filling(word, word, word)
    return by_type[field.type]


def holes_by_name(blueprint: Blueprint) -> dict[str, Hole]:
    """Return the holes of a document by the names of their places."""
    return {name: hole for hole, name in mark_names(blueprint).items()}


def path_at(name: str, holes: Mapping[str, Hole]) -> tuple[str, Hole] | None:
    """Return the path of the value at a place, and its hole; None if the name is none of these holes'."""
    found = MARK.fullmatch(name)
    if not found:
        return None
    hole = holes.get(name.rpartition("_")[0] if found["row"] else name)
    return (hole.path.replace(EVERY_ROW, numbered("", int(found["row"] or 1))), hole) if hole else None


def names_in(data: bytes) -> list[str]:
    """Return the names of the places of a Word file or a workbook, from top to bottom."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if DOCUMENT in package.namelist():
            return [each.get(f"{W}name", "") for each in etree.fromstring(package.read(DOCUMENT)).iter(f"{W}bookmarkStart")]
        return [each.get("name", "") for each in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{X}definedName")]


def fillings(blueprints: tuple[Blueprint, ...], names: list[str]) -> dict[str, tuple[str, Filling]]:
    """Return what is filled in at some places: the path of each, and an invented value, the same wherever the same value stands."""
    holes = {name: hole for blueprint in blueprints for name, hole in holes_by_name(blueprint).items()}
    order = {hole.path: number for number, hole in enumerate((hole for blueprint in blueprints for hole in holes_of(blueprint.lines)), 1)}
    found = {name: place for name in names if (place := path_at(name, holes))}
    return {
        name: (path, filling_of(hole.field, order[hole.path] + 31 * int((MARK.fullmatch(name) or {"row": 0})["row"] or 0)))
        for name, (path, hole) in found.items()
    }


def filled_word(data: bytes, texts: Mapping[str, str]) -> bytes:
    """Return a Word file with texts at its bookmarks; of an answer the box behind it is ticked."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read(DOCUMENT))
    for start in list(root.iter(f"{W}bookmarkStart")):
        if (text := texts.get(start.get(f"{W}name", ""))) is not None:
            fill_place(start, text)
    return replaced(data, {DOCUMENT: etree.tostring(root)})


def fill_place(start: etree._Element, text: str) -> None:
    """Put a text between the ends of a bookmark."""
    between = []
    for element in start.itersiblings():
        if element.tag == f"{W}bookmarkEnd":
            break
        between.append(element)
    words = [each for element in between for each in element.iter(f"{W}t")]
    if any(each.text == EMPTY for each in words):
        label = next(number for number, each in enumerate(words) if (each.text or "").strip() == text)
        box = words[label + 1]
        box.text = TICKED
        next(next(box.iterancestors(f"{W}sdt")).iter(f"{W14}checked")).set(f"{W14}val", "1")
        return
    run = next(words[0].iterancestors(f"{W}r"))
    for number, line in enumerate(text.split("\n")):
        new = deepcopy(run)
        for each in new.findall(f"{W}t"):
            new.remove(each)
        if number:
            etree.SubElement(new, f"{W}br")
        etree.SubElement(new, f"{W}t").text = line
        run.addprevious(new)
    for each in run.findall(f"{W}t"):
        each.text = ""


def filled_workbook(data: bytes, values: Mapping[str, str | Decimal]) -> bytes:
    """Return a workbook with values in its named cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = etree.fromstring(package.read("xl/workbook.xml"))
        sheets = {each.get("name", ""): f"xl/worksheets/sheet{number}.xml" for number, each in enumerate(book.iter(f"{X}sheet"), 1)}
        roots = {part: etree.fromstring(package.read(part)) for part in sheets.values()}
    cells = {part: {each.get("r", ""): each for each in root.iter(f"{X}c")} for part, root in roots.items()}
    for name in book.iter(f"{X}definedName"):
        if (value := values.get(name.get("name", ""))) is not None:
            sheet, _, place = (name.text or "").rpartition("!")
            put(cells[sheets[sheet.strip("'")]][place.replace("$", "")], value)
    return replaced(data, {part: etree.tostring(root) for part, root in roots.items()})


def put(cell: etree._Element, value: str | Decimal) -> None:
    """Put a value into a cell."""
    for old in list(cell):
        cell.remove(old)
    if isinstance(value, Decimal):
        etree.strip_attributes(cell, "t")
        etree.SubElement(cell, f"{X}v").text = str(value)
    else:
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{X}is"), f"{X}t").text = value


def replaced(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package with some parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in package.namelist():
            new.writestr(name, parts.get(name, package.read(name)))
    return made.getvalue()
