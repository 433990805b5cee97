"""What a paragraph of a Word file says to a person who sees it, and what is to be told of it besides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.document.word.xml import SPACE, W, is_on
from pipeline.intake.readers.listing import CHANGED, DATED, MARK, PICTURE, STRUCK
from pipeline.intake.readers.symbols import TICKED, UNKNOWN, UNTICKED, is_of_signs, shown, sign

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
VALUE: Final = f"{W}val"
XML_SPACES: Final = " \t\r\n"
# What Word shows nothing of: properties, what was deleted, fields' codes, the reading of a word above it.
UNSHOWN: Final = frozenset(
    f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delInstrText", "delText", "rt", "rubyPr", "softHyphen")
)
DELETED: Final = frozenset((f"{W}del", f"{W}moveFrom"))
INSERTED: Final = frozenset((f"{W}ins", f"{W}moveTo"))
FIELD: Final = f"{W}fldSimple"
DATED_CODE: Final = re.compile(r"\s*(?:DATE|TIME|SAVEDATE|PRINTDATE)\b", re.IGNORECASE)
HIDDEN, FONTS = f"{W}vanish", f"{W}rFonts"
LOOKS: Final = (HIDDEN, FONTS, f"{W}strike", f"{W}dstrike")
# What is noted of a run: the font of symbols that it is set in, and that it is struck through.
SIGNS_OF, IS_STRUCK = "signs", "struck"


@dataclass(slots=True)
class Words:
    """What a paragraph says, while it is gone through.

    Attributes:
        told: its words.
        marks: the names of the bookmarks in it that a sent form has.
        boxes: the text boxes that it anchors.
        seen: what is to be told of it besides: CHANGED, STRUCK, PICTURE, DATED.
        codes: for each field that has begun and not ended, whether its code goes on, of which nothing is shown.
    """

    told: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    codes: list[bool] = field(default_factory=list)

    def tell(self, text: str) -> None:
        """Add words, unless they are part of a field's code."""
        if not any(self.codes):
            self.told.append(text)


def read_words(element: etree._Element, words: Words) -> None:
    """Add what stands in an element of a paragraph."""
    for child in element:
        tag = child.tag
        if tag in READ:
            READ[tag](child, words)
        elif tag in DELETED:
            words.seen.add(CHANGED)
        elif tag not in UNSHOWN:
            if tag in INSERTED:
                words.seen.add(CHANGED)
            read_words(child, words)


def read_run(run: etree._Element, words: Words) -> None:
    """Add what a run says."""
    before = len(words.told)
    read_words(run, words)
    if font := run.get(SIGNS_OF):
        words.told[before:] = [shown(text, font) for text in words.told[before:]]
    if run.get(IS_STRUCK) and "".join(words.told[before:]).strip():
        words.seen.add(STRUCK)


def read_text(element: etree._Element, words: Words) -> None:
    """Add a text as Word shows it."""
    text = element.text or ""
    words.tell(text if element.get(SPACE) == "preserve" else text.strip(XML_SPACES))


def read_symbol(element: etree._Element, words: Words) -> None:
    """Add a sign of a font of symbols."""
    try:
        words.tell(sign(element.get(f"{W}font", ""), int(element.get(f"{W}char", ""), 16)))
    except (ValueError, OverflowError):
        words.tell(UNKNOWN)


def read_break(element: etree._Element, words: Words) -> None:
    """Add the end of a line; the end of a page says nothing."""
    if element.get(f"{W}type", "textWrapping") == "textWrapping":
        words.tell("\n")


def read_field(element: etree._Element, words: Words) -> None:
    """Note where a field's code begins and ends; add what a field of a form shows without a result."""
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        words.codes.append(True)
    elif kind == "separate" and words.codes:
        words.codes[-1] = False
    elif kind == "end" and words.codes:
        words.codes.pop()
    if (data := element.find(f"{W}ffData")) is not None:
        words.told.append(form_field(data))


def read_code(element: etree._Element, words: Words) -> None:
    """Note a field that is today's date whenever the file is opened; of its code nothing is shown, of a whole field what it gives."""
    if DATED_CODE.match(element.get(f"{W}instr", element.text or "")):
        words.seen.add(DATED)
    if element.tag == FIELD:
        read_words(element, words)


def form_field(data: etree._Element) -> str:
    """Return what a field of a form shows: whether its box is ticked, or which entry of its list is chosen."""
    if (box := data.find(f"{W}checkBox")) is not None:
        state = box.find(f"{W}checked")
        return TICKED if is_on(box.find(f"{W}default") if state is None else state) else UNTICKED
    entries = [entry.get(VALUE, "") for entry in data.iterfind(f"{W}ddList/{W}listEntry")]
    chosen = data.find(f"{W}ddList/{W}result")
    number = "0" if chosen is None else chosen.get(VALUE, "0")
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


def read_mark(element: etree._Element, words: Words) -> None:
    """Note a bookmark of a sent form."""
    if (name := element.get(f"{W}name", "")).startswith(MARK):
        words.marks.append(name)


def read_box(element: etree._Element, words: Words) -> None:
    """Note a text box, which is read behind the paragraph."""
    words.boxes.append(element)


def note_picture(element: etree._Element, words: Words) -> None:
    """Note that there is a picture; an object of another program shows one too."""
    words.seen.add(PICTURE)
    read_words(element, words)


READ: Final[dict[str | bytes | bytearray | etree.QName, Callable[[etree._Element, Words], None]]] = {
    f"{W}r": read_run,
    f"{W}t": read_text,
    f"{M}t": read_text,
    f"{W}sym": read_symbol,
    f"{W}br": read_break,
    f"{W}cr": lambda _, words: words.tell("\n"),
    f"{W}tab": lambda _, words: words.tell(" "),
    f"{W}ptab": lambda _, words: words.tell(" "),
    f"{W}noBreakHyphen": lambda _, words: words.tell("-"),
    f"{W}fldChar": read_field,
    f"{W}instrText": read_code,
    FIELD: read_code,
    f"{W}bookmarkStart": read_mark,
    f"{W}txbxContent": read_box,
    f"{PIC}pic": note_picture,
    f"{VML}imagedata": note_picture,
    f"{W}object": note_picture,
}


def settle(root: etree._Element) -> None:
    """Make a part say once what it says: of alternatives one, controls' boxes as ticked or not, nothing where a hint still stands."""
    for alternatives in list(root.iter(f"{MC}AlternateContent")):
        chosen = alternatives.find(f"{MC}Choice")
        for other in [child for child in alternatives if chosen is not None and child is not chosen]:
            alternatives.remove(other)
    note_looks(root)
    for hint in root.iter(f"{W}showingPlcHdr"):
        if is_on(hint):
            say_instead(hint, "")
    for box in root.iter(f"{W14}checkbox"):
        state = box.find(f"{W14}checked")
        say_instead(box, TICKED if state is not None and state.get(f"{W14}val") in ("1", "true", "on") else UNTICKED)


def note_looks(root: etree._Element) -> None:
    """Note of a part's runs what of their looks changes what they say; hidden ones are taken out."""
    runs = ((look, around.getparent()) for look in root.iter(*LOOKS) if (around := look.getparent()) is not None)
    for look, run in [(look, run) for look, run in runs if run is not None and run.tag == f"{W}r"]:
        if look.tag == FONTS:
            if font := next((str(name) for name in look.attrib.values() if is_of_signs(str(name))), ""):
                run.set(SIGNS_OF, font)
        elif is_on(look) and look.tag == HIDDEN:
            run[:] = []
        elif is_on(look):
            run.set(IS_STRUCK, "1")


def say_instead(property_: etree._Element, text: str) -> None:
    """Let a content control say something else than it does.

    Args:
        property_: one of the control's properties.
        text: what it is to say.
    """
    control = next(property_.iterancestors(f"{W}sdt"), None)
    for said in (
        () if control is None else list(control.iterfind(f"{W}sdtContent//{W}t")) + list(control.iterfind(f"{W}sdtContent//{W}sym"))
    ):
        said.tag, said.text, text = f"{W}t", text, ""
        said.set(SPACE, "preserve")
