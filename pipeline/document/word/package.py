"""A Word package whose unchanged parts are compressed once, so that a document costs only its own changed parts.

The bytes depend on the parts alone: fixed order, fixed dates, no extra fields, and core properties that name the unit
and the title and nobody else. `zipfile` in mode "a" would read the directory of the fixed parts for each document (0.18 and
0.12 ms for the shipped table and report); so a new archive begins behind their bytes and is handed their list (0.16 and 0.10 ms).
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.document.word.xml import parse

DOCUMENT: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
CORE: Final = "docProps/core.xml"
APP: Final = "docProps/app.xml"
DRAFT_HEADER: Final = "word/header-draft.xml"
PACKAGE_PARTS: Final = ("[Content_Types].xml", "_rels/.rels")
TEXT_PART: Final = re.compile(r"word/(header|footer|footnotes|endnotes)[^/]*\.xml")
COMPRESSION: Final = 3  # zlib level: a quarter of level 6's time, 5% larger
DOS, ORDINARY_FILE = 0, 0x20  # the system and attributes of which every reader makes the same
# What `zipfile` raises for a file that is broken, encrypted or packed in a way of its own.
UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError, OSError, KeyError)

RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
APP_XML: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>ziping</Application></Properties>"
)
CORE_XML: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)
DRAFT_XML: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/><w:b/><w:color w:val="C00000"/><w:sz w:val="32"/></w:rPr>'
    "<w:t>草稿　未经审核，不得报送</w:t></w:r></w:p></w:hdr>"
)


class WordPackage:
    """A Word file as a template: fixed parts ready to be written, and the parts that each document brings anew."""

    def __init__(self, parts: Mapping[str, bytes], changing: Iterable[str]) -> None:
        """Compress the parts that never change.

        Args:
            parts: all parts of the package by name.
            changing: the names of those that `write` will be given.
        """
        left_out = {*changing, CORE, APP}
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            for name, data in parts.items():
                if name not in left_out:
                    add_part(package, name, data)
            add_part(package, APP, APP_XML)
            self._fixed, self._listed = archive.getvalue(), package.infolist()

    def write(self, parts: Mapping[str, str], title: str, creator: str) -> bytes:
        """Return the file.

        Args:
            parts: the changing parts as XML text, by name.
            title: for the core properties.
            creator: for the core properties: the unit, never a person.
        """
        archive = io.BytesIO()
        archive.write(self._fixed)
        with zipfile.ZipFile(archive, "w") as package:  # begins where the fixed parts end
            package.infolist().extend(self._listed)
            for name, xml in parts.items():
                add_part(package, name, xml)
            add_part(package, CORE, CORE_XML.format(title=escape(title, quote=False), creator=escape(creator, quote=False)))
        return archive.getvalue()


def add_part(package: zipfile.ZipFile, name: str, data: bytes | str) -> None:
    """Add a part, compressed, that says nothing of when and where it was made."""
    part = zipfile.ZipInfo(name)  # of the zip format's first day
    part.create_system, part.external_attr = DOS, ORDINARY_FILE
    package.writestr(part, data, zipfile.ZIP_DEFLATED, COMPRESSION)


def read_parts(path: Path) -> dict[str, bytes]:
    """Return a Word file's parts by name, the content types first as Word expects; of a doubled part the last.

    Raises:
        ValueError: the file is no Word file, or one of its parts is no XML.
    """
    packed = io.BytesIO(path.read_bytes())
    try:
        with zipfile.ZipFile(packed) as package:
            parts = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    except UNREADABLE:
        raise ValueError("不是 Word（docx）文件") from None
    if not {DOCUMENT, *PACKAGE_PARTS} <= parts.keys():
        raise ValueError("不是 Word（docx）文件")
    parts = dict.fromkeys(PACKAGE_PARTS, b"") | parts
    parts |= declared(parts)
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            check_xml(name, data)
    return parts


def check_xml(name: str, data: bytes) -> None:
    """Check that a part is well-formed; those that list the others must have the properties in them by now.

    Raises:
        ValueError: it is not.
    """
    try:
        parse(data)
    except etree.XMLSyntaxError:
        raise ValueError(f"Word 文件已损坏：{name}") from None
    if name in PACKAGE_PARTS and not all(part.encode() in data for part in (CORE, APP)):
        raise ValueError(f"Word 文件已损坏：{name}")


def declared(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the content types and relationships with core and extended properties in them, as every file will have."""
    types, relations = (parts[name].decode(errors="replace") for name in PACKAGE_PARTS)
    package = "application/vnd.openxmlformats-"
    for name, kind, relation in (
        (
            CORE,
            f"{package}package.core-properties+xml",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        ),
        (APP, f"{package}officedocument.extended-properties+xml", f"{RELATIONSHIPS}/extended-properties"),
    ):
        if f'"/{name}"' not in types:
            types = types.replace("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
        if name not in relations:
            added = f'<Relationship Id="rIdZiping{len(name)}" Type="{relation}" Target="{name}"/></Relationships>'
            relations = relations.replace("</Relationships>", added)
    return dict(zip(PACKAGE_PARTS, (types.encode(), relations.encode()), strict=True))


def marked_as_draft(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with 草稿 at the head of every page, in place of any header that the form has."""
    relations = "word/_rels/document.xml.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    added = f'<Relationship Id="rIdDraft" Type="{RELATIONSHIPS}/header" Target="header-draft.xml"/></Relationships>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    override = f'<Override PartName="/{DRAFT_HEADER}" ContentType="{kind}"/></Types>'
    references = "".join(
        f'<w:headerReference xmlns:r="{RELATIONSHIPS}" w:type="{pages}" r:id="rIdDraft"/>' for pages in ("default", "even", "first")
    )
    document = re.sub(r"<w:headerReference[^>]*/>", "", parts[DOCUMENT].decode())
    document = re.sub(r"<w:sectPr\b[^>]*?/>", "<w:sectPr></w:sectPr>", document)
    document = re.sub(r"(<w:sectPr\b[^>]*>)", lambda match: match[1] + references, document)
    return {
        **parts,
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", override.encode()),
        relations: re.sub(rb"<Relationships([^>]*)/>", rb"<Relationships\1></Relationships>", parts.get(relations, empty)).replace(
            b"</Relationships>", added.encode()
        ),
        DOCUMENT: document.encode(),
        DRAFT_HEADER: DRAFT_XML.encode(),
    }
