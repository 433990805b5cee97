"""Content controls of a bureau's Word form as they are read on paper: nothing where a hint stands, boxes for a list, a day to fill in."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.document.word.xml import SPACE, W, as_part, is_on, paragraph_text, parse
from pipeline.drafting.words import OPTION

W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
BOX: Final = "□"
DAY: Final = "    年    月    日"


def opened(document: bytes) -> bytes:
    """Return a document whose content controls wait to be filled as blanks and boxes do; one that is no XML as it is."""
    try:
        root = parse(document)
    except etree.XMLSyntaxError:
        return document
    for control in root.iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        if properties is not None and content is not None:
            open_control(properties, content)
    return as_part(root)


def open_control(properties: etree._Element, content: etree._Element) -> None:
    """Let a control that shows a hint, a list or a box to tick say what it waits for.

    Args:
        properties: what kind of control it is.
        content: what it shows.
    """
    choices, shows_hint = properties.find(f"{W}dropDownList"), is_on(properties.find(f"{W}showingPlcHdr"))
    if properties.find(f"{W14}checkbox") is not None:
        if len(paragraph_text(content).strip()) <= 1:  # the sign, of whatever font, and no word besides
            say(content, BOX)
    elif choices is not None:
        say(content, boxes(choices))
    elif shows_hint:
        say(content, "" if properties.find(f"{W}date") is None else DAY)


def boxes(choices: etree._Element) -> str:
    """Return the entries of a list as boxes to tick; nothing if there are no two, or one that could not be read again."""
    entries = (item.get(f"{W}displayText") or value for item in choices if (value := item.get(f"{W}value")))
    words = [f"{BOX}{' '.join(entry.split())}" for entry in entries]
    return "　".join(words) if len(words) > 1 and all(map(OPTION.fullmatch, words)) else ""


def say(content: etree._Element, text: str) -> None:
    """Let a control say nothing but a text, and not in the pale letters of a hint.

    Args:
        content: what it shows.
        text: what it is to say.
    """
    for style in list(content.iter(f"{W}rStyle")):
        if (look := style.getparent()) is not None:
            look.remove(style)
    for said in content.iter(f"{W}t", f"{W}sym"):
        said.attrib.clear()
        said.tag, said.text, text = f"{W}t", text, ""
        said.set(SPACE, "preserve")
