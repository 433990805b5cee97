"""WordprocessingML as lxml elements: its names, what a paragraph says, and a form made plain before it is read."""

from __future__ import annotations

from typing import Final

from lxml import etree

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{NAMESPACE}}}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# What only wraps other content: content controls, custom XML, smart tags. Values in them are unseen by python-docx.
WRAPPERS: Final = (f"{W}sdtContent", f"{W}sdt", f"{W}customXml", f"{W}smartTag")
WRAPPER_PROPERTIES: Final = (f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr", f"{W}smartTagPr")


def parse(xml: bytes) -> etree._Element:
    """Return the root of a part, without comments and processing instructions.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    return etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False))


def as_part(root: etree._Element) -> bytes:
    """Return an element as a part of a package."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def number(element: etree._Element | None, default: int) -> int:
    """Return the number that an element's `w:val` gives."""
    return default if element is None else int(element.get(f"{W}val", default))


def is_on(element: etree._Element | None) -> bool:
    """Return whether a property such as `w:b` is there and not switched off."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")


def paragraph_text(paragraph: etree._Element) -> str:
    """Return a paragraph's text over all its runs."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def styles_in(root: etree._Element) -> dict[str, etree._Element]:
    """Return the styles of a styles.xml by their ids."""
    return {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}


def style_ids(styles: bytes) -> dict[str, str]:
    """Return the names of a styles.xml's styles by their ids; none of a form that has no such part."""
    found = styles_in(parse(styles)) if styles else {}
    names = ((style, element.find(f"{W}name")) for style, element in found.items())
    return {style: "" if name is None else name.get(f"{W}val", "") for style, name in names}


def make_plain(root: etree._Element) -> None:
    """Take wrappers away, give every cell properties, and write out the spaces and hyphens that Word would show, in few runs."""
    for wrapper in list(root.iter(*WRAPPERS)):
        parent = wrapper.getparent()
        if parent is not None:
            place = parent.index(wrapper)
            parent[place : place + 1] = [child for child in wrapper if child.tag not in WRAPPER_PROPERTIES]
    for cell in root.iter(f"{W}tc"):
        if cell.find(f"{W}tcPr") is None:
            cell.insert(0, etree.Element(f"{W}tcPr"))
    for line_break in root.iter(f"{W}cr"):
        line_break.tag = f"{W}br"
    for hyphen in root.iter(f"{W}noBreakHyphen"):
        hyphen.tag, hyphen.text = f"{W}t", "-"
    for text in root.iter(f"{W}t"):
        if text.get(SPACE) != "preserve":
            text.text = (text.text or "").strip(" \t\r\n")
            text.set(SPACE, "preserve")
    for paragraph in root.iter(f"{W}p"):
        join_runs(paragraph)


def join_runs(paragraph: etree._Element) -> None:
    """Make one run of neighbours that look alike: Word splits a text wherever it was edited or spell-checked."""
    last: etree._Element | None = None
    for run in list(paragraph):
        if not is_plain_run(run):
            last = None
        elif last is not None and properties(last) == properties(run):
            last[-1].text = f"{last[-1].text or ''}{run[-1].text or ''}"
            paragraph.remove(run)
        else:
            last = run


def is_plain_run(element: etree._Element) -> bool:
    """Return whether an element is a run of nothing but one text."""
    return element.tag == f"{W}r" and [child.tag for child in element if child.tag != f"{W}rPr"] == [f"{W}t"]


def properties(run: etree._Element) -> bytes:
    """Return how a run looks, as text that can be compared."""
    found = run.find(f"{W}rPr")
    return b"" if found is None else etree.tostring(found)
