"""One unit-year on the disclosure site: what the index knows of it, and its documents as parts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from lxml import etree
from markupsafe import Markup

from pipeline.facts.revisions import Change
from pipeline.publish.history import Entry

H: Final = "{http://www.w3.org/1999/xhtml}"
COLUMN_RULE: Final = re.compile(r"\.(table-[0-9]+ col[^}]*\})")
UNSAFE_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class Download:
    """A file that an article offers.

    Attributes:
        file: its name, which says what it is.
        size: in bytes.
    """

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Article:
    """What the site's index knows of one unit-year.

    Attributes:
        unit: the unit's folder name.
        year: the fiscal year.
        name: the unit's name.
        title: the article's title.
        first: when it was first published, ISO 8601.
        last: when it was last changed.
        number: how many entries its log has.
        head: SHA-256 of the last of them.
        withdrawn: whether only a notice is left.
        note: the last entry's note.
        signature: which pairs of characters its text has, for the search.
        downloads: its files.
    """

    unit: str
    year: str
    name: str
    title: str
    first: str
    last: str
    number: int
    head: str
    withdrawn: bool = False
    note: str = ""
    signature: str = ""
    downloads: tuple[Download, ...] = ()

    @property
    def folder(self) -> str:
        """Where it is in the site."""
        return f"{self.year}/{self.unit}"

    def record(self) -> dict[str, Any]:
        """Return it as the site's index holds it."""
        return {**asdict(self), "downloads": [asdict(download) for download in self.downloads]}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Article:
        """Return an article from the site's index."""
        return cls(**{**record, "downloads": tuple(Download(**item) for item in record["downloads"])})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log as its article tells it.

    Attributes:
        entry: the entry.
        changes: what it changed, rows matched.
    """

    entry: Entry
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One document of an article.

    Attributes:
        name: its name, such as table.
        title: its title with the unit and the year, by which its file is called.
        heading: its title as it stands at its top.
        body: its content as HTML.
        css: the widths of its tables' columns.
        text: what it says, for the search.
    """

    name: str
    title: str
    heading: str
    body: Markup
    css: str
    text: str


def document_part(page: bytes, name: str) -> Part:
    """Return a document of the public edition as a part of an article, one heading level lower.

    Args:
        page: its finished HTML page.
        name: the document's name; keeps its tables apart from those of the article's other parts.
    """
    root = etree.fromstring(page)
    main = next(root.iter(f"{H}main"))
    title, heading = next(root.iter(f"{H}title")), next(main.iter(f"{H}h1"))
    main.remove(heading)
    for element in main.iter():
        lower_heading(element)
        for attribute in ("id", "aria-labelledby"):
            if element.get(attribute):
                element.set(attribute, f"{name}-{element.get(attribute)}")
        if element.tag == f"{H}table":
            element.set("class", f"{name}-{element.get('class')}")
    inside = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in main)
    style = "".join(element.text or "" for element in root.iter(f"{H}style"))
    css = "".join(f".{name}-{rule}" for rule in COLUMN_RULE.findall(style))
    body = Markup(inside.replace(' xmlns="http://www.w3.org/1999/xhtml"', ""))  # noqa: S704 - a finished page of our own, its values escaped
    return Part(name, text_of(title), text_of(heading), body, css, f"{text_of(title)}\n{text_of(main, separator=chr(10))}")


def lower_heading(element: etree._Element) -> None:
    """Make a heading one of the next lower level, with a class that keeps its looks."""
    level = re.fullmatch(rf"{H}h([1-5])", str(element.tag))
    if level:
        element.tag = f"{H}h{int(level[1]) + 1}"
        element.set("class", f"level-{int(level[1]) - 1}")


def text_of(element: etree._Element, separator: str = "") -> str:
    """Return an element's text, its pieces joined."""
    blocks = element.iter(f"{H}p", f"{H}li", *(f"{H}h{level}" for level in range(1, 7))) if separator else (element,)
    return separator.join("".join(cast("Iterator[str]", block.itertext())) for block in blocks)


def download_name(title: str) -> str:
    """Return a Word file's name, as it should be called in a reader's folder."""
    return f"{UNSAFE_IN_NAMES.sub('', title)}.docx"
