"""Content controls of an empty Word form: boxes that a click ticks, and lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W
from pipeline.intake.blank.pieces import LOOK, run_of

WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
W14: Final = f"{{{WORD_2010}}}"
COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
IGNORABLE: Final = f"{{{COMPATIBILITY}}}Ignorable"
EMPTY, TICKED = "☐", "☑"
# The font that every Windows has these signs in.
SIGNS: Final = "MS Gothic"


def box(look: etree._Element | None, *, ticked: bool) -> etree._Element:
    """Return a box that a click ticks, printed as the words around it."""
    control = etree.Element(f"{W}sdt")
    check = etree.SubElement(etree.SubElement(control, f"{W}sdtPr"), f"{W14}checkbox")
    etree.SubElement(check, f"{W14}checked", {f"{W14}val": str(int(ticked))})
    for name, sign in (("checkedState", TICKED), ("uncheckedState", EMPTY)):
        etree.SubElement(check, f"{W14}{name}", {f"{W14}val": f"{ord(sign):04X}", f"{W14}font": SIGNS})
    etree.SubElement(control, f"{W}sdtContent").append(run_of(TICKED if ticked else EMPTY, in_signs(look)))
    return control


def in_signs(look: etree._Element | None) -> etree._Element:
    """Return how a sign is printed among words that are printed otherwise."""
    own = etree.Element(LOOK) if look is None else deepcopy(look)
    for fonts in own.findall(f"{W}rFonts"):
        own.remove(fonts)
    fonts = etree.Element(f"{W}rFonts", {f"{W}{name}": SIGNS for name in ("ascii", "eastAsia", "hAnsi")} | {f"{W}hint": "eastAsia"})
    own.insert(int(own.find(f"{W}rStyle") is not None), fonts)
    return own


def choice(words: Sequence[str], content: Sequence[etree._Element]) -> etree._Element:
    """Return a list to choose from.

    Args:
        words: what can be chosen.
        content: what stands there before.
    """
    control = etree.Element(f"{W}sdt")
    offered = etree.SubElement(etree.SubElement(control, f"{W}sdtPr"), f"{W}dropDownList")
    for word in words:
        etree.SubElement(offered, f"{W}listItem", {f"{W}displayText": word, f"{W}value": word})
    etree.SubElement(control, f"{W}sdtContent").extend(content)
    return control


def with_word_2010(root: etree._Element) -> etree._Element:
    """Return a document whose readers may pass over what only Word from 2010 on knows."""
    names = {prefix: name for prefix, name in root.nsmap.items() if prefix} | {"mc": COMPATIBILITY, "w14": WORD_2010}
    known = etree.Element(root.tag, {str(key): str(value) for key, value in root.attrib.items()}, names)
    known.set(IGNORABLE, f"{known.get(IGNORABLE, '')} w14".strip())
    known.extend(list(root))
    return known
