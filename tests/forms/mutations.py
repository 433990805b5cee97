"""Damages a Word form as strangers' programs and bad lines do, by a seed: the same seed makes the same damage."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERS = ("99999999", "-5", "0", "", "x", "1.5", "9" * 5000, "１", "1e9", " 2 ", "true")
WRAPPERS = ("sdt", "sdtContent", "ins", "del", "hyperlink", "smartTag", "txbxContent", "tbl", "tr", "tc", "p", "r", "moveFrom", "fldSimple")
TEXTS = (
    "{{", "}}", "{% if %}", "{%tr for 甲 in 藏书 %}", "{%tr endfor %}", "{%p endif %}", "{{ 馆名 }}", "{% endfor %}", "{%tc if 备注 %}",
    "{#", "\ue000" + "0\ue004", "{{ 书.册数 / 0 }}", "{%tr else %}", "甲" * 3000, "{{{{{{{{", "%}{%", "{{ 藏书 }}", "{%p for x in 馆名 %}",
)  # fmt: skip


def damaged(data: bytes, seed: int) -> bytes:
    """Return a Word file with a few damages."""
    chosen = random.Random(seed)
    if chosen.random() < 0.15:
        return flipped(data, chosen)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(chosen.randint(1, 4)):
        name = chosen.choice([*parts, *["word/document.xml"] * 20])
        if name not in parts:
            continue
        if chosen.random() < 0.03:
            del parts[name]
        elif chosen.random() < 0.05:
            parts[name] = flipped(parts[name], chosen)
        else:
            parts[name] = changed(parts[name], chosen)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def flipped(data: bytes, chosen: random.Random) -> bytes:
    """Return bytes of which some are others, some are gone, or the end is."""
    found = bytearray(data)
    for _ in range(chosen.randint(1, 5)):
        found[chosen.randrange(len(found))] = chosen.randrange(256)
    if chosen.random() < 0.2:
        start = chosen.randrange(len(found))
        del found[start : start + chosen.randint(1, 300)]
    return bytes(found)


def changed(xml: bytes, chosen: random.Random) -> bytes:
    """Return a part with one change of its elements."""
    try:
        root = etree.fromstring(xml)
    except etree.XMLSyntaxError:
        return xml
    element = chosen.choice(list(root.iter()))
    chosen.choice(CHANGES)(element, chosen)
    return etree.tostring(root)


def remove(element: etree._Element, _: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def lift(element: etree._Element, _: random.Random) -> None:
    """Leave an element out, but not what is in it."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def wrap(element: etree._Element, chosen: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        wrapper = etree.Element(W + chosen.choice(WRAPPERS))
        parent[parent.index(element)] = wrapper
        wrapper.append(element)


def double(element: etree._Element, _: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(parent.index(element), copy.deepcopy(element))


def move(element: etree._Element, chosen: random.Random) -> None:
    """Put an element somewhere else."""
    target = chosen.choice(list(element.getroottree().iter()))
    if element.getparent() is not None and element not in (target, *target.iterancestors()):
        target.append(element)


def rename(element: etree._Element, chosen: random.Random) -> None:
    other = chosen.choice(list(element.getroottree().iter()))
    element.tag = chosen.choice([other.tag, W + chosen.choice(WRAPPERS), "x"])


def lose_attribute(element: etree._Element, chosen: random.Random) -> None:
    if element.attrib:
        del element.attrib[chosen.choice(sorted(element.attrib, key=str))]


def set_number(element: etree._Element, chosen: random.Random) -> None:
    """Give an attribute of some element that has one a strange value."""
    with_some = [found for found in element.getroottree().iter() if found.attrib]
    if with_some:
        found = chosen.choice(with_some)
        found.set(chosen.choice(sorted(found.attrib, key=str)), chosen.choice(NUMBERS))


def add_property(element: etree._Element, chosen: random.Random) -> None:
    """Give a cell, row, paragraph or run a strange property."""
    found = chosen.choice(list(element.getroottree().iter(f"{W}tc", f"{W}tr", f"{W}p", f"{W}r", f"{W}tbl")) or [element])
    name = etree.QName(found).localname
    holder = found.find(f"{W}{name}Pr")
    if holder is None:
        holder = etree.Element(f"{W}{name}Pr")
        found.insert(0, holder)
    properties = (
        "gridSpan",
        "vMerge",
        "hMerge",
        "gridBefore",
        "gridAfter",
        "tblHeader",
        "tcW",
        "jc",
        "vanish",
        "b",
        "numPr",
        "sectPr",
        "pStyle",
    )
    etree.SubElement(holder, W + chosen.choice(properties)).set(f"{W}val", chosen.choice((*NUMBERS, "restart", "continue", "Title")))


def set_text(element: etree._Element, chosen: random.Random) -> None:
    found = chosen.choice(list(element.getroottree().iter(f"{W}t")) or [element])
    found.text = chosen.choice(TEXTS) + (found.text or "" if chosen.random() < 0.3 else "")


CHANGES: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    remove, lift, wrap, double, move, rename, lose_attribute, set_number, add_property, set_text,
)  # fmt: skip
