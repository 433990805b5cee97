"""A Word package whose unchanged parts are compressed once, so that a document costs only its own changed parts.

The bytes depend on the parts alone: fixed order, fixed dates, no extra fields, and core properties that name the unit
and the title and nobody else. `zipfile` in mode "a" would read the directory of the fixed parts for each document (0.18 and
0.12 ms for the shipped table and report); so a new archive begins behind their bytes and is handed their list (0.16 and 0.10 ms).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final, NamedTuple

from lxml import etree

from pipeline.document.word.xml import DECLARATION, NAMESPACE, W, as_part, parse
from pipeline.regex import regex

DOCUMENT: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
CORE: Final = "docProps/core.xml"
APP: Final = "docProps/app.xml"
TYPES: Final = "[Content_Types].xml"
PACKAGE_RELATIONS: Final = "_rels/.rels"
TEXT_PART: Final = regex(r"word/(header|footer|footnotes|endnotes)[^/]*\.xml")
COMPRESSION: Final = 3  # zlib level: a quarter of level 6's time, 5% larger
DOS, ORDINARY_FILE = 0, 0x20  # the system and attributes of which every reader makes the same

SCHEMAS: Final = "http://schemas.openxmlformats.org"
TYPES_NAMES: Final = f"{{{SCHEMAS}/package/2006/content-types}}"
RELATIONS_NAMES: Final = f"{{{SCHEMAS}/package/2006/relationships}}"
RELATIONSHIPS: Final = f"{SCHEMAS}/officeDocument/2006/relationships"
NO_RELATIONSHIPS: Final = f'<Relationships xmlns="{RELATIONS_NAMES[1:-1]}"/>'.encode()
APP_XML: Final = (
    f'{DECLARATION}<Properties xmlns="{SCHEMAS}/officeDocument/2006/extended-properties"><Application>ziping</Application></Properties>'
)
CORE_XML: Final = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{SCHEMAS}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
)
DRAFT_XML: Final = (
    f'{DECLARATION}<w:hdr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/><w:b/><w:color w:val="C00000"/><w:sz w:val="32"/></w:rPr>'
    "<w:t>草稿　未经审核，不得报送</w:t></w:r></w:p></w:hdr>"
)


class OwnPart(NamedTuple):
    """A part that the program adds to a form's.

    Attributes:
        name: its name.
        content_type: what it is among the content types.
        relation: what it is among the relationships.
        source: the name of the part that leads to it; empty for the package.
    """

    name: str
    content_type: str
    relation: str
    source: str = ""

    @property
    def mark(self) -> str:
        """The id of the relationship to it."""
        return f"rIdZiping-{self.name.rpartition('/')[2].partition('.')[0]}"


OFFICE: Final = "application/vnd.openxmlformats-officedocument"
PROPERTIES: Final = (
    OwnPart(
        CORE,
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{SCHEMAS}/package/2006/relationships/metadata/core-properties",
    ),
    OwnPart(APP, f"{OFFICE}.extended-properties+xml", f"{RELATIONSHIPS}/extended-properties"),
)
DRAFT: Final = OwnPart("word/header-draft.xml", f"{OFFICE}.wordprocessingml.header+xml", f"{RELATIONSHIPS}/header", DOCUMENT)
NOTHING: Final[Mapping[OwnPart, bytes | str]] = {}


class ReadyArchive:
    """A package whose first parts are compressed once."""

    def __init__(self, parts: Mapping[str, bytes | str]) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            for name, data in parts.items():
                add_part(package, name, data)
            self._fixed, self._listed = archive.getvalue(), package.infolist()

    def write(self, parts: Mapping[str, bytes | str]) -> bytes:
        """Return the package with further parts behind the first ones."""
        archive = io.BytesIO()
        archive.write(self._fixed)
        with zipfile.ZipFile(archive, "w") as package:  # begins where the fixed parts end
            package.infolist().extend(self._listed)
            for name, data in parts.items():
                add_part(package, name, data)
        return archive.getvalue()


class WordPackage:
    """A Word file as a template: fixed parts ready to be written, and the parts that each document brings anew.

    Attributes:
        fixed: the fixed parts by name.
    """

    def __init__(self, parts: Mapping[str, bytes], changing: Iterable[str]) -> None:
        """Take up the parts that never change, which are compressed once.

        Args:
            parts: all parts of the package by name.
            changing: the names of those that `write` will be given.
        """
        left_out = {*changing, CORE, APP}
        self.fixed = {name: data for name, data in parts.items() if name not in left_out}
        self._archives: dict[tuple[OwnPart, ...], ReadyArchive] = {}

    def write(self, parts: Mapping[str, str], title: str, creator: str, added: Mapping[OwnPart, bytes | str] = NOTHING) -> bytes:
        """Return the file.

        Args:
            parts: the changing parts as XML text, by name.
            title: for the core properties.
            creator: for the core properties: the unit, never a person.
            added: the parts that this document has and others made of the same form have not.
        """
        core = CORE_XML.format(title=escape(title, quote=False), creator=escape(creator, quote=False))
        return self._archive(tuple(added)).write({**parts, **{part.name: data for part, data in added.items()}, CORE: core})

    def _archive(self, added: tuple[OwnPart, ...]) -> ReadyArchive:
        """Return the fixed parts compressed, with lists in which the added ones are: documents that add the same share them."""
        if added not in self._archives:
            self._archives[added] = ReadyArchive({**with_listed(added, self.fixed), APP: APP_XML})
        return self._archives[added]


def add_part(package: zipfile.ZipFile, name: str, data: bytes | str) -> None:
    """Add a part, compressed, that says nothing of when and where it was made.

    Args:
        package: the archive, open.
        name: the part's name in it.
        data: what the part holds.
    """
    part = zipfile.ZipInfo(name)  # of the zip format's first day
    part.create_system, part.external_attr = DOS, ORDINARY_FILE
    # To begin compressing takes longer than so little saves; and what is a package itself is compressed.
    method = zipfile.ZIP_STORED if name == CORE or name.endswith(".xlsx") else zipfile.ZIP_DEFLATED
    package.writestr(part, data, method, COMPRESSION)


def with_listed(added: Iterable[OwnPart], parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a package's parts with some of the program's own listed among content types and relationships.

    Args:
        added: those parts, which need not be there yet.
        parts: those of the package, of which lists of relationships may be missing.
    """
    lists = {TYPES: parse(parts[TYPES])}
    known = {entry.get("PartName") for entry in lists[TYPES]}
    for part in added:
        name, relations = f"/{part.name}", relations_of(part.source)
        if relations not in lists:
            lists[relations] = parse(parts.get(relations, NO_RELATIONSHIPS))
        if name not in known:
            etree.SubElement(lists[TYPES], f"{TYPES_NAMES}Override", PartName=name, ContentType=part.content_type)
        etree.SubElement(lists[relations], f"{RELATIONS_NAMES}Relationship", Type=part.relation, Id=part.mark, Target=name)
    return {**parts, **{name: as_part(root) for name, root in lists.items()}}


def with_properties(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with the document's properties listed among them; these are written with each document."""
    return with_listed(PROPERTIES, parts)


def relations_of(source: str) -> str:
    """Return the name of the part that lists what a part leads to; an empty name is the package."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def marked_as_draft(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with 草稿 at the head of every page, in place of any header that the form has."""
    document = parse(parts[DOCUMENT])
    etree.strip_elements(document, f"{W}headerReference", with_tail=False)
    for section in document.iter(f"{W}sectPr"):
        section[:0] = [
            etree.Element(f"{W}headerReference", {f"{W}type": pages, f"{{{RELATIONSHIPS}}}id": DRAFT.mark}, {"r": RELATIONSHIPS})
            for pages in ("default", "even", "first")
        ]
    return {**with_listed([DRAFT], parts), DOCUMENT: as_part(document), DRAFT.name: DRAFT_XML.encode()}
