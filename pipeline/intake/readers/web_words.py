"""What stands on a web page as a person sees it: its words in paragraphs, its boxes ticked or not, nothing that is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.intake.readers.listing import MARK, Notice
from pipeline.intake.readers.symbols import RAISED, TICKED, UNTICKED, is_of_signs, shown

BREAK: Final = "\u2028"  # the end of a line, while spaces are put together
NO_BREAK_SPACE: Final = "\xa0"
SPACES: Final = re.compile(r"[ \t\r\n\f]+")
# Where the source goes on in a new line between two Chinese characters, no space is meant (CSS Text 3, segment break transformation).
FOLDED: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
WORD: Final = re.compile(r"\w")
EMPTY_LINES: Final = re.compile(r"\n\s*\n")
BESIDE_BREAK: Final = re.compile(f" *{BREAK} *")

BLOCKS: Final = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "ol", "p", "pre",
    "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
# What says nothing that belongs to the page's subject, or shows it otherwise than in words.
UNSEEN: Final = frozenset((
    "aside", "audio", "button", "canvas", "datalist", "del", "footer", "head", "iframe", "map", "nav", "noscript", "object", "rp", "rt",
    "script", "style", "svg", "template", "title", "video",
))  # fmt: skip
MARGINS: Final = ("header", "footer")  # how LibreOffice calls them
# What hides an element; of Word's own words those for the margins of its pages and for what stands beside its text.
HIDES: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip-path\s*:\s*inset\(50%\)|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:header|footer|comment|footnote|endnote)|mso-special-character\s*:\s*comment",
    re.IGNORECASE,
)
STRIKES: Final = re.compile(r"text-decoration[^;]{0,99}line-through", re.IGNORECASE)
FONT: Final = re.compile(r"(?<![\w-])font-family\s*:\s*[\"']?([^\"',;]+)", re.IGNORECASE)
RAISING: Final = "sup"
UNTYPED: Final = ("hidden", "submit", "reset", "button", "image", "file", "password")


@dataclass(slots=True)
class Flow:
    """Words in paragraphs, as far as a page was gone through.

    Attributes:
        paragraph: takes up a paragraph that has ended.
        table: takes up a table.
        hidden: the classes that the page's style sheet hides.
        words: those of the paragraph that goes on.
        marks: the bookmarks met.
        seen: what is to be told besides.
        has_words: whether the paragraph that goes on has words, not signs alone, outside of links.
    """

    paragraph: Callable[[Flow], None]
    table: Callable[[etree._Element], None]
    hidden: frozenset[str]
    words: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    seen: set[Notice] = field(default_factory=set)
    has_words: bool = False

    def end(self) -> None:
        """End the paragraph."""
        self.paragraph(self)
        self.words.clear()
        self.has_words = False

    @property
    def texts(self) -> list[str]:
        """What the paragraph says: several, if there are empty lines in it."""
        said = SPACES.sub(" ", FOLDED.sub("", "".join(self.words)))
        lines = BESIDE_BREAK.sub("\n", said).replace(NO_BREAK_SPACE, " ").strip()
        return EMPTY_LINES.split(lines) if lines else []


def read_flow(element: etree._Element, flow: Flow, font: str = "", *, linked: bool = False) -> None:
    """Add what an element says.

    Args:
        element: it.
        flow: to which.
        font: the font that it stands in.
        linked: whether it leads elsewhere.
    """
    tag, style = str(element.tag), element.get("style", "")
    if is_unseen(element, flow.hidden):
        flow.seen.update((Notice.CHANGED,) if tag == "del" else ())
        return
    note(element, flow)
    if tag == "table":
        flow.end()
        flow.table(element)
        return
    if (say := SAYING.get(tag)) is not None:
        flow.words.append(said := say(element))
        flow.has_words |= bool(said.strip())
        return
    named = FONT.search(style)
    font = RAISING if tag == RAISING else named[1].strip() if named else element.get("face", font).partition(",")[0].strip()
    linked = linked or (tag == "a" and element.get("href") is not None)
    if tag in BLOCKS:
        flow.end()
    add_text(element.text, flow, font, linked=linked)
    for child in element:
        if isinstance(child.tag, str):
            read_flow(child, flow, font, linked=linked)
        add_text(child.tail, flow, font, linked=linked)
    if tag in BLOCKS:
        flow.end()


def add_text(text: str | None, flow: Flow, font: str = "", *, linked: bool = False) -> None:
    """Add words.

    Args:
        text: the words.
        flow: to which.
        font: the font that they stand in.
        linked: whether they lead elsewhere.
    """
    if text:
        flow.words.append(text.translate(RAISED) if font == RAISING else shown(text, font) if is_of_signs(font) else text)
        flow.has_words |= not linked and WORD.search(text) is not None


def is_unseen(element: etree._Element, hidden: frozenset[str]) -> bool:
    """Return whether a person does not see an element.

    Args:
        element: it.
        hidden: the classes that the page's style sheet hides.
    """
    style, classes = element.get("style", ""), element.get("class", "").split()
    return (
        element.tag in UNSEEN
        or element.get("hidden") is not None
        or element.get("title") in MARGINS
        or HIDES.search(style) is not None
        # A further class, as of the tab that is open, or a style of its own may show it again.
        or (bool(classes) and hidden.issuperset(classes) and "display" not in style)
    )


def note(element: etree._Element, flow: Flow) -> None:
    """Note what is to be told of an element besides its words, and its bookmarks."""
    tag = element.tag
    flow.marks += (name for name in dict.fromkeys((element.get("name", ""), element.get("id", ""))) if name.startswith(MARK))
    if tag == "img":
        flow.seen.add(Notice.PICTURE)
    elif tag == "ins":
        flow.seen.add(Notice.CHANGED)
    elif tag == "sdfield" and element.get("type") == "DATETIME":  # so LibreOffice writes a date that keeps itself up to date
        flow.seen.add(Notice.DATED)
    elif tag in {"s", "strike"} or STRIKES.search(element.get("style", "")):
        flow.seen.add(Notice.STRUCK)


def typed(element: etree._Element) -> str:
    """Return what a field shows: whether it is ticked, or what is typed in it."""
    kind = element.get("type", "text").lower()
    if kind in {"checkbox", "radio"}:
        return UNTICKED if element.get("checked") is None else TICKED
    return "" if kind in UNTYPED else element.get("value", "")


def chosen(element: etree._Element) -> str:
    """Return the entry of a list that is chosen, which without a choice is the first one."""
    entries = list(element.iter("option"))
    found = [entry for entry in entries if entry.get("selected") is not None] or entries[:1]
    return "、".join("".join(map(str, entry.itertext())).strip() for entry in found)


SAYING: Final[dict[str, Callable[[etree._Element], str]]] = {
    "br": lambda _: BREAK,
    "input": typed,
    "select": chosen,
    "textarea": lambda element: (element.text or "").replace("\n", BREAK),
}
