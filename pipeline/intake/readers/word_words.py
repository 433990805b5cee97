"""What a paragraph of a Word file says to a person who sees it, and what is to be told of it besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.document.word.xml import SPACE, W, is_on
from pipeline.intake.readers.listing import MARK, Notice
from pipeline.intake.readers.symbols import RAISED, TICKED, UNTICKED, is_of_signs, shown, symbol
from pipeline.intake.readers.word_fields import WordField, form_field

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
RULE: Final = "{urn:schemas-microsoft-com:office:office}hr"  # of a shape that is a line across the page
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TEXT, SYMBOL = f"{W}t", f"{W}sym"
XML_SPACES: Final = " \t\r\n"
# What Word shows nothing of: properties, what was deleted, fields' codes, the reading of a word above it.
UNSHOWN: Final = frozenset(
    f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delInstrText", "delText", "rt", "rubyPr", "softHyphen")
)
DELETED: Final = frozenset((f"{W}del", f"{W}moveFrom"))
INSERTED: Final = frozenset((f"{W}ins", f"{W}moveTo"))
HIDDEN, FONTS, RAISES = f"{W}vanish", f"{W}rFonts", f"{W}vertAlign"
LOOKS: Final = (HIDDEN, FONTS, RAISES, f"{W}strike", f"{W}dstrike")
# What is noted of a run: the font of symbols that it is set in, that it is struck through, that it is raised.
SIGNS_OF, IS_STRUCK, IS_RAISED = "signs", "struck", "raised"


@dataclass(slots=True)
class Words:
    """What a paragraph says, while it is gone through.

    Attributes:
        told: its words.
        marks: the names of the bookmarks in it that a sent form has.
        boxes: the text boxes that it anchors.
        seen: what is to be told of it besides.
        fields: those that have begun and not ended.
    """

    told: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    seen: set[Notice] = field(default_factory=set)
    fields: list[WordField] = field(default_factory=list)

    def tell(self, text: str) -> None:
        """Add words, unless they are part of a field's code."""
        if all(field.shows for field in self.fields):
            self.told.append(text)


def read_words(element: etree._Element, words: Words) -> None:
    """Add what stands in an element of a paragraph."""
    for child in element:
        tag = child.tag
        if tag in READ:
            READ[tag](child, words)
        elif tag in DELETED:
            words.seen.add(Notice.CHANGED)
        elif tag not in UNSHOWN:
            if tag in INSERTED:
                words.seen.add(Notice.CHANGED)
            read_words(child, words)


def read_run(run: etree._Element, words: Words) -> None:
    """Add what a run says."""
    before = len(words.told)
    read_words(run, words)
    if font := run.get(SIGNS_OF):
        words.told[before:] = [shown(text, font) for text in words.told[before:]]
    if run.get(IS_RAISED):
        words.told[before:] = [text.translate(RAISED) for text in words.told[before:]]
    if run.get(IS_STRUCK) and "".join(words.told[before:]).strip():
        words.seen.add(Notice.STRUCK)


def read_text(element: etree._Element, words: Words) -> None:
    """Add a text as Word shows it."""
    text = (element.text or "").replace("\n", " ")
    words.tell(text if element.get(SPACE) == "preserve" else text.strip(XML_SPACES))


def read_symbol(element: etree._Element, words: Words) -> None:
    """Add a sign of a font of symbols."""
    words.tell(symbol(element.get(f"{W}font", ""), element.get(f"{W}char", "")))


def read_break(element: etree._Element, words: Words) -> None:
    """Add the end of a line; the end of a page says nothing."""
    if element.get(f"{W}type", "textWrapping") == "textWrapping":
        words.tell("\n")


def read_field(element: etree._Element, words: Words) -> None:
    """Note where a field's code begins and ends; add what it shows without a result."""
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        words.fields.append(WordField())
    elif kind == "separate" and words.fields:
        words.fields[-1].shows = True
    elif kind == "end" and words.fields:
        ended = words.fields.pop()
        words.tell(ended.without_result)
        words.seen.update((Notice.DATED,) if ended.is_dated else ())
    if (data := element.find(f"{W}ffData")) is not None:
        words.told.append(form_field(data))


def read_code(element: etree._Element, words: Words) -> None:
    """Note a piece of a field's code."""
    if words.fields:
        words.fields[-1].code.append(element.text or "")


def read_whole_field(element: etree._Element, words: Words) -> None:
    """Add a field's result."""
    words.seen.update((Notice.DATED,) if WordField([element.get(f"{W}instr", "")]).is_dated else ())
    read_words(element, words)


def read_fraction(element: etree._Element, words: Words) -> None:
    """Add a fraction of a formula: 8/9, which is not 89."""
    for number, part in enumerate(element.iterchildren(f"{M}num", f"{M}den")):
        words.tell("/" if number else "")
        read_words(part, words)


def read_raised(element: etree._Element, words: Words) -> None:
    """Add an exponent of a formula."""
    before = len(words.told)
    read_words(element, words)
    words.told[before:] = [text.translate(RAISED) for text in words.told[before:]]


def read_mark(element: etree._Element, words: Words) -> None:
    """Note a bookmark of a sent form."""
    if (name := element.get(f"{W}name", "")).startswith(MARK):
        words.marks.append(name)


def read_box(element: etree._Element, words: Words) -> None:
    """Note a text box, which is read behind the paragraph."""
    words.boxes.append(element)


def note_picture(element: etree._Element, words: Words) -> None:
    """Note that there is a picture; an object of another program shows one too."""
    words.seen.add(Notice.PICTURE)
    read_words(element, words)


def note_shape(element: etree._Element, words: Words) -> None:
    """Note a shape that holds neither words nor a picture: perhaps a ring or a tick, drawn upon what is chosen."""
    if next(element.iter(f"{W}txbxContent", f"{VML}imagedata", f"{VML}textpath"), None) is None and element.get(RULE) is None:
        words.seen.add(Notice.SHAPE)
    read_words(element, words)


READ: Final[dict[str | bytes | bytearray | etree.QName, Callable[[etree._Element, Words], None]]] = {
    f"{W}r": read_run,
    TEXT: read_text,
    f"{M}t": read_text,
    SYMBOL: read_symbol,
    f"{W}br": read_break,
    f"{W}cr": lambda _, words: words.tell("\n"),
    f"{W}tab": lambda _, words: words.tell(" "),
    f"{W}ptab": lambda _, words: words.tell(" "),
    f"{W}noBreakHyphen": lambda _, words: words.tell("-"),
    f"{W}fldChar": read_field,
    f"{W}instrText": read_code,
    f"{W}fldSimple": read_whole_field,
    f"{M}f": read_fraction,
    f"{M}sup": read_raised,
    f"{W}bookmarkStart": read_mark,
    f"{W}txbxContent": read_box,
    f"{PIC}pic": note_picture,
    f"{VML}imagedata": note_picture,
    f"{W}object": note_picture,
    f"{VML}textpath": lambda element, words: words.tell(element.get("string", "")),
    f"{W14}contentPart": note_shape,
    f"{WPS}wsp": note_shape,
    **dict.fromkeys((f"{VML}{name}" for name in ("shape", "oval", "line", "polyline", "rect", "roundrect", "curve", "arc")), note_shape),
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
        settle_checkbox(box)


def settle_checkbox(box: etree._Element) -> None:
    """Let a control's box say whether it is ticked, if it shows one of its two signs, or nothing; else its words stay.

    Programs that do not know such boxes let a clerk type a tick in its place, and leave its state as it was.
    """
    state = box.find(f"{W14}checked")
    is_ticked = state is not None and state.get(f"{W14}val") in ("1", "true", "on")
    said = "".join(
        symbol(word.get(f"{W}font", ""), word.get(f"{W}char", "")) if word.tag == SYMBOL else word.text or "" for word in words_of(box)
    )
    ticked, empty = signs_of(box, "checkedState", "☒"), signs_of(box, "uncheckedState", "☐")
    if not said.strip() or said.strip() in ticked & empty:
        say_instead(box, TICKED if is_ticked else UNTICKED)
    elif said.strip() in ticked | empty:
        say_instead(box, TICKED if said.strip() in ticked else UNTICKED)


def signs_of(box: etree._Element, state: str, usual: str) -> frozenset[str]:
    """Return how a control's box may show a state: as its font has it, and as a letter.

    Args:
        box: the control's box.
        state: the property that gives the sign.
        usual: the sign if the property is not there.
    """
    found = box.find(f"{W14}{state}")
    code = "" if found is None else found.get(f"{W14}val", "")
    return (
        frozenset((symbol("" if found is None else found.get(f"{W14}font", ""), code), symbol("", code))) if code else frozenset((usual,))
    )


def note_looks(root: etree._Element) -> None:
    """Note of a part's runs what of their looks changes what they say; hidden ones are taken out."""
    runs = ((look, around.getparent()) for look in root.iter(*LOOKS) if (around := look.getparent()) is not None)
    for look, run in [(look, run) for look, run in runs if run is not None and run.tag == f"{W}r"]:
        if look.tag == FONTS:
            if font := next((str(name) for name in look.attrib.values() if is_of_signs(str(name))), ""):
                run.set(SIGNS_OF, font)
        elif look.tag == RAISES:
            run.set(IS_RAISED, "1" if look.get(f"{W}val") == "superscript" else "")
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
    for said in words_of(property_):
        said.tag, said.text, text = TEXT, text, ""
        said.set(SPACE, "preserve")


def words_of(property_: etree._Element) -> list[etree._Element]:
    """Return what holds the words of the content control that a property belongs to."""
    content = next((control.find(f"{W}sdtContent") for control in property_.iterancestors(f"{W}sdt")), None)
    return [] if content is None else list(content.iter(TEXT, SYMBOL))
